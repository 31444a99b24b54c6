//! Table `search_index`, by which the words of names and messages are found. It lags behind its sources: rows with a
//! number above `search_progress`, or listed in `search_changes`, are not in it yet. So storing a message does not wait
//! for the index, and files of earlier versions are indexed gradually.

mod hits;
mod index;
mod text;
mod wanted;
mod words;

pub use hits::{Hit, Scope, hits};
pub use index::{Behind, behind, next, put};
pub use text::{SearchText, of_message};
pub use wanted::Wanted;
