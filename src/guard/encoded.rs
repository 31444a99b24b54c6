//! What is encoded to the base of 64 or of 16: values of Kubernetes and Docker, `data:` addresses, parts of
//! tokens, scripts. What decodes to text is searched as one more text, and what is found there is found at
//! the place of all that was encoded.

use std::ops::Range;

use super::encoding::Decoder;
use super::matches::{Weight, WeightedMatch};
use super::projections::{Projection, Projections};

/// Layers that are decoded, one in the other.
pub const DEEPEST: usize = 3;
/// What is decoded of one text, in bytes.
const MOST: usize = 8 << 20;
/// Fewer characters in a row are nothing encoded.
const SHORTEST: usize = 20;
/// Places in a run from which on it is tried to decode it: a path may stand before it.
const MOST_STARTS: usize = 12;
/// In longer texts a name before a value says too little: they are programs, and not settings.
const LONGEST_SETTINGS: usize = 4096;
/// Lines of a key that are taken along without being understood.
const MOST_LINES: usize = 200;
/// What nothing is read across.
const SEAM: &str = "\n[redacted]\n";

/// The texts that were decoded, one below the other.
#[derive(Default)]
struct Texts {
    text: String,
    pieces: Vec<Piece>,
}

/// One of them.
struct Piece {
    /// Where it begins.
    at: usize,
    /// What it was decoded from.
    source: Range<usize>,
    /// Whether everything in it counts: readers see what is in an address.
    is_address: bool,
}

