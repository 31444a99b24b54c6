//! Guards before the tags that would begin an HTML block.

use super::GUARD;
use super::lines::{self, Fence};
use crate::render::markdown::tags;

/// Which tags at the beginning of a line stay without a guard.
#[derive(Clone, Copy, PartialEq)]
pub enum Spared {
    /// Those that fold text, and those whose text is no Markdown, when they are closed: `<script>`, `<pre>`.
    Foldable,
    None,
}

/// Elements whose content is kept as it is up to the end tag (CommonMark 4.6, the first kind).
const VERBATIM: [&str; 4] = ["pre", "script", "style", "textarea"];

pub fn guarded(text: &str, spared: Spared) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let last_end = last_verbatim_end(text);
    let mut guarded = String::with_capacity(text.len() + 64);
    let mut at = 0;
    let mut is_definition = false;
    let mut fence: Option<Fence> = None;
    let mut is_in_container = false;
    for line in text.split_inclusive('\n') {
        let (prefix, rest) = line.split_at(lines::prefix(line));
        let is_begun = rest
            .strip_prefix('<')
            .is_some_and(|tag| tag.starts_with(|c: char| "!/?".contains(c) || c.is_ascii_alphabetic()));
        let is_spared = spared == Spared::Foldable && (tags::is_fold(rest) || (is_verbatim(rest) && at < last_end));
        match &fence {
            Some(open) if open.is_closed_by(rest) => fence = None,
            Some(_) => {}
            None => {
                // `</think>` behind a list is no part of its last item.
                if is_in_container && is_lone_end(line) {
                    guarded.push('\n');
                }
                fence = Fence::opened_by(rest, false);
                is_in_container = (is_in_container || !prefix.trim_ascii().is_empty()) && !rest.trim_ascii().is_empty();
            }
        }
        guarded.push_str(prefix);
        // The address of a link's definition may stand on a line of its own.
        if is_begun && !is_spared && !is_definition {
            guarded.push(GUARD);
        }
        guarded.push_str(rest);
        is_definition = line.trim_ascii_end().ends_with("]:");
        at += line.len();
    }
    guarded
}

/// Whether a line holds nothing but one end tag, not indented.
fn is_lone_end(line: &str) -> bool {
    let name = line.trim_ascii_end().strip_prefix("</").and_then(|tag| tag.strip_suffix('>'));
    name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_:".contains(&byte))
    })
}

fn is_verbatim(line: &str) -> bool {
    let Some(tag) = line.strip_prefix('<') else { return false };
    VERBATIM.iter().any(|name| {
        tag.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name))
            && tag[name.len()..].bytes().next().is_none_or(|byte| byte == b'>' || byte.is_ascii_whitespace())
    })
}

/// Whether a block that began with such an element also holds an end of one.
pub fn is_closed_verbatim(block: &str) -> bool {
    is_verbatim(block.trim_start()) && last_verbatim_end(block) > 0
}

fn last_verbatim_end(text: &str) -> usize {
    let text = text.to_ascii_lowercase();
    VERBATIM.iter().filter_map(|name| text.rfind(&format!("</{name}>"))).max().unwrap_or(0)
}
