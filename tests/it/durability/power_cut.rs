//! A power cut: of what the server wrote only what it had synced is sure to be on the disk, and anything of the rest.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::thread;

use rustix::process::Signal;
use serde_json::json;

use super::{is_sound, library};
use crate::support::server::{finish, program};
use crate::support::{Person, Server, eventually};

/// Answers that are waited for: with so many the log is brought over into the database several times.
const ANSWERS: usize = 1000;

/// The least that a disk writes as a whole.
const SECTOR: usize = 512;

/// Something that was done to one of the files.
struct Entry {
    /// Where it ends in the record.
    end: usize,
    file: u8,
    deed: Deed,
}

#[derive(Clone)]
enum Deed {
    Written { at: usize, bytes: Vec<u8> },
    Cut { length: usize },
    Synced,
    Removed,
}

fn entries(record: &[u8]) -> Vec<Entry> {
    let (mut entries, mut from) = (Vec::new(), 0);
    while let Some(head) = record.get(from..from + 18) {
        let number =
            |range: std::ops::Range<usize>| u64::from_le_bytes(head[range].try_into().expect("8 bytes")) as usize;
        let (at, length) = (number(2..10), number(10..18));
        // The last may not be there whole.
        let Some(bytes) = record.get(from + 18..from + 18 + length) else { break };
        from += 18 + length;
        let deed = match head[0] {
            b'w' => Deed::Written { at, bytes: bytes.to_vec() },
            b't' => Deed::Cut { length: at },
            b's' => Deed::Synced,
            _ => Deed::Removed,
        };
        entries.push(Entry { end: from, file: head[1], deed });
    }
    entries
}

/// Numbers that look random and are the same in each run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound as u64) as usize
    }
}

fn apply(file: &mut Vec<u8>, deed: &Deed) {
    match deed {
        Deed::Written { at, bytes } => {
            file.resize(file.len().max(at + bytes.len()), 0);
            file[*at..at + bytes.len()].copy_from_slice(bytes);
        }
        Deed::Cut { length } => file.resize(*length, 0),
        Deed::Removed => file.clear(),
        Deed::Synced => {}
    }
}

/// What is on the disk after a cut behind so many entries: of each file what was synced, and of the rest nothing, all, any
/// half, the beginning, or the beginning and sectors of the next.
fn after_cut(before: &HashMap<u8, Vec<u8>>, entries: &[Entry], dice: &mut Dice) -> HashMap<u8, Vec<u8>> {
    let mut files = before.clone();
    let mut pending: HashMap<u8, Vec<&Deed>> = HashMap::new();
    for Entry { file, deed, .. } in entries {
        let waiting = pending.entry(*file).or_default();
        match deed {
            Deed::Synced => waiting.drain(..).for_each(|deed| apply(files.entry(*file).or_default(), deed)),
            _ => waiting.push(deed),
        }
    }
    for (name, waiting) in pending {
        let file = files.entry(name).or_default();
        let (how, kept) = (dice.below(5), dice.below(waiting.len() + 1));
        for (number, deed) in waiting.into_iter().enumerate() {
            match (how, deed) {
                (0, _) => {}
                (1, _) => apply(file, deed),
                (2, _) if dice.below(2) == 0 => apply(file, deed),
                (3 | 4, _) if number < kept => apply(file, deed),
                (4, Deed::Written { at, bytes }) if number == kept => {
                    for (sector, bytes) in bytes.chunks(SECTOR).enumerate().filter(|_| dice.below(2) == 0) {
                        apply(file, &Deed::Written { at: at + sector * SECTOR, bytes: bytes.to_vec() });
                    }
                }
                _ => {}
            }
        }
    }
    files
}

/// A server all of whose writes are recorded.
fn recorded(database: &Path, record: &Path) -> Server {
    let library = library(database.parent().expect("a folder"), "power_cut.c");
    let mut command = program();
    command.args(["serve", "--listen", "127.0.0.1:0", "--signup", "open", "--database"]).arg(database);
    command.env("LD_PRELOAD", library).env("RECORDED", database).env("RECORD", record);
    Server::from(command, database)
}

#[test]
fn what_was_answered_with_200_survives_a_power_cut_at_any_moment() {
    let cuts = if std::env::var_os("NEPTUN_SHARE_NIGHTLY").is_some() { 1000 } else { 20 };
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().canonicalize().expect("its path");
    let (database, record) = (folder.join("test.db"), folder.join("record"));
    let mut first = Server::on(&database, &[]);
    let ada = Person::sign_up(&first, "ada@example.com");
    let chat = ada.chat(&first);
    first.signal(Signal::TERM);
    first.wait();
    let before = HashMap::from([
        (b'd', fs::read(&database).expect("read")),
        (b'w', fs::read(folder.join("test.db-wal")).unwrap_or_default()),
    ]);

    let mut server = recorded(&database, &record);
    // What was said, and how long the record was when that was answered.
    let answered: Mutex<Vec<(usize, String)>> = Mutex::default();
    thread::scope(|scope| {
        for writer in 0..4 {
            let (server, ada, answered, record) = (&server, &ada, &answered, &record);
            scope.spawn(move || {
                for number in 0..ANSWERS / 4 {
                    let text = format!("{number} of {writer} {}", "a".repeat(2000));
                    let body = json!({ "message": text, "actor": "user" });
                    ada.post(server, &format!("{}/{chat}/messages", ada.chats()), &body).good();
                    let length = fs::metadata(record).expect("there").len() as usize;
                    answered.lock().expect("lock").push((length, text));
                }
            });
        }
    });
    eventually("that it is all there", || answered.lock().expect("lock").len() == ANSWERS);
    server.signal(Signal::KILL);
    server.wait();

    let record = fs::read(&record).expect("read");
    let (entries, answered) = (entries(&record), answered.into_inner().expect("lock"));
    let overs: Vec<usize> = (0..entries.len()).filter(|at| entries[*at].file == b'd').collect();
    assert!(!overs.is_empty(), "the log was brought over into the database");
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    for number in 0..cuts {
        // Half of them while that happens.
        let at = if number % 2 == 0 { dice.below(entries.len()) } else { overs[dice.below(overs.len())] };
        let place = folder.join(format!("cut-{number}"));
        fs::create_dir(&place).expect("made");
        let copy = place.join("test.db");
        for (file, bytes) in after_cut(&before, &entries[..=at], &mut dice) {
            let ending = match file {
                b'd' => "",
                b'w' => "-wal",
                _ => "-journal",
            };
            if file == b'd' || !bytes.is_empty() {
                fs::write(place.join(format!("test.db{ending}")), bytes).expect("written");
            }
        }
        assert!(is_sound(&copy), "cut {number}, behind entry {at}");
        let kept = texts(&copy);
        let lost = answered.iter().filter(|(length, text)| *length <= entries[at].end && !kept.contains(text)).count();
        assert_eq!(lost, 0, "cut {number}, behind entry {at}");
        if number % 10 == 0 {
            let mut command = program();
            command.args(["check", "--database"]).arg(&copy);
            let (code, out, err) = finish(command, "");
            assert_eq!(code, 0, "{out} {err}");
        }
        fs::remove_dir_all(&place).expect("removed");
    }
}

fn texts(database: &Path) -> std::collections::HashSet<String> {
    let database = rusqlite::Connection::open(database).expect("opened");
    let mut query = database.prepare("select content from messages").expect("prepared");
    query.query_map([], |row| row.get(0)).expect("read").collect::<Result<_, _>>().expect("texts")
}
