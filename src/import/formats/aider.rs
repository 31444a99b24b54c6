//! Aider's `.aider.chat.history.md`: the sessions in a folder, one after the other.

use crate::import::conversation::{AgentTurns, Context, ImportedChat, Part, Role, Timestamp, Value, tools};

/// How a session begins, before its time.
const BEGIN: &str = "# aider chat started at ";
/// Before what the person typed, and before what the program prints.
const PROMPT: &str = "#### ";
const PRINTED: &str = "> ";
/// What the program prints after each answer.
const TOKENS: &str = "Tokens:";

/// Whether this is such a history, or one session of it.
pub fn recognises(text: &Value) -> bool {
    text.as_str().is_some_and(|text| text.trim_start().starts_with(BEGIN))
}

/// The sessions of a history; `None` where it has but one.
pub fn sessions(text: &Value) -> Option<Vec<Value>> {
    let text = text.as_str().filter(|_| recognises(text))?;
    let sessions: Vec<Value> = text.trim_start()[BEGIN.len()..]
        .split(&format!("\n{BEGIN}"))
        .map(|session| Value::from(format!("{BEGIN}{session}")))
        .collect();
    (sessions.len() > 1).then_some(sessions)
}

/// Reads a session; half a sentence when nothing was asked in it.
pub fn read(text: &Value, _: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut turns = AgentTurns::default();
    let mut stretch: (Option<Role>, Vec<&str>) = (None, Vec::new());
    let (mut created_at, mut model) = (None, None);
    for line in text.as_str().unwrap_or_default().trim_start().lines() {
        if let Some(time) = line.strip_prefix(BEGIN) {
            created_at = Timestamp::from_rfc3339(&format!("{}Z", time.trim()));
            continue;
        }
        let printed = line.strip_prefix(PRINTED).or_else(|| line.strip_prefix('>').filter(|rest| rest.is_empty()));
        if let Some(name) =
            printed.and_then(|line| line.split_once("odel: ")).and_then(|(_, rest)| rest.split(' ').next())
        {
            model.get_or_insert_with(|| name.to_owned());
        }
        let (role, line) = match (line.strip_prefix(PROMPT), printed) {
            (Some(asked), _) => (Role::User, asked),
            (None, Some(printed)) => (Role::Tool, printed),
            (None, None) => (Role::Assistant, line),
        };
        let is_blank = line.trim().is_empty();
        if stretch.0 != Some(role) && !(is_blank && role == Role::Assistant) {
            put(std::mem::replace(&mut stretch, (Some(role), Vec::new())), &mut turns);
        }
        stretch.1.push(line.trim_end());
    }
    put(stretch, &mut turns);
    ImportedChat { model, created_at, messages: turns.finish(), ..ImportedChat::default() }.if_visible()
}

fn put((role, lines): (Option<Role>, Vec<&str>), turns: &mut AgentTurns) {
    // Before the first prompt the program tells about itself.
    let has_begun = turns.last_of_person(0).is_some() || role == Some(Role::User);
    let Some(role) = role.filter(|_| has_begun) else { return };
    let lines: Vec<&str> = lines.into_iter().filter(|line| role != Role::Tool || !line.starts_with(TOKENS)).collect();
    let text = lines.join("\n");
    match text.trim() {
        "" => {}
        text if role == Role::Tool => drop(turns.say(role, vec![tools::result(None, None, text, false)], None)),
        text => drop(turns.say(role, vec![Part::text(text)], None)),
    }
}
