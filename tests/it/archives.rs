//! Several conversations as one archive: over the API, and from the terminal.

use std::fs;
use std::io::{Cursor, Read};

use serde_json::{Value, json};
use zip::ZipArchive;

use crate::support::cli_sandbox::MESSAGES;
use crate::support::{CliSandbox, Person, Server};

/// The files of an archive, by name, in its order.
fn files(archive: &[u8]) -> Vec<(String, String)> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).expect("an archive");
    let count = archive.len();
    let read = |at| {
        let mut file = archive.by_index(at).expect("a file");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("UTF-8");
        (file.name().expect("a name").into_owned(), text)
    };
    (0..count).map(read).collect()
}

fn names(archive: &[u8]) -> Vec<String> {
    files(archive).into_iter().map(|(name, _)| name).collect()
}

/// A conversation of one question, and its number.
fn chat(server: &Server, owner: &Person, name: &str) -> i64 {
    let chat = owner.post(server, &owner.chats(), &json!({ "name": name, "model": "m" })).good();
    let id = chat["chat"]["id"].as_i64().expect("a number");
    let asked = json!({ "messages": [{ "role": "user", "content": format!("What about {name}?") }] });
    owner.post(server, &format!("{}/{id}/messages", owner.chats()), &asked).good();
    id
}

fn export(server: &Server, person: &Person, query: &str) -> crate::support::Response {
    person.get(server, &format!("{}/export?{query}", person.chats()))
}

#[test]
fn chosen_conversations_come_as_one_archive_with_a_file_each_under_names_of_their_own() {
    let server = Server::start();
    let ada = Person::sign_up(&server, "ada@example.com");
    let [stars, other, _] = ["Stars", "stars", "Suns"].map(|name| chat(&server, &ada, name));
    for (format, extension) in [("markdown", "md"), ("html", "html"), ("messages", "messages.json"), ("json", "json")] {
        let archive = export(&server, &ada, &format!("format={format}&chat_ids={other},{stars},{other}"));
        assert_eq!((archive.status, archive.header("content-type")), (200, Some("application/zip")));
        let disposition = archive.header("content-disposition").expect("a name");
        assert!(disposition.starts_with("attachment; filename=\"conversations-20"), "{disposition}");
        let found = files(&archive.body);
        assert_eq!(found[0].0, format!("stars.{extension}"));
        assert_eq!(found[1].0, format!("Stars (2).{extension}"));
        assert_eq!(found.len(), 2, "each once");
        let alone = ada.get(&server, &format!("{}/{stars}/export?format={format}", ada.chats()));
        assert!(found[1].1.as_bytes() == alone.body, "as it is exported alone");
    }
    assert_eq!(names(&export(&server, &ada, "").body), ["Stars.json", "stars (2).json", "Suns.json"]);
}

#[test]
fn an_archive_of_json_is_imported_again() {
    let server = Server::start();
    let [ada, grace] = ["ada@example.com", "grace@example.com"].map(|email| Person::sign_up(&server, email));
    for name in ["Stars", "Suns"] {
        chat(&server, &ada, name);
    }
    let archive = export(&server, &ada, "format=json").body;
    let fields = [("Content-Type", "application/octet-stream"), ("Cookie", grace.cookie.as_str())];
    let path = format!("{}/import", grace.chats());
    assert_eq!(server.request("POST", &path, &fields, &archive).status, 200);
    let chats = grace.get(&server, &format!("{}?order_by=name", grace.chats())).good()["chats"].clone();
    let found: Vec<&Value> = chats.as_array().expect("a list").iter().map(|chat| &chat["name"]).collect();
    assert_eq!(found, ["Stars", "Suns"]);
}

#[test]
fn of_somebody_elses_conversations_and_of_ones_that_are_gone_there_is_no_archive() {
    let server = Server::start();
    let [ada, eve] = ["ada@example.com", "eve@example.com"].map(|email| Person::sign_up(&server, email));
    let (hers, own) = (chat(&server, &ada, "Stars"), chat(&server, &eve, "Suns"));
    let gone = chat(&server, &eve, "Gone");
    eve.delete(&server, &format!("{}/{gone}", eve.chats())).good();
    for ids in [format!("{hers}"), format!("{own},{hers}"), format!("{own},{gone}"), "999999".to_owned()] {
        let refused = export(&server, &eve, &format!("chat_ids={ids}")).error(404);
        assert_eq!(refused["data"]["message"], "Chat not found");
    }
    assert_eq!(names(&export(&server, &eve, "").body), ["Suns.json"]);
    let many = |n: usize| (1..=n).map(|id| id.to_string()).collect::<Vec<_>>().join(",");
    for wrong in ["chat_ids=", "chat_ids=x", "chat_ids=1,", "format=pdf", &format!("chat_ids={}", many(201))] {
        export(&server, &eve, wrong).error(400);
    }
    export(&server, &eve, &format!("chat_ids={}", many(200))).error(404);
}

