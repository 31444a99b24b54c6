//! What `/export` of Claude Code writes: the terminal's text, in which signs say what a line is.

use crate::import::conversation::{AgentTurns, Context, ImportedChat, Part, Role, Value, tools};

/// Before what the person typed, what the model says and does, and what a tool answered.
const PERSON: [&str; 2] = ["> ", "❯ "];
const MODEL: [&str; 2] = ["⏺ ", "● "];
const RESULT: &str = "⎿";

/// Whether this is such a text.
pub fn recognises(text: &Value) -> bool {
    let begins = |line: &str, marks: &[&str]| marks.iter().any(|mark| line.starts_with(mark));
    let has = |marks: &[&str]| text.as_str().is_some_and(|text| text.lines().any(|line| begins(line, marks)));
    // Others make lists with such signs.
    let is_named = |text: &str| text.contains("⏺ ") || text.contains("Claude Code");
    has(&PERSON) && has(&MODEL) && text.as_str().is_some_and(is_named)
}

/// Reads such a text.
pub fn read(text: &Value, _: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut turns = AgentTurns::default();
    let mut current: Option<(Sign, String)> = None;
    let after =
        |line: &'_ str, marks: &[&str]| marks.iter().find_map(|mark| line.strip_prefix(mark).map(str::to_owned));
    for line in text.as_str().unwrap_or_default().lines() {
        let result = line.trim_start().strip_prefix(RESULT);
        let begun = after(line, &PERSON).map(|text| (Sign::Person, text));
        let begun = begun.or_else(|| after(line, &MODEL).map(|text| (Sign::Model, text)));
        let begun = begun.or_else(|| result.map(|text| (Sign::Result, text.trim_start().to_owned())));
        match (begun, current.as_mut()) {
            (Some(begun), _) => put(current.replace(begun), &mut turns),
            // What goes on is indented.
            (None, Some((sign, text))) => {
                let indent = if matches!(sign, Sign::Result) { 5 } else { 2 };
                let blanks = line.len() - line.trim_start_matches(' ').len();
                text.push('\n');
                text.push_str(&line[blanks.min(indent)..]);
            }
            (None, None) => {}
        }
    }
    put(current, &mut turns);
    ImportedChat { messages: turns.finish(), ..ImportedChat::default() }.if_visible()
}

/// What a stretch of lines is.
enum Sign {
    Person,
    Model,
    Result,
}

fn put(stretch: Option<(Sign, String)>, turns: &mut AgentTurns) {
    let Some((sign, text)) = stretch else { return };
    let text = text.trim();
    match sign {
        _ if text.is_empty() => {}
        Sign::Person => drop(turns.say(Role::User, vec![Part::text(text)], None)),
        Sign::Model => turns.act([call(text).unwrap_or_else(|| Part::text(text))], None),
        Sign::Result => turns.act([tools::result(None, None, text, text.starts_with("Error"))], None),
    }
}

/// A tool's call, as `Bash(ls)`.
fn call(text: &str) -> Option<Part> {
    let (name, input) = text.strip_suffix(')')?.split_once('(')?;
    let is_name = name.starts_with(char::is_uppercase)
        && name.chars().all(|c| c.is_alphanumeric() || c == ' ')
        && name.len() < 40;
    is_name.then(|| tools::call(None, Some(name), Value::from(input)))
}
