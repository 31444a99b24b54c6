//! Texts of strangers as others can show them beside their own: nothing that turns the reading
//! direction of what stands there, nothing endless, nothing that no font has.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

/// The most of a text that is looked at, in characters that a reader counts.
const LONGEST: usize = 256;

/// The most code points of one such character: a family of emoji has some ten, a tower of accents
/// any number.
const TALLEST: usize = 12;

/// One line of what is visible in the text.
pub fn visible(text: &str) -> String {
    let mut line = String::new();
    for grapheme in text.graphemes(true).take(LONGEST) {
        for c in grapheme.chars().filter(|c| !is_unseen(*c)).take(TALLEST) {
            if !c.is_whitespace() {
                line.push(c);
            } else if !line.ends_with(' ') {
                line.push(' ');
            }
        }
    }
    line.trim().to_owned()
}

/// The line without the symbols and emoji among its missing characters. `None` when a letter is missing, as a word
/// without some of its letters says something else, or when nothing is left.
pub fn without(line: &str, is_missing: impl Fn(char) -> bool) -> Option<String> {
    let mut shown = String::new();
    for grapheme in line.graphemes(true) {
        if !grapheme.chars().any(&is_missing) {
            shown.push_str(grapheme);
        } else if grapheme.chars().any(char::is_alphanumeric) {
            return None;
        }
    }
    let shown = visible(&shown);
    (!shown.is_empty()).then_some(shown)
}

/// Code, addresses and the text of links: nothing in them may be shown in another order than it is written.
pub fn in_order(text: &str) -> Cow<'_, str> {
    let is_direction = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if !text.contains(is_direction) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_direction(c) { char::REPLACEMENT_CHARACTER } else { c }).collect())
}

/// The same for what was typed into a program: control characters are signs, too, which a terminal would obey.
pub fn as_written(text: &str) -> Cow<'_, str> {
    let text = in_order(text);
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if !text.contains(is_control) {
        return text;
    }
    let sign = |c: char| match u32::from(c) {
        code if !is_control(c) => char::from_u32(code),
        code @ 0..0x20 => char::from_u32(0x2400 + code),
        0x7f => Some('\u{2421}'),
        _ => None,
    };
    Cow::Owned(text.chars().map(|c| sign(c).unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// Whether a font needs a glyph for a character. What only joins or varies its neighbours is seen in them.
pub const fn is_drawn(c: char) -> bool {
    !matches!(c, ' ' | '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{034F}' | '\u{180B}'..='\u{180F}')
}

/// Control characters, marks and overrides of direction, blanks of no width, soft hyphens, tags, and
/// code points that stand for nothing that all fonts agree on.
fn is_unseen(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{200B}'
            | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FEFF}'
            | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFF}' | '\u{E000}'..='\u{F8FF}' | '\u{E0000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_controls_and_tags_are_not_taken_over() {
        assert_eq!(visible("  a\u{202E}b\u{2066}c\0d\u{1b}[31m\r\n\te\u{2028}f \u{E0041}"), "abcd[31m e f");
        assert_eq!(visible("\u{200F}\u{FEFF}\u{3164}"), "");
    }

    #[test]
    fn control_characters_of_a_program_are_signs() {
        assert_eq!(as_written("a\u{1b}[31m\0\u{7f}\u{9b}\tb\r\n\u{202e}"), "a␛[31m␀␡\u{fffd}\tb\r\n\u{fffd}");
        assert!(matches!(as_written("plain ü\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_tower_of_accents_is_cut_and_a_family_stays_one() {
        assert_eq!(visible(&format!("a{}b", "\u{0301}".repeat(5000))).chars().count(), TALLEST + 1);
        let family = "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}\u{200D}\u{1F466}";
        assert_eq!(visible(family), family);
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(visible(&"字 ".repeat(1_000_000)).chars().count(), LONGEST - 1);
    }

    #[test]
    fn a_missing_symbol_is_left_out_and_a_missing_letter_makes_the_text_unusable() {
        let without = |line| without(line, |c| matches!(c, '🚀' | '字'));
        assert_eq!(without("🚀 Launch").as_deref(), Some("Launch"));
        assert_eq!(without("Go 🚀\u{FE0F} on").as_deref(), Some("Go on"));
        assert_eq!(without("one 字"), None);
        assert_eq!(without("🚀"), None);
    }
}
