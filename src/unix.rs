//! What only Unix has. For another system this folder is what has to be written anew: nothing outside of it calls the
//! system by other ways than the standard library's, which are the same everywhere. Knows nobody.

pub mod files;
pub mod signals;
pub mod sockets;
