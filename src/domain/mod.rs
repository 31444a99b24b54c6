//! Plain types that can't hold an invalid value. They use no other module, and know no HTTP, SQL or clock.

pub mod allowed_hosts;
pub mod attachment;
pub mod chat;
pub mod email;
pub mod id;
pub mod invitation;
pub mod link_state;
pub mod log_clients;
pub mod message;
pub mod message_positions;
pub mod order;
pub mod part;
pub mod password;
pub mod public_url;
pub mod redaction;
pub mod secret;
pub mod session;
pub mod share;
pub mod sign_up;
pub mod slug;
pub mod text;
pub mod timestamp;
pub mod token;
pub mod user;
pub mod user_code;
pub mod whitelist;
