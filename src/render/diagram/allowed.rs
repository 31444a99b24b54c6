//! What a drawn picture may consist of; the rest is taken out of it.

use std::borrow::Cow;

/// Elements of SVG. None loads anything, runs anything or leads anywhere.
pub const ELEMENTS: &[&str] = &[
    "svg", "g", "defs", "marker", "path", "rect", "circle", "ellipse", "line", "polygon", "polyline", "text", "tspan",
];

/// Attributes of these.
pub const ATTRIBUTES: &[&str] = &[
    "cx",
    "cy",
    "d",
    "dominant-baseline",
    "dx",
    "dy",
    "fill",
    "fill-opacity",
    "font-size",
    "font-style",
    "font-weight",
    "height",
    "id",
    "marker-end",
    "marker-start",
    "markerHeight",
    "markerWidth",
    "opacity",
    "orient",
    "points",
    "r",
    "refX",
    "refY",
    "rx",
    "ry",
    "stroke",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "transform",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];

/// The value that an element of a picture may keep of an attribute. The only address in it is that of a marker in a picture
/// on this page, and the only colours are the page's: a diagram's own may not be told apart from the words on them, at the
/// latest in the dark.
pub fn kept<'v>(element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    if !ELEMENTS.contains(&element) || !ATTRIBUTES.contains(&attribute) {
        return None;
    }
    let is_kept = match attribute {
        "fill" | "stroke" => return Some(colour(element, attribute, value)),
        "id" => element == "marker" && is_name(value),
        "marker-end" | "marker-start" => {
            value.strip_prefix("url(#").and_then(|rest| rest.strip_suffix(')')).is_some_and(is_name)
        }
        _ => value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" #%(),-.".contains(&byte)),
    };
    is_kept.then_some(Cow::Borrowed(value))
}

fn colour<'v>(element: &str, attribute: &str, value: &'v str) -> Cow<'v, str> {
    let of_page = value.strip_prefix("var(--").and_then(|rest| rest.strip_suffix(')'));
    let is_of_page = of_page.is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    if value == "none" || is_of_page {
        return Cow::Borrowed(value);
    }
    let is_white = matches!(value, "#fff" | "#ffffff" | "white");
    Cow::Borrowed(match (element, attribute) {
        // White words stand on something dark.
        ("text" | "tspan", _) if is_white => "var(--diagram-ground)",
        ("text" | "tspan", _) => "var(--ink)",
        (_, "stroke") => "var(--diagram-line)",
        _ if is_white => "var(--diagram-ground)",
        _ if is_dark(value) => "var(--diagram-line)",
        _ => "var(--diagram-group)",
    })
}

/// Whether the drawing library has white words on a colour, such as that of a bar. Those that a diagram's author may name
/// (`rgb(...)`, `purple`) lie below dark words.
fn is_dark(value: &str) -> bool {
    let digits: Option<Vec<u32>> =
        value.strip_prefix('#').and_then(|hex| hex.chars().map(|c| c.to_digit(16)).collect());
    matches!(digits.as_deref(), Some([red, _, green, _, blue, _]) if red + green + blue < 36)
}

fn is_name(value: &str) -> bool {
    value.starts_with("diagram-") && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
