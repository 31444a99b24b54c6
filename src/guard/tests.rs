//! What the guard finds, what it leaves alone, and what is left when it took something out.

mod chosen;
mod commands;
mod encodings;
mod files;
mod listings;
mod lookalikes;
mod messages;
mod notations;
mod personal;
mod placements;
#[path = "../../tests/it/support/secrets.rs"]
mod planted;
mod programs;
mod properties;
mod scanner;
mod search;
mod sentences;
