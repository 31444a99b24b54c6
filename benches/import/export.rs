//! A ChatGPT export like real ones: half of it is text, half what the program notes beside it.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

const MESSAGES: u64 = 10;

const WORDS: [&str; 24] = [
    "the",
    "sky",
    "is",
    "blue",
    "because",
    "light",
    "scatters",
    "and",
    "short",
    "waves",
    "scatter",
    "more",
    "than",
    "long",
    "ones",
    "**Rayleigh**",
    "showed",
    "`lambda`",
    "to",
    "the",
    "fourth",
    "“power”",
    "naïve",
    "\\n\\n- so",
];

/// Writes about so many bytes; returns how many.
pub fn write(path: &Path, conversations: u64, bytes: u64) -> io::Result<u64> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    // Without the names of the fields around it.
    let each = bytes / conversations / MESSAGES * 5 / 6;
    let mut random = Random(7);
    out.write_all(b"[")?;
    for number in 0..conversations {
        if number > 0 {
            out.write_all(b", ")?;
        }
        conversation(&mut out, number, each, &mut random)?;
    }
    out.write_all(b"]")?;
    out.into_inner()?.metadata().map(|file| file.len())
}

fn conversation(out: &mut impl Write, number: u64, each: u64, random: &mut Random) -> io::Result<()> {
    let time = 1_700_000_000 + number * 600;
    write!(
        out,
        r#"{{"title": "Conversation {number}", "create_time": {time}.25, "update_time": {time}.75, "mapping": {{"client-created-root": {{"id": "client-created-root", "message": null, "parent": null, "children": ["{number}-0"]}}"#
    )?;
    for message in 0..MESSAGES {
        let role = if message % 2 == 0 { "user" } else { "assistant" };
        let parent = match message {
            0 => "client-created-root".to_owned(),
            _ => format!("{number}-{}", message - 1),
        };
        write!(
            out,
            r#", "{number}-{message}": {{"id": "{number}-{message}", "message": {{"id": "{number}-{message}", "author": {{"role": "{role}", "name": null, "metadata": {{}}}}, "create_time": {time}.{message}, "update_time": null, "content": {{"content_type": "text", "parts": [""#
        )?;
        let length = each / 4 + random.below(each / 2);
        let mut written = 0;
        while written < length {
            let word = WORDS[usize::try_from(random.below(WORDS.len() as u64)).unwrap_or(0)];
            write!(out, "{word} ")?;
            written += word.len() as u64 + 1;
        }
        write!(
            out,
            r#""]}}, "status": "finished_successfully", "end_turn": true, "weight": 1.0, "metadata": {{"is_complete": true, "finish_details": {{"type": "stop", "stop_tokens": [200002]}}, "citations": [], "content_references": [], "model_slug": "gpt-5", "default_model_slug": "auto", "parent_id": "{parent}", "request_id": "90e2ab4ad1{number}-FRA", "message_type": "next", "timestamp_": "absolute""#
        )?;
        for field in 0..each / 140 {
            write!(out, r#", "note_{field}": {{"flag": false, "value": null, "rank": {}}}"#, random.below(1000))?;
        }
        write!(
            out,
            r#"}}, "recipient": "all", "channel": null}}, "parent": "{parent}", "children": ["{number}-{}"]}}"#,
            message + 1
        )?;
    }
    write!(
        out,
        r#"}}, "moderation_results": [], "current_node": "{number}-{}", "conversation_id": "c-{number}", "id": "c-{number}", "default_model_slug": "gpt-5"}}"#,
        MESSAGES - 1
    )
}

/// Numbers that look random and are the same each time (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound.max(1)
    }
}
