//! Agents' databases, as they are and as nobody should leave them.

use std::path::Path;
use std::time::UNIX_EPOCH;

use rusqlite::Connection;

use super::super::ImportSource;
use super::{read_source, shown};
use crate::import::database_sessions;

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
    let one = ImportSource::of_database_session(&path, "ses_b").expect("opened");
    let one = shown(&read_source(&one).expect("read"));
    assert!(one.contains("And the sea?") && !one.contains("# First"), "{one}");
    let listed = database_sessions(&path).expect("listed");
    let mut ids: Vec<_> = listed.iter().map(|session| session.id.as_str()).collect();
    ids.sort_unstable();
    assert_eq!(ids, ["ses_a", "ses_b", "ses_d"]);
}

/// A project's sessions: what somebody asked, with a picture, what an agent did and another one for it, an error, and what
/// was compacted; then one that is not finished.
const CRUSH: &str = r#"
create table sessions (id text primary key, parent_session_id text, title text, message_count integer, prompt_tokens integer,
    updated_at integer, created_at integer, summary_message_id text);
create table messages (id text primary key, session_id text, role text, parts blob, model text, created_at integer,
    updated_at integer, finished_at integer, provider text, is_summary_message integer not null default 0);
insert into sessions values ('s1', null, 'The blue sky', 9, 1, 1800000900, 1800000000, null),
    ('m2$$c2', 's1', 'New Agent Session', 2, 1, 1800000020, 1800000011, null), ('title-s1', 's1', 'Generate a title', 1, 1, 1, 1, null),
    ('s2', null, 'Second', 1, 1, 1800001000000, 1800001000, null);
insert into messages values
    ('m1', 's1', 'user', '[{"type":"text","data":{"text":"Why is it blue?"}},{"type":"binary","data":{"Path":"/home/ada/sky.png","MIMEType":"image/png","Data":"iVBORw0KGgo="}},{"type":"finish","data":{"reason":"stop","time":0}}]', '', 1800000000, 1, null, null, 0),
    ('m2', 's1', 'assistant', '[{"type":"reasoning","data":{"thinking":"I look it up.","signature":"abcdef"}},{"type":"text","data":{"text":"Let me look."}},{"type":"tool_call","data":{"id":"c1","name":"view","input":"{\"file_path\":\"sky.md\"}","finished":true}},{"type":"tool_call","data":{"id":"c2","name":"agent","input":"{\"prompt\":\"Find it\"}","finished":true}},{"type":"finish","data":{"reason":"tool_use","time":1}}]', 'model-1', 1800000010, 1, null, 'p', 0),
    ('m3', 's1', 'tool', '[{"type":"tool_result","data":{"tool_call_id":"c1","name":"view","content":"no such file","metadata":"{\"file_path\":\"sky.md\"}","is_error":true}},{"type":"tool_result","data":{"tool_call_id":"c2","name":"agent","content":"It scatters.","metadata":"","is_error":false}}]', '', 1800000030, 1, null, null, 0),
    ('m4', 's1', 'assistant', '[{"type":"text","data":{"text":"Because it scatters."}},{"type":"finish","data":{"reason":"end_turn","time":1}}]', 'model-2', 1800000040, 1, null, 'p', 0),
    ('m5', 's1', 'user', '[{"type":"shell_command","data":{"command":"make sky","output":"no rule","exit_code":2}},{"type":"text","data":{"text":"Go on","hidden":true}}]', '', 1800000050, 1, null, null, 0),
    ('m6', 's1', 'assistant', '[{"type":"finish","data":{"reason":"error","time":1,"message":"Overloaded","details":"try later"}}]', 'model-2', 1800000060, 1, null, 'p', 0),
    ('m7', 's1', 'assistant', '[{"type":"text","data":{"text":"They talked about the sky."}}]', 'model-2', 1800000070, 1, null, 'p', 1),
    ('t1', 'title-s1', 'assistant', '[{"type":"text","data":{"text":"A title"}}]', 'model-1', 1, 1, null, 'p', 0),
    ('a1', 'm2$$c2', 'user', '[{"type":"text","data":{"text":"Find it"}}]', '', 1800000011, 1, null, null, 0),
    ('a2', 'm2$$c2', 'assistant', '[{"type":"reasoning","data":{"thinking":"In a book."}},{"type":"text","data":{"text":"It scatters."}}]', 'model-1', 1800000012, 1, null, 'p', 0),
    ('n1', 's2', 'user', '[{"type":"text","data":{"text":"And the sea?"}}]', '', 1800001000, 1, null, null, 0);
"#;

