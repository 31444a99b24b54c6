//! The command line, as people and scripts use it.

mod account;
mod agent;
mod agent_sessions;
mod continuing;
mod conversation;
mod link;
mod messages;
mod program;
mod redact;
mod share;
mod terminal;
