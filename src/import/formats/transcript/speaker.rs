//! The lines that say who speaks.

use super::times::{after_time, before_time, is_time};
use crate::import::conversation::Role;

/// How a speaker is marked; one text does it in one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkStyle {
    /// A heading of that level.
    Heading(usize),
    /// A line in bold type.
    Bold,
    /// A line with a colon at its end.
    Line,
    /// A name and a colon before the words.
    Inline,
    /// A name and `>` before the words, as on a terminal.
    Prompt,
    /// `Q` and a colon, or `A`: as often a letter of a list.
    Letter,
    /// A name alone on a line, as older pages had it: as often a word of a list.
    Name,
}

/// What says who speaks on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpeakerMark<'a> {
    pub style: MarkStyle,
    pub role: Role,
    /// The words that follow on the line.
    pub rest: &'a str,
    /// It is what a page says to screen readers, and a copy takes along: “You said”.
    pub is_label: bool,
}

const PERSONS: [&str; 11] =
    ["you", "user", "human", "me", "prompt", "q", "question", "asked", "you asked", "user prompt", "あなた"];
const MODELS: [&str; 28] = [
    "assistant",
    "ai",
    "ai assistant",
    "bot",
    "model",
    "agent",
    "response",
    "a",
    "answer",
    "answered",
    "chatgpt",
    "gpt",
    "claude",
    "gemini",
    "bard",
    "cursor",
    "copilot",
    "github copilot",
    "grok",
    "deepseek",
    "le chat",
    "mistral",
    "perplexity",
    "qwen",
    "kimi",
    "llama",
    "llm",
    "meta ai",
];
/// What pages say to screen readers before a person's words, in the languages of those who copied them.
const YOU_SAID: [&str; 12] = [
    "you said",
    "i said",
    "du hast gesagt",
    "sie haben gesagt",
    "vous avez dit",
    "tu as dit",
    "dijiste",
    "has dicho",
    "hai detto",
    "você disse",
    "你说",
    "您说",
];
/// What stands behind a model's name before its words.
const SAYING: [&str; 10] =
    [" said", " says", " responded", " hat gesagt", " a dit", " dijo", " ha dicho", " ha detto", " disse", "说"];
/// What alone on a line is as often a word of something else.
const THINGS: [&str; 12] =
    ["q", "a", "asked", "answered", "prompt", "question", "answer", "response", "model", "agent", "bot", "system"];
/// The longest line that is only a mark, in bytes.
const MAX_MARK: usize = 80;

/// What a line says of who speaks.
pub fn mark(line: &str) -> Option<SpeakerMark<'_>> {
    let line = after_time(line.trim_end());
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let made = |style, (role, is_label), rest| SpeakerMark { style, role, rest, is_label };
    if (1..=6).contains(&level) {
        let head = before_time(after_time(&line[level..]));
        let (name, rest) = split(head).unwrap_or((head, ""));
        let speaker = speaker(name).filter(|(_, is_label)| name.len() <= MAX_MARK && (*is_label || rest.is_empty()))?;
        return Some(made(MarkStyle::Heading(level), speaker, rest));
    }
    let bare = line.trim();
    if let Some((name, rest)) = bold(bare) {
        return speaker(name).map(|speaker| made(MarkStyle::Bold, speaker, rest));
    }
    // Not `<user>`, an arrow, or what compares `A > B`.
    if let Some((name, rest)) = bare.split_once('>').filter(|(name, _)| name.starts_with(char::is_alphanumeric))
        && let Some(speaker) =
            speaker(name).filter(|_| (2..=MAX_MARK).contains(&name.trim().len()) && !name.contains([':', '-', '=']))
    {
        return Some(made(MarkStyle::Prompt, speaker, rest.trim()));
    }
    let name = before_time(bare);
    if let Some(speaker) = speaker(name).filter(|_| name != bare && name.len() > 1) {
        return Some(made(MarkStyle::Line, speaker, ""));
    }
    let Some((name, rest)) = split(bare) else {
        let is_name = bare.starts_with(|c: char| !c.is_lowercase())
            && bare.chars().all(|c| c.is_alphabetic() || c == ' ')
            && !THINGS.contains(&bare.to_lowercase().as_str());
        let speaker = speaker(bare).filter(|(_, is_label)| (*is_label || is_name) && bare.len() <= MAX_MARK)?;
        return Some(made(if speaker.1 { MarkStyle::Line } else { MarkStyle::Name }, speaker, ""));
    };
    let speaker = speaker(name).filter(|_| name.len() <= MAX_MARK && !name.contains('*'))?;
    let is_letter = name.chars().filter(|c| c.is_alphabetic()).count() == 1;
    let style = match rest {
        _ if is_letter => MarkStyle::Letter,
        "" => MarkStyle::Line,
        _ => MarkStyle::Inline,
    };
    Some(made(style, speaker, rest))
}

