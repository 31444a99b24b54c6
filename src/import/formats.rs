//! One file for each program's format, and what several of them share.

pub mod ai_studio;
mod blocks;
mod branch;
pub mod chatbot_ui;
pub mod chatgpt;
pub mod claude;
pub mod claude_code;
pub mod codex;
mod extended_json;
mod file_name;
pub mod gemini;
pub mod grok;
pub mod huggingchat;
pub mod jan;
pub mod librechat;
pub mod llm;
pub mod lm_studio;
pub mod messages;
pub mod neptun_share;
pub mod oobabooga;
pub mod open_webui;
pub mod sharegpt;
pub mod sillytavern;
mod thinking;
mod turns;
pub mod ui_message;
