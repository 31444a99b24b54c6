//! OpenCode's database, as it is and as nobody should leave it.

use std::path::Path;

use rusqlite::Connection;

use super::super::ImportSource;
use super::{read_source, shown};
use crate::import::opencode;

const TABLES: &str = "
pragma journal_mode = wal;
create table session (id text primary key, parent_id text, directory text, title text, revert text, time_created integer,
    time_updated integer);
create table message (id text primary key, session_id text, time_created integer, data text);
create table part (id text primary key, message_id text, session_id text, data text);
";

/// A session in which an agent starts another, one that was begun later, and one with broken rows.
const ROWS: &str = r#"
insert into session values ('ses_b', null, '/home/ada/sky', 'Second', null, 200, 250), ('ses_a', null, '/home/ada/sky', 'First', null, 100, 900),
    ('ses_c', 'ses_a', '/home/ada/sky', 'Look it up', null, 120, 130), ('ses_d', null, null, null, null, null, null);
insert into message values
    ('msg_2', 'ses_a', 110, '{"role":"assistant","modelID":"script","time":{"created":1800000001000}}'),
    ('msg_1', 'ses_a', 101, ' {"role":"user","time":{"created":1800000000000}}'),
    ('msg_3', 'ses_c', 121, '{"role":"user","time":{}}'), ('msg_4', 'ses_c', 122, '{"role":"assistant"}'),
    ('msg_5', 'ses_b', 201, '{"role":"user"}'), ('msg_6', 'ses_d', 1, '{"role":'), ('msg_7', 'ses_d', 2, '{}');
insert into part values
    ('prt_1', 'msg_1', 'ses_a', '{"type":"text","text":"Why is the sky blue?"}'),
    ('prt_2', 'msg_2', 'ses_a', '{"type":"tool","tool":"task","callID":"c1","state":{"status":"completed","input":{"prompt":"Look"},"output":"It scatters.","metadata":{"sessionId":"ses_c"}}}'),
    ('prt_3', 'msg_2', 'ses_a', '{"type":"text","text":"Because it scatters."}'),
    ('prt_4', 'msg_3', 'ses_c', '{"type":"text","text":"Look"}'),
    ('prt_5', 'msg_4', 'ses_c', '{"type":"reasoning","text":"In a book."}'), ('prt_6', 'msg_4', 'ses_c', '{"type":"text","text":"It scatters."}'),
    ('prt_7', 'msg_5', 'ses_b', '{"type":"text","text":"And the sea?"}');
"#;

fn made(path: &Path) -> Connection {
    let program = Connection::open(path).expect("made");
    program.execute_batch(&format!("{TABLES}{ROWS}")).expect("filled");
    program
}

#[test]
fn a_database_is_read_while_its_program_works_on_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("opencode.db");
    let program = made(&path);
    let all = shown(&read_source(&ImportSource::open(&path).expect("opened")).expect("read"));
    let places: Vec<_> =
        ["# First", "In a book.", "It scatters.", "Because it scatters.", "# Second"].map(|text| all.find(text)).into();
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "{all}");
    assert_eq!(
        all.matches("It scatters.").count(),
        2,
        "in the result, as a part and in the text, and not before: {all}"
    );
    assert!(!all.contains("# Look it up"), "{all}");

    program.execute_batch("pragma locking_mode = exclusive; begin exclusive").expect("locked");
    let one = ImportSource::of_opencode(&path, "ses_b").expect("opened");
    let one = shown(&read_source(&one).expect("read"));
    assert!(one.contains("And the sea?") && !one.contains("# First"), "{one}");
    let listed = opencode::sessions(&path).expect("listed");
    let mut ids: Vec<_> = listed.iter().map(|session| session.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["ses_a", "ses_b", "ses_d"]);
}

#[test]
fn sessions_that_are_said_to_have_started_each_other_are_read_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rings.db");
    Connection::open(&path)
        .and_then(|program| {
            program.execute_batch(
                r#"create table session (id, parent_id, directory, title, revert, time_created, time_updated);
                create table message (id, session_id, time_created, data);
                create table part (id, message_id, session_id, data);
                insert into session (id) values ('s0');
                with recursive n (n) as (select 0 union all select n + 1 from n where n < 99)
                insert into session (id, parent_id) select 's' || a.n, 's' || b.n from n a, n b;
                insert into message values ('m', 's0', 1, '{"role":"user"}');
                insert into part values ('p', 'm', 's0', '{"type":"text","text":"Why?"}');"#,
            )
        })
        .expect("made");
    let import = read_source(&ImportSource::open(&path).expect("opened")).expect("read");
    assert_eq!((import.chats.len(), import.chats[0].messages.len()), (1, 1));
}

#[test]
fn a_database_of_another_program_is_named_and_a_view_is_not_read() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, tables) in [
        ("other.db", "create table notes (x)"),
        ("views.db", "create table message (x); create table part (x); create view session as select 1 as id"),
        ("columns.db", "create table message (x); create table part (x); create table session (id, parent_id)"),
    ] {
        let path = folder.path().join(name);
        Connection::open(&path).and_then(|program| program.execute_batch(tables)).expect("made");
        let read = ImportSource::open(&path).map(|source| read_source(&source).map(|_| ()));
        let why = read.and_then(|read| read).expect_err(name).to_string();
        assert!(
            why.contains(if name == "columns.db" { "can't be read" } else { "an SQLite database" }),
            "{name}: {why}"
        );
    }
}
