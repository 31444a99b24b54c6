//! The marks that ChatGPT leaves in a text where its page shows a source: `【3†source】`, and
//! names between private-use characters. Each becomes a link to what it cites, or vanishes.

mod mark;

use std::cell::Cell;
use std::collections::HashMap;

use crate::domain::text::one_line;
use crate::import::conversation::{LenientFields, Part, Value, markdown, sources};

/// Opens a mark such as `cite`, a separator, `turn0search1`.
const OPEN: char = '\u{e200}';
/// Ends it.
const CLOSE: char = '\u{e201}';
/// Stands between its words.
const SEPARATOR: char = '\u{e202}';
/// The longest `【...】` that is looked at, in bytes.
const MAX_BRACKET: usize = 300;

/// The sources of one message.
#[derive(Default)]
pub struct Citations<'a> {
    listed: Vec<&'a Value>,
    by_mark: HashMap<&'a str, &'a Value>,
    by_start: HashMap<u64, &'a Value>,
    by_number: HashMap<u64, &'a Value>,
    keeps_brackets: bool,
    lost: Cell<usize>,
}

impl<'a> Citations<'a> {
    /// Collects them. In a person's own text `【3†source】` is what they wrote, and stays.
    pub fn of(metadata: &'a Value, is_persons: bool) -> Self {
        let mut found = Self { keeps_brackets: is_persons, ..Self::default() };
        for reference in metadata.list("content_references") {
            found.listed.extend(pages(reference));
            // Other references name a stretch of the visible text, or a blank at its end.
            if let Some(mark) = reference.text("matched_text").filter(|mark| mark.starts_with([OPEN, '【'])) {
                found.by_mark.insert(mark, reference);
            }
        }
        for citation in metadata.list("citations") {
            let Some(source) = citation.get("metadata") else { continue };
            found.listed.push(source);
            if let Some(start) = citation["start_ix"].as_u64() {
                found.by_start.entry(start).or_insert(source);
            }
            if let Some(number) = source["extra"]["cited_message_idx"].as_u64() {
                found.by_number.entry(number).or_insert(source);
            }
        }
        found
    }

    /// Each source once, in the order in which they are named.
    pub fn sources(&self) -> Vec<Part> {
        sources::distinct(self.listed.iter().map(|source| (title(source), source.text("url"))))
    }

    /// The text with links for marks. Offsets of citations count characters.
    pub fn resolve(&self, text: &str) -> String {
        if !text.contains(|c| is_mark(c) || c == '【') {
            return text.to_owned();
        }
        let mut out = ResolvedText::default();
        let mut rest = text;
        let mut offset = 0;
        // How many backticks have opened code: no mark shows there.
        let mut code = 0;
        while let Some(c) = rest.chars().next() {
            if c == '`' {
                let run = rest.len() - rest.trim_start_matches('`').len();
                code = match code {
                    0 if rest[run..].contains(&rest[..run]) => run,
                    open if open == run => 0,
                    open => open,
                };
                rest[..run].chars().for_each(|c| out.push(c));
                offset += run as u64;
                rest = &rest[run..];
                continue;
            }
            let mark = match c {
                OPEN => whole_mark(rest),
                '【' if !self.keeps_brackets => bracket(rest),
                _ => None,
            };
            let length = mark.map_or(c.len_utf8(), str::len);
            match mark {
                Some(_) if code > 0 => {}
                Some(mark) => out.put(self.replacement(mark, offset)),
                None if is_mark(c) => {}
                None => out.push(c),
            }
            offset += rest[..length].chars().count() as u64;
            rest = &rest[length..];
        }
        out.finish()
    }

    fn replacement(&self, mark: &str, offset: u64) -> Replacement {
        if let Some(reference) = self.by_mark.get(mark) {
            return Replacement::of(reference);
        }
        if let Some(shown) = mark::shown(mark.trim_matches([OPEN, CLOSE]), SEPARATOR) {
            return Replacement::Words(shown);
        }
        let source =
            bracket_number(mark).and_then(|number| self.by_start.get(&offset).or_else(|| self.by_number.get(&number)));
        let name = mark.strip_suffix('】').and_then(|mark| mark.split_once('†')).map(|(_, name)| name);
        let is_file = |name: &&str| name.contains('.') && !name.contains('/');
        match source.and_then(|source| source_link(source)).or_else(|| name.filter(is_file).map(str::to_owned)) {
            Some(link) => Replacement::sources([link]),
            None => {
                self.lost.set(self.lost.get() + 1);
                Replacement::Nothing
            }
        }
    }

    /// How many marks had neither words nor a source.
    pub fn lost(&self) -> usize {
        self.lost.get()
    }
}

/// What takes the place of a mark.
enum Replacement {
    /// Sources in parentheses, set off by a blank.
    Sources(String),
    /// A word of the sentence.
    Words(String),
    Nothing,
}

impl Replacement {
    fn of(reference: &Value) -> Self {
        let mut links: Vec<String> = pages(reference).filter_map(source_link).collect();
        links.dedup();
        match reference.any_text(&["name", "alt"]) {
            _ if !links.is_empty() => Self::sources(links),
            Some(name) if reference["type"] == "file" => Self::sources([one_line(name, 200)]),
            Some(words) => Self::Words(words.to_owned()),
            None => Self::Nothing,
        }
    }

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

/// `【3†source】` or `【4:0†report.pdf】`, but not the brackets of an ordinary text.
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

/// The pages that a reference names.
fn pages(reference: &Value) -> impl Iterator<Item = &Value> {
    let listed = reference.list("items").iter().chain(reference.list("sources"));
    listed.chain([reference]).filter(|source| source.text("url").is_some())
}

fn source_link(source: &Value) -> Option<String> {
    markdown::link(title(source), source.text("url"))
}

fn title(source: &Value) -> Option<&str> {
    source.any_text(&["title", "name", "attribution"])
}

/// The text under construction.
#[derive(Default)]
struct ResolvedText {
    text: String,
    /// A mark has vanished: the blank before it must not stay before a full stop.
    has_gap: bool,
}

impl ResolvedText {
    fn push(&mut self, c: char) {
        if std::mem::take(&mut self.has_gap) && (c.is_whitespace() || ".,;:!?)".contains(c)) {
            self.trim_blanks();
        }
        self.text.push(c);
    }

    fn put(&mut self, replacement: Replacement) {
        self.has_gap = matches!(replacement, Replacement::Nothing);
        match replacement {
            Replacement::Nothing => {}
            Replacement::Words(words) => self.text.push_str(&words),
            Replacement::Sources(links) => {
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
