//! All formats, a file each.

mod ai_studio;
mod aider;
mod amp;
mod big_agi;
mod chatbot_ui;
mod chatgpt;
mod cherry;
mod claude;
mod claude_code;
mod claude_export;
mod cline;
mod codex;
pub mod continue_dev;
mod copilot_cli;
mod crush;
mod cursor;
mod deepseek;
mod gemini;
mod goose;
mod grok;
mod huggingchat;
mod jan;
mod kimi;
mod lechat;
mod librechat;
mod llm;
mod lm_studio;
mod messages;
mod neptun_share;
mod oobabooga;
mod open_webui;
mod opencode;
mod pairs;
mod perplexity;
mod pi;
mod qwen_code;
mod responses;
mod sharegpt;
mod sillytavern;
mod stream;
mod table;
mod takeout;
mod transcript;
mod ui_message;
mod vscode;
pub mod web_page;

use super::conversation::{LenientFields, Value, threads};
use super::format::{FileFormat, begin};
use super::splitter::Wrappers;
pub use messages::answers;

/// All formats, in the order in which they are asked: the last ones recognise a lot.
pub const FORMATS: &[FileFormat] = &[
    FileFormat::whole("neptun-share", neptun_share::recognises, neptun_share::read),
    FileFormat::rows("stream", stream::recognises_row, begin::<stream::StreamedAnswer>).silent(stream::UNREAD),
    FileFormat::whole("deepseek", deepseek::recognises, deepseek::read).silent(deepseek::UNREAD),
    FileFormat::whole("chatgpt", chatgpt::recognises, chatgpt::read).silent(chatgpt::UNREAD),
    FileFormat::rows("qwen-code", qwen_code::recognises_row, begin::<qwen_code::QwenSession>).silent(qwen_code::UNREAD),
    FileFormat::rows("claude-code", claude_code::recognises_row, begin::<claude_code::ClaudeCodeSession>)
        .silent(claude_code::UNREAD),
    FileFormat::rows("codex", codex::recognises_row, begin::<codex::CodexSession>).silent(codex::UNREAD),
    FileFormat::whole("gemini", gemini::recognises, gemini::read)
        .or_rows(gemini::recognises_row, begin::<gemini::GeminiSession>)
        .silent(gemini::UNREAD),
    FileFormat::rows("pi", pi::recognises_row, begin::<pi::PiSession>).silent(pi::UNREAD),
    FileFormat::rows("cursor", cursor::recognises_row, begin::<cursor::CursorTranscript>),
    FileFormat::whole("crush", crush::recognises, crush::read).silent(crush::UNREAD),
    FileFormat::whole("opencode", opencode::recognises, opencode::read).silent(opencode::UNREAD),
    FileFormat::rows("copilot-cli", copilot_cli::recognises_row, begin::<copilot_cli::CopilotSession>)
        .silent(copilot_cli::UNREAD),
    FileFormat::whole("vscode", vscode::recognises, vscode::read)
        .or_rows(vscode::recognises_row, begin::<vscode::VsCodeChat>)
        .silent(vscode::UNREAD),
    FileFormat::whole("continue", continue_dev::recognises, continue_dev::read).silent(continue_dev::UNREAD),
    FileFormat::whole("goose", goose::recognises, goose::read)
        .or_rows(goose::recognises_row, begin::<goose::GooseLines>)
        .silent(goose::UNREAD),
    FileFormat::rows("kimi", kimi::recognises_row, begin::<kimi::KimiSession>).silent(kimi::UNREAD),
    FileFormat::whole("cline", cline::recognises, cline::read)
        .or_rows(cline::recognises_row, begin::<cline::ClineTask>)
        .silent(cline::UNREAD),
    FileFormat::whole("amp", amp::recognises, amp::read).silent(amp::UNREAD),
    FileFormat::rows("llm", llm::recognises_row, begin::<llm::LlmLogs>),
    FileFormat::whole("claude", claude::recognises, claude::read).silent(claude::UNREAD),
    FileFormat::whole("open-webui", open_webui::recognises, open_webui::read).silent(open_webui::UNREAD),
    FileFormat::whole("librechat", librechat::recognises, librechat::read).silent(librechat::UNREAD),
    FileFormat::whole("huggingchat", huggingchat::recognises, huggingchat::read).silent(huggingchat::UNREAD),
    FileFormat::whole("lm-studio", lm_studio::recognises, lm_studio::read).silent(lm_studio::UNREAD),
    FileFormat::rows("sillytavern", sillytavern::recognises_row, begin::<sillytavern::CharacterChat>),
    FileFormat::whole("oobabooga", oobabooga::recognises, oobabooga::read),
    FileFormat::whole("sharegpt", sharegpt::recognises, sharegpt::read)
        .or_rows(sharegpt::recognises_row, sharegpt::begin),
    FileFormat::whole("chatbot-ui", chatbot_ui::recognises, chatbot_ui::read).silent(chatbot_ui::UNREAD),
    FileFormat::whole("grok", grok::recognises, grok::read).silent(grok::UNREAD),
    FileFormat::whole("ai-studio", ai_studio::recognises, ai_studio::read).silent(ai_studio::UNREAD),
    FileFormat::whole("lechat", lechat::recognises, lechat::read)
        .or_rows(lechat::recognises_row, begin::<lechat::LeChat>),
    FileFormat::whole("big-agi", big_agi::recognises, big_agi::read),
    FileFormat::rows("takeout", takeout::recognises_row, begin::<takeout::GeminiActivities>).silent(takeout::UNREAD),
    FileFormat::rows("pairs", pairs::recognises_row, begin::<pairs::Pairs>).silent(pairs::UNREAD),
    FileFormat::whole("responses", responses::recognises, responses::read),
    FileFormat::rows("jan", jan::recognises_row, begin::<jan::JanThreads>),
    FileFormat::whole("web-page", web_page::recognises, web_page::read),
    FileFormat::whole("aider", aider::recognises, aider::read),
    FileFormat::whole("perplexity", perplexity::recognises, perplexity::read),
    FileFormat::whole("claude-export", claude_export::recognises, claude_export::read),
    FileFormat::whole("transcript", transcript::recognises, transcript::read),
    FileFormat::whole("ui-message", ui_message::recognises, messages::read)
        .or_rows(ui_message::recognises_row, messages::begin),
    FileFormat::whole("messages", messages::recognises, messages::read)
        .or_rows(messages::recognises_row, messages::begin),
];

