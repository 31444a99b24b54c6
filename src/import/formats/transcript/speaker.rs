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
}

const PERSONS: [&str; 10] =
    ["you", "user", "human", "me", "prompt", "question", "you said", "you asked", "user prompt", "i said"];
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
/// What pages say to screen readers before an answer, and a copy takes along.
const SAYING: [&str; 3] = [" said", " says", " responded"];
/// The longest line that is only a mark, in bytes.
const MAX_MARK: usize = 80;

/// The style in which a line says who speaks, who that is, and the words that follow on it.
pub fn mark(line: &str) -> Option<(MarkStyle, Role, &str)> {
    let line = line.trim_end();
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&level) && line.len() <= MAX_MARK {
        return role(&line[level..]).map(|role| (MarkStyle::Heading(level), role, ""));
    }
    let bare = line.trim();
    if let Some((name, rest)) = bold(bare) {
        // What follows on the line is a remark, such as a time, or the words.
        return role(name).map(|role| (MarkStyle::Bold, role, rest));
    }
    let (name, rest) = bare.split_once(':')?;
    let role = role(name).filter(|_| name.len() <= MAX_MARK && !name.contains('*'))?;
    Some(if rest.trim().is_empty() { (MarkStyle::Line, role, "") } else { (MarkStyle::Inline, role, rest.trim()) })
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

/// Who a name is, without what decorates it: signs, a colon, and a time or a model in parentheses.
fn role(name: &str) -> Option<Role> {
    let name = name.split(['(', '[']).next().unwrap_or_default();
    // A quote is of somebody else.
    let is_sign = |c: char| !c.is_alphanumeric() && c != '>';
    let name = name.trim_matches(is_sign).to_lowercase();
    let said = SAYING.iter().find_map(|saying| name.strip_suffix(saying)).unwrap_or(&name);
    let is_version = |model: &&'static str| {
        said.strip_prefix(*model)
            .is_some_and(|rest| rest.starts_with([' ', '-']) && rest.contains(|c: char| c.is_ascii_digit()))
    };
    if PERSONS.contains(&name.as_str()) || PERSONS.contains(&said) {
        Some(Role::User)
    } else if MODELS.contains(&said) || MODELS.iter().any(is_version) {
        Some(Role::Assistant)
    } else {
        (name == "system").then_some(Role::System)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_known_in_every_style() {
        for (line, style, role, rest) in [
            ("#### You:", MarkStyle::Heading(4), Role::User, ""),
            ("## Assistant", MarkStyle::Heading(2), Role::Assistant, ""),
            ("## 🤖 Claude (Opus)", MarkStyle::Heading(2), Role::Assistant, ""),
            ("_**User**_", MarkStyle::Bold, Role::User, ""),
            ("**Assistant:** (2026-01-01)", MarkStyle::Bold, Role::Assistant, ""),
            ("**GPT-5**: Yes.", MarkStyle::Bold, Role::Assistant, "Yes."),
            ("You said:", MarkStyle::Line, Role::User, ""),
            ("ChatGPT said:", MarkStyle::Line, Role::Assistant, ""),
            ("Human: Why?", MarkStyle::Inline, Role::User, "Why?"),
        ] {
            assert_eq!(mark(line), Some((style, role, rest)), "{line}");
        }
        for line in ["", "# Title", "## The user", "**bold** words", "Note: this", "user", "> You: x", "Ada: Hi"] {
            assert_eq!(mark(line), None, "{line}");
        }
    }
}
