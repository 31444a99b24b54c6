//! The picture that messengers show beside an open link (Open Graph): the conversation's title, its model and
//! length, and our mark.

mod canvas;
mod font;
mod layout;

use std::io;
use std::sync::OnceLock;

use unicode_normalization::UnicodeNormalization;

use canvas::{Canvas, Colour, Pen};
use font::Font;
use layout::Paragraph;

use super::markdown::plain_title;
use super::visible::{visible, without};
use super::words::count;
use crate::domain::text::opening_words;

/// In pixels, as messengers ask for it.
pub const WIDTH: u32 = 1200;
/// In pixels.
pub const HEIGHT: u32 = 630;

// As in `assets/ui/tokens.css`, light.
const GROUND: Colour = [0xf9, 0xfa, 0xfb];
const TINT: Colour = [0xe9, 0xf0, 0xfb];
const INK: Colour = [0x17, 0x21, 0x2b];
const INK_SOFT: Colour = [0x55, 0x63, 0x6f];
const ACCENT: Colour = [0x2b, 0x5f, 0xc4];
const WHITE: Colour = [0xff; 3];

/// Our mark, whose paths are the bubble and the trident in it.
const MARK: &str = include_str!("../../assets/icons/icon.svg");
const TRIDENT: Pen = Pen::Line(2.2);

/// From the left and right edge, in pixels.
const EDGE: f32 = 80.0;
/// Where the title may be, from the upper edge.
const TITLE: (f32, f32) = (172.0, 494.0);
/// The sizes that a title may have, and the lines that it may take then.
const SIZES: [(f32, usize); 3] = [(104.0, 1), (88.0, 2), (76.0, 3)];
/// For a title that is longer.
const SMALLEST: (f32, usize) = (64.0, 4);
/// The size of the other lines.
const SMALL: f32 = 38.0;
/// Of a font's size, from line to line.
const LEADING: f32 = 1.22;
/// The longest line, in pixels.
const MEASURE: f32 = WIDTH as f32 - 2.0 * EDGE;

/// What the picture shows.
#[derive(Clone, Copy, Debug)]
pub struct Preview<'a> {
    /// The conversation's title.
    pub title: &'a str,
    /// The name of the model.
    pub model: &'a str,
    /// The number of messages.
    pub messages: usize,
}

impl Preview<'_> {
    /// The picture as a PNG; takes a few milliseconds. A title with letters that our font lacks is left out.
    pub fn png(&self) -> io::Result<Vec<u8>> {
        let (bold, regular) = (Font::bold()?, Font::regular()?);
        let mut canvas = BACKGROUND.get_or_init(|| background(&bold)).clone();

        let title = drawable(&plain_title(self.title), &bold).unwrap_or_else(|| "A shared conversation".to_owned());
        let (size, lines) = title_lines(&title, &bold);
        let (top, bottom) = TITLE;
        let height = lines.len() as f32 * LEADING * size;
        write(&mut canvas, &bold, size, &lines, (EDGE, top + (bottom - top - height) / 2.0), INK);

        let details = Paragraph::new(&self.details(&regular), &regular).shortened(1, MEASURE / SMALL);
        write(&mut canvas, &regular, SMALL, &details, (EDGE, 526.0), INK_SOFT);

        canvas.png()
    }

    fn details(&self, font: &Font) -> String {
        let count = count(self.messages, "message", "messages");
        match drawable(self.model, font) {
            // A long name would push the count over the edge.
            Some(model) => format!("{} · {count}", opening_words(&model, 32)),
            None => count,
        }
    }
}

/// What all pictures share.
static BACKGROUND: OnceLock<Canvas> = OnceLock::new();

fn background(font: &Font) -> Canvas {
    let mut canvas = Canvas::new(WIDTH, HEIGHT, GROUND);
    mark(&mut canvas, (752.0, 196.0), 18.0, TINT, GROUND);
    mark(&mut canvas, (EDGE - 4.0, 60.0), 2.5, ACCENT, WHITE);
    write(&mut canvas, font, SMALL, &["neptun-share".to_owned()], (176.0, 78.0), INK);
    canvas
}

/// One line of a text, with its accents as the font has them; `None` where the font lacks a letter of it.
fn drawable(text: &str, font: &Font) -> Option<String> {
    without(&visible(text).nfc().collect::<String>(), |c| !font.has(c))
}

/// The largest size in which a title fits, and its lines.
fn title_lines(title: &str, font: &Font) -> (f32, Vec<String>) {
    let title = Paragraph::new(title, font);
    let fitting = SIZES.into_iter().chain([SMALLEST]);
    let lines = |(size, most)| Some((size, title.evenly(most, MEASURE / size)?));
    fitting.into_iter().find_map(lines).unwrap_or_else(|| {
        let (size, most) = SMALLEST;
        (size, title.shortened(most, MEASURE / size))
    })
}

/// Writes lines below each other, from that corner on.
fn write(canvas: &mut Canvas, font: &Font, size: f32, lines: &[String], (x, top): (f32, f32), colour: Colour) {
    let mut y = top + font.baseline(LEADING) * size;
    for line in lines {
        canvas.path(&font.outline(line), Pen::Fill, (x, y.round()), size, colour);
        y += LEADING * size;
    }
}

fn mark(canvas: &mut Canvas, at: (f32, f32), scale: f32, bubble: Colour, trident: Colour) {
    for (path, (pen, colour)) in mark_paths().zip([(Pen::Fill, bubble), (TRIDENT, trident)]) {
        canvas.path(path, pen, at, scale, colour);
    }
}

/// The `d` of each path.
fn mark_paths() -> impl Iterator<Item = &'static str> {
    MARK.split(" d=\"").skip(1).filter_map(|rest| rest.split('"').next())
}

#[cfg(test)]
mod tests;
