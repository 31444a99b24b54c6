//! What comes out of each fixture, word for word. With `NEPTUN_SHARE_WRITE_EXPECTED=1` the tests write
//! what comes out now; whoever does that reads it, and looks at the difference.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use super::super::{FORMATS, ImportSource};
use super::{fixtures, read_source, shown};

#[test]
fn every_fixture_gives_what_stands_beside_it() {
    for path in fixtures() {
        let name = path.display();
        let import = ImportSource::open(&path).and_then(|source| read_source(&source));
        let found = shown(&import.unwrap_or_else(|error| panic!("{name}: {error}")));
        let beside = path.with_file_name(format!("{}.expected.md", path.file_name().expect("name").to_string_lossy()));
        if std::env::var_os("NEPTUN_SHARE_WRITE_EXPECTED").is_some() {
            fs::write(&beside, &found).expect("written");
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        assert!(found == expected, "{name} gives\n\n{found}\n\nand not\n\n{expected}");
    }
}

#[test]
fn every_format_is_documented() {
    let documentation = include_str!("../../../docs/importing.md");
    for format in FORMATS {
        let names = [format!("`{}`", format.name), format!("`--format {}`", format.name)];
        assert!(names.iter().any(|name| documentation.contains(name)), "{} is in no table", format.name);
    }
}

#[test]
fn a_folder_and_the_archive_of_it_give_the_same() {
    let folders: Vec<_> = fixtures().into_iter().filter(|path| path.is_dir()).collect();
    assert!(!folders.is_empty());
    for folder in folders {
        let archived = ImportSource::of("export.zip".to_owned(), zipped(&folder).into()).expect("an archive");
        let archived = shown(&read_source(&archived).expect("read"));
        let unpacked = shown(&read_source(&ImportSource::open(&folder).expect("a folder")).expect("read"));
        assert_eq!(archived, unpacked, "{}", folder.display());
    }
}

/// A ZIP archive of a folder.
pub fn zipped(folder: &Path) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    add(&mut archive, folder, "");
    archive.finish().expect("finished").into_inner()
}

fn add(archive: &mut zip::ZipWriter<Cursor<Vec<u8>>>, folder: &Path, prefix: &str) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = format!("{prefix}{}", path.file_name().expect("a name").to_string_lossy());
        if path.is_dir() {
            add(archive, &path, &format!("{name}/"));
        } else {
            archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("begun");
            archive.write_all(&fs::read(&path).expect("read")).expect("written");
        }
    }
}