/// What is found in what is encoded in the text, at its place in the source; `search` finds what a text has, with so many
/// layers of what is encoded in it.
pub fn scan(
    projections: &Projections<'_>,
    depth: usize,
    search: fn(&Projections<'_>, usize) -> Vec<WeightedMatch>,
) -> Vec<WeightedMatch> {
    let Some(depth) = depth.checked_sub(1) else { return Vec::new() };
    let mut texts = Texts::default();
    let bare = projections.unprefixed.unwrap_or(projections.bare);
    projections.plain.get(projections.decoded).into_iter().for_each(|projection| texts.gather(projection, 1));
    // What is on one line was decoded before.
    let bare = projections.plain.get(bare).filter(|_| bare != projections.decoded);
    bare.into_iter().for_each(|projection| texts.gather(projection, 2));
    if texts.pieces.is_empty() {
        return Vec::new();
    }
    let found = search(&Projections::of(&texts.text), depth);
    found.into_iter().filter_map(|found| texts.placed(found)).collect()
}

impl Texts {
    /// The match at the place of what it was decoded from.
    fn placed(&self, mut found: WeightedMatch) -> Option<WeightedMatch> {
        let range = &mut found.matched.range;
        let at = self.pieces.partition_point(|piece| piece.at <= range.start);
        let piece = self.pieces.get(at.checked_sub(1)?)?;
        let end = self.pieces.get(at).map_or(self.text.len(), |next| next.at);
        let are_settings = end - piece.at <= LONGEST_SETTINGS;
        let is_sure = found.weight >= Weight::Placed || (found.weight == Weight::Assigned && are_settings);
        let is_found = range.end <= end && (is_sure || piece.is_address);
        *range = piece.source.clone();
        is_found.then_some(found)
    }

    /// Decodes what is encoded in this text on at least so many lines.
    fn gather(&mut self, projection: &Projection<'_>, fewest_lines: usize) {
        let text = projection.text.as_ref();
        let mut at = 0;
        while let Some(run) = next_run(text.as_bytes(), at).filter(|_| self.text.len() < MOST) {
            at = run.end;
            let decoder = starts(text, &run).find_map(|start| Some((start, Decoder::of(&text[start..run.end])?)));
            let Some((start, mut decoder)) = decoder else { continue };
            at = start + decoder.length(&text[start..run.end]);
            let is_whole = decoder.take(&text[start..at]);
            let mut lines = 1;
            while is_whole && let Some(line) = next_line(text, at).filter(|line| decoder.take(&text[line.clone()])) {
                at = line.end;
                lines += 1;
            }
            at += text[at..].bytes().take(2).take_while(|byte| *byte == b'=').count();
            let Some(plain) = decoder.finish().filter(|_| lines >= fewest_lines) else { continue };
            if plain.starts_with("-----BEGIN") && plain.contains("PRIVATE KEY") && !plain.contains("-----END") {
                at = listed(text, at);
            }
            let from = if start - run.start <= TORN { run.start } else { start };
            let is_address = text[..start].ends_with("base64,");
            self.pieces.push(Piece { at: self.text.len(), source: projection.source(from..at), is_address });
            self.text.extend([&plain, SEAM]);
        }
    }
}

/// Characters that are left of a group of four whose beginning is not there.
const TORN: usize = 3;

/// Where something encoded may begin in a run of its characters.
fn starts<'a>(text: &'a str, run: &'a Range<usize>) -> impl Iterator<Item = usize> + 'a {
    let head = &text.as_bytes()[run.start..run.end.min(run.start + 1024)];
    let is_edge =
        |(at, byte): (usize, &u8)| (!byte.is_ascii_alphanumeric() || head[..=at].ends_with(b"0x")).then_some(at + 1);
    let edges = head.iter().enumerate().filter_map(is_edge).filter(|at| *at > TORN);
    let starts = (0..=TORN).chain(edges).take(MOST_STARTS).map(|at| run.start + at);
    starts.filter(|start| start + SHORTEST <= run.end)
}

/// The next characters in a row that may be something encoded.
fn next_run(bytes: &[u8], mut from: usize) -> Option<Range<usize>> {
    loop {
        // Where there is none, the next run begins behind it.
        let probe = from + SHORTEST - 1;
        if !is_coded(*bytes.get(probe)?) {
            from = probe + 1;
            continue;
        }
        let before = bytes[from..probe].iter().rev().take_while(|byte| is_coded(**byte)).count();
        let behind = bytes[probe..].iter().take_while(|byte| is_coded(**byte)).count();
        let run = probe - before..probe + behind;
        if run.len() >= SHORTEST {
            return Some(run);
        }
        from = run.end;
    }
}

/// The next line, if this one ends here and there is nothing else on that one but the end of a string or an element.
fn next_line(text: &str, end: usize) -> Option<Range<usize>> {
    let mut next = text[end..].trim_start_matches(is_edge).strip_prefix('\n')?.trim_start_matches(is_edge);
    // What is left of the end of a line that was written as `\n` within a string.
    if let Some(behind) = next.strip_prefix('\n') {
        next = behind.trim_start_matches(is_edge);
    }
    let line = next.bytes().take_while(|byte| is_coded(*byte)).count();
    let behind = next[line..].trim_start_matches('=');
    let is_alone = behind.starts_with(['"', '\'', '`', '<', ')', ']', '}', '.', ',', ';']) || {
        let behind = behind.trim_start_matches(is_edge);
        behind.is_empty() || behind.starts_with('\n')
    };
    let start = text.len() - next.len();
    (line > 0 && is_alone).then_some(start..start + line)
}

/// How far the lines go on of which each second one holds a long run, whatever else is on them: the rest of a key that
/// is known to have begun.
fn listed(text: &str, mut end: usize) -> usize {
    let start = end + text[end..].find('\n').map_or(text.len() - end, |at| at + 1);
    let (mut at, mut is_missed) = (start, false);
    for line in text[start..].split_inclusive('\n').take(MOST_LINES) {
        match next_run(line.as_bytes(), 0) {
            Some(run) => (end, is_missed) = (at + run.end, false),
            // What stands around a line in a program.
            None if !is_missed => is_missed = true,
            None => break,
        }
        at += line.len();
    }
    end
}

/// Blanks, and the marks of quotes, strings and frames at the ends of lines.
fn is_edge(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '>' | '|' | '"' | '\'' | ',' | '\\' | '#' | '*' | '`' | '\u{2500}'..='\u{257F}')
}

/// Of both alphabets to the base of 64 (RFC 4648).
fn is_coded(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_')
}
