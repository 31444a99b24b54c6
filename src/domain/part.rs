//! The parts of a message, by kind: what a page may fold, show as a picture or list as a source. They are stored next
//! to the message's plain text, which says the same to clients that only read text.

use serde::{Serialize, Serializer};
use serde_json::Value;

/// A stretch of a message. Serialized, it is what the API gives, and what the database keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Part {
    /// Words of whoever speaks, as Markdown.
    Text { text: String },
    /// What the model thought before it spoke, as Markdown.
    Reasoning { text: String },
    /// A tool that the model used.
    ToolCall {
        /// By which its result names it.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// The tool.
        name: String,
        /// What the model gave it: an object mostly; a text where it is a program or a command.
        input: Value,
        /// The language of an `input` that is a program, as fenced code names it.
        #[serde(skip_serializing_if = "Option::is_none")]
        language: Option<String>,
    },
    /// What the tool answered; pictures of it follow as attachments.
    ToolResult {
        /// The call's.
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// The tool, where the source says it here.
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<String>,
        /// As the tool printed it: no Markdown.
        text: String,
        /// The tool failed.
        is_error: bool,
    },
    /// A file.
    Attachment(Attachment),
    /// A page or document that the text before it rests on.
    Citation {
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<String>,
        /// `http` or `https`.
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<String>,
    },
    /// What nobody here understands, as it stood in the source.
    Data { value: Value },
}

impl Part {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }

    /// Thoughts.
    pub fn reasoning(text: impl Into<String>) -> Self {
        Self::Reasoning { text: text.into() }
    }
}

impl Part {
    /// A part as it is kept, or as somebody sent it; `None` for what is none. Addresses and digests in
    /// it are not looked after.
    pub fn read(part: &Value) -> Option<Self> {
        let text = |name: &str| part.get(name).and_then(Value::as_str);
        let owned = |name: &str| text(name).map(str::to_owned);
        Some(match text("type")? {
            "text" => Self::text(text("text")?),
            "reasoning" => Self::reasoning(text("text")?),
            "tool_call" => Self::ToolCall {
                id: owned("id"),
                name: owned("name")?,
                input: part.get("input").cloned().unwrap_or(Value::Null),
                language: owned("language"),
            },
            "tool_result" => Self::ToolResult {
                id: owned("id"),
                name: owned("name"),
                text: owned("text")?,
                is_error: part.get("is_error").and_then(Value::as_bool).unwrap_or(false),
            },
            "attachment" => Self::Attachment(Attachment {
                kind: AttachmentKind::named(text("kind").unwrap_or_default()),
                name: owned("name"),
                sha256: text("sha256").and_then(Sha256::parse),
                media_type: owned("media_type"),
                size: part.get("size").and_then(Value::as_u64),
                url: owned("url"),
            }),
            "citation" => Self::Citation { title: owned("title"), url: owned("url") },
            "data" => Self::Data { value: part.get("value")?.clone() },
            _ => return None,
        })
    }
}

/// The files that these parts name.
pub fn digests(parts: &[Part]) -> impl Iterator<Item = Sha256> {
    parts.iter().filter_map(|part| match part {
        Part::Attachment(file) => file.sha256,
        _ => None,
    })
}

/// A file of a message, or the name of one that did not come along.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// What to show it as.
    pub kind: AttachmentKind,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where its bytes are kept; `None` when they lie only on somebody else's server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Sha256>,
    /// What the bytes are; only of one that is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Their number; only of one that is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// Where it lies on the web; only of one that is not kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// What an attachment is shown as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum AttachmentKind {
    /// A picture.
    Image,
    /// Speech or music.
    Audio,
    /// A film.
    Video,
    /// Anything else.
    #[default]
    File,
}

impl AttachmentKind {
    /// The kind's name in the API and in placeholders.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Audio => "audio",
            Self::Video => "video",
            Self::File => "file",
        }
    }

    /// The kind of that name; a file for a name that is none.
    pub fn named(name: &str) -> Self {
        match name {
            "image" => Self::Image,
            "audio" => Self::Audio,
            "video" => Self::Video,
            _ => Self::File,
        }
    }

    /// What an attachment is shown as whose bytes are of this kind, and whose source calls it `claimed`:
    /// the bytes decide, and no others are shown as a picture.
    pub const fn or_claimed(self, claimed: Self) -> Self {
        match (self, claimed) {
            (Self::File, Self::Audio | Self::Video) => claimed,
            _ => self,
        }
    }

    /// The kind of what has this media type.
    pub fn of(media_type: &str) -> Self {
        match media_type.split('/').next() {
            Some("image") => Self::Image,
            Some("audio") => Self::Audio,
            Some("video") => Self::Video,
            _ => Self::File,
        }
    }
}

/// The SHA-256 digest of some bytes: the name under which they are kept once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    /// Wraps a digest.
    pub const fn new(digest: [u8; 32]) -> Self {
        Self(digest)
    }

    /// Reads 64 lower-case hexadecimal digits: one digest, one address.
    pub fn parse(text: &str) -> Option<Self> {
        let mut digest = [0; 32];
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        if pairs.len() != digest.len() || !rest.is_empty() {
            return None;
        }
        let value = |digit: u8| match digit {
            b'0'..=b'9' => Some(digit - b'0'),
            b'a'..=b'f' => Some(digit - b'a' + 10),
            _ => None,
        };
        for (byte, [high, low]) in digest.iter_mut().zip(pairs) {
            *byte = value(*high)? << 4 | value(*low)?;
        }
        Some(Self(digest))
    }

    /// The bytes of the digest.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Display for Sha256 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Serialize for Sha256 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_has_one_spelling() {
        let text = "00ff".repeat(16);
        assert_eq!(Sha256::parse(&text).map(|digest| digest.to_string()).as_deref(), Some(text.as_str()));
        for wrong in ["", "00ff", &"00FF".repeat(16), &"00fg".repeat(16), &"00ff".repeat(17)] {
            assert_eq!(Sha256::parse(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn parts_are_what_the_api_documents() {
        let json = |part: &Part| serde_json::to_string(part).expect("JSON");
        assert_eq!(json(&Part::text("hi")), r#"{"type":"text","text":"hi"}"#);
        let call = Part::ToolCall { id: None, name: "ls".into(), input: Value::Null, language: None };
        assert_eq!(json(&call), r#"{"type":"tool_call","name":"ls","input":null}"#);
        let file = Attachment { kind: AttachmentKind::Image, name: Some("a.png".into()), ..Attachment::default() };
        assert_eq!(json(&Part::Attachment(file)), r#"{"type":"attachment","kind":"image","name":"a.png"}"#);
    }
}
