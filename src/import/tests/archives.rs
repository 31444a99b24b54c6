//! ZIP archives that are damaged, hostile, or hold something else.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::{Import, read};
use crate::import::ImportError;

const CHAT: &str = r#"[{"role": "user", "content": "Hi"}]"#;

/// An archive of these files.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).expect("begun");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("finished").into_inner()
}

fn read_archive(bytes: &[u8]) -> Result<Import, ImportError> {
    read(bytes, "export.zip")
}

/// Where the bytes stand in the archive, all of them.
fn places(archive: &[u8], bytes: &[u8]) -> Vec<usize> {
    (0..archive.len()).filter(|at| archive[*at..].starts_with(bytes)).collect()
}

#[test]
fn names_that_lead_out_are_left_out_and_named() {
    for name in ["../evil.json", "/evil.json", "a/../../evil.json", "..\\evil.json"] {
        let import = read_archive(&archive(&[("chat.json", CHAT.as_bytes()), (name, CHAT.as_bytes())])).expect("read");
        assert_eq!(import.chats.len(), 1, "{name}");
        assert!(import.skipped.iter().any(|note| note.contains("leads out of the archive")), "{:?}", import.skipped);
    }
}

#[test]
fn encrypted_files_are_left_out_and_named() {
    let mut bytes = archive(&[("chat.json", CHAT.as_bytes()), ("secret.json", CHAT.as_bytes())]);
    // The flag stands 6 bytes into the file's own head and 8 into that in the directory.
    for (head, flags, name) in [(b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)] {
        let of_secret = places(&bytes, head).into_iter().find(|at| bytes[at + name..].starts_with(b"secret"));
        bytes[of_secret.expect("a head") + flags] |= 1;
    }
    let import = read_archive(&bytes).expect("read");
    assert_eq!(import.chats.len(), 1);
    assert!(import.skipped.iter().any(|note| note.contains("“secret.json” is encrypted")), "{:?}", import.skipped);
}

#[test]
fn a_file_whose_head_is_damaged_or_whose_name_is_no_text_costs_no_other() {
    let bytes = archive(&[("chat.json", CHAT.as_bytes()), ("other.png", b"...")]);
    let of_other = |head: &[u8], name: usize| {
        let head = places(&bytes, head).into_iter().find(|at| bytes[at + name..].starts_with(b"other"));
        head.expect("a head")
    };
    let mut damaged = bytes.clone();
    damaged[of_other(b"PK\x03\x04", 30)] = b'X';
    let import = read_archive(&damaged).expect("read");
    assert_eq!(import.chats.len(), 1);
    assert!(import.skipped.iter().any(|note| note.contains("“other.png” is damaged")), "{:?}", import.skipped);

    let mut unnamed = bytes.clone();
    let listed = of_other(b"PK\x01\x02", 46);
    unnamed[listed + 46] = 0xff;
    // The flag that says that the name is UTF-8.
    unnamed[listed + 9] |= 0x08;
    assert_eq!(read_archive(&unnamed).expect("read").chats.len(), 1);
}

#[test]
fn links_are_not_followed() {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.add_symlink("link.json", "/etc/passwd", SimpleFileOptions::default()).expect("a link");
    archive.start_file("chat.json", SimpleFileOptions::default()).expect("begun");
    archive.write_all(CHAT.as_bytes()).expect("written");
    let import = read_archive(&archive.finish().expect("finished").into_inner()).expect("read");
    assert_eq!(import.chats.len(), 1);
    assert!(import.skipped.iter().any(|note| note.contains("“link.json” is a link")), "{:?}", import.skipped);
}

#[test]
fn a_bomb_ends_with_a_clear_word() {
    let zeros = vec![b' '; 160 * 1024 * 1024];
    let refused = read_archive(&archive(&[("bomb.json", &zeros)])).expect_err("refused").to_string();
    assert!(refused.contains("inflates to more than 200 times its size"), "{refused}");
}

#[test]
fn a_truncated_archive_says_so() {
    let whole = archive(&[("chat.json", CHAT.as_bytes())]);
    for length in [4, 10, whole.len() / 2, whole.len() - 1] {
        let refused = read_archive(&whole[..length]).expect_err("refused").to_string();
        assert!(refused.contains("damaged or not complete"), "{length}: {refused}");
    }
}

#[test]
fn damaged_bytes_in_an_archive_are_noticed() {
    let other = archive(&[("chat.json", CHAT.as_bytes()), ("damaged.json", CHAT.as_bytes())]);
    let mut bytes = other.clone();
    for (head, sum, name) in [(b"PK\x03\x04", 14, 30), (b"PK\x01\x02", 16, 46)] {
        let damaged = places(&other, head).into_iter().find(|at| other[at + name..].starts_with(b"damaged"));
        bytes[damaged.expect("a head") + sum] ^= 0xff;
    }
    let import = read_archive(&bytes).expect("read");
    assert!(!import.chats.is_empty());
    assert!(import.skipped.iter().any(|note| note.contains("checksum")), "{:?}", import.skipped);
}

