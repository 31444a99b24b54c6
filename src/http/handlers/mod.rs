//! What the routes do, one file per noun. A handler reads in five beats: who, what, may, do, say;
//! the first and the path's part of the second have happened when it is called.

pub mod accounts;
pub mod attachments;
pub mod auth;
pub mod chats;
pub mod exports;
pub mod harmless;
pub mod imports;
pub mod invitations;
pub mod messages;
pub mod pages;
pub mod password_strength;
pub mod pictures;
pub mod previews;
pub mod search;
pub mod session_sync;
pub mod sessions;
pub mod set_up;
pub mod shared;
pub mod shared_with_me;
pub mod shares;
pub mod short_links;
pub mod tokens;
pub mod viewer;
pub mod viewer_forms;
pub mod views;
pub mod whitelist;
