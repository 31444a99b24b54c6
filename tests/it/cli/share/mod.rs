//! `neptun-share share`: from a file to a link that works.

mod address;
mod follow;
mod people;
mod sources;

/// Any port: tests run side by side.
const FREE: &str = "127.0.0.1:0";
