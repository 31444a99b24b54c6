//! The allow-list that everything rendered passes last: elements, attributes, classes, schemes and ids.
//!
//! What is made here is clean before; this is for the day on which it is not.

use std::borrow::Cow;
use std::collections::HashSet;

use ammonia::{Builder, UrlRelative};

use super::{diagram, math};

/// What a link to somebody else's page says of itself.
pub const REL: &str = "noopener noreferrer nofollow ugc";

/// Elements of HTML. None loads anything, takes input or is a landmark.
const HTML: &[&[&str]] = &[
    &["h3", "h4", "h5", "h6", "p", "hr", "br", "div", "span", "pre"],
    &["blockquote", "details", "summary", "figure", "figcaption"],
    &["ul", "ol", "li", "dl", "dt", "dd"],
    &["table", "thead", "tbody", "tr", "th", "td"],
    &["a", "bdi", "code", "kbd", "sub", "sup", "small", "mark"],
    &["b", "del", "em", "i", "ins", "s", "strong", "u"],
];

/// Attributes beside `class`, by element.
const ATTRIBUTES: &[(&[&str], &[&str])] = &[
    (&["a"], &["aria-label", "href", "target", "title"]),
    (&["details"], &["open"]),
    (&["div", "span"], &["aria-label", "role", "tabindex"]),
    (&["li", "sup"], &["id"]),
    (&["ol"], &["start"]),
    (&["pre"], &["tabindex"]),
    (&["svg"], &["aria-label", "role"]),
    (&["th"], &["scope"]),
];

/// Attributes that move or stretch what they stand at.
const LENGTHS: &[&str] =
    &["depth", "height", "linethickness", "lspace", "maxsize", "minsize", "rspace", "voffset", "width"];

/// Classes, by element. Those of highlighted code and of formulas are judged by their prefix.
const CLASSES: &[(&str, &[&str])] = &[
    ("a", &["footnote-back", "remote-image"]),
    ("code", &["math-source"]),
    ("div", &["alert", "diagram-box", "footnotes", "frame", "plain", "table-box"]),
    ("div", &["alert-caution", "alert-important", "alert-note"]),
    ("div", &["alert-tip", "alert-warning"]),
    ("figure", &["code-block", "diagram", "math-box"]),
    ("h3", &["like-h4", "like-h5", "like-h6"]),
    ("h4", &["like-h5", "like-h6"]),
    ("h5", &["like-h6"]),
    ("li", &["task"]),
    ("p", &["alert-title", "frame-title"]),
    ("span", &["dead-link", "link-address", "link-host", "task-done", "task-open"]),
    ("sup", &["footnote-ref"]),
    ("td", &["align-center", "align-left", "align-right"]),
    ("th", &["align-center", "align-left", "align-right"]),
];

/// Bytes of text that stand between two tags.
const LONGEST_PIECE: usize = 4_000;

/// The HTML with nothing in it that is not on the lists; ids begin with `ids`, and links within the page lead to
/// such ids.
pub fn clean(html: &str, ids: &str) -> String {
    let mut builder = Builder::empty();
    builder.tags(
        HTML.iter()
            .chain(math::ELEMENTS)
            .chain([&diagram::ELEMENTS])
            .copied()
            .flatten()
            .copied()
            .collect::<HashSet<_>>(),
    );
    // All for every element here; which one may have which is decided below.
    let attributes = ATTRIBUTES
        .iter()
        .map(|(_, attributes)| attributes)
        .chain(math::ATTRIBUTES)
        .chain([&diagram::ATTRIBUTES])
        .copied()
        .flatten();
    builder.generic_attributes(attributes.copied().chain(["class", "dir"]).collect::<HashSet<_>>());
    builder.clean_content_tags(HashSet::from(["script", "style"]));
    builder.url_schemes(HashSet::from(["http", "https", "mailto"]));
    builder.url_relative(UrlRelative::PassThrough);
    builder.link_rel(Some(REL));
    let ids = ids.to_owned();
    builder
        .attribute_filter(move |element: &str, attribute: &str, value: &str| judged(element, attribute, value, &ids));
    builder.clean(&in_pieces(html)).to_string()
}

