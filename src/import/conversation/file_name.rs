//! What the name of a file says about it, where only the name came along.

use crate::domain::part::AttachmentKind;

/// What it is to be shown as.
pub fn kind(name: &str) -> AttachmentKind {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    match ending.as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp" | "svg" | "heic" => AttachmentKind::Image,
        "mp3" | "wav" | "ogg" | "oga" | "opus" | "flac" | "m4a" => AttachmentKind::Audio,
        "mp4" | "webm" | "mov" | "mkv" | "avi" => AttachmentKind::Video,
        _ => AttachmentKind::File,
    }
}

/// The name without the folders, and what follows it in an address.
pub fn base(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_a_file_is() {
        assert_eq!(kind("a.b.PNG"), AttachmentKind::Image);
        assert_eq!(kind("png"), AttachmentKind::File);
        assert_eq!(base("/user/images/Ada/x.png?v=1"), "x.png");
        assert_eq!(base("C:\\x.txt"), "x.txt");
    }
}
