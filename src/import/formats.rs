//! One file for each program's format, and what several of them share.

mod blocks;
mod branch;
pub mod chatgpt;
pub mod claude;
pub mod librechat;
pub mod messages;
pub mod open_webui;