/// A name and what follows its colon; one in brackets is of a time.
fn split(line: &str) -> Option<(&str, &str)> {
    let colon = line.find([':', '：'])?;
    let close_of = |(open, close): (char, char)| {
        let open = line[..colon].rfind(open)?;
        line[open..].find(close).map(|close| open + close)
    };
    let close = [('(', ')'), ('[', ']')].into_iter().filter_map(close_of).max();
    let from = close.unwrap_or_default().max(colon);
    let at = from + line[from..].find([':', '：'])?;
    Some((&line[..at], line[at..].trim_start_matches([':', '：']).trim()))
}

/// The name in bold type at the beginning of a line, or in italics alone on it, and what follows.
fn bold(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix('_').and_then(|line| line.strip_suffix('_')).unwrap_or(line);
    let (name, rest) = ["***", "**", "__", "*"].iter().find_map(|mark| {
        let (name, rest) = line.strip_prefix(mark)?.split_once(mark)?;
        // A single star also begins an item of a list.
        (name.len() <= MAX_MARK && (mark.len() > 1 || rest.trim_matches([':', ' ']).is_empty())).then_some((name, rest))
    })?;
    let rest = rest.trim_start_matches(':').trim();
    // What follows may be a remark, such as a time.
    let remark = rest.trim_end_matches(':');
    let is_remark = remark.starts_with('(') && remark.ends_with(')')
        || is_time(rest.trim_start_matches(['—', '–', '-', '|', '·', ' ', '_', '*']).trim_end_matches(['_', '*']));
    Some((name, if is_remark { "" } else { rest }))
}

