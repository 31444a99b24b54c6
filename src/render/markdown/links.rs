//! Addresses: which may be followed, and what is said of them.

use std::borrow::Cow;

use crate::render::html::escaped;
use crate::render::sanitize::{self, REL};
use crate::render::visible::in_order;
use ammonia::Url;

/// Characters of an address that can't be followed, shown beside its text.
const LONGEST_SHOWN: usize = 300;

/// What a link becomes.
pub enum RenderedLink {
    /// Its begin tag, and what follows its text: the host, where the text tells of another.
    Live { begin: String, behind: String },
    /// What follows its text.
    Dead { behind: String },
}

/// A link of a message: with the schemes of the web and of mail only. Another address is shown as text; a relative
/// one would lead into this server's pages.
///
/// The title always tells the real address where the text does not.
///
/// Among right-to-left words (`has_right`), an address keeps the order of its parts.
pub fn link(address: &str, title: &str, text: &str, has_right: bool) -> RenderedLink {
    let isolated = if has_right { " dir=\"ltr\"" } else { "" };
    let Some(url) = followable(address) else {
        let is_named = address.is_empty() || address.starts_with('#') || text.contains(address);
        let title = if title.is_empty() { String::new() } else { format!(" \"{}\"", escaped(&in_order(title))) };
        let behind = match is_named {
            true => title,
            false => format!(" <span class=\"link-address\"{isolated}>({}{title})</span>", escaped(&shown(address))),
        };
        return RenderedLink::Dead { behind };
    };
    let own = if address.ends_with(text) { isolated } else { "" };
    let begin = begin("", address, &titled(address, title, text), own);
    let behind = match deceives(&url, address, text) {
        true => {
            format!(" <span class=\"link-host\"{isolated}>({})</span>", escaped(url.host_str().unwrap_or_default()))
        }
        false => String::new(),
    };
    RenderedLink::Live { begin, behind }
}

/// A picture from elsewhere as a link to it, which the page may load after its reader agreed; `None` for one that
/// is not on the web.
pub fn remote_image(address: &str, title: &str, alt: &str) -> Option<String> {
    followable(address).filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let text = if alt.trim().is_empty() { "image" } else { alt };
    Some(format!(
        "{}{}</a>",
        begin("remote-image", address, &titled(address, title, alt), ""),
        escaped(&in_order(text))
    ))
}

fn followable(address: &str) -> Option<Url> {
    sanitize::is_web_or_mail(address).then(|| Url::parse(address).ok()).flatten()
}

fn begin(class: &str, address: &str, title: &str, dir: &str) -> String {
    let mut tag = String::from("<a href=\"");
    // Writing to a string can't fail.
    let _ = comrak::html::escape_href(&mut tag, address, false);
    tag.push('"');
    for (name, value) in [("class", class), ("title", title)] {
        if !value.is_empty() {
            tag.push_str(&format!(" {name}=\"{}\"", escaped(value)));
        }
    }
    tag.push_str(&format!("{dir} rel=\"{REL}\" target=\"_blank\">"));
    tag
}

fn titled(address: &str, title: &str, text: &str) -> String {
    let address = in_order(address);
    match (title.is_empty(), text == address) {
        (true, true) => String::new(),
        (true, false) => address.into_owned(),
        (false, _) => format!("{address}\n{}", in_order(title)),
    }
}

/// Whether a reader would take a link's text for the address of another host, or can't read the host.
fn deceives(url: &Url, address: &str, text: &str) -> bool {
    let Some(host) = url.host_str() else { return false };
    let bare = |host: &str| host.trim_start_matches("www.").to_ascii_lowercase();
    let has_user = !url.username().is_empty() || url.password().is_some();
    // The host as it is resolved, beside what was written.
    let is_disguised = !address.to_ascii_lowercase().contains(host);
    let is_other = named_host(text).is_some_and(|named| bare(&named) != bare(host));
    has_user || is_disguised || is_other
}

/// The host that a link's text names, if it reads like an address.
fn named_host(text: &str) -> Option<String> {
    let text = text.trim();
    if text.contains(char::is_whitespace) {
        return None;
    }
    if let Some((_, rest)) = text.split_once("://") {
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        return Some(Url::parse(&format!("http://{}", &rest[..end])).ok()?.host_str()?.to_owned());
    }
    let end = text.find(['/', '?', '#', ':']).unwrap_or(text.len());
    let host = &text[..end];
    let (_, top) = host.rsplit_once('.')?;
    // `main.rs` is the name of a file, as often as a host.
    let is_host =
        host.starts_with("www.") || matches!(top, "com" | "org" | "net" | "io" | "dev" | "app" | "edu" | "gov" | "co");
    (is_host && !host.contains('@')).then(|| host.to_owned())
}

fn shown(address: &str) -> Cow<'_, str> {
    match address.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", in_order(&address[..end]))),
        None => in_order(address),
    }
}
