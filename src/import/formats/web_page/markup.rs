//! The markup of a page as a browser writes it: which elements there are, what is in each, and what of it is words.

use crate::import::conversation::html;

/// Elements without an end, of which nothing is looked for.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "path"];
/// Elements that hold no words.
const SILENT: [&str; 8] =
    ["button", "script", "style", "svg", "template", "noscript", "title", "mat-expansion-panel-header"];
/// What is only there for programs that read aloud, the words being there a second time, and who speaks at AI Studio.
const HIDDEN: [&str; 4] = ["sr-only", "cdk-visually-hidden", "katex-html", "author-label"];
/// Where Gemini has the name of the language above a block of code.
const LABEL: &str = "code-block-decoration";
/// In it the ends of lines are shown.
const LINES: &str = "whitespace-pre-wrap";

/// An element's beginning.
pub struct Element<'a> {
    /// Its name, as it is written.
    pub name: &'a str,
    head: &'a str,
}

impl<'a> Element<'a> {
    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = &self.head[self.name.len()..];
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
            let (found, behind) = rest.split_at(end);
            let Some(value) = behind.trim_start().strip_prefix('=').map(str::trim_start) else {
                rest = behind;
                match found {
                    "" => return None,
                    _ => continue,
                }
            };
            let (value, behind) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].split_once(quote)?,
                _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            if found == name {
                return Some(value);
            }
            rest = behind;
        }
    }

    /// Whether it is of that class.
    pub fn has_class(&self, name: &str) -> bool {
        self.attribute("class").is_some_and(|all| all.split_ascii_whitespace().any(|class| class == name))
    }
}

/// A tag: where it begins and ends, its name, and whether it ends an element.
struct Tag<'a> {
    begin: usize,
    end: usize,
    element: Element<'a>,
    is_end: bool,
}

/// The next tag from there on; what is in scripts, styles and comments is none.
fn next_tag(page: &str, mut from: usize) -> Option<Tag<'_>> {
    loop {
        let begin = from + page.get(from..)?.find('<')?;
        let rest = &page[begin + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            from = page.len() - comment.find("-->").map_or(0, |at| comment.len() - at - 3);
            continue;
        }
        let (is_end, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            from = begin + 1;
            continue;
        }
        let head = &rest[..tag_end(rest)?];
        let name = head.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        let end = page.len() - rest.len() + head.len() + 1;
        return Some(Tag { begin, end, element: Element { name, head }, is_end });
    }
}

/// Where a tag ends: a `>` in a value does not end it.
fn tag_end(rest: &str) -> Option<usize> {
    let mut quote = None;
    rest.bytes().position(|byte| match (byte, quote) {
        (b'"' | b'\'', None) => {
            quote = Some(byte);
            false
        }
        (byte, Some(open)) => {
            quote = Some(open).filter(|open| *open != byte);
            false
        }
        (byte, None) => byte == b'>',
    })
}

/// Where what is in an element ends, and where the element does; the end of the page where it has none.
fn end_of(page: &str, tag: &Tag<'_>) -> (usize, usize) {
    let name = tag.element.name;
    if VOID.contains(&name) || tag.element.head.ends_with('/') {
        return (tag.end, tag.end);
    }
    if ["script", "style"].contains(&name) {
        let close = format!("</{name}");
        let inner = page[tag.end..].find(&close).map_or(page.len(), |at| tag.end + at);
        return (inner, page[inner..].find('>').map_or(page.len(), |at| inner + at + 1));
    }
    let (mut depth, mut from) = (1_usize, tag.end);
    while let Some(next) = next_tag(page, from) {
        from = next.end;
        if next.element.name == name {
            depth = if next.is_end { depth - 1 } else { depth + 1 };
            if depth == 0 {
                return (next.begin, next.end);
            }
        } else if !next.is_end && ["script", "style"].contains(&next.element.name) {
            from = end_of(page, &next).1;
        }
    }
    (page.len(), page.len())
}

/// The elements for which `choose` gives something, with what is in each; not looked for within them.
pub fn matching<'a, T>(
    page: &'a str,
    choose: impl Fn(&Element<'a>) -> Option<T>,
) -> impl Iterator<Item = (T, &'a str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(tag) = next_tag(page, from) {
            from = tag.end;
            if tag.is_end {
                continue;
            }
            let chosen = choose(&tag.element);
            if chosen.is_some() || ["script", "style"].contains(&tag.element.name) {
                let (inner, end) = end_of(page, &tag);
                from = end;
                if let Some(chosen) = chosen {
                    return Some((chosen, &page[tag.end..inner]));
                }
            }
        }
        None
    })
}

