//! The lines that say who speaks.

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
    /// A name alone on a line, as older pages had it: as often a word of a list.
    Name,
}

/// What says who speaks on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark<'a> {
    pub style: MarkStyle,
    pub role: Role,
    /// The words that follow on the line.
    pub rest: &'a str,
    /// It is what a page says to screen readers, and a copy takes along: “You said”.
    pub is_label: bool,
}

const PERSONS: [&str; 9] = ["you", "user", "human", "me", "prompt", "question", "you asked", "user prompt", "あなた"];
const MODELS: [&str; 26] = [
    "assistant",
    "ai",
    "ai assistant",
    "bot",
    "model",
    "agent",
    "response",
    "answer",
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
const THINGS: [&str; 8] = ["prompt", "question", "answer", "response", "model", "agent", "bot", "system"];
/// The longest line that is only a mark, in bytes.
const MAX_MARK: usize = 80;

/// What a line says of who speaks.
pub fn mark(line: &str) -> Option<Mark<'_>> {
    let line = line.trim_end();
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let made = |style, (role, is_label), rest| Mark { style, role, rest, is_label };
    if (1..=6).contains(&level) {
        let (name, rest) = split(&line[level..]).unwrap_or((&line[level..], ""));
        let speaker = speaker(name).filter(|(_, is_label)| name.len() <= MAX_MARK && (*is_label || rest.is_empty()))?;
        return Some(made(MarkStyle::Heading(level), speaker, rest));
    }
    let bare = line.trim();
    if let Some((name, rest)) = bold(bare) {
        // What follows on the line is a remark, such as a time, or the words.
        return speaker(name).map(|speaker| made(MarkStyle::Bold, speaker, rest));
    }
    let Some((name, rest)) = split(bare) else {
        let is_name = bare.starts_with(|c: char| !c.is_lowercase())
            && bare.chars().all(|c| c.is_alphabetic() || c == ' ')
            && !THINGS.contains(&bare.to_lowercase().as_str());
        let speaker = speaker(bare).filter(|(_, is_label)| (*is_label || is_name) && bare.len() <= MAX_MARK)?;
        return Some(made(if speaker.1 { MarkStyle::Line } else { MarkStyle::Name }, speaker, ""));
    };
    let speaker = speaker(name).filter(|_| name.len() <= MAX_MARK && !name.contains('*'))?;
    Some(made(if rest.is_empty() { MarkStyle::Line } else { MarkStyle::Inline }, speaker, rest))
}

/// A name and what follows its colon.
fn split(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.split_once([':', '：'])?;
    Some((name, rest.trim()))
}

/// The name in bold type at the beginning of a line, and what follows.
fn bold(line: &str) -> Option<(&str, &str)> {
    let line = line.strip_prefix('_').and_then(|line| line.strip_suffix('_')).unwrap_or(line);
    ["**", "__"].iter().find_map(|mark| {
        let (name, rest) = line.strip_prefix(mark)?.split_once(mark)?;
        let rest = rest.trim_start_matches(':').trim();
        let is_remark = rest.starts_with('(') && rest.ends_with(')');
        (name.len() <= MAX_MARK).then_some((name, if is_remark { "" } else { rest }))
    })
}

/// Who a name is, without what decorates it: signs, a colon, and a time or a model in parentheses; and whether it is
/// what a page says to screen readers.
fn speaker(name: &str) -> Option<(Role, bool)> {
    let name = name.split(['(', '[']).next().unwrap_or_default();
    // A quote is of somebody else.
    let is_sign = |c: char| !c.is_alphanumeric() && c != '>';
    let name = name.trim_matches(is_sign).to_lowercase();
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
        ] {
            assert_eq!(mark(line), Some(Mark { style, role, rest, is_label }), "{line}");
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
        ] {
            assert_eq!(mark(line), None, "{line}");
        }
    }
}
