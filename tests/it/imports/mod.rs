//! Uploads of other programs' files: what is imported and reported, and what is left of failed ones.

mod growth;
mod leftovers;
mod refusals;
mod reports;

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Person, Response, Server};

const MIB: usize = 1024 * 1024;

fn server_and_ada() -> (Server, Person) {
    let server = Server::start();
    let ada = Person::sign_up(&server, "ada@example.com");
    (server, ada)
}

fn address(person: &Person, query: &str) -> String {
    format!("{}/import{query}", person.chats())
}

/// Uploads as `curl --data-binary` does.
fn upload(server: &Server, person: &Person, query: &str, body: &[u8]) -> Response {
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    server.request("POST", &address(person, query), &[form, ("Cookie", &person.cookie)], body)
}

/// A report's counts.
fn counts(response: &Response) -> [u64; 4] {
    let report = &response.good()["report"];
    ["imported", "updated", "unchanged", "skipped"].map(|name| report[name].as_u64().expect("a count"))
}

/// Conversations with a question and an answer of so many bytes each.
fn conversations(count: usize, length: usize) -> Vec<Value> {
    let answer = "It is a long story. ".repeat(length / 20);
    let conversation = |number| {
        json!({ "id": format!("c{number}"), "title": format!("Chat {number}"), "messages": [
            { "role": "user", "content": format!("Question {number}?") },
            { "role": "assistant", "content": answer },
        ] })
    };
    (0..count).map(conversation).collect()
}

fn bytes(conversations: &[Value]) -> Vec<u8> {
    json!(conversations).to_string().into_bytes()
}

/// An upload of more than is kept in memory.
fn long() -> Vec<u8> {
    bytes(&conversations(30, 100_000))
}

/// A ZIP archive with files as they are.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("begun");
        archive.write_all(content).expect("written");
    }
    archive.finish().expect("an archive").into_inner()
}

/// The files of a process that lie in a folder and have no name there.
fn unnamed_files(server: &Server, folder: &Path) -> usize {
    let open = std::fs::read_dir(format!("/proc/{}/fd", server.pid())).expect("open files");
    let names = open.filter_map(|file| std::fs::read_link(file.expect("a file").path()).ok());
    names.filter(|name| name.starts_with(folder) && name.to_string_lossy().ends_with(" (deleted)")).count()
}

fn folder(server: &Server) -> &Path {
    server.database().parent().expect("a folder")
}

/// The names in the database's folder beside the database's own.
fn left_over(server: &Server) -> Vec<String> {
    let names = std::fs::read_dir(folder(server)).expect("a folder");
    let names = names.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    names.filter(|name| !name.starts_with("test.db")).collect()
}
