//! Guards before the tags that would begin an HTML block, and blank lines around the tags of folded texts.

use super::GUARD;
use super::lines::{self, Fence};

/// Elements whose content is kept as it is up to the end tag (CommonMark 4.6, the first kind).
const VERBATIM: [&str; 4] = ["pre", "script", "style", "textarea"];

pub fn guarded(text: &str) -> String {
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
        let (label, rest) = rest.split_at(footnote_label(rest));
        let is_begun = rest
            .strip_prefix('<')
            .is_some_and(|tag| tag.starts_with(|c: char| "!/?".contains(c) || c.is_ascii_alphabetic()));
        // Text that is no Markdown stays an HTML block when it is closed.
        let is_spared = is_verbatim(rest) && at < last_end;
        let quote = prefix.rfind('>').map_or("", |last| &prefix[..=last]);
        let mut is_fold_end = false;
        match &fence {
            Some(open) if open.is_closed_by(rest) => fence = None,
            Some(_) => {}
            None => {
                let indent = &prefix[quote.len()..];
                let is_code = indent.len() >= 4 + usize::from(!quote.is_empty()) || indent.contains('\t');
                is_fold_end = !is_code && ends_fold_tag(rest);
                let begins_fold = !is_code && prefix.bytes().all(|byte| b" \t>".contains(&byte)) && begins_fold(rest);
                // `</think>` behind a list is no part of its last item.
                if begins_fold || (is_in_container && is_lone_end(line)) {
                    guarded.push_str(quote);
                    guarded.push('\n');
                }
                fence = Fence::opened_by(rest, false);
                is_in_container = (is_in_container || !prefix.trim_ascii().is_empty()) && !rest.trim_ascii().is_empty();
            }
        }
        guarded.push_str(prefix);
        guarded.push_str(label);
        // The address of a link's definition may stand on a line of its own.
        if is_begun && !is_spared && !is_definition {
            guarded.push(GUARD);
        }
        guarded.push_str(rest);
        if is_fold_end && rest.ends_with('\n') {
            guarded.push_str(quote);
            guarded.push('\n');
        }
        is_definition = line.trim_ascii_end().ends_with("]:");
        at += line.len();
    }
    guarded
}

/// The length of `[^label]: `, behind which a tag would begin a block, too.
fn footnote_label(line: &str) -> usize {
    let behind = line.strip_prefix("[^").and_then(|label| label.split_once("]:")).map(|(_, behind)| behind);
    behind.map_or(0, |behind| line.len() - behind.trim_start_matches(' ').len())
}

fn begins_fold(line: &str) -> bool {
    ["<details", "</details"].iter().any(|tag| begins_with(line, tag))
}

fn ends_fold_tag(line: &str) -> bool {
    let line = line.trim_ascii_end();
    let has_end = ["</summary>", "</details>"].iter().any(|tag| line.to_ascii_lowercase().ends_with(tag));
    has_end || (begins_fold(line) && line.find('>') == Some(line.len() - 1))
}

/// Whether a line holds nothing but one end tag, not indented.
fn is_lone_end(line: &str) -> bool {
    let name = line.trim_ascii_end().strip_prefix("</").and_then(|tag| tag.strip_suffix('>'));
    name.is_some_and(|name| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_:".contains(&byte))
    })
}

fn is_verbatim(line: &str) -> bool {
    line.strip_prefix('<').is_some_and(|tag| VERBATIM.iter().any(|name| begins_with(tag, name)))
}

/// Whether a line begins with a tag of that name.
fn begins_with(line: &str, name: &str) -> bool {
    line.get(..name.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(name))
        && line[name.len()..].bytes().next().is_none_or(|byte| byte == b'>' || byte.is_ascii_whitespace())
}

fn last_verbatim_end(text: &str) -> usize {
    let text = text.to_ascii_lowercase();
    VERBATIM.iter().filter_map(|name| text.rfind(&format!("</{name}>"))).max().unwrap_or(0)
}
