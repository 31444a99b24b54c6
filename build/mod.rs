//! Turns the sources in `assets/` into the files that the server sends, at build time: for each page one style sheet
//! and one script, without comments. Each separate source file would cost another request, and a page is shown only
//! when its styles have arrived. Anything that this code does not understand fails the build, because it would be a
//! broken page. Next to each text file its best compression is written: it takes a second, for which no reader should
//! wait.

mod bundle;
mod fault;
mod layers;
mod module;
mod pages;
mod scan;
mod sources;
mod styles;

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::Path;

pub use fault::Fault;
use sources::Sources;

/// What the source of a page has in place of the digest.
const VERSION: &str = "/assets/VERSION/";

/// The best there is, with a window that holds any file.
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;

/// Writes the files of the pages in the folder `assets` into the folder `target`, which then holds nothing else.
/// Gives a digest of all of them, which stands in their addresses: browsers may keep a file for ever.
pub fn build(assets: &Path, target: &Path) -> Result<String, Fault> {
    let files = pages::join(&Sources::read(assets)?)?;

    let mut hasher = DefaultHasher::new();
    files.hash(&mut hasher);
    let version = format!("{:016x}", hasher.finish());

    if target.exists() {
        fs::remove_dir_all(target).map_err(|error| Fault::io(target, &error))?;
    }
    fs::create_dir_all(target).map_err(|error| Fault::io(target, &error))?;
    for (name, content) in files {
        let content = if name.ends_with(".html") { with_version(&content, &version) } else { content };
        let write = |name: &str, content: &[u8]| {
            let path = target.join(name);
            fs::write(&path, content).map_err(|error| Fault::io(&path, &error))
        };
        write(&name, &content)?;
        if is_text(&name) {
            let compressed = brotli(&content).map_err(|error| Fault::io(&target.join(&name), &error))?;
            write(&format!("{name}.br"), &compressed)?;
        }
    }
    Ok(version)
}

/// Whether a file gets smaller: fonts and pictures are compressed already.
fn is_text(name: &str) -> bool {
    [".css", ".html", ".js", ".json", ".svg", ".txt"].iter().any(|ending| name.ends_with(ending))
}

fn brotli(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, BROTLI_QUALITY, BROTLI_WINDOW);
    writer.write_all(content)?;
    Ok(writer.into_inner())
}

fn with_version(page: &[u8], version: &str) -> Vec<u8> {
    String::from_utf8_lossy(page).replace(VERSION, &format!("/assets/{version}/")).into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_name_files_that_are_written_under_this_version() {
        let target = tempfile::tempdir().expect("a folder");
        let version = build(&Path::new(env!("CARGO_MANIFEST_DIR")).join("assets"), target.path()).expect("pages");
        for page in ["index.html", "viewer.html"] {
            let text = fs::read_to_string(target.path().join(page)).expect("a page");
            let addresses: Vec<&str> = text.split("\"/assets/").skip(1).collect();
            assert!(addresses.len() > 3, "{page}");
            for address in addresses {
                let (of, name) = address.split_once('/').expect("a version and a name");
                assert_eq!(of, version, "{page}");
                assert!(target.path().join(name.split('"').next().unwrap_or_default()).is_file(), "{page}: {name}");
            }
        }
    }

    #[test]
    fn what_no_longer_belongs_there_goes_and_the_version_tells_of_changes() {
        let (source, target) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let write = |text: &str| fs::write(source.path().join("p.html"), text).expect("written");
        write("<p>1\n");
        fs::write(target.path().join("old.js"), "").expect("written");
        let first = build(source.path(), target.path()).expect("pages");
        assert!(!target.path().join("old.js").exists());
        assert_eq!(build(source.path(), target.path()).expect("pages"), first);
        write("<p>2\n");
        assert_ne!(build(source.path(), target.path()).expect("pages"), first);
    }
}
