use super::*;
use proptest::prelude::*;

fn png(painter: &Painter, title: &str, model: &str, messages: usize) -> Vec<u8> {
    painter.png(&Preview { title, model, messages }).expect("a picture")
}

fn embedded() -> Painter {
    Painter { fonts: Fonts::embedded() }
}

/// A desk with our own font.
fn desk() -> Desk {
    let (fonts, _) = Fonts::embedded().of(&[]);
    Desk {
        fonts: FontSystem::new_with_locale_and_db("en".to_owned(), fonts),
        glyphs: SwashCache::new(),
        canvas: Canvas::new(WIDTH, HEIGHT, GROUND),
    }
}

/// The words on each line.
fn lines(text: &Text) -> Vec<String> {
    let line = |run: cosmic_text::LayoutRun<'_>| {
        let start = run.glyphs.iter().map(|glyph| glyph.start).min().expect("glyphs");
        let end = run.glyphs.iter().map(|glyph| glyph.end).max().expect("glyphs");
        run.text[start..end].trim().to_owned()
    };
    text.buffer.layout_runs().map(line).collect()
}

#[test]
fn a_picture_is_a_small_png_of_the_size_that_messengers_ask_for() {
    let picture = png(&embedded(), "Why is the sky blue?", "GPT-5.1", 12);
    assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n"));
    assert_eq!(picture[16..24], [WIDTH.to_be_bytes(), HEIGHT.to_be_bytes()].concat());
    assert!(picture.len() < 60_000, "{} bytes", picture.len());
}

#[test]
fn a_picture_depends_on_what_it_tells_and_on_nothing_else() {
    let painter = embedded();
    let first = png(&painter, "A", "m", 2);
    assert_eq!(first, png(&painter, "A", "m", 2));
    for (title, model, messages) in [("B", "m", 2), ("A", "n", 2), ("A", "m", 3)] {
        assert_ne!(first, png(&painter, title, model, messages), "{title} {model} {messages}");
    }
}

#[test]
fn a_title_whose_letters_no_font_has_gives_the_neutral_picture() {
    let painter = embedded();
    let neutral = png(&painter, "", "m", 2);
    for title in ["字", "Sky and 字", "\u{E000}\u{10FFFF}", "\u{202E}", "🚀"] {
        assert_eq!(png(&painter, title, "m", 2), neutral, "{title:?}");
    }
    assert_eq!(png(&painter, "🚀 Launch", "m", 2), png(&painter, "Launch", "m", 2));
    assert_eq!(png(&painter, "", "字", 2), png(&painter, "", "", 2));
}

#[test]
fn markup_is_text() {
    let mut desk = desk();
    let title = desk.title("</text><image href=\"x\"/>").expect("a title");
    assert_eq!(lines(&title).concat(), "</text><imagehref=\"x\"/>");
}

#[test]
fn the_lines_of_a_title_are_about_as_long_as_each_other() {
    let title = desk().title("words words words words").expect("a title");
    assert_eq!(lines(&title), ["words words", "words words"]);
}

#[test]
fn a_long_title_ends_after_four_lines_between_words() {
    let title = desk().title(&"some words ".repeat(40)).expect("a title");
    let lines = lines(&title);
    assert_eq!(lines.len(), 4);
    assert!(lines[3].ends_with("some…") || lines[3].ends_with("words…"), "{lines:?}");
}

#[test]
fn a_word_that_is_longer_than_a_line_is_broken() {
    let title = desk().title(&"Donaudampfschifffahrt".repeat(12)).expect("a title");
    assert_eq!(title.lines, 4);
    assert!(title.buffer.layout_runs().all(|run| run.line_w <= MEASURE));
}

#[test]
fn right_to_left_stands_at_the_right_edge() {
    // Noto Sans has none of these letters; the direction is theirs all the same.
    let text = desk().text("שלום", Setting { size: 64.0, weight: Weight::BOLD, lines: 1 }, Wrap::Word, MEASURE);
    assert!(text.is_right_to_left && !text.is_whole);
}

#[test]
fn our_mark_has_two_paths() {
    assert_eq!(mark_paths().count(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_fail(title in ".{0,300}", model in "\\PC{0,80}", messages: usize) {
        prop_assert!(!png(&embedded(), &title, &model, messages).is_empty());
    }

}

proptest! {
    /// What our own font has, with marks, blanks and joiners between.
    #[test]
    fn no_text_that_is_drawn_makes_it_fail(
        title in "[ -~\u{a0}-\u{24f}\u{300}-\u{36f}\u{370}-\u{3ff}\u{400}-\u{4ff}\u{200b}-\u{2060}\u{fe0f}]{0,300}",
    ) {
        let mut desk = desk();
        if let Some(text) = desk.title(&visible::visible(&title)) {
            prop_assert!(text.lines <= 4, "{:?}", lines(&text));
            desk.draw(&text, (EDGE, 0.0), INK);
        }
    }
}