/// Empty comments, which are not kept, into long text: html5ever's serializer looks through the rest of a text for
/// each `&` and each byte 0xC2 in it, which takes 23 seconds for a megabyte of `&`.
fn in_pieces(html: &str) -> Cow<'_, str> {
    let mut pieces = String::new();
    let (mut done, mut start) = (0, 0);
    let mut is_tag = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'<' => is_tag = true,
            b'>' => (is_tag, start) = (false, at),
            // Never within a reference or a character.
            b'&' | 0xc2.. if !is_tag && at - start > LONGEST_PIECE => {
                pieces.push_str(&html[done..at]);
                pieces.push_str("<!---->");
                (done, start) = (at, at);
            }
            _ => {}
        }
    }
    if done == 0 {
        return Cow::Borrowed(html);
    }
    pieces.push_str(&html[done..]);
    Cow::Owned(pieces)
}

/// The value that an allowed attribute may keep.
fn judged<'v>(element: &str, attribute: &str, value: &'v str, ids: &str) -> Option<Cow<'v, str>> {
    if !is_listed(element, attribute) {
        return diagram::kept(element, attribute, value);
    }
    let is_id = |id: &str| !ids.is_empty() && id.strip_prefix(ids).is_some_and(is_name);
    let is_kept = match attribute {
        "class" => return classes(element, value),
        "id" => is_id(value),
        "href" => value.strip_prefix('#').map_or_else(|| is_web_or_mail(value), is_id),
        "dir" => matches!(value, "auto" | "ltr" | "rtl"),
        "tabindex" => value == "0",
        "rel" => value == REL,
        "target" => value == "_blank",
        "role" => matches!(value, "group" | "img" | "note"),
        "start" => value.len() <= 10 && value.bytes().all(|byte| byte.is_ascii_digit()),
        _ if LENGTHS.contains(&attribute) => is_modest(value),
        _ => true,
    };
    is_kept.then_some(Cow::Borrowed(value))
}

fn is_listed(element: &str, attribute: &str) -> bool {
    let is_own =
        |(elements, attributes): &(&[&str], &[&str])| elements.contains(&element) && attributes.contains(&attribute);
    matches!((element, attribute), (_, "class" | "dir") | ("a", "rel"))
        || ATTRIBUTES.iter().any(is_own)
        || (math::is_attribute(attribute) && math::is_element(element))
}

fn is_name(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Whether an address names its scheme, and one that can be followed from a page of chats.
pub fn is_web_or_mail(url: &str) -> bool {
    let Some((scheme, _)) = url.split_once(':') else { return false };
    ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

fn classes<'v>(element: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let has = |class: &str, prefix| class.len() <= 40 && class.strip_prefix(prefix).is_some_and(is_name);
    let is_known = |class: &&str| {
        CLASSES.iter().any(|(name, classes)| *name == element && classes.contains(class))
            || (element == "span" && has(class, "hl-"))
            // Those of formulas stand for styles that the converter would write, and at the box that scrolls.
            || ((element == "span" || math::is_element(element)) && has(class, "math-"))
    };
    let kept: Vec<&str> = value.split_ascii_whitespace().filter(is_known).collect();
    (!kept.is_empty()).then(|| Cow::Owned(kept.join(" ")))
}

/// Whether lengths (one or a list) are of a size that formulas need: a huge or negative one would cover the page.
fn is_modest(value: &str) -> bool {
    value.split_ascii_whitespace().all(|length| {
        let digits = length.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
        let most = match &length[digits.len()..] {
            "em" | "ex" | "rem" => 20.0,
            "%" => 400.0,
            "" | "px" | "pt" | "mu" | "cm" | "mm" | "in" | "pc" => 100.0,
            // `thin`, `medium`, `thick` of old renderers.
            _ => return digits.is_empty(),
        };
        digits.parse::<f64>().is_ok_and(|number| (-2.0..=most).contains(&number))
    })
}
