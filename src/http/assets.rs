//! The pages' files, embedded in the executable as `build/` joined them. Each is served under an address that holds a
//! digest of all of them, so that browsers may keep it for ever. The build compressed them with Brotli, as good as it can;
//! with gzip they are compressed once, when first asked for.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::Write;
use std::sync::{Arc, OnceLock};

use super::api_page;
use super::encoding::Encoding;
use super::page_template::PageTemplate;
use crate::render::SavedPage;

// `Embedded`, with the folder into which the build put the files.
include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The digest of all files.
const VERSION: &str = env!("NEPTUN_SHARE_ASSETS_VERSION");

/// What the name of a file's compressed form has more.
const COMPRESSED: &str = ".br";

/// The name of the page that is made of the API's description.
pub const API_PAGE: &str = "api.html";

/// All files.
pub struct Assets {
    files: HashMap<Cow<'static, str>, Asset>,
    page_template: PageTemplate,
    saved_page: Arc<SavedPage>,
    stamp: String,
    base: String,
    /// The API's description for people, made when it is first asked for.
    api_page: OnceLock<Asset>,
}

/// One file.
pub struct Asset {
    media_type: &'static str,
    plain: Cow<'static, [u8]>,
    /// `None` for what is compressed in itself.
    brotli: Option<Cow<'static, [u8]>>,
    gzip: OnceLock<Vec<u8>>,
}

impl Assets {
    /// Takes the embedded files, for a server whose addresses begin with `base`.
    pub fn load(base: &str) -> Self {
        let files: HashMap<_, _> = Embedded::iter()
            .filter(|name| !name.ends_with(COMPRESSED))
            .filter_map(|name| Some((name.clone(), Asset::embedded(base, &name)?)))
            .collect();
        let text = |name: &str| files.get(name).map_or(Cow::default(), |file| String::from_utf8_lossy(&file.plain));
        let page = text("viewer.html");
        let font = |name: &str| files.get(name).map(|file| &*file.plain);
        let (page_template, saved_page) =
            (PageTemplate::of(&page), Arc::new(SavedPage::of(&page, &text("viewer.css"), font)));
        drop(page);
        Self {
            files,
            page_template,
            saved_page,
            stamp: format!("{VERSION}{base}"),
            base: base.to_owned(),
            api_page: OnceLock::new(),
        }
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
        if name == API_PAGE {
            return Some(self.api_page.get_or_init(|| {
                let description =
                    self.files.get("openapi.json").map_or(Cow::default(), |file| String::from_utf8_lossy(&file.plain));
                let page = api_page::html(&description, &self.base, &format!("{}/assets/{VERSION}", self.base));
                Asset::made(name, page.into_bytes().into())
            }));
        }
        self.files.get(name).filter(|_| is_document(name))
    }
}

impl Asset {
    fn embedded(base: &str, name: &str) -> Option<Self> {
        let plain = below(base, name, Embedded::get(name)?.data);
        if !base.is_empty() && is_document(name) {
            return Some(Self::made(name, plain));
        }
        let brotli = Embedded::get(&format!("{name}{COMPRESSED}")).map(|file| file.data);
        Some(Self { media_type: media_type(name), plain, brotli, gzip: OnceLock::new() })
    }

    /// One that was not there when the program was built.
    fn made(name: &str, plain: Cow<'static, [u8]>) -> Self {
        let brotli = Encoding::Brotli.compress(&plain).map(Cow::Owned);
        Self { media_type: media_type(name), plain, brotli, gzip: OnceLock::new() }
    }

    /// What it is, as `Content-Type`.
    pub const fn media_type(&self) -> &'static str {
        self.media_type
    }

    /// The bytes in that encoding, or as they are where it would not make them smaller. The first call for gzip takes long.
    pub fn encoded(&self, encoding: Encoding) -> (Vec<u8>, Encoding) {
        match (encoding, &self.brotli) {
            (Encoding::Identity, _) | (_, None) => (self.plain.to_vec(), Encoding::Identity),
            (Encoding::Brotli, Some(brotli)) => (brotli.to_vec(), encoding),
            (Encoding::Gzip, Some(_)) => (self.gzip.get_or_init(|| gzip(&self.plain)).clone(), encoding),
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

fn gzip(plain: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    // Writing to memory can't fail.
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
        let (bytes, _) = asset.encoded(Encoding::Brotli);
        brotli::Decompressor::new(bytes.as_slice(), 4096).read_to_end(&mut plain).expect("brotli");
        assert_eq!(asset.plain, plain);
        plain.clear();
        let (bytes, _) = asset.encoded(Encoding::Gzip);
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut plain).expect("gzip");
        assert_eq!(asset.plain, plain);

        let font = assets.file("formulas.woff2").expect("a font");
        assert!(font.encoded(Encoding::Gzip) == (font.plain.to_vec(), Encoding::Identity));
    }
}