/// All elements that are not within the one before, with what is in each of the kinds that are asked for.
pub fn elements(page: &str) -> impl Iterator<Item = (Element<'_>, &str)> {
    matching(page, |element| {
        let is_asked = element.name == "title" || element.name == "script" || element.has_class("message-parts");
        is_asked.then_some(Element { name: element.name, head: element.head })
    })
}

/// A message's markup as simple HTML: without buttons, their pictures, words for screen readers and what is left out;
/// formulas as they were typed, and code with the name of its language.
pub fn plain(inner: &str, is_left_out: fn(&Element<'_>) -> bool) -> String {
    let (mut out, mut from) = (String::new(), 0);
    let (mut label, mut lines_end) = (String::new(), 0);
    while let Some(tag) = next_tag(inner, from) {
        let words = &inner[from..tag.begin];
        match from < lines_end && !words.trim().is_empty() {
            true => out.push_str(&words.replace('\n', "<br>")),
            false => out.push_str(words),
        }
        let element = &tag.element;
        let is_hidden = || HIDDEN.iter().chain([&LABEL]).any(|class| element.has_class(class));
        let is_dropped = !tag.is_end && (SILENT.contains(&element.name) || is_hidden() || is_left_out(element));
        if !tag.is_end && tag.begin >= lines_end && element.has_class(LINES) {
            lines_end = end_of(inner, &tag).0;
        }
        if tag.is_end || !is_dropped && element.name != "pre" && !element.has_class("katex") {
            // Of its attributes only an address is of use.
            let address = element.attribute("href").filter(|_| element.name == "a" && !tag.is_end);
            out.push_str(&match address {
                Some(address) => format!("<a href=\"{}\">", address.replace('"', "%22")),
                None => format!("<{}{}>", if tag.is_end { "/" } else { "" }, element.name),
            });
            from = tag.end;
            continue;
        }
        let (inner_end, end) = end_of(inner, &tag);
        from = end;
        let body = &inner[tag.end..inner_end];
        if is_dropped {
            if element.has_class(LABEL) {
                label = html::markdown(body).to_ascii_lowercase();
            }
            continue;
        }
        out.push_str(&if element.name == "pre" { code(body, &std::mem::take(&mut label)) } else { formula(body) });
    }
    // What is left behind the last tag; a comment there is no word.
    let rest = inner.get(from..).unwrap_or_default();
    out.push_str(rest.split("<!--").next().unwrap_or_default());
    out
}

/// A block of code: of what stands around it on a page, its language stays; `label` is what stands above it.
fn code(body: &str, label: &str) -> String {
    let is_code = |element: &Element<'_>| {
        (element.name == "code").then(|| element.attribute("class").unwrap_or_default().to_owned())
    };
    let Some((classes, text)) = matching(body, is_code).last() else { return format!("<pre>{body}</pre>") };
    let label = Some(label).filter(|label| label.chars().all(|c| c.is_ascii_alphanumeric() || "+-#".contains(c)));
    let named = classes.split_ascii_whitespace().find_map(|class| class.strip_prefix("language-"));
    let language = named.or(label).unwrap_or_default();
    format!("<pre data-language=\"{language}\"><code>{text}</code></pre>")
}

/// A formula, which KaTeX keeps beside its picture of it.
fn formula(body: &str) -> String {
    let source = matching(body, |element| (element.name == "annotation").then_some(())).next();
    let is_block = body.contains("display=\"block\"");
    match source {
        Some(((), source)) if is_block => format!("<p>$${}$$</p>", source.trim()),
        Some(((), source)) => format!("${}$", source.trim()),
        None => body.to_owned(),
    }
}

/// The texts of a page's scripts, with their identifiers.
pub fn scripts(page: &str) -> impl Iterator<Item = (Option<String>, String)> {
    elements(page)
        .filter(|(element, _)| element.name == "script")
        .map(|(element, inner)| (element.attribute("id").map(html::unescaped), inner.to_owned()))
}
