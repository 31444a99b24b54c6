//! A file of a message: named, with where it is kept, for the page's script to show. What lies on
//! somebody else's server is only named: to load it would tell a stranger who reads here.

use maud::{Markup, html};

use super::files::{FileLocation, Files};
use super::fold::icon;
use super::sources::{host, outward_link};
use super::words::{line, size};
use crate::domain::part::{Attachment, AttachmentKind, Sha256};

/// The element of a file.
pub fn attachment(file: &Attachment, files: &Files) -> Markup {
    // Long enough that its ending stays, by which files are known.
    let name = file.name.as_deref().map(|name| line(name, 1000)).filter(|name| !name.is_empty());
    match file.sha256 {
        Some(sha256) => kept(file, sha256, name.as_deref(), files),
        None => away(file, name.as_deref()),
    }
}

fn kept(file: &Attachment, sha256: Sha256, name: Option<&str>, files: &Files) -> Markup {
    let called = name.unwrap_or_else(|| kind_name(file.kind));
    match files.place(sha256) {
        FileLocation::Address(address) => html! {
            div.attachment tabindex="-1" data-sha256=(sha256) data-kind=(file.kind.as_str()) data-name=[name]
                data-type=[file.media_type.as_deref()] data-size=[file.size] {
                @if file.kind == AttachmentKind::Image {
                    noscript { img.picture-image src=(address) alt=(called) loading="lazy"; }
                }
                // What a browser shows by itself is read there, the rest is for saving.
                a href=(address) download=[(file.kind == AttachmentKind::File).then_some(called)] {
                    (icon(file.kind.as_str())) bdi { (called) }
                }
            }
        },
        FileLocation::Here(data) => html! {
            div.attachment.picture id=(format_args!("file-{sha256}")) {
                img.picture-image src=(data) alt=(called) decoding="async";
            }
        },
        FileLocation::ToSave(data) => html! {
            p.attachment id=(format_args!("file-{sha256}")) {
                a href=(data) download=(called) { (icon(file.kind.as_str())) bdi { (called) } }
                @if let Some(bytes) = file.size { span.attachment-size.soft { " " (size(bytes)) } }
            }
        },
        FileLocation::Above => named(file, name, &html! { a href=(format_args!("#file-{sha256}")) { "shown above" } }),
        FileLocation::Nowhere => named_with_size(file, name, "not in this file"),
        FileLocation::Unstored => named_with_size(file, name, "shown when it is kept"),
    }
}

fn named_with_size(file: &Attachment, name: Option<&str>, why: &str) -> Markup {
    let size = file.size.map(|bytes| format!("{}, ", size(bytes)));
    named(file, name, &html! { @if let Some(size) = size { (size) } (why) })
}

fn away(file: &Attachment, name: Option<&str>) -> Markup {
    let url = file.url.as_deref().and_then(|url| Some((url, host(url)?)));
    named(
        file,
        name,
        &html! {
            "not part of the export"
            @if let Some((url, host)) = url { " " (outward_link(url, &format!("Open it at {host}"))) }
        },
    )
}

/// The name of a file that is not here, and why.
fn named(file: &Attachment, name: Option<&str>, why: &Markup) -> Markup {
    html! {
        p.attachment.attachment-away {
            (icon(file.kind.as_str()))
            span {
                bdi { (kind_name(file.kind)) @if let Some(name) = name { ": " (line(name, 100)) } }
                " — " (why)
            }
        }
    }
}

const fn kind_name(kind: AttachmentKind) -> &'static str {
    match kind {
        AttachmentKind::Image => "Image",
        AttachmentKind::Audio => "Audio",
        AttachmentKind::Video => "Video",
        AttachmentKind::File => "File",
    }
}
