//! The command line as a person and a script meet it.

mod account;
mod agent;
mod agent_sessions;
mod continuing;
mod conversation;
mod link;
mod program;
mod redact;
mod share;
