//! What this machine has: its addresses in the local network, the server that runs on a database, and the sessions of
//! coding agents.

pub mod agent_homes;
pub mod agent_sessions;
pub mod agent_setup;
pub mod lan;
pub mod lock_file;
pub mod servers;
pub mod service_manager;
