//! Links under their owner's control, from the command line.

mod limits;
mod list;
mod protection;

use serde_json::Value;

use crate::support::cli_sandbox::printed_share;
use crate::support::{CliSandbox, Server};

const SUNS: &str = r#"{"title": "Suns", "messages": [{"role": "user", "content": "One."},
    {"role": "assistant", "content": "Two."}, {"role": "user", "content": "Three."},
    {"role": "assistant", "content": "Four."}, {"role": "user", "content": "Five."}]}"#;

/// A cli with a server and one shared conversation; the API's path of its link.
fn shared(flags: &[&str]) -> (CliSandbox, Server, String) {
    let cli = CliSandbox::new();
    let server = cli.serve();
    let file = cli.file("suns.json", SUNS);
    let path = printed_share(&cli.good(&[&["share", &file], flags].concat()));
    (cli, server, path)
}

#[track_caller]
fn texts(server: &Server, path: &str) -> String {
    let read = server.get(path).good();
    let texts =
        read["chatMessages"].as_array().expect("messages").iter().filter_map(|message| message["content"].as_str());
    texts.collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn links(cli: &CliSandbox, flags: &[&str]) -> Vec<Value> {
    let out = cli.good(&[&["link", "list", "--json"], flags].concat());
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}"))
}
