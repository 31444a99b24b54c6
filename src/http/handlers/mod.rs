//! The handlers of the routes, one file per noun. A handler has five steps: who, what, may they, do, say. Who is
//! asking, and what the path names, is known when it is called.

pub mod accounts;
pub mod admin;
pub mod attachments;
pub mod auth;
pub mod chats;
pub mod devices;
pub mod events;
pub mod exports;
pub mod followers;
pub mod harmless;
pub mod imports;
pub mod invitations;
pub mod mcp;
pub mod messages;
pub mod pages;
pub mod password_links;
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
