//! The thoughts that models write into their answers: between marks as `<think>` and `</think>`, before a lone `</think>`, and
//! in the channels of OpenAI's harmony format.

use super::blocks::words;
use super::tools;
use crate::domain::part::Part;

/// The marks at the beginning and at the end.
const MARKS: [(&str, &str); 8] = [
    ("<think>", "</think>"),
    ("<thinking>", "</thinking>"),
    ("<thought>", "</thought>"),
    ("<reasoning>", "</reasoning>"),
    // Seed, Magistral, Kimi, and models trained on OpenThoughts.
    ("<seed:think>", "</seed:think>"),
    ("[THINK]", "[/THINK]"),
    ("◁think▷", "◁/think▷"),
    ("<|begin_of_thought|>", "<|end_of_thought|>"),
];
/// The end of the thoughts that may stand between words, too.
const END_TAG: &str = "</think>";
/// How a text in channels begins, and what stands between the name of a channel and its words.
const START: &str = "<|start|>";
const CHANNEL: &str = "<|channel|>";
const MESSAGE: &str = "<|message|>";
/// The channel that a reader sees.
const FINAL: &str = "final";

/// An answer's parts: what it begins with between such marks is thought, the rest is said. Thoughts
/// that were stopped before their end are all there is.
pub fn parts(text: &str) -> Vec<Part> {
    let start = text.trim_start();
    if start.starts_with(CHANNEL) || start.starts_with(START) && start.contains(CHANNEL) {
        return channels(text);
    }
    let Some((thoughts, said)) = split(text) else { return interleaved(text) };
    let thoughts = Some(thoughts.trim()).filter(|thoughts| !thoughts.is_empty()).map(Part::reasoning);
    thoughts.into_iter().chain(interleaved(said.trim_start())).collect()
}

/// Words with thoughts between them, as models that think again write them: each thought begins a line, and none in code.
/// Other marks than `<think>` may be what the words are about.
fn interleaved(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut start, mut at) = (0, 0);
    let mut is_code = false;
    // Looked for once: each of many marks without an end would go through all of the text.
    let last_end = text.rfind(END_TAG).unwrap_or(0);
    while at < last_end {
        let line = text[at..].split_inclusive('\n').next().unwrap_or_default();
        let begun = line.trim_start();
        is_code ^= begun.starts_with("```") || begun.starts_with("~~~");
        let mark = opening(begun).filter(|(_, end)| !is_code && *end == END_TAG);
        let thought = mark.and_then(|(length, end)| {
            let mark = at + line.len() - begun.len();
            let from = mark + length;
            Some((mark, from, from + text[from..].find(end)?, end))
        });
        at += line.len();
        if let Some((mark, from, to, end)) = thought {
            parts.extend(words(text[start..mark].trim()));
            parts.extend(Some(text[from..to].trim()).filter(|text| !text.is_empty()).map(Part::reasoning));
            start = to + end.len();
            start += text[start..].len() - text[start..].trim_start().len();
            at = start;
        }
    }
    parts.extend(words(&text[start..]));
    parts
}

/// How long the mark is that a text begins with, and what ends the thought behind it. Some write `<Think>`, and how long
/// it took: `<think duration="3">`.
fn opening(text: &str) -> Option<(usize, &'static str)> {
    MARKS.iter().find_map(|(begin, end)| {
        let name = begin.trim_end_matches('>');
        let rest =
            text.get(..name.len()).filter(|head| head.eq_ignore_ascii_case(name)).map(|_| &text[name.len()..])?;
        let is_tag = begin.len() > name.len();
        let length = match rest.find('>').filter(|_| is_tag) {
            Some(0) => 1,
            Some(at) if rest.starts_with(' ') && at < 80 && !rest[..at].contains('\n') => at + 1,
            _ if !is_tag => 0,
            _ => return None,
        };
        Some((name.len() + length, *end))
    })
}

/// The parts of an answer in which thoughts are marked; `None` where it is all words.
pub fn thoughts(answer: &str) -> Option<Vec<Part>> {
    let parts = parts(answer);
    parts.iter().any(|part| matches!(part, Part::Reasoning { .. })).then_some(parts)
}

/// Takes the thoughts out of the words of an answer.
pub fn take_out(answer: &mut Vec<Part>) {
    let may_be_marked = |text: &str| text.contains('<') || text.trim_start().starts_with(['[', '◁']);
    if answer.iter().any(|part| matches!(part, Part::Text { text } if may_be_marked(text))) {
        *answer = std::mem::take(answer)
            .into_iter()
            .flat_map(|part| match part {
                Part::Text { text } if may_be_marked(&text) => parts(&text),
                other => vec![other],
            })
            .collect();
    }
}

