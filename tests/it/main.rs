//! Tests of the real executable over real sockets, on real databases, as people and their programs use it.

mod archives;
mod attachments;
mod auth;
mod authorization;
mod cli;
mod diagrams;
mod durability;
mod exports;
mod hostile_input;
mod imports;
mod links;
mod listener;
mod mcp;
mod owner_page;
mod previews;
mod redactions;
mod remote;
mod search;
mod session_sync;
mod shares;
mod support;
mod viewer_forms;
mod viewer_page;
mod views;
