//! A paragraph in lines.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::font::Font;

/// A text that was measured. Lengths are in multiples of the font's size.
pub struct Paragraph<'t> {
    text: &'t str,
    /// See [`Font::positions`].
    positions: Vec<f32>,
    ellipsis: f32,
}

impl<'t> Paragraph<'t> {
    pub fn new(text: &'t str, font: &Font) -> Self {
        let ellipsis = font.positions("…").last().copied().unwrap_or_default();
        Self { text, positions: font.positions(text), ellipsis }
    }

    /// At most so many lines, broken between words so that they are about as long as each other; `None` where it
    /// takes more of them or a word is too long.
    pub fn evenly(&self, most: usize, width: f32) -> Option<Vec<String>> {
        let mut best = self.between_words(width).filter(|lines| lines.len() <= most)?;
        let (mut low, mut high) = (width / 2.0, width);
        while best.len() > 1 && high - low > width / 64.0 {
            let middle = f32::midpoint(low, high);
            match self.between_words(middle).filter(|narrower| narrower.len() == best.len()) {
                Some(narrower) => (best, high) = (narrower, middle),
                None => low = middle,
            }
        }
        Some(best.into_iter().map(|line| self.text[line].trim_end().to_owned()).collect())
    }

    /// At most so many lines, broken within words where it must be, with an ellipsis where the end is left out.
    pub fn shortened(&self, most: usize, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        let mut start = 0;
        while start < self.text.len() && lines.len() < most {
            let line = self.fitting(start, width);
            if lines.len() + 1 == most && line.end < self.text.len() {
                let line = self.fitting(start, width - self.ellipsis);
                lines.push(format!("{}…", self.text[line].trim_end()));
                break;
            }
            start = line.end;
            lines.push(self.text[line].trim_end().to_owned());
        }
        lines
    }

    fn between_words(&self, width: f32) -> Option<Vec<Range<usize>>> {
        let mut lines = Vec::new();
        let mut start = 0;
        while start < self.text.len() {
            let line = self.whole_words(start, width)?;
            start = line.end;
            lines.push(line);
        }
        Some(lines)
    }

    /// A line of as many words as fit, or of as many letters where the first word does not.
    fn fitting(&self, start: usize, width: f32) -> Range<usize> {
        self.whole_words(start, width).unwrap_or_else(|| {
            let letters = self.text[start..].grapheme_indices(true);
            let mut ends = letters.map(|(index, letter)| start + index + letter.len());
            // One letter at the least, so that there is an end.
            let first = ends.next().unwrap_or(self.text.len());
            start..ends.take_while(|end| self.width(start..*end) <= width).last().unwrap_or(first)
        })
    }

    fn whole_words(&self, start: usize, width: f32) -> Option<Range<usize>> {
        let ends = breaks(&self.text[start..]).map(|end| start + end);
        ends.take_while(|end| self.width(start..*end) <= width).last().map(|end| start..end)
    }

    fn width(&self, line: Range<usize>) -> f32 {
        let start = line.start;
        let end = start + self.text[line].trim_end().len();
        self.positions[end] - self.positions[start]
    }
}

/// Where a line may end: behind blanks, behind a hyphen or slash between letters, and at the end.
fn breaks(text: &str) -> impl Iterator<Item = usize> {
    let is_break = |&(index, c): &(usize, char)| {
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
        let (before, after) = (text[..index].chars().next_back(), text[index + c.len_utf8()..].chars().next());
        c == ' ' || (matches!(c, '-' | '–' | '—' | '/') && is_letter(before) && is_letter(after))
    };
    text.char_indices().filter(is_break).map(|(index, c)| index + c.len_utf8()).chain([text.len()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn font() -> Font {
        Font::bold().expect("our font")
    }

    #[test]
    fn the_lines_of_a_text_are_about_as_long_as_each_other() {
        let font = font();
        let lines = Paragraph::new("words words words words", &font).evenly(4, 12.0);
        assert_eq!(lines.expect("it fits"), ["words words", "words words"]);
    }

    #[test]
    fn a_long_text_ends_between_words_after_the_lines_that_it_may_take() {
        let font = font();
        let text = "some words ".repeat(40);
        let lines = Paragraph::new(&text, &font).shortened(4, 16.0);
        assert_eq!(lines.len(), 4);
        assert!(lines[3].ends_with("some…") || lines[3].ends_with("words…"), "{lines:?}");
    }

    #[test]
    fn a_word_that_is_longer_than_a_line_is_broken() {
        let font = font();
        let text = "Donaudampfschifffahrt".repeat(12);
        let paragraph = Paragraph::new(&text, &font);
        assert_eq!(paragraph.evenly(4, 16.0), None);
        let lines = paragraph.shortened(4, 16.0);
        assert_eq!(lines.len(), 4);
        assert!(lines.iter().all(|line| font.positions(line).last().is_some_and(|width| *width <= 16.1)), "{lines:?}");
        assert_eq!(Paragraph::new("WWW", &font).shortened(2, 0.1), ["W", "W…"]);
    }

    #[test]
    fn a_line_may_end_behind_a_hyphen_between_letters() {
        assert_eq!(breaks("well-known GPT-5 a/b -c").collect::<Vec<_>>(), [5, 11, 17, 19, 21, 23]);
    }
}
