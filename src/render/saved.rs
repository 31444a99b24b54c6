//! The frame of a conversation that is saved as one file: it looks like the page, needs no server and has no script.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use maud::{PreEscaped, html};
use sha2::{Digest, Sha256};

use super::words::line;

/// Where the page draws its signs.
const ICONS: (&str, &str) = ("<svg class=\"icons\"", "</svg>");

/// The frame.
pub struct SavedPage {
    styles: String,
    icons: String,
    policy: String,
}

impl SavedPage {
    /// From the page that readers see and all its style sheets.
    pub fn of(page: &str, styles: &str) -> Self {
        // What a browser hashes has its line ends in this form.
        let styles = styles.replace("\r\n", "\n");
        let digest = BASE64_STANDARD.encode(Sha256::digest(&styles));
        let policy = format!(
            "default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
        );
        let icons = page.split_once(ICONS.0).and_then(|(_, rest)| rest.split_once(ICONS.1));
        let icons = icons.map_or_else(String::new, |(icons, _)| [ICONS.0, icons, ICONS.1].concat());
        Self { styles, icons, policy }
    }

    /// What stands before the conversation of that title.
    pub fn begin(&self, title: &str) -> String {
        // The policy comes first: it holds for what stands behind it.
        let head = html! {
            meta charset="utf-8";
            meta http-equiv="Content-Security-Policy" content=(self.policy);
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="no-referrer";
            meta name="robots" content="noindex";
            // What turns a line around would turn what stands beside it in a list of tabs.
            title { (line(title, 255)) }
            style { (PreEscaped(&self.styles)) }
        };
        let (head, icons) = (head.into_string(), &self.icons);
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>{head}</head>\n<body>\n{icons}\n<main id=\"main\" data-state=\"conversation\">\n"
        )
    }

    /// What stands behind it.
    pub fn end(&self) -> String {
        let foot = html! {
            footer.foot { p { "Saved from neptun-share. What it says is the work of the people and programs in it." } }
        };
        format!("</main>\n{}\n</body>\n</html>\n", foot.into_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stays_a_title_and_the_styles_have_their_digest() {
        let page = SavedPage::of("<p>x<svg class=\"icons\"><symbol/></svg><p>", "p { color: red }\r\n");
        let begin = page.begin("</title><script>alert(1)</script>");
        assert!(begin.contains("<title>&lt;/title&gt;&lt;script&gt;"), "{begin}");
        assert!(begin.contains("<style>p { color: red }\n</style>"), "{begin}");
        assert!(begin.contains("<body>\n<svg class=\"icons\"><symbol/></svg>\n<main"), "{begin}");
        let digest = BASE64_STANDARD.encode(Sha256::digest("p { color: red }\n"));
        assert!(begin.contains(&format!("style-src 'sha256-{digest}'")), "{begin}");
    }
}