fn split(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let begun = opening(text).map(|(length, end)| {
        let rest = &text[length..];
        let at = || rest.to_ascii_lowercase().find(&end.to_ascii_lowercase());
        rest.split_once(end).unwrap_or_else(|| at().map_or((rest, ""), |at| (&rest[..at], &rest[at + end.len()..])))
    });
    // Some programs cut off the mark at the beginning with the prompt. Within a line, the words are about it.
    begun.or_else(|| {
        let (thoughts, said) = text.split_once("</think>")?;
        let is_end = said.trim_start_matches([' ', '\r']).starts_with('\n') || said.trim().is_empty();
        (is_end && !thoughts.contains("<think>") && !thoughts.ends_with('`')).then_some((thoughts, said))
    })
}

/// What is said in each channel. What is said to a tool is a call, and what a tool says an answer.
fn channels(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut before = "";
    for (number, piece) in text.split(CHANNEL).enumerate() {
        let (name, said) = piece.split_once(MESSAGE).unwrap_or((piece, ""));
        let said = said.split("<|").next().unwrap_or_default().trim();
        // Who speaks, and to whom, stands before the channel or behind it.
        let head = before.rsplit_once(START).map_or("", |(_, head)| head);
        let to = || head.split_whitespace().chain(name.split_whitespace()).find_map(|word| word.strip_prefix("to="));
        let tool = head.split_whitespace().next().filter(|speaker| speaker.contains('.'));
        match (name.split_whitespace().next(), to()) {
            _ if said.is_empty() || number == 0 => {}
            _ if tool.is_some() => parts.push(tools::result(None, tool, said, false)),
            (_, Some(to)) => {
                let to = to.split("<|").next().unwrap_or_default();
                let name = to.strip_prefix("functions.").unwrap_or(to);
                parts.push(tools::call(None, Some(name), tools::input(&said.into())));
            }
            (Some(FINAL), None) => parts.push(Part::text(said)),
            _ => parts.push(Part::reasoning(said)),
        }
        before = piece;
    }
    if parts.is_empty() { words(text) } else { parts }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thoughts_are_told_from_words() {
        let both = vec![Part::reasoning("a < b"), Part::text("So.\n")];
        assert_eq!(parts("\n<think>\na < b\n</think>\n\nSo.\n"), both);
        assert_eq!(parts("a < b</think>\n\nSo.\n"), both);
        assert_eq!(parts("<think>\n\n</think>So."), [Part::text("So.")]);
        assert_eq!(parts("<thinking>cut"), [Part::reasoning("cut")]);
        for text in [
            "<Think>\na < b\n</Think>So.\n",
            "[THINK]a < b[/THINK]So.\n",
            "◁think▷a < b◁/think▷\nSo.\n",
            "<thought>\na < b\n</thought>So.\n",
        ] {
            assert_eq!(parts(text), both);
        }
        assert_eq!(parts("<think duration=\"3\">\na < b\n</think>\nSo.\n"), both);
        let again = "<think>a</think>\n\nb\n\n<think>\nc\n</think>\n\nd";
        assert_eq!(parts(again), [Part::reasoning("a"), Part::text("b"), Part::reasoning("c"), Part::text("d")]);
        assert_eq!(parts(&again[16..]), [Part::text("b"), Part::reasoning("c"), Part::text("d")]);
        let marks = "<think>\n".repeat(100_000);
        assert_eq!(parts(&format!("a\n{marks}")), [Part::text(format!("a\n{marks}"))]);
        for words in ["```\n<think>a</think>\n```\nb", "a\n<think>b", "<thinkers>a</thinkers>"] {
            assert_eq!(parts(words), [Part::text(words)]);
        }
        for words in ["Use <think>.", "It ends with `</think>`\n", "Write </think> there."] {
            assert_eq!(parts(words), [Part::text(words)]);
        }
        assert_eq!(parts(""), []);
    }

    #[test]
    fn channels_are_thoughts_but_for_the_last() {
        let text =
            "<|channel|>analysis<|message|>hidden<|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>";
        assert_eq!(parts(text), [Part::reasoning("hidden"), Part::text("Hi")]);
        assert_eq!(parts("<|channel|>"), [Part::text("<|channel|>")]);
        let whole = format!("<|start|>assistant{text}");
        assert_eq!(parts(&whole), [Part::reasoning("hidden"), Part::text("Hi")]);
        let called = "<|channel|>commentary to=functions.rain<|constrain|>json<|message|>{\"day\": 1}<|call|><|start|>functions.rain to=assistant<|channel|>commentary<|message|>none<|end|>";
        let call = tools::call(None, Some("rain"), serde_json::json!({"day": 1}));
        assert_eq!(parts(called), [call, tools::result(None, Some("functions.rain"), "none", false)]);
    }
}
