//! Takes from converted formulas what the page refuses or must not have: inline styles, which its security policy blocks,
//! become classes of `math.css`; links, ids and HTML go; colours go, because they were chosen for one ground.

use crate::render::html::push_escaped;

/// The elements that a formula is made of: of MathML Core, without links, actions and `annotation-xml`, which can hold HTML.
pub const ELEMENTS: &[&[&str]] = &[
    &["math", "semantics", "annotation", "mrow", "mi", "mn", "mo", "mtext"],
    &["mfrac", "msqrt", "mroot", "mpadded", "mphantom", "mspace"],
    &["msub", "msup", "msubsup", "mmultiscripts", "mprescripts"],
    &["mover", "munder", "munderover", "mtable", "mtr", "mtd"],
];

/// The attributes that may stand on any of them. None names a resource.
pub const ATTRIBUTES: &[&[&str]] = &[
    &["display", "displaystyle", "encoding", "mathvariant", "scriptlevel"],
    &["accent", "accentunder", "form", "fence", "separator", "stretchy"],
    &["symmetric", "largeop", "movablelimits", "maxsize", "minsize"],
    &["linethickness", "width", "height", "depth", "voffset", "lspace", "rspace"],
];

pub fn is_element(name: &str) -> bool {
    ELEMENTS.iter().any(|names| names.contains(&name))
}

pub fn is_attribute(name: &str) -> bool {
    ATTRIBUTES.iter().any(|names| names.contains(&name))
}

/// HTML within `mtext` that a class on the `mtext` can stand for.
pub const TEXT_STYLES: &[(&str, &str)] =
    &[("b", "math-bold"), ("i", "math-italic"), ("em", "math-italic"), ("code", "math-mono")];

/// Declarations of inline styles, with the class that says the same.
pub const CLASSES: &[(&str, &str)] = &[
    ("text-align: left", "math-left"),
    ("text-align: right", "math-right"),
    ("padding-left: 0", "math-flush-left"),
    ("padding-right: 0", "math-flush-right"),
    ("padding-left:1em", "math-apart"),
    ("padding-top: 0", "math-dense"),
    ("border-top: 0.05em solid currentcolor", "math-rule-top"),
    ("border-top: 0.05em dashed currentcolor", "math-dash-top"),
    ("border-left: 0.05em solid currentcolor", "math-rule-left"),
    ("border-left: 0.05em dashed currentcolor", "math-dash-left"),
    ("border-right: 0.05em solid currentcolor", "math-rule-right"),
    ("border-right: 0.05em dashed currentcolor", "math-dash-right"),
    ("width: 50%", "math-half"),
    ("width: 100%", "math-full"),
    ("margin-left:-0.1667em", "math-back"),
];

/// The lines of `\cancel` and its kin.
pub const NOTATIONS: &[(&str, &str)] = &[
    ("updiagonalstrike", "math-strike-up"),
    ("downdiagonalstrike", "math-strike-down"),
    ("horizontalstrike", "math-strike"),
];

/// This within itself stands for a frame, as the macros say it.
const FRAME: &str = "<menclose notation=\"updiagonalstrike downdiagonalstrike\">";

/// What the converter made of `tex`, filtered, and annotated with it.
pub fn filter(mathml: &str, tex: &str) -> String {
    let mut html = String::with_capacity(mathml.len() + tex.len() + 96);
    let mut rest = mathml;
    // The converter escapes both brackets in text and in attributes. What stood open in either would come out as text.
    while let Some((text, (tag, after))) = rest.split_once('<').and_then(|(text, on)| Some((text, on.split_once('>')?)))
    {
        html.push_str(text);
        rest = after;
        if tag.contains("class=\"menclose-") {
            // An empty row that the converter's own style sheet would draw as a line.
            rest = rest.strip_prefix("</mrow>").unwrap_or(rest);
            continue;
        }
        let (name, attributes) = tag.split_once([' ', '/']).filter(|(name, _)| !name.is_empty()).unwrap_or((tag, ""));
        match name {
            "math" => {
                push_start(&mut html, name, attributes, "");
                html.push_str("<semantics><mrow>");
            }
            "/math" => {
                html.push_str("</mrow><annotation encoding=\"application/x-tex\">");
                push_escaped(&mut html, tex);
                html.push_str("</annotation></semantics></math>");
            }
            "menclose" => match rest.strip_prefix(FRAME).filter(|_| tag == &FRAME[1..FRAME.len() - 1]) {
                Some(inner) => {
                    rest = inner;
                    html.push_str("<mrow class=\"math-boxed\"><mrow>");
                }
                None => push_start(&mut html, "mrow", attributes, ""),
            },
            "/menclose" => html.push_str("</mrow>"),
            "mtext" => {
                let inner = rest.strip_prefix('<').and_then(|inner| inner.split_once('>'));
                let style = inner.and_then(|(inner, _)| TEXT_STYLES.iter().find(|(name, _)| *name == inner));
                push_start(&mut html, name, attributes, style.map_or("", |(_, class)| class));
            }
            _ if is_element(name) => push_start(&mut html, name, attributes, ""),
            _ if name.strip_prefix('/').is_some_and(is_element) => {
                html.push('<');
                html.push_str(name);
                html.push('>');
            }
            _ => {}
        }
    }
    html.push_str(rest);
    html
}

/// Whether each element ends where it should. The converter writes `\operatorname*<` as it stands, say.
pub fn is_whole(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let Some((tag, _)) = tag.split_once('>') else { return false };
        match tag.strip_prefix('/') {
            Some(name) if open.pop() == Some(name) => {}
            Some(_) => return false,
            None if tag.ends_with('/') => {}
            None => open.push(tag.split(' ').next().unwrap_or(tag)),
        }
    }
    open.is_empty()
}

fn push_start(html: &mut String, name: &str, attributes: &str, class: &str) {
    html.push('<');
    html.push_str(name);
    let mut classes = class.to_owned();
    let mut rest = attributes;
    while let Some((key, (value, after))) =
        rest.split_once("=\"").and_then(|(key, on)| Some((key.trim(), on.split_once('"')?)))
    {
        rest = after;
        match key {
            "style" => value.split(';').for_each(|declaration| push_class(&mut classes, CLASSES, declaration.trim())),
            "notation" => value.split(' ').for_each(|line| push_class(&mut classes, NOTATIONS, line)),
            _ if is_attribute(key) => {
                html.push(' ');
                html.push_str(key);
                html.push_str("=\"");
                html.push_str(value);
                html.push('"');
            }
            _ => {}
        }
    }
    if !classes.is_empty() {
        html.push_str(" class=\"");
        html.push_str(&classes);
        html.push('"');
    }
    html.push_str(if attributes.ends_with('/') || matches!(name, "mspace" | "mprescripts") { "/>" } else { ">" });
}

fn push_class(classes: &mut String, table: &[(&str, &str)], key: &str) {
    if let Some((_, class)) = table.iter().find(|(name, _)| *name == key) {
        if !classes.is_empty() {
            classes.push(' ');
        }
        classes.push_str(class);
    }
}