#[test]
fn sessions_of_crush_are_read_from_a_projects_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("crush.db");
    Connection::open(&path).and_then(|program| program.execute_batch(CRUSH)).expect("made");
    let import = read_source(&ImportSource::open(&path).expect("opened")).expect("read");
    let all = shown(&import);
    let places: Vec<_> = [
        "# The blue sky",
        "Why is it blue?",
        "sky.png",
        "I look it up.",
        "Let me look.",
        "sky.md",
        "no such file",
        "In a book.",
        "It scatters.",
        "Because it scatters.",
        "make sky",
        "no rule",
        "Error: Overloaded: try later",
        "The conversation was compacted.",
        "They talked about the sky.",
        "# Second",
        "And the sea?",
    ]
    .map(|text| all.find(text))
    .into();
    assert!(places.is_sorted() && places.iter().all(Option::is_some), "{places:?} {all}");
    for unseen in ["A title", "Go on", "abcdef", "unread", "kept as it is"] {
        assert!(!all.contains(unseen), "{unseen}: {all}");
    }
    assert_eq!(all.matches("It scatters.").count(), 2, "in the result, and as a part: {all}");
    let talk = &import.chats[0];
    assert_eq!(
        (talk.model.as_str(), talk.messages[1].model.as_ref().map(|model| model.as_str())),
        ("model-2", Some("model-1"))
    );

    let listed = database_sessions(&path).expect("listed");
    let listed: Vec<_> = listed
        .iter()
        .map(|one| (one.id.as_str(), one.modified.duration_since(UNIX_EPOCH).expect("later").as_secs()))
        .collect();
    assert_eq!(listed, [("s1", 1_800_000_900), ("s2", 1_800_001_000)]);
    let one = shown(&read_source(&ImportSource::of_database_session(&path, "s2").expect("opened")).expect("read"));
    assert!(one.contains("And the sea?") && !one.contains("blue"), "{one}");
}

const GOOSE: &str = r#"
create table sessions (id text primary key, name text, description text, user_set_name boolean, session_type text,
    working_dir text, created_at timestamp, updated_at timestamp, extension_data text, total_tokens integer, recipe_json text,
    provider_name text, model_config_json text);
create table messages (id integer primary key, message_id text, session_id text, role text, content_json text, created_timestamp integer,
    timestamp timestamp default current_timestamp, tokens integer, metadata_json text);
insert into sessions values
    ('20270115_1', 'The blue sky', '', 0, 'user', '/home/ada/sky', '2027-01-15 08:00:00', '2027-01-15T08:15:00+00:00', '{"todo.v0":{"content":"secret plan"}}', 5, null, 'p', '{"model_name":"model-1","context_limit":null}'),
    ('20270115_2', '', 'helper', 0, 'sub_agent', '/home/ada/sky', '2027-01-15 08:00:00', '2027-01-15 08:00:00', '{}', 5, null, null, null);
insert into messages (session_id, role, content_json, created_timestamp, metadata_json) values
    ('20270115_1', 'assistant', '[{"type":"thinking","thinking":"Light scatters.","signature":""},{"type":"toolRequest","id":"c1","toolCall":{"status":"success","value":{"name":"developer__shell","arguments":{"command":"cat sky.md"}}}}]', 1800000010, '{"userVisible":true,"agentVisible":true}'),
    ('20270115_1', 'user', '[{"type":"toolResponse","id":"c1","toolResult":{"status":"success","value":[{"type":"text","text":"blue"}]}}]', 1800000020, null),
    ('20270115_1', 'user', '[{"type":"text","text":"For the model only"}]', 1800000025, '{"userVisible":false,"agentVisible":true}'),
    ('20270115_1', 'assistant', '[{"type":"text","text":"Because it scatters."}]', 1800000030, null),
    ('20270115_1', 'user', '[{"type":"text","text":"Why is it blue?"}]', 1800000000, '{'),
    ('20270115_2', 'user', '[{"type":"text","text":"Help"}]', 1800000000, null);
"#;

#[test]
fn sessions_of_goose_are_read_from_its_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("sessions.db");
    Connection::open(&path).and_then(|program| program.execute_batch(GOOSE)).expect("made");
    let import = read_source(&ImportSource::open(&path).expect("opened")).expect("read");
    let all = shown(&import);
    let places: Vec<_> =
        ["# The blue sky", "Why is it blue?", "Light scatters.", "cat sky.md", "blue", "Because it scatters."].into();
    let places: Vec<_> = places.into_iter().map(|text| all.rfind(text)).collect();
    assert!(places.iter().all(Option::is_some), "{places:?} {all}");
    for unseen in ["For the model only", "secret plan", "Help", "kept as it is"] {
        assert!(!all.contains(unseen), "{unseen}: {all}");
    }
    let talk = &import.chats[0];
    assert_eq!((import.chats.len(), talk.model.as_str()), (1, "model-1"));
    assert_eq!(talk.created_at.map(|at| at.to_string()).as_deref(), Some("2027-01-15T08:00:00Z"), "{all}");
    let listed = database_sessions(&path).expect("listed");
    let listed: Vec<_> = listed
        .iter()
        .map(|one| {
            (one.title.as_str(), one.folder.as_str(), one.modified.duration_since(UNIX_EPOCH).expect("later").as_secs())
        })
        .collect();
    assert_eq!(listed, [("The blue sky", "/home/ada/sky", 1_800_000_900)]);
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
        (
            "views.db",
            "create table message (data); create table part (message_id); create view session as select 1 as id, 2 as parent_id",
        ),
        (
            "columns.db",
            "create table message (data); create table part (message_id); create table session (id, parent_id)",
        ),
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
