//! What the name of a field says of the conversation to which a message belongs.

/// What programs call a conversation in the names of fields.
const NOUNS: [&str; 11] =
    ["conversation", "convo", "conv", "thread", "session", "chat", "dialog", "dialogue", "topic", "discussion", "room"];
/// What the name of a field that identifies one goes on with.
const ENDS: [&str; 4] = ["id", "uuid", "guid", "key"];
/// What it goes on with where it numbers or names them.
const NUMBERS: [&str; 4] = ["number", "no", "index", "slug"];
const NAMES: [&str; 2] = ["title", "name"];
/// The longest name of such a field, in bytes.
const MAX_NAME: usize = 24;
/// Names that as often are of one turn, of a person, or of a kind of text: they count where what they tell apart are whole
/// conversations.
const WEAK: [&str; 24] = [
    "runid",
    "traceid",
    "rootrunid",
    "requestid",
    "taskid",
    "jobid",
    "interactionid",
    "episodeid",
    "sampleid",
    "gameid",
    "caseid",
    "correlationid",
    "contextid",
    "workflowid",
    "instanceid",
    "userid",
    "customerid",
    "clientid",
    "channel",
    "sid",
    "cid",
    "ticket",
    "issue",
    "case",
];

/// What the name of a field says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Key,
    Perhaps,
    Weak,
    Title,
}

/// Whether a field of that name says which conversation it is: `threadId`, `conversation_id`, `chat-uuid`, or perhaps
/// `thread`, `thread_ts`, `openai_thread_id`, `session_number`; `run_id` and the like are weak.
pub fn field(name: &str) -> Option<Field> {
    let begins = |noun: &&str| name.get(..noun.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(noun));
    // Most names begin and end otherwise.
    let is_weak_word = || WEAK.iter().any(|weak| name.eq_ignore_ascii_case(weak));
    if name.len() > MAX_NAME || !name.ends_with(['d', 'D', 'y', 'Y']) && !NOUNS.iter().any(begins) && !is_weak_word() {
        return None;
    }
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    for noun in NOUNS {
        match letters.strip_prefix(noun) {
            Some(end) if ENDS.contains(&end) => return Some(Field::Key),
            // Slack's.
            Some("ts") if noun == "thread" => return Some(Field::Perhaps),
            Some(end) if NOUNS.contains(&end) => return Some(Field::Perhaps),
            // A topic is as often what is talked about.
            Some(end) if noun != "topic" && (end.is_empty() || NUMBERS.contains(&end)) => return Some(Field::Perhaps),
            Some(end) if noun != "topic" && NAMES.contains(&end) => return Some(Field::Title),
            _ => {}
        }
    }
    if WEAK.contains(&letters.as_str()) {
        return Some(Field::Weak);
    }
    let before = ENDS.iter().find_map(|end| letters.strip_suffix(end))?;
    NOUNS.iter().chain(&["channel", "group", "ticket"]).any(|noun| before.ends_with(noun)).then_some(Field::Perhaps)
}
