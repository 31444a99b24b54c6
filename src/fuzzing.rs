//! The checks of the fuzz targets (`fuzz/`), which the unit tests replay: for each reader of untrusted bytes, what must
//! hold whatever the bytes are. A violation panics. Not part of the program.

use crate::base::{json as strangers_json, unpacked};
use crate::domain::redaction::{Redactions, SecretKind};
use crate::guard::Redactor;
use crate::import::{FORMATS, ImportError, ImportEvent, ImportSource, ReadOptions, STACK};
use crate::render;
use crate::server::{Framing, Inspection, Limits, inspect};

/// A fuzz target: its name, which is also that of its corpus folder, and what it tries.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: &[Target] = &[
    ("archive", archive),
    ("formats", formats),
    ("head", head),
    ("json", json),
    ("markdown", markdown),
    ("packed", packed),
    ("secrets", secrets),
];

/// Runs the target with this name.
pub fn run(name: &str, bytes: &[u8]) {
    if let Some((_, target)) = TARGETS.iter().find(|(target, _)| *target == name) {
        target(bytes);
    }
}

/// A request head: it ends at one place, however much has arrived, and an accepted one states the body's length only
/// once.
fn head(bytes: &[u8]) {
    let limits = Limits::default();
    let Inspection::Complete { length, body } = inspect(bytes, &limits) else { return };
    assert!(length <= bytes.len() && length <= limits.head_bytes);
    let (whole, rest) = bytes.split_at(length);
    assert!(whole.ends_with(b"\n"), "ends with a line");
    assert_eq!(
        inspect(whole, &limits),
        Inspection::Complete { length, body },
        "what follows changes nothing: {rest:?}"
    );
    assert_eq!(inspect(&whole[..length - 1], &limits), Inspection::Partial, "nothing of it is enough");
    let count = |name: &str| {
        let lines = whole.split(|byte| *byte == b'\n').skip(1);
        lines
            .filter(|line| line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes())))
            .count()
    };
    let (lengths, codings) = (count("content-length:"), count("transfer-encoding:"));
    assert!(lengths + codings <= 1 && count("host:") <= 1);
    assert_eq!(body == Framing::Chunked, codings == 1);
}

/// Untrusted JSON: what is accepted says the same when it is written and read again.
fn json(bytes: &[u8]) {
    let Ok(value) = strangers_json::parse(bytes) else { return };
    let text = serde_json::to_vec(&value).expect("written");
    assert_eq!(strangers_json::parse(&text).expect("read again"), value);
}

/// A message: its HTML has nothing that the allow-list removes.
fn markdown(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let html = render::document(&text, "m-1-");
    assert_eq!(render::clean(&html, "m-1-"), html);
}

/// A text with secrets: once redacted, it has none, and does not change again.
fn secrets(bytes: &[u8]) {
    let redactor = Redactor::new(&Redactions { kinds: SecretKind::ALL.into(), ..Redactions::default() });
    let text = String::from_utf8_lossy(bytes);
    if let Some(redacted) = redactor.text(&text) {
        assert_eq!(redactor.text(&redacted), None, "{redacted:?}");
    }
    redactor.file("text/plain", bytes);
    redactor.file("application/octet-stream", bytes);
}

/// Compressed bytes: they never expand beyond the limit.
fn packed(bytes: &[u8]) {
    const MOST: u64 = 1 << 20;
    let Ok(mut plain) = unpacked::reader(bytes, MOST) else { return };
    // UTF-16 becomes at most half as long again as UTF-8.
    let length = std::io::copy(&mut plain, &mut std::io::sink()).unwrap_or(0);
    assert!(length <= 3 * MOST.max(bytes.len() as u64));
}

/// A ZIP archive, whether the bytes begin like one or not.
fn archive(bytes: &[u8]) {
    let begins = bytes.starts_with(b"PK\x03\x04");
    let bytes = if begins { bytes.to_vec() } else { [b"PK\x03\x04", bytes].concat() };
    import("export.zip", bytes, None);
}

/// A file to import: its first byte names the format; beyond the number of formats, the format is detected.
fn formats(bytes: &[u8]) {
    let Some((format, bytes)) = bytes.split_first() else { return };
    import("export.json", bytes.to_vec(), FORMATS.get(usize::from(*format)));
}

/// What is imported are conversations, and a refusal has a message.
fn import(name: &str, bytes: Vec<u8>, format: Option<&'static crate::import::FileFormat>) {
    let read = move || {
        let options = ReadOptions { format, ..ReadOptions::default() };
        let mut chats = 0;
        let source = ImportSource::of(name.to_owned(), bytes.into())?;
        crate::import::read(&source, &options, &mut |event| {
            match event {
                ImportEvent::Chat { chat, .. } => {
                    assert!(chat.updated_at.is_none_or(|at| chat.created_at.is_none_or(|began| began <= at)));
                    chats += 1;
                }
                ImportEvent::Skipped { reason, .. } => {
                    assert!(!reason.is_empty());
                    chats += 1;
                }
                ImportEvent::File { .. } | ImportEvent::Known(_) | ImportEvent::Note(_) | ImportEvent::Whole { .. } => {
                }
            }
            Ok(())
        })?;
        assert!(chats > 0, "nothing was read and nothing refused");
        Ok::<_, ImportError>(())
    };
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, read).expect("a thread");
        if let Err(error) = thread.join().expect("no panic") {
            assert!(!error.to_string().is_empty());
        }
    });
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The files of a target's corpus, with their names.
    fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
        let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let read = |entry: std::fs::DirEntry| {
            (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).expect("read"))
        };
        entries.map(|entry| read(entry.expect("an entry"))).collect()
    }

    #[test]
    fn what_the_fuzzer_has_found_worth_keeping_is_taken_as_it_must_be() {
        for (name, target) in TARGETS {
            let corpus = corpus(name);
            assert!(!corpus.is_empty(), "{name}");
            for (file, bytes) in corpus {
                eprintln!("fuzz/corpus/{name}/{file}");
                target(&bytes);
            }
        }
    }
}
