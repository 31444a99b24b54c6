use super::*;
use proptest::prelude::*;

fn png(title: &str, model: &str, messages: usize) -> Vec<u8> {
    Preview { title, model, messages }.png().expect("a picture")
}

fn lines(title: &str) -> Vec<String> {
    title_lines(title, &Font::bold().expect("our font")).1
}

#[test]
fn a_picture_is_a_small_png_of_the_size_that_messengers_ask_for() {
    let picture = png("Why is the sky blue?", "GPT-5.1", 12);
    assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n"));
    assert_eq!(picture[16..24], [WIDTH.to_be_bytes(), HEIGHT.to_be_bytes()].concat());
    assert!(picture.len() < 60_000, "{} bytes", picture.len());
}

#[test]
fn a_picture_depends_on_what_it_tells_and_on_nothing_else() {
    let first = png("A", "m", 2);
    assert_eq!(first, png("A", "m", 2));
    for (title, model, messages) in [("B", "m", 2), ("A", "n", 2), ("A", "m", 3)] {
        assert_ne!(first, png(title, model, messages), "{title} {model} {messages}");
    }
}

#[test]
fn a_title_whose_letters_the_font_lacks_gives_the_neutral_picture() {
    let neutral = png("", "m", 2);
    for title in ["字", "Sky and 字", "שלום", "नमस्ते", "\u{E000}\u{10FFFF}", "\u{202E}", "🚀"] {
        assert_eq!(png(title, "m", 2), neutral, "{title:?}");
    }
    assert_eq!(png("🚀 Launch", "m", 2), png("Launch", "m", 2));
    assert_eq!(png("", "字", 2), png("", "", 2));
}

#[test]
fn an_accent_that_stands_by_itself_joins_its_letter() {
    assert_eq!(png("Ete\u{301}", "m", 2), png("Eté", "m", 2));
}

#[test]
fn markup_is_text() {
    assert_eq!(lines("</text><image href=\"x\"/>").concat(), "</text><imagehref=\"x\"/>");
}

#[test]
fn a_title_has_the_largest_size_that_it_fits_in() {
    let font = Font::bold().expect("our font");
    let size = |title: &str| title_lines(title, &font).0;
    assert_eq!([1, 4, 8, 40].map(|times| size(&"words ".repeat(times))), [104.0, 88.0, 76.0, 64.0]);
    assert_eq!(lines(&"some words ".repeat(40)).len(), 4);
}

#[test]
fn our_mark_has_two_paths() {
    assert_eq!(mark_paths().count(), 2);
}

proptest! {
    #![proptest_config(crate::render::tests::cases(16))]

    #[test]
    fn no_text_makes_it_fail(title in ".{0,300}", model in "\\PC{0,80}", messages: usize) {
        prop_assert!(!png(&title, &model, messages).is_empty());
    }
}

proptest! {
    /// What our own font has, with marks, blanks and joiners between.
    #[test]
    fn no_text_that_is_drawn_is_wider_or_longer_than_there_is_room(
        title in "[ -~\u{a0}-\u{24f}\u{300}-\u{36f}\u{370}-\u{3ff}\u{400}-\u{4ff}\u{200b}-\u{2060}\u{fe0f}]{0,300}",
    ) {
        let font = Font::bold().expect("our font");
        if let Some(title) = drawable(&title, &font) {
            let (size, lines) = title_lines(&title, &font);
            prop_assert!((1..=4).contains(&lines.len()), "{lines:?}");
            for line in &lines {
                let width = font.positions(line).last().copied().unwrap_or_default() * size;
                prop_assert!(width <= MEASURE + 8.0, "{width} {line}");
            }
        }
    }
}
