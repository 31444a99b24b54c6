//! The marks that ChatGPT leaves in a text where its page shows a source: `【3†source】`, and
//! names between private-use characters. Each becomes a link to what it cites, or vanishes.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::domain::part::Part;
use crate::domain::text::one_line;
use crate::import::formats::blocks;
use crate::import::{fields, markdown};

/// Opens a mark such as `cite`, a separator, `turn0search1`.
const OPEN: char = '\u{e200}';
/// Ends it.
const CLOSE: char = '\u{e201}';
/// Stands between its words.
const SEPARATOR: char = '\u{e202}';
/// The longest `【...】` that is looked at, in bytes.
const MAX_BRACKET: usize = 300;

/// The sources of one message.
pub struct Citations<'a> {
    listed: Vec<&'a Value>,
    by_mark: HashMap<&'a str, &'a Value>,
    by_start: HashMap<u64, &'a Value>,
    by_number: HashMap<u64, &'a Value>,
    keeps_brackets: bool,
}

impl<'a> Citations<'a> {
    /// Gathers them. In a person's own text `【3†source】` is what they wrote, and stays.
    pub fn of(metadata: &'a Value, is_persons: bool) -> Self {
        let mut found = Self {
            listed: Vec::new(),
            by_mark: HashMap::new(),
            by_start: HashMap::new(),
            by_number: HashMap::new(),
            keeps_brackets: is_persons,
        };
        for reference in fields::list(metadata, "content_references") {
            found.listed.extend(pages(reference));
            // Other references name a stretch of the visible text, or a blank at its end.
            if let Some(mark) = fields::text(reference, &["matched_text"]).filter(|mark| mark.starts_with([OPEN, '【']))
            {
                found.by_mark.insert(mark, reference);
            }
        }
        for citation in fields::list(metadata, "citations") {
            let Some(source) = citation.get("metadata") else {
                continue;
            };
            found.listed.push(source);
            if let Some(start) = citation.get("start_ix").and_then(Value::as_u64) {
                found.by_start.entry(start).or_insert(source);
            }
            let extra = source.get("extra").unwrap_or(&Value::Null);
            if let Some(number) = extra.get("cited_message_idx").and_then(Value::as_u64) {
                found.by_number.entry(number).or_insert(source);
            }
        }
        found
    }

    /// Each source once, in the order in which they are named.
    pub fn sources(&self) -> Vec<Part> {
        let mut seen = HashSet::new();
        let source = |source| blocks::citation(title(source), fields::text(source, &["url"]));
        let is_new = |source: &Part| match source {
            Part::Citation { title, url } => seen.insert(url.clone().or_else(|| title.clone())),
            _ => false,
        };
        self.listed.iter().filter_map(|listed| source(listed)).filter(is_new).collect()
    }

    /// The text with links for marks. Offsets of citations count characters.
    pub fn resolve(&self, text: &str) -> String {
        if !text.contains(|c| is_mark(c) || c == '【') {
            return text.to_owned();
        }
        let mut out = Output::default();
        let mut rest = text;
        let mut offset = 0;
        while let Some(c) = rest.chars().next() {
            let mark = match c {
                OPEN => whole_mark(rest),
                '【' if !self.keeps_brackets => bracket(rest),
                _ => None,
            };
            let length = mark.map_or(c.len_utf8(), str::len);
            match mark {
                Some(mark) => out.put(self.shown(mark, offset)),
                None if is_mark(c) => {}
                None => out.push(c),
            }
            offset += rest[..length].chars().count() as u64;
            rest = &rest[length..];
        }
        out.finish()
    }

    fn shown(&self, mark: &str, offset: u64) -> Shown {
        if let Some(reference) = self.by_mark.get(mark) {
            return reference_text(reference);
        }
        if let Some(name) = entity_name(mark) {
            return Shown::Words(name);
        }
        let source =
            bracket_number(mark).and_then(|number| self.by_start.get(&offset).or_else(|| self.by_number.get(&number)));
        Shown::sources(source.and_then(|source| source_link(source)))
    }
}

/// What takes the place of a mark.
enum Shown {
    /// Sources in parentheses, set off by a blank.
    Sources(String),
    /// A word of the sentence.
    Words(String),
    Nothing,
}

