//! File names for saved conversations that work on every system.

use super::Format;
use crate::domain::text::one_line;

/// The longest name in characters and in bytes, without its extension: file systems take 255 bytes, and
/// browsers add a number.
const MOST_CHARS: usize = 80;
const MOST_BYTES: usize = 200;

/// Names that Windows keeps for itself, whatever follows their first dot.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A name made from the title, for every file system.
pub fn file_name(title: &str, format: Format) -> String {
    let plain: String = title.chars().map(|c| if is_trouble(c) { ' ' } else { c }).collect();
    let mut name = one_line(&plain, MOST_CHARS);
    while name.len() > MOST_BYTES {
        name.pop();
    }
    // Dots: at the beginning they hide a file, and at the end Windows drops them.
    let name = name.trim_matches(['.', ' ', '-', '~']);
    let first = name.split('.').next().unwrap_or_default().trim_end_matches(|c: char| c.is_ascii_digit());
    let stem = match name {
        "" => "conversation".to_owned(),
        name if RESERVED.contains(&first.to_lowercase().as_str()) => format!("conversation {name}"),
        name => name.to_owned(),
    };
    format!("{stem}.{}", format.extension())
}

/// The same for programs that know only ASCII.
pub fn ascii(name: &str) -> String {
    let ascii: String = name.chars().map(|c| if c.is_ascii() && !matches!(c, '%' | ';') { c } else { '_' }).collect();
    match ascii.rsplit_once('.') {
        Some((stem, extension)) if !stem.contains(|c: char| c.is_ascii_alphanumeric()) => {
            format!("conversation.{extension}")
        }
        _ => ascii,
    }
}

/// What some file system refuses, some shell or header field takes for something else, or nobody sees:
/// among it what turns the direction of the words, so that `exe` would look like an extension.
fn is_trouble(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '\u{ad}' | '\u{61c}' | '\u{feff}' | '\u{fffd}'
        )
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_title_as_far_as_file_systems_take_it() {
        for (title, name) in [
            ("Why is the sky blue?", "Why is the sky blue.md"),
            ("TCP/IP: a \"short\" guide", "TCP IP a short guide.md"),
            ("../../etc/passwd", "etc passwd.md"),
            ("Über Größe ✨ 日本", "Über Größe ✨ 日本.md"),
            ("report\u{202e}gnp.exe", "report gnp.exe.md"),
            ("???", "conversation.md"),
            ("con", "conversation con.md"),
            ("LPT1.notes", "conversation LPT1.notes.md"),
            ("Computer", "Computer.md"),
        ] {
            assert_eq!(file_name(title, Format::Markdown), name, "{title:?}");
        }
        assert_eq!(file_name(&"字".repeat(255), Format::Html), format!("{}.html", "字".repeat(66)));
        assert_eq!(file_name(&"a".repeat(255), Format::Json).len(), 85);
    }

    #[test]
    fn the_ascii_name_is_one() {
        assert_eq!(ascii("Größe; 100%.md"), "Gr__e_ 100_.md");
        assert_eq!(ascii("日本.html"), "conversation.html");
    }
}
