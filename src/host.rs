//! This machine: its addresses in the local network, the server that runs on a database, and coding agents' sessions
//! and settings.

pub mod agent_homes;
pub mod agent_sessions;
pub mod agent_setup;
pub mod lan;
pub mod lock_file;
pub mod servers;
