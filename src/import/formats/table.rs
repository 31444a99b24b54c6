//! Conversations in a table (CSV, RFC 4180, also with other separators): a row for each message, with columns for who says
//! it and for what, as Microsoft Copilot's activity; or a row for each question with its answer.

use std::collections::HashMap;

use serde_json::{Map, json};

use super::transcript;
use crate::import::conversation::dates::FileOrder;
use crate::import::conversation::{Role, Value, threads};

/// What stands between two fields.
const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];
/// What columns are called, in words without signs between them.
const SPEAKER: &[&str] =
    &["role", "speaker", "author", "sender", "from", "who", "authorrole", "speakerrole", "messagerole"];
const WORDS: &[&str] =
    &["content", "message", "text", "messagetext", "messagecontent", "body", "utterance", "words", "said"];
const ASKED: &[&str] =
    &["prompt", "question", "query", "user", "human", "input", "request", "usermessage", "userprompt"];
const ANSWERED: &[&str] = &[
    "response",
    "answer",
    "completion",
    "assistant",
    "ai",
    "bot",
    "output",
    "reply",
    "chatgpt",
    "airesponse",
    "assistantresponse",
    "botresponse",
];
const DAY: &[&str] = &["date", "day"];
const TIME: &[&str] = &["time", "timestamp", "datetime", "createdat", "created", "createtime", "sentat", "timeofday"];
const ID: &[&str] = &["conversationid", "chatid", "threadid", "sessionid", "dialogid", "dialogueid", "convid"];
const TITLE: &[&str] =
    &["conversation", "conversationtitle", "conversationname", "chat", "thread", "session", "title", "topic"];
const MODEL: &[&str] = &["model", "modelname", "modelslug"];
/// The longest first row, in bytes.
const MAX_HEAD: usize = 4096;

/// In which columns what stands.
struct Columns {
    messages: Messages,
    /// The time, or the day and the time.
    time: [Option<usize>; 2],
    id: Option<usize>,
    title: Option<usize>,
    model: Option<usize>,
    /// Others that may say to which conversation a row belongs, by their names.
    marks: Vec<(usize, String)>,
}

enum Messages {
    /// Who says a row's message, and what.
    One(usize, usize),
    /// A question, and its answer.
    Two(usize, usize),
}

/// The conversations of a table, as lists of messages; `None` when it is none, or when a person and a model don't both speak
/// in it.
pub fn conversations(text: &Value) -> Option<Vec<Value>> {
    let text = text.as_str()?.trim_start_matches('\u{feff}');
    let head = text.lines().next().filter(|head| head.len() <= MAX_HEAD)?;
    let (separator, columns) = SEPARATORS.iter().find_map(|separator| {
        let head = rows(head, *separator).next()?;
        Some((*separator, Columns::of(&head)?))
    })?;
    let mut order: Vec<(Value, Vec<Value>)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let (mut has_person, mut has_model) = (false, false);
    for row in rows(text, separator).skip(1).filter(|row| !row.iter().all(|field| is_rule(field))) {
        let field = |at: Option<usize>| at.and_then(|at| row.get(at)).map_or("", String::as_str);
        let name = field(columns.id.or(columns.title)).to_owned();
        let place = *known.entry(name).or_insert_with_key(|name| {
            let id = columns.id.map(|_| name.as_str());
            let title = Some(field(columns.title)).filter(|title| !title.is_empty());
            order.push((json!({"id": id, "title": title}), Vec::new()));
            order.len() - 1
        });
        let said = match columns.messages {
            Messages::One(speaker, words) => vec![(speaker_of(field(Some(speaker))), field(Some(words)))],
            Messages::Two(asked, answered) => {
                vec![("user".to_owned(), field(Some(asked))), ("assistant".to_owned(), field(Some(answered)))]
            }
        };
        for (role, words) in said.into_iter().filter(|(_, words)| !words.trim().is_empty()) {
            has_person |= role == "user";
            has_model |= role == "assistant";
            let mut message = Map::from_iter([
                ("role".to_owned(), Value::from(role)),
                ("content".to_owned(), Value::from(words.trim())),
            ]);
            let time = columns.time.map(|column| field(column).trim()).join(" ");
            let marks = columns.marks.iter().map(|(at, name)| (name.as_str(), field(Some(*at)).trim()));
            for (name, value) in
                [("timestamp", time.trim()), ("model", field(columns.model).trim())].into_iter().chain(marks)
            {
                if !value.is_empty() {
                    message.insert(name.to_owned(), Value::from(value));
                }
            }
            if let Some((_, messages)) = order.get_mut(place) {
                messages.push(Value::Object(message));
            }
        }
    }
    let conversation = |(mut about, messages): (Value, Vec<Value>)| {
        about["messages"] = Value::from(messages);
        about
    };
    let mut conversations = Value::Array(order.into_iter().map(conversation).collect());
    FileOrder::default().settle(&mut conversations);
    match conversations {
        Value::Array(conversations) if has_person && has_model => {
            let told_apart = |conversation| threads::split(&conversation).unwrap_or_else(|| vec![conversation]);
            Some(conversations.into_iter().flat_map(told_apart).collect())
        }
        _ => None,
    }
}

