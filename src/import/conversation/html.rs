//! Simple HTML, as programs keep answers in it, to Markdown.

/// The Markdown of a piece of HTML: its words, with paragraphs, headings, lists, emphasis, code and links. Elements that
/// are not known are as good as their content.
pub fn markdown(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    let (mut lists, mut link, mut in_code): (Vec<Option<usize>>, Option<String>, bool) = (Vec::new(), None, false);
    while let Some(start) = rest.find('<') {
        text(&rest[..start], in_code, &mut out);
        let Some(end) = rest[start..].find('>').map(|step| start + step) else {
            rest = &rest[start..];
            break;
        };
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        let (is_end, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default().to_ascii_lowercase();
        match (name.as_str(), is_end) {
            ("br", _) => out.push('\n'),
            ("p" | "div" | "table" | "blockquote", _) => paragraph(&mut out),
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", false) => {
                paragraph(&mut out);
                let level = name[1..].parse().unwrap_or(2);
                out.push_str(&format!("{} ", "#".repeat(level)));
            }
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", true) => paragraph(&mut out),
            ("ul", false) => lists.push(None),
            ("ol", false) => lists.push(Some(0)),
            ("ul" | "ol", true) => {
                lists.pop();
                paragraph(&mut out);
            }
            ("li", false) => {
                let indent = "  ".repeat(lists.len().saturating_sub(1).min(10));
                line(&mut out);
                let mark = match lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{number}. ")
                    }
                    _ => "- ".to_owned(),
                };
                out.push_str(&format!("{indent}{mark}"));
            }
            ("b" | "strong", _) => out.push_str("**"),
            ("i" | "em", _) => out.push('*'),
            ("pre", false) => {
                paragraph(&mut out);
                let language = super::elements::attribute(tag, "data-language").unwrap_or_default();
                out.push_str(&format!("```{language}\n"));
                in_code = true;
            }
            ("pre", true) => {
                line(&mut out);
                out.push_str("```\n\n");
                in_code = false;
            }
            ("code", _) if !in_code => out.push('`'),
            ("a", false) => {
                link = super::elements::attribute(tag, "href").map(unescaped);
                out.push_str(if link.is_some() { "[" } else { "" });
            }
            ("a", true) => out.push_str(&link.take().map(|url| format!("]({url})")).unwrap_or_default()),
            ("td" | "th", true) => out.push(' '),
            ("tr", true) => line(&mut out),
            _ => {}
        }
    }
    text(rest, in_code, &mut out);
    out.trim().to_owned()
}

/// Words; white space is a blank, but in code.
fn text(raw: &str, in_code: bool, out: &mut String) {
    let plain = unescaped(raw);
    if in_code {
        out.push_str(&plain);
        return;
    }
    for c in plain.chars() {
        let is_blank = c.is_whitespace() && c != '\u{a0}';
        if !is_blank {
            out.push(c);
        } else if out.chars().next_back().is_some_and(|last| !last.is_whitespace()) {
            out.push(' ');
        }
    }
}

fn line(out: &mut String) {
    out.truncate(out.trim_end_matches(' ').len());
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
}

fn paragraph(out: &mut String) {
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push_str("\n\n");
    }
}

/// Text without the escapes that HTML needs. What an escaped `&` begins is not an escape, so it is last.
pub fn unescaped(text: &str) -> String {
    let escapes = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&nbsp;", "\u{a0}"),
        ("&amp;", "&"),
    ];
    if !text.contains('&') {
        return text.to_owned();
    }
    escapes.iter().fold(text.to_owned(), |text, (escape, plain)| text.replace(escape, plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_html_is_markdown() {
        let html = "<h3>Rain</h3>\n<p>It <b>falls</b> &amp; <a href=\"https://x.y/?a&amp;b\">stops</a>.</p><ul><li>one</li><li>two<ol><li>a</li></ol></li></ul><pre><code>a  &lt; b\n</code></pre><p>Use <code>x</code><br>now.";
        let expected = "### Rain\n\nIt **falls** & [stops](https://x.y/?a&b).\n\n- one\n- two\n  1. a\n\n```\na  < b\n```\n\nUse `x`\nnow.";
        assert_eq!(markdown(html), expected);
        assert_eq!(markdown("a < b <unclosed"), "a < b <unclosed");
        assert_eq!(markdown(""), "");
    }
}
