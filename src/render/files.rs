//! Where a page finds the files of a conversation.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::domain::part::Sha256;
use crate::domain::public_url::PublicUrl;
use crate::domain::share::ShareUuid;

/// Where the files of a conversation are.
pub enum Files {
    /// At addresses below this one.
    At(String),
    /// In the same document, as far as it holds them.
    Inline(Inline),
    /// In an import of which this is the preview.
    Unstored,
}

/// The media type of a file that is to be saved, whatever it is.
pub const SAVED: &str = "application/octet-stream";

/// Files that a document holds, each once. Their bytes are put in when it is written: where they
/// belong the HTML has a mark.
pub struct Inline {
    mark: Mark,
    /// Each one's media type: that of a picture, or [`SAVED`].
    held: HashMap<Sha256, &'static str>,
    shown: RefCell<HashSet<Sha256>>,
}

/// Where one file is.
pub enum FileLocation {
    /// At this address.
    Address(String),
    /// In this `data:` URL of a picture, whose end is a mark.
    Here(String),
    /// The same of a file that is to be saved.
    ToSave(String),
    /// In the same document, further up.
    Above,
    /// Not in this document.
    Nowhere,
    /// In what is about to be stored.
    Unstored,
}

impl Files {
    /// The files of a shared conversation, for its readers.
    pub fn shared(share: ShareUuid) -> Self {
        Self::At(format!("/api/shared/chats/{share}"))
    }

    /// The same on a server with that public address, which may have a path.
    pub fn below(self, public_url: &PublicUrl) -> Self {
        match self {
            Self::At(address) => Self::At(public_url.local(&address)),
            other => other,
        }
    }

    /// Where a file is that is shown now.
    pub fn place(&self, sha256: Sha256) -> FileLocation {
        match self {
            Self::At(address) => FileLocation::Address(format!("{address}/attachments/{sha256}")),
            Self::Inline(Inline { mark, held, shown }) => match held.get(&sha256) {
                None => FileLocation::Nowhere,
                Some(media_type) if shown.borrow_mut().insert(sha256) => {
                    let data = format!("data:{media_type};base64,{}{sha256}", mark.0);
                    if *media_type == SAVED { FileLocation::ToSave(data) } else { FileLocation::Here(data) }
                }
                Some(_) => FileLocation::Above,
            },
            Self::Unstored => FileLocation::Unstored,
        }
    }
}

impl Inline {
    /// These files, with their media types.
    pub fn new(mark: &Mark, held: HashMap<Sha256, &'static str>) -> Self {
        Self { mark: mark.clone(), held, shown: RefCell::default() }
    }
}

/// What stands where the bytes of a picture belong. Nobody can guess it, so no text forges it.
#[derive(Clone)]
pub struct Mark(String);

impl Mark {
    /// A new mark.
    pub fn random() -> Self {
        Self(Uuid::new_v4().simple().to_string())
    }

    /// The HTML up to the first mark, and the picture that belongs there; what is behind them begins
    /// at that byte.
    pub fn find<'a>(&self, html: &'a str) -> Option<(&'a str, Sha256, usize)> {
        let at = html.find(&self.0)?;
        let (begin, end) = (at + self.0.len(), at + self.0.len() + 64);
        let picture = html.get(begin..end).and_then(Sha256::parse)?;
        Some((&html[..at], picture, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_in_the_document_once() {
        let (picture, other) = (Sha256::new([1; 32]), Sha256::new([2; 32]));
        let mark = Mark::random();
        let files = Files::Inline(Inline::new(&mark, HashMap::from([(picture, "image/png")])));
        let FileLocation::Here(data) = files.place(picture) else { panic!("not here") };
        assert!(data.starts_with("data:image/png;base64,"), "{data}");
        assert!(matches!(files.place(picture), FileLocation::Above));
        assert!(matches!(files.place(other), FileLocation::Nowhere));

        let html = format!("<img src=\"{data}\">.");
        let (before, found, behind) = mark.find(&html).expect("the mark");
        assert_eq!((before, found), ("<img src=\"data:image/png;base64,", picture));
        assert_eq!(&html[behind..], "\">.");
        assert!(mark.find(&html[behind..]).is_none());
        assert!(Mark::random().find(&html).is_none());
    }
}
