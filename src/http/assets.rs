//! The pages' files, embedded in the executable as `build/` joined them. Each is served under an address that holds a
//! digest of all of them, so that browsers may keep it for ever. Compressed once, when first asked for.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, OnceLock};

use super::encoding::Encoding;
use super::page_template::PageTemplate;
use crate::render::SavedPage;

// `Embedded`, with the folder into which the build put the files.
include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The digest of all files.
const VERSION: &str = env!("NEPTUN_SHARE_ASSETS_VERSION");

/// It happens once a file and start, before the first reader's eyes: more takes ten times as long for a few percent.
const BROTLI_QUALITY: u32 = 9;
const BROTLI_WINDOW: u32 = 22;

/// All files.
pub struct Assets {
    files: HashMap<Cow<'static, str>, Asset>,
    page_template: PageTemplate,
    saved_page: Arc<SavedPage>,
    stamp: String,
}

/// One file.
pub struct Asset {
    media_type: &'static str,
    plain: Cow<'static, [u8]>,
    brotli: OnceLock<Vec<u8>>,
    gzip: OnceLock<Vec<u8>>,
}

impl Assets {
    /// Takes the embedded files, for a server whose addresses begin with `base`.
    pub fn load(base: &str) -> Self {
        let asset = |name: Cow<'static, str>| {
            let plain = below(base, &name, Embedded::get(&name)?.data);
            Some((name.clone(), Asset::new(&name, plain)))
        };
        let files: HashMap<_, _> = Embedded::iter().filter_map(asset).collect();
        let text = |name: &str| files.get(name).map_or(Cow::default(), |file| String::from_utf8_lossy(&file.plain));
        let page = text("viewer.html");
        let font = |name: &str| files.get(name).map(|file| &*file.plain);
        let (page_template, saved_page) =
            (PageTemplate::of(&page), Arc::new(SavedPage::of(&page, &text("viewer.css"), font)));
        drop(page);
        Self { files, page_template, saved_page, stamp: format!("{VERSION}{base}") }
    }

    /// The digest in the files' addresses.
    pub const fn version(&self) -> &str {
        VERSION
    }

    /// What all pages are made of: another one where they are others.
    pub fn stamp(&self) -> &str {
        &self.stamp
    }

    /// The page behind a link, to be filled in.
    pub const fn page_template(&self) -> &PageTemplate {
        &self.page_template
    }

    /// The frame of a conversation that somebody saves.
    pub const fn saved_page(&self) -> &Arc<SavedPage> {
        &self.saved_page
    }

    /// A file that pages refer to.
    pub fn file(&self, name: &str) -> Option<&Asset> {
        self.files.get(name).filter(|_| !is_document(name))
    }

    /// A page, or another file with an address of its own.
    pub fn document(&self, name: &str) -> Option<&Asset> {
        self.files.get(name).filter(|_| is_document(name))
    }
}

impl Asset {
    fn new(name: &str, plain: Cow<'static, [u8]>) -> Self {
        Self { media_type: media_type(name), plain, brotli: OnceLock::new(), gzip: OnceLock::new() }
    }

    /// What it is, as `Content-Type`.
    pub const fn media_type(&self) -> &'static str {
        self.media_type
    }

    /// The bytes in that encoding. The first call for an encoding takes long.
    pub fn encoded(&self, encoding: Encoding) -> Vec<u8> {
        match encoding {
            Encoding::Brotli => self.brotli.get_or_init(|| brotli(&self.plain)).clone(),
            Encoding::Gzip => self.gzip.get_or_init(|| gzip(&self.plain)).clone(),
            Encoding::Identity => self.plain.to_vec(),
        }
    }
}

/// The file with this server's addresses in it beginning with `base`: pages and the API's description have some.
fn below(base: &str, name: &str, plain: Cow<'static, [u8]>) -> Cow<'static, [u8]> {
    let (root, moved) = match name {
        "openapi.json" => ("\"url\": \"/\"", format!("\"url\": \"{base}/\"")),
        _ if is_document(name) => ("=\"/", format!("=\"{base}/")),
        _ => return plain,
    };
    if base.is_empty() { plain } else { String::from_utf8_lossy(&plain).replace(root, &moved).into_bytes().into() }
}

fn is_document(name: &str) -> bool {
    name.ends_with(".html") || name == "openapi.json"
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("json") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

fn brotli(plain: &[u8]) -> Vec<u8> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, BROTLI_QUALITY, BROTLI_WINDOW);
    // Writing to memory can't fail.
    let _ = writer.write_all(plain);
    writer.into_inner()
}

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let _ = writer.write_all(plain);
    writer.finish().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_page_looks_like_the_page_and_loads_nothing() {
        let begin = Assets::load("").saved_page().begin("Stars");
        assert!(begin.contains("<symbol id=\"icon-user\"") && begin.contains(".conversation {"), "{begin}");
        assert_eq!(begin.matches("</style").count(), 1);
        for loads in ["<script", "<link", "@import", "/assets/", "url(\"http", "url(http", "url(/"] {
            assert!(!begin.contains(loads), "{loads}");
        }
    }

    #[test]
    fn compressed_files_are_the_same_files() {
        use std::io::Read;
        let assets = Assets::load("");
        let asset = assets.document("viewer.html").expect("a page");
        let mut plain = Vec::new();
        let bytes = asset.encoded(Encoding::Brotli);
        brotli::Decompressor::new(bytes.as_slice(), 4096).read_to_end(&mut plain).expect("brotli");
        assert_eq!(asset.plain, plain);
        plain.clear();
        let bytes = asset.encoded(Encoding::Gzip);
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).expect("gzip");
        assert_eq!(asset.plain, plain);
    }
}