/// The fields under which programs wrap a list of conversations, or of a conversation's parts, with
/// what the first element of such a list has: then the elements are read one by one.
pub const WRAPPERS: Wrappers = &[
    // ShareGPT keeps a conversation's messages under that name, others what they are called.
    ("conversations", |first| !first.has("from") && !first.has("value") && !only_describes(first)),
    // chatbot-ui.
    ("history", |first| first.has("messages")),
    // Claude Code on the web.
    ("loglines", |_| true),
    // OpenAI's API.
    ("data", |first| first["object"] == "thread.message"),
];

/// Whether this says of a conversation which it is, and its messages are elsewhere.
fn only_describes(first: &Value) -> bool {
    let is_of = |format: &FileFormat| {
        format.is_whole(first) || format.rows.as_ref().is_some_and(|rows| (rows.recognises)(first))
    };
    let is_named = first.any(&["id", "_id", "uuid"]).is_some() || !threads::marks(first).key.is_empty();
    is_named && !first.has("messages") && !FORMATS.iter().any(is_of)
}

/// The conversations of an object that holds several of which none can be read by itself.
pub fn split(object: &Value) -> Option<Vec<Value>> {
    // A piece of an answer is none by itself.
    if stream::recognises_row(object) {
        return None;
    }
    threads::split(object)
        .or_else(|| threads::by_name(object))
        .or_else(|| messages::answered(object).map(|conversation| vec![conversation]))
        .or_else(|| cherry::conversations(object))
        .or_else(|| aider::sessions(object))
        .or_else(|| table::conversations(object))
        .or_else(|| stream::events(object))
}

/// The format of that name.
pub fn named(name: &str) -> Option<&'static FileFormat> {
    FORMATS.iter().find(|format| format.name == name)
}