impl Columns {
    /// The columns of a table with that first row.
    fn of(names: &[String]) -> Option<Self> {
        let plain = |name: &String| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let head: Vec<String> = names.iter().map(plain).collect();
        let find = |names: &[&str]| names.iter().find_map(|name| head.iter().position(|column| column == name));
        let one = find(SPEAKER).zip(find(WORDS)).map(|(speaker, words)| Messages::One(speaker, words));
        // Where a column has what is said, another is of who says it.
        let two = || {
            find(ASKED)
                .filter(|_| find(WORDS).is_none())
                .zip(find(ANSWERED))
                .map(|(asked, answered)| Messages::Two(asked, answered))
        };
        let messages = one.or_else(two)?;
        let taken = match messages {
            Messages::One(a, b) | Messages::Two(a, b) => [a, b],
        };
        let beside = |names| find(names).filter(|column| !taken.contains(column));
        let (day, time) = (beside(DAY), beside(TIME));
        let time = if day.is_some() && time.is_some() { [day, time] } else { [day.or(time), None] };
        let (id, title) = (beside(ID), beside(TITLE));
        let others = (0..).zip(names).filter(|(at, _)| id.is_none() && title.is_none() && !taken.contains(at));
        let marks = others.filter(|(_, name)| threads::is_mark(name.trim()));
        let marks = marks.map(|(at, name)| (at, name.trim().to_owned())).collect();
        Some(Self { messages, time, id, title, model: beside(MODEL), marks })
    }
}

/// Who speaks, as messages have it; other names stay what they are.
fn speaker_of(name: &str) -> String {
    match transcript::role(name) {
        Some(Role::User) => "user".to_owned(),
        Some(Role::Assistant) => "assistant".to_owned(),
        Some(Role::System) => "system".to_owned(),
        _ => name.trim().to_owned(),
    }
}

/// Whether nothing is in a field, or a line as under the first row in Markdown.
fn is_rule(field: &str) -> bool {
    field.chars().all(|c| c.is_whitespace() || c == '-' || c == ':')
}

/// The rows of a table.
fn rows(text: &str, separator: char) -> impl Iterator<Item = Vec<String>> {
    let mut rest = text.chars().peekable();
    std::iter::from_fn(move || {
        rest.peek()?;
        let (mut row, mut field, mut in_quotes) = (Vec::new(), String::new(), false);
        while let Some(c) = rest.next() {
            match c {
                '"' if in_quotes && rest.peek() == Some(&'"') => field.extend(rest.next()),
                '"' if in_quotes => in_quotes = false,
                // Within a field that does not begin with one it is a sign like others.
                '"' if field.trim().is_empty() => {
                    field.clear();
                    in_quotes = true;
                }
                '\r' if !in_quotes => {}
                '\n' if !in_quotes => break,
                c if c == separator && !in_quotes => row.push(std::mem::take(&mut field)),
                c => field.push(c),
            }
        }
        row.push(field);
        Some(row)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(table: &str) -> Option<Vec<String>> {
        let all = conversations(&Value::from(table))?;
        let message = |message: &Value| {
            format!(
                "{}: {}",
                message["role"].as_str().unwrap_or_default(),
                message["content"].as_str().unwrap_or_default()
            )
        };
        Some(
            all.iter()
                .flat_map(|conversation| conversation["messages"].as_array().expect("a list").iter().map(message))
                .collect(),
        )
    }

    #[test]
    fn tables_are_read_with_any_separator_and_either_way() {
        let expected = Some(vec!["user: Why, then?".to_owned(), "assistant: So \"it\"\nis.".to_owned()]);
        for table in [
            "role,content\nuser,\"Why, then?\"\nassistant,\"So \"\"it\"\"\nis.\"\n",
            "Speaker;Text;Date\r\nYou;\"Why, then?\";2026-01-01\r\nChatGPT;\"So \"\"it\"\"\nis.\";2026-01-01\r\n",
            "id\tWho\tMessage Text\n1\tHuman\tWhy, then?\n\n2\tAI\t\"So \"\"it\"\"\nis.\"",
            "Question|Answer\nWhy, then?|\"So \"\"it\"\"\nis.\"",
            "| Role | Text |\n|---|:---|\n| user | Why, then? |\n| assistant | \"So \"\"it\"\"\nis.\" |",
        ] {
            assert_eq!(said(table), expected, "{table}");
        }
    }

    #[test]
    fn what_is_no_conversation_is_no_table_of_one() {
        for table in [
            "",
            "role,content",
            "name,message\nAda,hello",
            "author,message\nsystem,started\nsystem,stopped",
            "author,text\nAda,hello\nBob,hi",
            "level,message\ninfo,started",
            "user: a, b\nassistant: c",
        ] {
            assert_eq!(said(table), None, "{table}");
        }
    }
}
