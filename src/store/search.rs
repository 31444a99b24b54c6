//! Table `search_index`: by which words a conversation's name and messages are found. It is filled some time after what
//! it is made of: what has a higher number than `search_progress` says, or stands in `search_changes`, is not yet in it.
//! So whoever stores a message waits for nothing, and a file of an earlier version is taken along at leisure.

mod hits;
mod index;
mod text;
mod wanted;
mod words;

pub use hits::{Hit, Scope, hits};
pub use index::{Behind, behind, next, put};
pub use text::{SearchText, of_message};
pub use wanted::Wanted;
