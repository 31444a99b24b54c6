//! Chats of Visual Studio Code (Copilot Chat): as it exports them, as it keeps them, and as newer versions keep
//! them, in lines that each change something of what came before.

mod changes;

use crate::import::conversation::{
    AgentTurns, Context, ImportedChat, LenientFields, Location, Part, Role, Value, blocks, file_name, tools,
};
use crate::import::format::RowCollector;

/// Fields with words that are left out on purpose.
pub const UNREAD: &[&str] = &[
    "variableData",
    "result",
    "agent",
    "contentReferences",
    "codeCitations",
    "inputState",
    "resultDetails",
    "toolSpecificData",
    "confirmationMessages",
    "slashCommand",
    "modelState",
    "followups",
];

/// Pieces of a response that say nothing to a reader.
const SILENT: [&str; 14] = [
    "codeblockUri",
    "confirmation",
    "hook",
    "mcpServersStarting",
    "prepareToolInvocation",
    "progressMessage",
    "progressTaskSerialized",
    "reference",
    "references",
    "undoStop",
    "usedContext",
    "codeCitation",
    "command",
    "treeData",
];

/// Whether this is a chat.
pub fn recognises(chat: &Value) -> bool {
    let names = &["responderUsername", "requesterUsername", "initialLocation", "creationDate"];
    chat["requests"].is_array() && chat.any(names).is_some()
}

/// Whether this is a line of one: the chat as it was, or a change of it.
pub fn recognises_row(row: &Value) -> bool {
    row["kind"] == 0 && recognises(&row["v"])
}

/// Reads a chat; half a sentence when nothing was asked in it.
pub fn read(chat: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let mut turns = AgentTurns::default();
    let mut model = None;
    for request in chat.required_list("requests")? {
        let at = request.time(&["timestamp"]);
        let message = &request["message"];
        let said = message.as_str().or_else(|| message.text("text")).map(Part::text);
        let files = request["variableData"].list("variables").iter();
        let files = files.filter(|file| matches!(file.text("kind"), Some("file" | "image" | "directory")));
        let files = files.filter_map(|file| file.text("name")).map(file_name::base);
        let files: Vec<Part> = files.map(|name| context.elsewhere(file_name::kind(name), Some(name))).collect();
        model = request.text("modelId").map(|model| model.rsplit('/').next().unwrap_or(model).to_owned()).or(model);
        turns.said_by(model.clone());
        turns.take(Role::User, said.into_iter().chain(files).collect(), at);
        turns.take(Role::Assistant, response(request.list("response")), at);
        if let Some(error) = request["result"]["errorDetails"].text("message") {
            turns.fail(error, at);
        }
    }
    let about = ImportedChat::about(chat, &["sessionId"], &["creationDate"], &["lastMessageDate"]);
    ImportedChat { title: chat.string("customTitle"), model, messages: turns.finish(), ..about }.if_visible()
}

/// What the model thought, did and said; its words come in pieces.
fn response(pieces: &[Value]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for part in pieces.iter().flat_map(read_piece) {
        match (parts.last_mut(), part) {
            (Some(Part::Text { text }), Part::Text { text: more }) => text.push_str(&more),
            (Some(Part::Reasoning { text }), Part::Reasoning { text: more }) => text.push_str(&more),
            (_, part) => parts.push(part),
        }
    }
    parts
}

fn read_piece(piece: &Value) -> Vec<Part> {
    match piece.text("kind").unwrap_or_default() {
        "" | "markdownContent" | "markdownVuln" | "warning" => {
            words(&piece["value"]).or_else(|| words(&piece["content"])).map(Part::text).into_iter().collect()
        }
        "thinking" => {
            let texts = piece["value"].as_array().map(|list| blocks::texts(list).concat());
            let text = texts.or_else(|| words(&piece["value"])).filter(|text| !text.trim().is_empty());
            text.map(Part::reasoning).into_iter().collect()
        }
        "inlineReference" => {
            let reference = &piece["inlineReference"];
            let path = [reference, &reference["uri"], &reference["location"]["uri"]];
            let path = path.into_iter().find_map(|at| at.any_text(&["path", "fsPath"])).map(file_name::base);
            let name = piece.text("name").or_else(|| reference.text("name")).or(path);
            name.map(|name| Part::text(format!("`{name}`"))).into_iter().collect()
        }
        "toolInvocationSerialized" | "toolInvocation" => tool(piece),
        "textEditGroup" | "notebookEditGroup" => edits(piece).into_iter().collect(),
        kind if SILENT.contains(&kind) => Vec::new(),
        _ if words(&piece["value"]).is_none() && words(&piece["content"]).is_none() => Vec::new(),
        _ => blocks::kept(piece),
    }
}

/// Words, alone or in an object around them.
fn words(value: &Value) -> Option<String> {
    value.as_str().or_else(|| value["value"].as_str()).map(str::to_owned).filter(|text| !text.is_empty())
}

/// A call, and what the program says about it.
fn tool(piece: &Value) -> Vec<Part> {
    let (id, about) = (piece.text("toolCallId"), &piece["toolSpecificData"]);
    let command =
        about["commandLine"].any_text(&["userEdited", "toolEdited", "original"]).or_else(|| about.text("command"));
    let input = command.map(Value::from).or_else(|| about.get("rawInput").or(about.get("input")).cloned());
    let input = input.or_else(|| words(&piece["invocationMessage"]).map(Value::from)).unwrap_or_default();
    let said = words(&piece["pastTenseMessage"]);
    let printed = about["terminalCommandOutput"].string("text");
    let output = piece["resultDetails"].list("output").iter().filter_map(|output| output.string("value"));
    let text: Vec<String> = said.into_iter().chain(printed).chain(output).collect();
    let call = tools::call(id, piece.any_text(&["toolId", "toolName"]), input);
    let has_failed = piece["resultDetails"]["isError"] == true;
    let result = (!text.is_empty()).then(|| tools::result(id, None, text.join("\n"), has_failed));
    std::iter::once(call).chain(result).collect()
}

/// What the model changed in a file; nothing where the chat does not say.
fn edits(piece: &Value) -> Option<Part> {
    let edits = piece.list("edits").iter().filter_map(Value::as_array);
    let texts: Vec<&str> = edits.flat_map(|edits| blocks::texts(edits)).collect();
    let name = piece["uri"].any_text(&["path", "fsPath"]).map(file_name::base).unwrap_or_default();
    (!texts.is_empty()).then(|| tools::program(None, &format!("edit {name}"), texts.concat().into(), None))
}

/// A chat's lines.
#[derive(Default)]
pub struct VsCodeChat(Value);

impl RowCollector for VsCodeChat {
    fn take(&mut self, row: &Value, place: Location, context: &mut Context<'_>) {
        if !changes::apply(&mut self.0, row) {
            context.note(format!("{place}: not a change of the chat"));
        }
    }

    fn ends_before(&self, row: &Value) -> bool {
        let is_other = row["v"].text("sessionId") != self.0.text("sessionId");
        row["kind"] == 0 && !self.0.is_null() && is_other
    }

    fn finish(self: Box<Self>, context: &mut Context<'_>) -> Vec<ImportedChat> {
        match read(&self.0, context) {
            Ok(chat) => vec![chat],
            Err(_) => Vec::new(),
        }
    }
}