impl Shown {
    fn sources(links: impl IntoIterator<Item = String>) -> Self {
        let links: Vec<String> = links.into_iter().collect();
        if links.is_empty() { Self::Nothing } else { Self::Sources(format!("({})", links.join(", "))) }
    }
}

fn is_mark(c: char) -> bool {
    ('\u{e200}'..='\u{e2ff}').contains(&c)
}

/// The mark from its opening to its end; one that the text's end cuts off counts.
fn whole_mark(text: &str) -> Option<&str> {
    let inner = &text[OPEN.len_utf8()..];
    let Some(end) = inner.find([OPEN, CLOSE]) else {
        let is_cut_off = inner.len() <= MAX_BRACKET && inner.contains(SEPARATOR) && !inner.contains('\n');
        return is_cut_off.then_some(text);
    };
    let length = OPEN.len_utf8() + end + CLOSE.len_utf8();
    inner[end..].starts_with(CLOSE).then(|| &text[..length])
}

/// `【3†source】` or `【4:0†report.pdf】`, but no brackets of an ordinary text.
fn bracket(text: &str) -> Option<&str> {
    let (end, close) = text.char_indices().take_while(|(at, _)| *at < MAX_BRACKET).find(|(_, c)| *c == '】')?;
    let mark = &text[..end + close.len_utf8()];
    bracket_number(mark).map(|_| mark)
}

fn bracket_number(mark: &str) -> Option<u64> {
    let (number, _) = mark.strip_prefix('【')?.split_once('†')?;
    let (message, place) = number.split_once(':').unwrap_or((number, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits(message) && is_digits(place) { message.parse().ok() } else { None }
}

fn reference_text(reference: &Value) -> Shown {
    let mut links: Vec<String> = pages(reference).filter_map(source_link).collect();
    links.dedup();
    match fields::text(reference, &["name", "alt"]) {
        _ if !links.is_empty() => Shown::sources(links),
        Some(name) if fields::text(reference, &["type"]) == Some("file") => Shown::sources([one_line(name, 200)]),
        Some(words) => Shown::Words(words.to_owned()),
        None => Shown::Nothing,
    }
}

/// The pages that a reference names.
fn pages(reference: &Value) -> impl Iterator<Item = &Value> {
    let listed = fields::list(reference, "items").iter().chain(fields::list(reference, "sources"));
    listed.chain([reference]).filter(|source| fields::text(source, &["url"]).is_some())
}

fn source_link(source: &Value) -> Option<String> {
    markdown::link(title(source), fields::text(source, &["url"]))
}

fn title(source: &Value) -> Option<&str> {
    fields::text(source, &["title", "name", "attribution"])
}

/// The name in a mark such as `entity`, a separator, `["city","Berlin","capital"]`, which stands
/// for a word of the sentence.
fn entity_name(mark: &str) -> Option<String> {
    let inner = mark.trim_matches([OPEN, CLOSE]).strip_prefix("entity")?.strip_prefix(SEPARATOR)?;
    let words: Vec<String> = serde_json::from_str(inner).ok()?;
    words.into_iter().nth(1)
}

/// The text under construction.
#[derive(Default)]
struct Output {
    text: String,
    /// A mark has vanished: the blank before it must not stay before a full stop.
    has_gap: bool,
}

impl Output {
    fn push(&mut self, c: char) {
        if std::mem::take(&mut self.has_gap) && (c.is_whitespace() || ".,;:!?)".contains(c)) {
            self.trim_blanks();
        }
        self.text.push(c);
    }

    fn put(&mut self, shown: Shown) {
        match shown {
            Shown::Nothing => self.has_gap = true,
            Shown::Words(words) => {
                self.has_gap = false;
                self.text.push_str(&words);
            }
            Shown::Sources(links) => {
                self.has_gap = false;
                if self.text.chars().next_back().is_some_and(|c| !c.is_whitespace()) {
                    self.text.push(' ');
                }
                self.text.push_str(&links);
            }
        }
    }

    fn finish(mut self) -> String {
        if self.has_gap {
            self.trim_blanks();
        }
        self.text
    }

    fn trim_blanks(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
    }
}
