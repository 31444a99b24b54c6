//! A message as one text that is searched: its parts one after the other, between the end of the message
//! before it and the beginning of the one after it. So nothing hides in an edge between them.

use std::ops::Range;

use memchr::memmem;
use serde_json::{Map, Value};

/// How much of a neighbour is searched along, in bytes, up to the end of a word.
const NEIGHBOUR: usize = 512;
/// The longest such word, and half of a private key.
const LONGEST_NEIGHBOUR: usize = 32 << 10;
/// What stands for words that are searched elsewhere; nothing is read across it.
const SEAM: &str = "\n[redacted]\n";
/// In how many of a message's texts its content is looked for in vain.
const MOST_MISSES: usize = 8;

/// A text made of texts.
#[derive(Default)]
pub struct SearchedText {
    pub text: String,
    /// In order.
    pub leaves: Vec<Leaf>,
}

/// One of the texts in it.
#[derive(Debug)]
pub struct Leaf {
    /// Its bytes in the document, without blanks around them.
    pub range: Range<usize>,
    /// How many bytes of blanks were before them.
    pub margin: usize,
    /// What it is a part of.
    pub part: &'static str,
    /// Rendered as Markdown.
    pub is_markdown: bool,
}

impl SearchedText {
    /// A text alone.
    pub fn of(text: &str, part: &'static str) -> Self {
        let leaf = Leaf { range: 0..text.len(), margin: 0, part, is_markdown: false };
        Self { text: text.to_owned(), leaves: vec![leaf] }
    }

    /// A message's words.
    pub fn of_content(content: &str, before: Option<&str>, after: Option<&str>) -> Self {
        let mut document = Self::after(before);
        document.push(content, "message", true);
        document.before(after)
    }

    /// A message's words but for those that its parts say in the same way: of them, only the edges are searched
    /// along.
    pub fn of_content_beside(content: &str, parts: &Self, before: Option<&str>, after: Option<&str>) -> Self {
        let mut leaves = parts.leaves.iter().filter(|leaf| !leaf.range.is_empty());
        if let (Some(leaf), None) = (leaves.next(), leaves.next())
            && parts.text[leaf.range.clone()] == *content.trim()
        {
            return Self::default();
        }
        let mut rest = String::new();
        let (mut done, mut misses) = (0, 0);
        for leaf in parts.leaves.iter().filter(|leaf| leaf.range.len() > 4 * NEIGHBOUR) {
            let text = &parts.text[leaf.range.clone()];
            let Some(at) = memmem::find(&content.as_bytes()[done..], text.as_bytes()).filter(|_| misses < MOST_MISSES)
            else {
                misses += 1;
                continue;
            };
            let start = done + at + beginning_of(text).len();
            let end = done + at + text.len() - ending_of(text).len();
            if start < end {
                rest.extend([&content[done..start], SEAM]);
                done = end;
            }
        }
        rest.push_str(&content[done..]);
        Self::of_content(&rest, before, after)
    }

    /// A message's parts.
    pub fn of_parts(parts: &mut Value, before: Option<&str>, after: Option<&str>) -> Self {
        let mut document = Self::after(before);
        walk_parts(parts, &mut |event| match event {
            WalkEvent::Glue(glue) => document.text.push_str(glue),
            WalkEvent::Text { text, part, is_markdown } => document.push(text, part, is_markdown),
        });
        document.before(after)
    }

    fn after(before: Option<&str>) -> Self {
        let mut document = Self::default();
        if let Some(before) = before.map(str::trim_end) {
            document.text.push_str(ending_of(before));
            document.text.push('\n');
        }
        document
    }

    fn before(mut self, after: Option<&str>) -> Self {
        if let Some(after) = after.map(str::trim_start) {
            self.text.push('\n');
            self.text.push_str(beginning_of(after));
        }
        self
    }

    fn push(&mut self, text: &str, part: &'static str, is_markdown: bool) {
        let start = self.text.len();
        let trimmed = text.trim_start();
        self.text.push_str(trimmed.trim_end());
        let range = start..self.text.len();
        self.leaves.push(Leaf { range, margin: text.len() - trimmed.len(), part, is_markdown });
    }

    /// The texts of its own that these bytes touch.
    pub fn leaves(&self, range: Range<usize>) -> impl Iterator<Item = &Leaf> {
        let at = self.leaves.partition_point(|leaf| leaf.range.end <= range.start);
        let touched = self.leaves[at..].iter().take_while(move |leaf| leaf.range.start < range.end);
        touched.filter(|leaf| !leaf.range.is_empty())
    }

