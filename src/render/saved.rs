//! The frame of a conversation that is saved as one file: it looks like the page, needs no server and has no script.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use maud::{PreEscaped, html};
use sha2::{Digest, Sha256};

use super::words::line;

/// Where the page draws its signs.
const ICONS: (&str, &str) = ("<svg class=\"icons\"", "</svg>");

/// How the style sheets name a font.
const FONT: (&str, &str) = ("@font-face {", "}");
const FONT_FILE: (&str, &str) = ("url(\"", "\")");

/// The frame.
pub struct SavedPage {
    styles: String,
    /// The rules for the fonts of formulas, with the fonts in them.
    fonts: Vec<String>,
    icons: String,
    policy: String,
}

impl SavedPage {
    /// From the page that readers see and all its style sheets; `file` gives what these name.
    pub fn of<'a>(page: &str, styles: &str, file: impl Fn(&str) -> Option<&'a [u8]>) -> Self {
        // What a browser hashes has its line ends in this form.
        let (styles, fonts) = without_fonts(&styles.replace("\r\n", "\n"), file);
        let digests: String = [&styles].into_iter().chain(&fonts).map(|style| digest(style)).collect();
        let policy = format!(
            "default-src 'none'; style-src{digests}; font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
        );
        let icons = page.split_once(ICONS.0).and_then(|(_, rest)| rest.split_once(ICONS.1));
        let icons = icons.map_or_else(String::new, |(icons, _)| [ICONS.0, icons, ICONS.1].concat());
        Self { styles, fonts, icons, policy }
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

    /// What stands behind it, with what its formulas need to look right on any machine.
    pub fn end(&self, formulas: Formulas) -> String {
        let fonts = match formulas {
            Formulas::None => 0,
            Formulas::Plain => 1,
            Formulas::Letters => self.fonts.len(),
        };
        let foot = html! {
            footer.foot { p { "Saved from neptun-share. What it says is the work of the people and programs in it." } }
        };
        let fonts: String = self.fonts.iter().take(fonts).map(|font| format!("<style>{font}</style>\n")).collect();
        format!("</main>\n{}\n{fonts}</body>\n</html>\n", foot.into_string())
    }
}

/// What stands in a conversation of formulas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Formulas {
    /// No formulas.
    #[default]
    None,
    /// With the letters that nearly all have.
    Plain,
    /// Also with letters of other alphabets, which are in a font of their own.
    Letters,
}

impl Formulas {
    /// What stands of them in this HTML.
    pub fn of(html: &str) -> Self {
        let Some((_, rest)) = html.split_once("<math") else { return Self::None };
        // Mathematical letters (Unicode, 1D400 to 1D7FF) but for the italic ones.
        let is_other = |c| {
            matches!(c, '\u{1d400}'..='\u{1d7ff}')
                && !matches!(c, '\u{1d434}'..='\u{1d467}' | '\u{1d6e2}'..='\u{1d71b}')
        };
        if rest.contains(is_other) { Self::Letters } else { Self::Plain }
    }
}

/// As the policy names it.
fn digest(style: &str) -> String {
    format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(style)))
}

/// The styles without the rules for fonts, and these with the fonts in them, the one that is needed most first.
fn without_fonts<'a>(styles: &str, file: impl Fn(&str) -> Option<&'a [u8]>) -> (String, Vec<String>) {
    let (mut plain, mut fonts, mut rest) = (String::new(), Vec::new(), styles);
    while let Some((before, rule, after)) = between(rest, FONT) {
        plain.push_str(before);
        rest = after;
        if let Some((begin, name, end)) = between(rule, FONT_FILE)
            && let Some(font) = file(name)
        {
            let data = BASE64_STANDARD.encode(font);
            fonts.push(format!("{}{begin}url(\"data:font/woff2;base64,{data}\"){end}{}", FONT.0, FONT.1));
        }
    }
    plain.push_str(rest);
    (plain, fonts)
}

/// What stands before `begin`, between it and `end`, and behind that.
fn between<'a>(text: &'a str, (begin, end): (&str, &str)) -> Option<(&'a str, &'a str, &'a str)> {
    let (before, rest) = text.split_once(begin)?;
    let (inner, after) = rest.split_once(end)?;
    Some((before, inner, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stays_a_title_and_the_styles_have_their_digest() {
        let page = SavedPage::of("<p>x<svg class=\"icons\"><symbol/></svg><p>", "p { color: red }\r\n", |_| None);
        let begin = page.begin("</title><script>alert(1)</script>");
        assert!(begin.contains("<title>&lt;/title&gt;&lt;script&gt;"), "{begin}");
        assert!(begin.contains("<style>p { color: red }\n</style>"), "{begin}");
        assert!(begin.contains("<body>\n<svg class=\"icons\"><symbol/></svg>\n<main"), "{begin}");
        let digest = BASE64_STANDARD.encode(Sha256::digest("p { color: red }\n"));
        assert!(begin.contains(&format!("style-src 'sha256-{digest}'")), "{begin}");
    }

    #[test]
    fn fonts_come_along_where_formulas_need_them() {
        let styles = "a {}\n@font-face {\nsrc: url(\"f.woff2\");\n}\n@font-face {\nsrc: url(\"g.woff2\");\n}\nb {}\n";
        let page = SavedPage::of("", styles, |name| (name != "x").then_some(b"font"));
        assert!(page.begin("A title").contains("<style>a {}\n\n\nb {}\n</style>"), "{}", page.begin("A title"));
        let font = "<style>@font-face {\nsrc: url(\"data:font/woff2;base64,Zm9udA==\");\n}</style>";
        for (html, number) in [
            ("<p>\u{1d400}</p>", 0),
            ("<math><mi>x</mi></math>", 1),
            ("<math><mi>\u{1d465}</mi></math>", 1),
            ("<math><mi>\u{1d400}</mi></math>", 2),
        ] {
            assert_eq!(page.end(Formulas::of(html)).matches(font).count(), number, "{html}");
        }
        let hash = digest("@font-face {\nsrc: url(\"data:font/woff2;base64,Zm9udA==\");\n}");
        assert!(page.begin("A title").contains(hash.trim()));
    }
}