#[test]
fn any_byte_of_an_archive_may_be_wrong() {
    let whole = archive(&[("chat.json", CHAT.as_bytes()), ("a.png", b"\x89PNG\r\n\x1a\n")]);
    for at in 0..whole.len() {
        for with in [0, 0xff, whole[at] ^ 1, whole[at] ^ 0x80] {
            let mut bytes = whole.clone();
            bytes[at] = with;
            if let Err(error) = read_archive(&bytes) {
                assert!(!error.to_string().is_empty());
            }
        }
    }
}

#[test]
fn an_archive_within_is_read_unless_it_is_nested_too_deeply() {
    let mut inner = archive(&[("chat.json", CHAT.as_bytes())]);
    let import = read_archive(&archive(&[("inner.zip", &inner), ("chat.json", CHAT.as_bytes())])).expect("read");
    assert_eq!(import.chats.len(), 2);
    let import = read_archive(&archive(&[("inner.zip", b"PK\x03\x04"), ("chat.json", CHAT.as_bytes())])).expect("read");
    assert!(import.skipped[0].contains("“inner.zip” was left out"), "{:?}", import.skipped);
    for _ in 0..3 {
        inner = archive(&[("inner.zip", &inner)]);
    }
    let refused = read_archive(&inner).expect_err("refused").to_string();
    assert!(refused.contains("nested too deeply"), "{refused}");
    let inner = archive(&[("chat.json", CHAT.as_bytes())]);
    // One that calls itself JSON is no JSON.
    let refused = read_archive(&archive(&[("inner.json", &inner)])).expect_err("refused").to_string();
    assert!(refused.contains("inner.json"), "{refused}");
}

#[test]
fn files_of_one_name_are_all_read() {
    let mut bytes = archive(&[("a.txt", b"a"), ("chat.json", CHAT.as_bytes()), ("chat.jsot", CHAT.as_bytes())]);
    for at in places(&bytes, b"chat.jsot") {
        bytes[at + 8] = b'n';
    }
    let import = read_archive(&bytes).expect("read");
    assert_eq!((import.chats.len(), import.skipped.len()), (2, 0), "{:?}", import.skipped);
    // The head of the first is damaged.
    let head = places(&bytes, b"PK\x03\x04")[1];
    bytes[head] = b'X';
    let import = read_archive(&bytes).expect("read");
    assert_eq!(import.chats.len(), 1);
    assert!(import.skipped[0].contains("“chat.json” is in the archive twice"), "{:?}", import.skipped);
}

#[test]
fn files_without_a_conversation_are_named_up_to_ten() {
    let names: Vec<String> = (10..30).map(|number| format!("{number}.json")).collect();
    let mut files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"{\"a\": 1}"[..])).collect();
    let error = read_archive(&archive(&files)).expect_err("nothing in it").to_string();
    assert!(error.contains("19.json and 10 more.") && !error.contains("20.json"), "{error}");

    files.push(("chat.json", CHAT.as_bytes()));
    files.push(("__MACOSX/._chat.json", b"\0\x05\x16\x07"));
    let import = read_archive(&archive(&files)).expect("read");
    assert!(!format!("{:?}", import.skipped).contains("MACOSX"), "{:?}", import.skipped);
}

#[test]
fn where_there_is_nothing_but_text_the_conversations_in_it_are_read() {
    let talk = b"## User\n\nWhy is the sky blue?\n\n## Assistant\n\nBecause it scatters.\n";
    let import = read_archive(&archive(&[("notes/README.md", b"Read me."), ("notes/talk.md", talk)])).expect("a talk");
    assert_eq!(import.chats.len(), 1);
    assert_eq!(import.skipped, ["Left out for lack of conversations: notes/README.md."]);
    let beside = read_archive(&archive(&[("a.json", CHAT.as_bytes()), ("talk.md", talk)])).expect("a chat");
    assert_eq!(beside.chats.len(), 1, "beside an export, text is what belongs to it");
    let none = read_archive(&archive(&[("README.md", b"Read me.")])).expect_err("nothing").to_string();
    assert!(none.contains("No conversation in README.md."), "{none}");
}

#[test]
fn an_archive_with_nothing_but_packed_files_says_to_unpack_these() {
    let error =
        read_archive(&archive(&[("all.tar.gz", b"..."), ("photo.png", b"...")])).expect_err("nothing").to_string();
    assert!(error.contains("Unpack what is packed in it first: all.tar.gz."), "{error}");
}
