//! What the program does: sharing, publishing, reading, and the rules of each. The one layer that opens
//! transactions. Knows neither HTTP nor the terminal.

pub mod access;
pub mod link;
pub mod public_view;
pub mod readers;
pub mod scan;
pub mod share_json;
pub mod sharing;
