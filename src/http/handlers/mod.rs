//! What the routes do, one file per noun. A handler reads in five beats: who, what, may, do, say;
//! the first and the path's part of the second have happened when it is called.

pub mod attachments;
pub mod auth;
pub mod chats;
pub mod exports;
pub mod imports;
pub mod messages;
pub mod pages;
pub mod pictures;
pub mod previews;
pub mod shared;
pub mod shares;
pub mod viewer;
pub mod whitelist;
