//! What the tools are and take, as models are told.

use serde_json::{Value, json};

/// What they are for.
pub const INSTRUCTIONS: &str = "Shares conversations by links, and finds earlier ones. Nothing is published before the \
    person has seen what was found in it and has agreed: ask them where a tool tells you to, and never answer for them.";

/// All of them; a server shares what a model elsewhere gives it.
pub fn all(is_served: bool) -> Value {
    let text = |words: &str| json!({ "type": "string", "description": words });
    let number = |words: &str| json!({ "type": "integer", "minimum": 1, "description": words });
    let conversation = json!({
        "type": ["string", "integer"],
        "description": "The conversation: its number in list_links or search_conversations, or its link",
    });
    let code = text("Only in a second call: the code that the first one gave");
    let decision = |choices: &str| text(&format!("Only in a second call: what the person answered: {choices}"));
    let expires =
        text("When the link stops working: a duration such as 12h, 2d or 1w, a date such as 2030-12-31, or never");
    let mut share = tool(
        "share_session",
        "Share the session",
        "Shares a session of a coding agent on this machine, by default the present one, and gives its link. The person \
             is shown what was found in it and asked first.",
        json!({
            "session": text("The session: its name in `neptun-share sessions`, or the start of its id. Default: the present one"),
            "title": text("A title for it"),
            "people": { "type": "array", "items": { "type": "string" },
                "description": "E-mail addresses of those who alone may read. Default: anyone with the link" },
            "expires": expires,
            "last": number("Share only the last N messages"),
            "code": code,
            "decision": decision("share, redact_all, redact_credentials or cancel"),
        }),
        &[],
        Hints { reads_only: false, destroys: false },
    );
    if is_served {
        share["description"] = json!(
            "Shares the present conversation as you write it down, word for word, and gives its link. The person is shown what \
             was found in it and asked first."
        );
        share["inputSchema"]["required"] = json!(["messages"]);
        if let Some(fields) = share["inputSchema"]["properties"].as_object_mut() {
            fields.shift_remove("session");
            fields.shift_remove("last");
            let role = json!({ "type": "string", "enum": ["user", "assistant"] });
            let message = json!({
                "type": "object",
                "properties": { "role": role, "content": { "type": "string" } },
                "required": ["role", "content"],
            });
            let words = "What was said, from the first message to the last, as it was said";
            fields.insert("messages".to_owned(), json!({ "type": "array", "items": message, "description": words }));
        }
    }
    json!([
        share,
        tool(
            "list_links",
            "List the links",
            "Lists the person's links, the last changed first: who may read, until when, how often they were viewed.",
            json!({ "limit": number("At most N; 20 by default, at most 100") }),
            &[],
            Hints { reads_only: true, destroys: false },
        ),
        tool(
            "change_link",
            "Change a link",
            "Pauses or resumes a link, or changes when it expires. Before a link becomes readable again, the person is asked.",
            json!({
                "conversation": conversation,
                "action": { "type": "string", "enum": ["pause", "resume", "expire"] },
                "expires": expires,
                "code": code,
                "decision": decision("yes or cancel"),
            }),
            &["conversation", "action"],
            Hints { reads_only: false, destroys: true },
        ),
        tool(
            "search_conversations",
            "Search conversations",
            "Searches the person's stored conversations, and those that are shared with them by name, for words.",
            json!({
                "query": text("The words, all of which are in what is found; words in double quotes stand side by side"),
                "details": { "type": "boolean", "description": "Also in thoughts and in what tools were given and answered" },
                "limit": number("At most N; 20 by default, at most 100"),
            }),
            &["query"],
            Hints { reads_only: true, destroys: false },
        ),
        tool(
            "read_conversation",
            "Read a conversation",
            "Reads messages of a stored conversation of the person's.",
            json!({
                "conversation": conversation,
                "from": number("The position of the first message, 1 by default"),
                "limit": number("At most so many messages, 100 at most"),
            }),
            &["conversation"],
            Hints { reads_only: true, destroys: false },
        ),
    ])
}

/// What clients go by when they ask before a call.
struct Hints {
    reads_only: bool,
    destroys: bool,
}

fn tool(name: &str, title: &str, description: &str, fields: Value, required: &[&str], hints: Hints) -> Value {
    json!({
        "name": name,
        "title": title,
        "description": description,
        "inputSchema": { "type": "object", "properties": fields, "required": required },
        "annotations": {
            "readOnlyHint": hints.reads_only,
            "destructiveHint": hints.destroys,
            "openWorldHint": name == "share_session",
        },
    })
}
