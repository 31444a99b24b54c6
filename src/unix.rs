//! What only Unix has. To support another system, rewrite this folder: nothing outside it uses anything but the parts of the
//! standard library that are the same everywhere. Uses no other module.

pub mod files;
pub mod processes;
pub mod signals;
pub mod sockets;
pub mod terminal;

#[cfg(test)]
mod tests;
