//! One file for each program's format, and what several of them share.

mod blocks;
pub mod chatgpt;
pub mod messages;