    /// As it is written there: the whole, and what each text of its own has of it.
    pub fn written(&self, range: Range<usize>) -> impl Iterator<Item = &str> {
        let within = range.clone();
        let pieces = self
            .leaves(range.clone())
            .map(move |leaf| within.start.max(leaf.range.start)..within.end.min(leaf.range.end));
        [range].into_iter().chain(pieces).filter_map(|range| self.text.get(range))
    }
}

/// As much of a text's end as something in the next one may have begun in.
fn ending_of(text: &str) -> &str {
    let longest = text.ceil_char_boundary(text.len().saturating_sub(LONGEST_NEIGHBOUR));
    let near = text.ceil_char_boundary(text.len().saturating_sub(NEIGHBOUR));
    let from = match holds_key(&text[longest..]) {
        true => longest,
        false => text[longest..near].rfind(char::is_whitespace).map_or(longest, |blank| longest + blank),
    };
    &text[from..]
}

/// As much of a text's beginning as something in the one before it may go on in.
fn beginning_of(text: &str) -> &str {
    let longest = text.floor_char_boundary(LONGEST_NEIGHBOUR);
    let near = text.floor_char_boundary(NEIGHBOUR);
    let to = match holds_key(&text[..longest]) {
        true => longest,
        false => text[near..longest].find(char::is_whitespace).map_or(longest, |blank| near + blank),
    };
    &text[..to]
}

/// Whether a private key may begin or end here. It is longer than everything else.
fn holds_key(text: &str) -> bool {
    memmem::find(text.as_bytes(), b"PRIVATE").is_some() || memmem::find(text.as_bytes(), b"Private-").is_some()
}

/// What stands in the parts of a message, in order.
pub enum WalkEvent<'a> {
    /// What holds the texts together in the document.
    Glue(&'static str),
    /// A text of theirs, which may be changed.
    Text { text: &'a mut String, part: &'static str, is_markdown: bool },
}

/// Fields that others of ours compute or choose from a list.
const FIXED: [&str; 5] = ["type", "kind", "sha256", "size", "is_error"];

/// Goes through all texts of a message's parts.
pub fn walk_parts(parts: &mut Value, visit: &mut impl FnMut(WalkEvent<'_>)) {
    let Value::Array(parts) = parts else { return walk(parts, "message", visit) };
    for part in parts {
        let kind = part.get("type").and_then(Value::as_str).unwrap_or_default();
        let (name, is_markdown) = match kind {
            "text" => ("message", true),
            "reasoning" => ("thought", true),
            "tool_call" | "tool_result" => ("tool", false),
            "attachment" => ("file_name", false),
            _ => ("message", false),
        };
        match part {
            Value::Object(fields) => {
                for (_, value) in fields.iter_mut().filter(|(field, _)| !FIXED.contains(&field.as_str())) {
                    match value {
                        Value::String(text) => visit(WalkEvent::Text { text, part: name, is_markdown }),
                        value => walk(value, name, visit),
                    }
                    visit(WalkEvent::Glue("\n"));
                }
            }
            part => walk(part, name, visit),
        }
    }
}

/// Goes through a JSON value as it is written, so that a name stands before its value. Whoever parsed it has
/// bounded its depth.
fn walk(value: &mut Value, part: &'static str, visit: &mut impl FnMut(WalkEvent<'_>)) {
    match value {
        Value::String(text) => {
            visit(WalkEvent::Glue("\""));
            visit(WalkEvent::Text { text, part, is_markdown: false });
            visit(WalkEvent::Glue("\""));
        }
        Value::Number(number) => {
            let written = number.to_string();
            let mut text = written.clone();
            visit(WalkEvent::Text { text: &mut text, part, is_markdown: false });
            if text != written {
                *value = Value::String(text);
            }
        }
        Value::Array(items) => {
            for item in items {
                walk(item, part, visit);
                visit(WalkEvent::Glue(",\n"));
            }
        }
        Value::Object(fields) => {
            let mut walked = Map::with_capacity(fields.len());
            for (mut name, mut value) in std::mem::take(fields) {
                visit(WalkEvent::Glue("\""));
                visit(WalkEvent::Text { text: &mut name, part, is_markdown: false });
                visit(WalkEvent::Glue("\": "));
                walk(&mut value, part, visit);
                visit(WalkEvent::Glue(",\n"));
                walked.insert(free_name(&walked, name), value);
            }
            *fields = walked;
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// Two names may have become one when secrets were taken out of them.
fn free_name(fields: &Map<String, Value>, name: String) -> String {
    if !fields.contains_key(&name) {
        return name;
    }
    let numbered = |number: usize| format!("{name} {number}");
    // Where many have the same name, the search begins behind them.
    (fields.len() + 1..).map(numbered).find(|name| !fields.contains_key(name)).unwrap_or(name)
}
