//! Mermaid diagrams as pictures, with their source one press away.
//!
//! Whoever can add to a conversation writes them. So the source is bounded, a process of its own draws it
//! ([`process`]), and what it drew passes the same allow-list as everything else on the page. What can't be drawn stays
//! a block of code.

mod allowed;
pub mod draw;
mod mend;
pub mod process;
#[cfg(test)]
mod tests;

use sha2::{Digest, Sha256};

pub use allowed::{ATTRIBUTES, ELEMENTS, kept};

/// Bytes of a diagram's source; longer ones are too large to look at, too.
const LONGEST_SOURCE: usize = 8 * 1024;
/// Bytes of a picture.
const LONGEST_PICTURE: usize = 256 * 1024;
/// Pixels along a side.
const LARGEST: f64 = 10_000.0;

/// The drawing of that source as a figure around `code`, its block of code; `None` where it can't be drawn. `number` tells
/// it from others of the same text.
pub fn figure(source: &str, number: u8, code: &str) -> Option<String> {
    (source.len() <= LONGEST_SOURCE).then_some(())?;
    let picture = process::draw(source, LONGEST_PICTURE)?;
    let svg = dressed(&picture, source, number)?;
    Some(format!(
        "<figure class=\"diagram\"><div class=\"diagram-box\" role=\"group\" aria-label=\"Diagram\" tabindex=\"0\">{svg}</div>\
         <details><summary>Source</summary>{code}</details></figure>"
    ))
}

/// The picture as the page needs it: with a size of its own, and names that no other picture on the page has.
fn dressed(picture: &str, source: &str, number: u8) -> Option<String> {
    let (head, rest) = picture.strip_prefix("<svg ")?.split_once('>')?;
    let view = head.split_once("viewBox=\"")?.1.split_once('"')?.0;
    let [left, top, width, height] = view.split(' ').map(str::parse).collect::<Result<Vec<f64>, _>>().ok()?[..] else {
        return None;
    };
    let [left, top, right, bottom] = mend::view(rest, [left, top, width, height]);
    let (width, height) = (right - left, bottom - top);
    [width, height].iter().all(|side| (1.0..=LARGEST).contains(side)).then_some(())?;
    let name: String = Sha256::digest(source).iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let rest = rest
        .replace(" id=\"", &format!(" id=\"diagram-{name}-{number}-"))
        .replace("url(#", &format!("url(#diagram-{name}-{number}-"));
    Some(format!(
        "<svg role=\"img\" aria-label=\"Diagram\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"{left} {top} {width} {height}\" font-size=\"14\">{rest}"
    ))
}
