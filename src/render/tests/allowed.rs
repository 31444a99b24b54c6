//! An allow-list of its own, over the tree that a browser would build.

use html5ever::serialize::{SerializeOpts, serialize};
use html5ever::tendril::TendrilSink;
use html5ever::{LocalName, ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom, SerializableHandle};

const HTML: &str = "a b bdi blockquote br code del details div em figcaption figure h3 h4 h5 h6 hr i ins kbd li mark \
                    ol p pre s small span strong sub summary sup table tbody td th thead tr u ul";
const MATHML: &str = "annotation math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts \
                      mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover \
                      semantics";
const SVG: &str = "circle defs ellipse g line marker path polygon polyline rect svg text tspan";
const ATTRIBUTES: &str = "a:aria-label a:href a:rel a:target a:title details:open div:aria-label div:role \
                          div:tabindex li:id ol:start pre:tabindex span:aria-label span:role span:tabindex sup:id \
                          th:scope";
const CLASSES: &str = "align-center align-left align-right alert alert-caution alert-important alert-note alert-tip \
                       alert-title alert-warning code-block dead-link diagram diagram-box footnote-back footnote-ref footnotes frame frame-title like-h4 like-h5 like-h6 \
                       link-address link-host math-source plain remote-image table-box task task-done \
                       task-open";

fn lists(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|listed| listed == word)
}

/// Whether HTML is complete, holds only what may be, and says what every link must.
pub fn check(html: &str, ids: &str) -> Result<(), String> {
    let context = QualName::new(None, ns!(html), local_name!("div"));
    let dom = parse_fragment(RcDom::default(), ParseOpts::default(), context, Vec::new(), false).one(html);
    let root = dom.document.children.borrow()[0].clone();

    let mut written = Vec::new();
    let options = SerializeOpts {
        traversal_scope: html5ever::serialize::TraversalScope::ChildrenOnly(None),
        ..Default::default()
    };
    serialize(&mut written, &SerializableHandle::from(root.clone()), options).map_err(|error| error.to_string())?;
    // A browser that has to mend something builds another tree than was meant.
    if written != html.as_bytes() {
        return Err(format!("a parser understands {}", String::from_utf8_lossy(&written)));
    }

    let mut nodes: Vec<Handle> = root.children.borrow().clone();
    let mut defined = std::collections::HashSet::new();
    let mut targets = Vec::new();
    while let Some(node) = nodes.pop() {
        match &node.data {
            NodeData::Text { .. } => {}
            NodeData::Element { name, attrs, .. } => {
                let attributes: Vec<(LocalName, String)> =
                    attrs.borrow().iter().map(|attr| (attr.name.local.clone(), attr.value.to_string())).collect();
                let is_known = match name.ns {
                    ns!(html) => lists(HTML, &name.local),
                    ns!(mathml) => lists(MATHML, &name.local),
                    ns!(svg) => lists(SVG, &name.local),
                    _ => false,
                };
                if !is_known {
                    return Err(format!("<{}>", name.local));
                }
                for (attribute, value) in &attributes {
                    check_attribute(name, attribute, value, ids)?;
                    match (&**attribute, value.strip_prefix('#')) {
                        ("id", _) if !defined.insert(value.clone()) => return Err(format!("id {value} twice")),
                        ("href", Some(target)) => targets.push(target.to_owned()),
                        ("href", None) => check_link(&attributes)?,
                        _ => {}
                    }
                }
            }
            _ => return Err("a comment or the like".to_owned()),
        }
        nodes.extend(node.children.borrow().iter().cloned());
    }
    match targets.iter().find(|target| !defined.contains(*target)) {
        Some(target) => Err(format!("nothing has the id {target}")),
        None => Ok(()),
    }
}

fn check_attribute(name: &QualName, attribute: &str, value: &str, ids: &str) -> Result<(), String> {
    let element = &*name.local;
    let is_good = match attribute {
        "dir" => matches!(value, "auto" | "ltr" | "rtl"),
        "class" => value
            .split(' ')
            .all(|class| lists(CLASSES, class) || class.starts_with("hl-") || class.starts_with("math-")),
        "id" if name.ns == ns!(svg) => value.starts_with("diagram-"),
        _ if name.ns == ns!(svg) && value.contains("url(") => value.starts_with("url(#diagram-"),
        _ if name.ns != ns!(html) => {
            !attribute.contains("href") && !attribute.starts_with("on") && attribute != "style" && attribute != "id"
        }
        _ if !lists(ATTRIBUTES, &format!("{element}:{attribute}")) => false,
        "id" => value.starts_with(ids),
        "href" => {
            let scheme = value.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
            value.strip_prefix('#').is_some_and(|id| id.starts_with(ids))
                || scheme.is_some_and(|scheme| ["http", "https", "mailto"].contains(&&*scheme))
        }
        "tabindex" => value == "0",
        "role" => ["group", "img", "note"].contains(&value),
        _ => true,
    };
    if is_good { Ok(()) } else { Err(format!("<{element} {attribute}={value:?}>")) }
}

/// A link to elsewhere tells nothing of this page, and opens beside it.
fn check_link(attributes: &[(LocalName, String)]) -> Result<(), String> {
    let has = |name: &str, value: &str| attributes.iter().any(|(known, is)| &**known == name && is == value);
    let is_good = has("rel", "noopener noreferrer nofollow ugc") && has("target", "_blank");
    if is_good { Ok(()) } else { Err(format!("a link without rel or target: {attributes:?}")) }
}