#[test]
fn a_terminal_exports_several_into_an_archive_or_a_folder() {
    let cli = CliSandbox::new();
    for title in ["Stars", "Suns"] {
        cli.good(&["import", &cli.file("talk.json", MESSAGES.replace("Stars", title).replace("Many", title))]);
    }
    let (zip, folder) = (cli.path("talks.zip"), cli.path("talks"));
    assert!(cli.refused(&["export", "1", "2"]).contains("--zip FILE"));
    assert!(cli.refused(&["export", "1", "2", "--output", &folder]).contains("is not a folder"));
    assert!(cli.refused(&["export", "1", "2", "9", "--zip", &zip]).contains("no conversation 9"));
    assert!(!fs::exists(&zip).expect("a folder"), "nothing is left of it");

    let (code, out, err) = cli.run(&["export", "2", "1", "--zip", &zip], "");
    assert_eq!((code, out.as_str()), (0, ""));
    assert!(err.contains("talks.zip, 2 conversations"), "{err}");
    let found = files(&fs::read(&zip).expect("the archive"));
    assert_eq!(found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["Suns.md", "Stars.md"]);
    assert_eq!(found[1].1, cli.good(&["export", "1"]));
    assert!(cli.refused(&["export", "--all", "--zip", &zip]).contains("--force"));
    assert_eq!(cli.run(&["export", "--all", "--zip", &zip, "--force", "--format", "json"], "").0, 0);
    assert_eq!(names(&fs::read(&zip).expect("the archive")).len(), 2);

    fs::create_dir(&folder).expect("a folder");
    let (_, _, err) = cli.run(&["export", "1", "2", "--output", &folder, "--format", "html"], "");
    assert!(err.contains("Wrote 2 files"), "{err}");
    assert!(fs::read_to_string(format!("{folder}/Suns.html")).expect("the page").contains("<title>Suns</title>"));
    assert!(cli.refused(&["export", "1", "--output", &folder, "--format", "html"]).contains("already exists"));
    assert_eq!(cli.run(&["export", "1", "--output", &folder, "--format", "html", "--force"], "").0, 0);
}

#[test]
fn links_of_several_conversations_are_paused_at_once() {
    let cli = CliSandbox::new();
    for title in ["Stars", "Suns"] {
        cli.good(&[
            "share",
            &cli.file("talk.json", MESSAGES.replace("Stars", title).replace("Many", title)),
            "--no-serve",
            "--yes",
        ]);
    }
    let out = cli.good(&["unshare", "1", "2"]);
    assert!(out.contains("paused the link of \"Stars\"") && out.contains("paused the link of \"Suns\""), "{out}");
}

#[test]
fn lists_begin_with_what_was_viewed_most_or_last() {
    let server = Server::start();
    let ada = Person::sign_up(&server, "ada@example.com");
    let [often, lately, never, _] = ["often", "lately", "never", "unshared"].map(|name| chat(&server, &ada, name));
    for id in [often, lately, never] {
        ada.share(&server, id, &json!({}));
    }
    for (id, views, at) in [(often, 5, 1000), (lately, 2, 2000)] {
        server.sql(&format!("update shares set views = {views}, last_viewed_at = {at} where chat_id = {id}"));
    }
    let names = |order: &str| {
        let list = ada.get(&server, &format!("{}?order_by={order}", ada.chats())).good();
        let chats = list["chats"].as_array().expect("a list").clone();
        chats.iter().map(|chat| chat["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("views:desc"), ["often", "lately", "never", "unshared"]);
    assert_eq!(names("views"), ["never", "lately", "often", "unshared"]);
    assert_eq!(names("last_viewed_at:desc,name"), ["lately", "often", "never", "unshared"]);
}
