//! Simple HTML, as programs keep answers in it, to Markdown.

/// The Markdown of a piece of HTML: its words, with paragraphs, headings, lists, emphasis, code and links. Elements that
/// are not known are as good as their content.
pub fn markdown(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    let (mut lists, mut link, mut in_code): (Vec<Option<usize>>, Option<String>, bool) = (Vec::new(), None, false);
    // Where the words of an item begin.
    let mut item = 0;
    // Where emphasis began.
    let mut begun = None;
    // The rows of a table so far, and the cells of the last one.
    let mut table: Option<(usize, usize)> = None;
    while let Some(start) = rest.find('<') {
        text(&rest[..start], in_code, table.is_some(), &mut out);
        let Some(end) = rest[start..].find('>').map(|step| start + step) else {
            rest = &rest[start..];
            break;
        };
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        let (is_end, tag) = tag.strip_prefix('/').map_or((false, tag), |tag| (true, tag));
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default().to_ascii_lowercase();
        match (name.as_str(), is_end) {
            ("table", is_end) => {
                paragraph(&mut out);
                table = (!is_end).then_some((0, 0));
            }
            (name, is_end) if in_row(name, is_end, &mut table, &mut out) => {}
            ("br", _) => out.push('\n'),
            ("p" | "div", _) if out.len() == item => {}
            ("p" | "div", false) if !lists.is_empty() => {
                paragraph(&mut out);
                out.push_str(&indent(&lists));
            }
            ("p" | "div" | "blockquote", _) => paragraph(&mut out),
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
                let indent = indent(lists.get(..lists.len().saturating_sub(1)).unwrap_or_default());
                line(&mut out);
                let mark = match lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{number}. ")
                    }
                    _ => "- ".to_owned(),
                };
                out.push_str(&format!("{indent}{mark}"));
                item = out.len();
            }
            ("li", true) => {
                out.truncate(out.trim_end().len());
                line(&mut out);
            }
            ("b" | "strong" | "i" | "em", is_end) => {
                let mark = if name == "b" || name == "strong" { "**" } else { "*" };
                // Nothing is stressed.
                if is_end && begun == Some(out.len()) && out.ends_with(mark) {
                    out.truncate(out.len() - mark.len());
                } else {
                    out.push_str(mark);
                }
                begun = (!is_end).then_some(out.len());
            }
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
            _ => {}
        }
    }
    text(rest, in_code, table.is_some(), &mut out);
    out.trim().to_owned()
}

/// Takes a tag within a table; false for one that is no matter of the table.
fn in_row(name: &str, is_end: bool, table: &mut Option<(usize, usize)>, out: &mut String) -> bool {
    let Some((rows, cells)) = table else { return false };
    match (name, is_end) {
        ("tr", false) => {
            line(out);
            *cells = 0;
            out.push('|');
        }
        ("tr", true) => {
            line(out);
            if *rows == 0 {
                out.push_str(&format!("|{}\n", " --- |".repeat(*cells)));
            }
            *rows += 1;
        }
        ("td" | "th", false) if out.ends_with(' ') => {}
        ("td" | "th", false) => out.push(' '),
        ("td" | "th", true) => {
            out.truncate(out.trim_end().len());
            out.push_str(" |");
            *cells += 1;
        }
        // A row is one line.
        ("p" | "div" | "br" | "li" | "ul" | "ol", _) => text(" ", false, false, out),
        _ => return false,
    }
    true
}

/// What stands before the lines of an item in these lists.
fn indent(lists: &[Option<usize>]) -> String {
    lists.iter().take(10).map(|list| if list.is_some() { "   " } else { "  " }).collect()
}

/// Words; white space is a blank, but in code.
fn text(raw: &str, in_code: bool, in_table: bool, out: &mut String) {
    let plain = unescaped(raw);
    let plain = if in_table { plain.replace('|', "\\|") } else { plain };
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
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn elements_in_any_order_have_the_words_between_them(
            pieces in prop::collection::vec((
                proptest::sample::select(vec!["", "/"]),
                proptest::sample::select(vec!["b", "i", "p", "br", "h2", "ul", "ol", "li", "pre", "code", "a href=x", "table", "tr", "td"]),
                proptest::sample::select(vec!["", "é", "*"]),
            ), 0..12),
        ) {
            let html: String = pieces.iter().map(|(end, name, text)| format!("<{end}{name}>{text}")).collect();
            let words = pieces.iter().filter(|(_, _, text)| *text == "é").count();
            prop_assert_eq!(markdown(&html).matches('é').count(), words, "{}", html);
        }
    }

    #[test]
    fn simple_html_is_markdown() {
        let html = "<h3>Rain</h3>\n<p>It <b>falls</b> &amp; <a href=\"https://x.y/?a&amp;b\">stops</a>.</p><ul><li>one</li><li>two<ol><li>a</li></ol></li></ul><pre><code>a  &lt; b\n</code></pre><p>Use <code>x</code><br>now.";
        let expected = "### Rain\n\nIt **falls** & [stops](https://x.y/?a&b).\n\n- one\n- two\n  1. a\n\n```\na  < b\n```\n\nUse `x`\nnow.";
        assert_eq!(markdown(html), expected);
        let table = "<table><thead><tr><th>Day</th><th>Rain</th></tr></thead>\n<tbody><tr><td><p>1</p></td><td>a<br>| b</td></tr></tbody></table>end";
        assert_eq!(markdown(table), "| Day | Rain |\n| --- | --- |\n| 1 | a \\| b |\n\nend");
        let list = "<ol><li><p>one</p><ul><li><p>a</p><p>b</p></li></ul></li>\n<li><p>two</p></li></ol>";
        assert_eq!(markdown(list), "1. one\n\n   - a\n\n     b\n2. two");
        assert_eq!(markdown("a<b></b> <i></i>b</i> <b>c</b>"), "a b* **c**");
        assert_eq!(markdown("</b>é<i></b>"), "**é***");
        assert_eq!(markdown("a < b <unclosed"), "a < b <unclosed");
        assert_eq!(markdown(""), "");
    }
}
