//! Blocks of code on their way past the allow-list: most of what its parser would read, and written here. Each is looked
//! through tag by tag, and set aside where it has nothing but what a block of code has. A mark stands in its place for the
//! allow-list, and gives way to it behind that.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;

/// The opening tags of a block of code, and their elements. Beside them there are only spans with a colour.
const TAGS: [(&str, &str); 5] = [
    ("figure class=\"code-block\"", "figure"),
    ("figcaption", "figcaption"),
    ("pre dir=\"ltr\"", "pre"),
    ("pre dir=\"ltr\" tabindex=\"0\"", "pre"),
    ("code", "code"),
];

/// What a mark begins with, and what is behind its number. It is random and never leaves the process: no text has it.
static MARK: LazyLock<String> = LazyLock::new(|| {
    let random = || RandomState::new().hash_one(0);
    format!("<figure class=\"code-block\">{:016x}{:016x}-", random(), random())
});
const MARK_END: &str = "</figure>";

/// Blocks of code, by the numbers of their marks.
#[derive(Default)]
pub struct SetAside(Vec<String>);

impl SetAside {
    /// What is to be written in place of that HTML: a mark, or the same where it is anything but a block of code.
    pub fn put(&mut self, html: String) -> String {
        if !is_code(&html) {
            return html;
        }
        self.0.push(html);
        format!("{}{}{MARK_END}", *MARK, self.0.len() - 1)
    }

    /// How many bytes of it there are.
    pub fn bytes(&self) -> usize {
        self.0.iter().map(String::len).sum()
    }

    /// The HTML with all of it in its places, each once.
    pub fn put_back(mut self, html: &str) -> String {
        let mut whole = String::with_capacity(html.len() + self.bytes());
        let mut pieces = html.split(MARK.as_str());
        whole.push_str(pieces.next().unwrap_or_default());
        for piece in pieces {
            let (number, rest) = piece.split_once(MARK_END).unwrap_or_default();
            let code = number.parse::<usize>().ok().and_then(|number| self.0.get_mut(number));
            whole.push_str(&code.map(std::mem::take).unwrap_or_default());
            whole.push_str(rest);
        }
        whole
    }
}

/// Whether HTML is one block of code and nothing else: these tags, closed in their order, and text.
fn is_code(html: &str) -> bool {
    let mut open = Vec::new();
    let mut pieces = html.split('<');
    let begins = pieces.next() == Some("");
    let are_known = pieces.all(|piece| {
        let Some((tag, text)) = piece.split_once('>') else { return false };
        let is_in_order = match tag.strip_prefix('/') {
            Some(element) => open.pop() == Some(element),
            None => {
                let known = TAGS.iter().find(|(known, _)| *known == tag).map(|(_, element)| *element);
                let element = known.or_else(|| is_colour(tag).then_some("span"));
                // The first one is the figure, and nothing follows it.
                let is_in_place = open.is_empty() == (element == Some("figure"));
                open.extend(element);
                element.is_some() && is_in_place
            }
        };
        is_in_order && !text.contains('>') && (!open.is_empty() || text.is_empty())
    });
    begins && are_known && open.is_empty() && html.matches("<figure").count() == 1
}

fn is_colour(tag: &str) -> bool {
    let class = tag.strip_prefix("span class=\"hl-").and_then(|rest| rest.strip_suffix('"'));
    class.is_some_and(|class| !class.is_empty() && class.bytes().all(|byte| byte.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::render::markdown::to_html;
    use crate::render::sanitize;

    const CODE: &str = "<figure class=\"code-block\"><figcaption>Rust</figcaption><pre dir=\"ltr\" tabindex=\"0\"><code>\
                        <span class=\"hl-keyword\">let</span> x = &lt;b&gt;;\n</code></pre></figure>";

    #[test]
    fn nothing_but_a_block_of_code_goes_past_the_allow_list() {
        let mut aside = SetAside::default();
        assert_ne!(aside.put(CODE.to_owned()), CODE);
        for (piece, other) in [
            ("hl-keyword\">", "hl-keyword\" onclick=\"alert(1)\">"),
            ("hl-keyword\">", "message\">"),
            ("<code>", "<code><img src=x onerror=alert(1)>"),
            ("<code>", "<code><script>alert(1)</script>"),
            ("<code>", "<code><figure class=\"code-block\"></figure>"),
            ("</span>", ""),
            ("</span>", "</span></code></pre></figure><figure class=\"code-block\"><pre dir=\"ltr\"><code>"),
            ("</figure>", "</figure>more"),
            ("</figure>", "</figure></div>"),
            ("<figure ", "more<figure "),
            ("x =", "x > "),
            ("x =", "x < "),
        ] {
            let html = CODE.replacen(piece, other, 1);
            assert_ne!(html, CODE);
            assert_eq!(aside.put(html.clone()), html);
        }
        assert_eq!(aside.put(String::new()), "");
    }

    #[test]
    fn a_message_that_knew_the_mark_would_show_it_as_text() {
        let mark = format!("{}0{MARK_END}", *MARK);
        let html = to_html(&format!("{mark}\n\n```\nthe code\n```\n\n- {mark}"), "m-1-");
        assert_eq!(html.matches("the code").count(), 1);
        assert_eq!(html.matches(&mark.replace('<', "&lt;").replace('>', "&gt;")).count(), 2, "{html}");
    }

    #[test]
    fn code_is_as_the_allow_list_would_write_it() {
        let code = "\u{a0}let\u{a0} a = \"b\u{a0}c\"; // &amp; </code></pre></figure><script>alert('x')</script>\r\n\0 \u{1b}[1m\rend";
        for (before, after) in
            [("", ""), ("- a\n\n", ""), ("<b>bold\n\n", "\n\n</b>"), ("<details>\n\n", "\n\n</details>")]
        {
            for language in ["rust", "html", "\"quoted\"", ""] {
                let text = format!("{before}```{language}\n{code}\n```{after}");
                let html = to_html(&text, "m-1-");
                assert!(!html.contains("<script") && html.contains("<pre dir=\"ltr\" tabindex=\"0\">"), "{html}");
                assert_eq!(sanitize::clean(&html, "m-1-"), html, "{text}");
            }
        }
    }

    #[test]
    fn each_block_comes_back_once_in_its_place() {
        let mut aside = SetAside::default();
        let [one, two] = ["one", "two"].map(|text| CODE.replace("let", text));
        let [first, second] = [&one, &two].map(|html| aside.put(html.clone()));
        let html = format!("<p>a</p>{second}<p>b</p>{first}{first}<p>c</p>");
        assert_eq!(aside.put_back(&html), format!("<p>a</p>{two}<p>b</p>{one}<p>c</p>"));
    }
}