/// Who a name is, without what decorates it: signs, a colon, and a time or a model in parentheses; and whether it is
/// what a page says to screen readers.
pub fn speaker(name: &str) -> Option<(Role, bool)> {
    // A quote is of somebody else.
    let is_sign = |c: char| !c.is_alphanumeric() && c != '>';
    let name = before_time(name).trim_matches(is_sign).split(['(', '[']).next().unwrap_or_default();
    let name = name.trim_matches(is_sign).to_lowercase();
    // Some programs number the turns.
    let numbered = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches([' ', '#']);
    let is_numbered = PERSONS.contains(&numbered) || MODELS.contains(&numbered);
    let name = if is_numbered { numbered.to_owned() } else { name };
    let said = SAYING.iter().find_map(|saying| name.strip_suffix(saying)).map(str::trim);
    let is_label = said.is_some();
    // With an article, as in Portuguese.
    let said = said.map(|said| said.strip_prefix("o ").unwrap_or(said)).unwrap_or(&name);
    let is_version = |model: &&'static str| {
        said.strip_prefix(*model)
            .is_some_and(|rest| rest.starts_with([' ', '-']) && rest.contains(|c: char| c.is_ascii_digit()))
    };
    if YOU_SAID.contains(&name.as_str()) {
        Some((Role::User, true))
    } else if PERSONS.contains(&said) {
        Some((Role::User, is_label))
    } else if MODELS.contains(&said) || MODELS.iter().any(is_version) {
        Some((Role::Assistant, is_label))
    } else {
        (name == "system").then_some((Role::System, false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_known_in_every_style() {
        for (line, style, role, rest, is_label) in [
            ("#### You:", MarkStyle::Heading(4), Role::User, "", false),
            ("## Assistant", MarkStyle::Heading(2), Role::Assistant, "", false),
            ("## 🤖 Claude (Opus)", MarkStyle::Heading(2), Role::Assistant, "", false),
            ("### Copilot said: Here it is", MarkStyle::Heading(3), Role::Assistant, "Here it is", true),
            ("_**User**_", MarkStyle::Bold, Role::User, "", false),
            ("**Assistant:** (2026-01-01)", MarkStyle::Bold, Role::Assistant, "", false),
            ("**GPT-5**: Yes.", MarkStyle::Bold, Role::Assistant, "Yes.", false),
            ("You said:", MarkStyle::Line, Role::User, "", true),
            ("ChatGPT said:", MarkStyle::Line, Role::Assistant, "", true),
            ("Gemini said", MarkStyle::Line, Role::Assistant, "", true),
            ("Du hast gesagt:", MarkStyle::Line, Role::User, "", true),
            ("O ChatGPT disse:", MarkStyle::Line, Role::Assistant, "", true),
            ("ChatGPT a dit :", MarkStyle::Line, Role::Assistant, "", true),
            ("你说：", MarkStyle::Line, Role::User, "", true),
            ("ChatGPT 说：", MarkStyle::Line, Role::Assistant, "", true),
            ("Claude responded: Good.", MarkStyle::Inline, Role::Assistant, "Good.", true),
            ("ChatGPT", MarkStyle::Name, Role::Assistant, "", false),
            ("Human: Why?", MarkStyle::Inline, Role::User, "Why?", false),
            ("Q: Why?", MarkStyle::Letter, Role::User, "Why?", false),
            ("A2:", MarkStyle::Letter, Role::Assistant, "", false),
            ("**A:** So.", MarkStyle::Bold, Role::Assistant, "So.", false),
            ("User> Why?", MarkStyle::Prompt, Role::User, "Why?", false),
            ("bot > a: 1", MarkStyle::Prompt, Role::Assistant, "a: 1", false),
            ("User (10:00 AM): Why?", MarkStyle::Inline, Role::User, "Why?", false),
            ("[2026-01-01 10:00] User: Why?", MarkStyle::Inline, Role::User, "Why?", false),
            ("1/2/26, 10:00 - ChatGPT: So: 1", MarkStyle::Inline, Role::Assistant, "So: 1", false),
            ("### User — 2026-01-01 10:00", MarkStyle::Heading(3), Role::User, "", false),
            ("#### [Assistant]", MarkStyle::Heading(4), Role::Assistant, "", false),
            ("## Prompt 2", MarkStyle::Heading(2), Role::User, "", false),
            ("**User** · 10:00", MarkStyle::Bold, Role::User, "", false),
            ("***You:***", MarkStyle::Bold, Role::User, "", false),
            ("[June 1, 2026 at 10:00 AM] User: Why?", MarkStyle::Inline, Role::User, "Why?", false),
            ("6/1/2026, 10:00 AM - User: Why?", MarkStyle::Inline, Role::User, "Why?", false),
            ("### User — June 1, 2026 at 10:00 AM", MarkStyle::Heading(3), Role::User, "", false),
            ("User, 6/1/2026, 10:00 AM", MarkStyle::Line, Role::User, "", false),
            ("**User** _1 Jun 2026, 10:00_", MarkStyle::Bold, Role::User, "", false),
            ("User [10:00 AM, 6/1/2026]: Why?", MarkStyle::Inline, Role::User, "Why?", false),
            ("Bot (6/1/2026 10:00 AM)", MarkStyle::Line, Role::Assistant, "", false),
            ("*Assistant*", MarkStyle::Bold, Role::Assistant, "", false),
        ] {
            assert_eq!(mark(line), Some(SpeakerMark { style, role, rest, is_label }), "{line}");
        }
        for line in [
            "",
            "# Title",
            "## The user",
            "## User: Ada",
            "**bold** words",
            "Note: this",
            "user",
            "> You: x",
            "Ada: Hi",
            "She said",
            "Answer",
            "* User: Why?",
            "10. User guides",
            "2026-01-01",
        ] {
            assert_eq!(mark(line), None, "{line}");
        }
    }
}
