//! Small tools that every module may use. They know nothing about the others.

pub mod byte_cache;
pub mod concurrency_limit;
pub mod counted_reader;
pub mod file_names;
pub mod json;
pub mod jsonc;
pub mod metrics;
pub mod network_shares;
pub mod piece_reader;
pub mod rate_limit;
pub mod request_id;
pub mod shared_bytes;
pub mod unpacked;
pub mod untrusted_proxy;
mod utf16;
mod utf32;
