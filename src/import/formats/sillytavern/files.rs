//! The pictures and files of SillyTavern, which are in the program's folders.

use crate::import::conversation::{AttachmentKind, Context, LenientFields, Part, Value, blocks, file_name};

/// The files that the field `extra` of a message names.
pub fn read(extra: &Value, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let swipes = extra.list("image_swipes").iter().filter_map(Value::as_str).filter(|_| !extra.has("image"));
    parts.extend(
        extra.text("image").into_iter().chain(swipes).map(|url| file(url, None, AttachmentKind::Image, context)),
    );
    parts.extend(extra.text("video").map(|url| file(url, None, AttachmentKind::Video, context)));
    for medium in extra.list("media") {
        let kind = AttachmentKind::named(medium.text("type").unwrap_or_default());
        match medium.text("url") {
            Some(url) => parts.push(file(url, None, kind, context)),
            None => parts.extend(blocks::kept(medium)),
        }
    }
    for attached in extra.list("files").iter().chain(extra.get("file").filter(|file| file.is_object())) {
        let name = attached.text("name");
        let url = attached.text("url").or(name).unwrap_or_default();
        parts.push(file(url, name, AttachmentKind::File, context));
    }
    parts
}

fn file(url: &str, name: Option<&str>, kind: AttachmentKind, context: &mut Context<'_>) -> Part {
    if ["data:", "http:", "https:"].iter().any(|scheme| url.starts_with(scheme)) {
        return context.at_url(url, kind, name);
    }
    let base = file_name::base(url);
    let kind = if kind == AttachmentKind::File { file_name::kind(base) } else { kind };
    context.file(base, kind, name.or(Some(base)))
}
