//! Parts out of JSON that anybody may have edited.

use std::collections::HashMap;

use crate::domain::part::{Attachment, Sha256};
use crate::domain::text::one_line;
use crate::import::conversation::{AttachmentKind, Context, LenientFields, Part, Value, sources};

/// The file's attachments by their digests, each with bytes that have it.
pub type Attachments = HashMap<Sha256, Attachment>;

/// A part, or `None` when it is not one as this program writes it.
pub fn read(part: &Value, attachments: &Attachments, context: &mut Context<'_>) -> Option<Part> {
    Some(match Part::read(part)? {
        Part::Attachment(_) => attachment(part, attachments, context),
        Part::Citation { title, url } => sources::citation(title.as_deref(), url.as_deref())?,
        part => part,
    })
}

fn attachment(part: &Value, attachments: &Attachments, context: &mut Context<'_>) -> Part {
    let name = part.text("name").map(|name| one_line(name, 255)).filter(|name| !name.is_empty());
    let kind = AttachmentKind::named(part.text("kind").unwrap_or_default());
    let digest = part.text("sha256");
    if let Some(kept) = digest.and_then(Sha256::parse).and_then(|digest| attachments.get(&digest)) {
        let kind = kept.kind.or_claimed(kind);
        return Part::Attachment(Attachment { kind, name, ..kept.clone() });
    }
    if digest.is_some() {
        let called = name.as_deref().unwrap_or("without a name");
        context.note(format!("{} “{called}” is not in the file", kind.as_str()));
    }
    context.at_url(part.text("url").unwrap_or_default(), kind, name.as_deref())
}
