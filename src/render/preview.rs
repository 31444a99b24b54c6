//! The picture that messengers show beside the link of an open share (Open Graph): the conversation's
//! title, its model and length, and our mark.
//!
//! Of the ways to make it, laying the text out ourselves with cosmic-text won over an SVG for resvg:
//! it breaks lines, reads both directions and shortens with an ellipsis, where an SVG would need each
//! line measured and placed, and there is no markup for a title to break out of. Both are as fast (a
//! few milliseconds) and as large (3 MB).

mod canvas;
mod fonts;

use std::collections::BTreeSet;
use std::io;

use cosmic_text::{Attrs, Buffer, Family, FontSystem, Metrics, Shaping, SwashCache, Weight, Wrap};
use unicode_segmentation::UnicodeSegmentation;

use canvas::{Canvas, Colour, Pen};
use fonts::{FAMILY, Fonts};

use super::visible;
use crate::domain::text::opening_words;

/// The size that messengers ask for, in pixels.
pub const WIDTH: u32 = 1200;
/// The same.
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
/// The sizes that a title may have, and the lines that it may take then. The last is for what is
/// longer.
const SIZES: [(f32, usize); 4] = [(104.0, 1), (88.0, 2), (76.0, 3), (64.0, 4)];
/// Of a title's size, from line to line.
const LEADING: f32 = 1.22;
/// The longest line, in pixels.
const MEASURE: f32 = WIDTH as f32 - 2.0 * EDGE;

/// What the picture tells.
#[derive(Clone, Copy, Debug)]
pub struct Preview<'a> {
    /// What the conversation is called.
    pub title: &'a str,
    /// Which model answered.
    pub model: &'a str,
    /// How many messages it has.
    pub messages: usize,
}

/// Makes pictures.
pub struct Painter {
    fonts: Fonts,
}

/// One paragraph, laid out.
struct Text {
    buffer: Buffer,
    /// What its lines are broken at, in pixels.
    width: f32,
    lines: usize,
    /// In pixels.
    height: f32,
    /// Whether a line is longer than it may be.
    is_too_wide: bool,
    is_right_to_left: bool,
    /// Whether all of it can be drawn.
    is_whole: bool,
}

/// How a paragraph is set.
#[derive(Clone, Copy)]
struct Setting {
    size: f32,
    weight: Weight,
    lines: usize,
}

impl Painter {
    /// Nothing is looked for yet.
    pub const fn new() -> Self {
        Self { fonts: Fonts::new() }
    }

    /// The picture as a PNG. Takes some 15 ms; the first one in a script that our own font
    /// lacks also looks through the machine's fonts. A title that no font has all letters of is
    /// left out.
    pub fn png(&self, preview: &Preview<'_>) -> io::Result<Vec<u8>> {
        let (title, model) = (visible::visible(preview.title), visible::visible(preview.model));
        let (fonts, missing) = self.fonts.of(&[&title, &model]);
        let mut desk = Desk {
            fonts: FontSystem::new_with_locale_and_db("en".to_owned(), fonts),
            glyphs: SwashCache::new(),
            canvas: Canvas::new(WIDTH, HEIGHT, GROUND),
        };

        desk.mark((752.0, 196.0), 18.0, TINT, GROUND);
        desk.mark((EDGE - 4.0, 60.0), 2.5, ACCENT, WHITE);
        desk.line("neptun-share", Weight::BOLD, (176.0, 78.0), INK);
        let title = visible::without(&title, &missing).and_then(|title| desk.title(&title));
        // The only other words are our own, which our font has.
        if let Some(title) = title.or_else(|| desk.title("A shared conversation")) {
            let (top, bottom) = TITLE;
            desk.draw(&title, (EDGE, top + (bottom - top - title.height) / 2.0), INK);
        }
        desk.line(&detail(&model, &missing, preview.messages), Weight::NORMAL, (EDGE, 526.0), INK_SOFT);

        desk.canvas.png()
    }
}

fn detail(model: &str, missing: &BTreeSet<char>, messages: usize) -> String {
    let count = match messages {
        1 => "1 message".to_owned(),
        count => format!("{count} messages"),
    };
    match visible::without(model, missing) {
        // A long name would push the count over the edge.
        Some(model) => format!("{} · {count}", opening_words(&model, 32)),
        None => count,
    }
}

/// What a picture is made with.
struct Desk {
    fonts: FontSystem,
    glyphs: SwashCache,
    canvas: Canvas,
}

impl Desk {
    /// The title in the largest size that it fits in.
    fn title(&mut self, title: &str) -> Option<Text> {
        let setting = |(size, lines)| Setting { size, weight: Weight::BOLD, lines };
        let text = SIZES.into_iter().map(setting).find_map(|setting| self.evenly(title, setting));
        let text = text.unwrap_or_else(|| self.shortened(title, setting(SIZES[SIZES.len() - 1])));
        (text.is_whole && text.lines > 0).then_some(text)
    }

    /// One line at a place, or nothing when it can't be drawn.
    fn line(&mut self, line: &str, weight: Weight, at: (f32, f32), colour: Colour) {
        let text = self.shortened(line, Setting { size: 38.0, weight, lines: 1 });
        if text.is_whole {
            self.draw(&text, at, colour);
        }
    }

    /// Breaks lines between words so that the last one is about as long as the others; `None` when it
    /// takes too many of them or a word is too long.
    fn evenly(&mut self, text: &str, setting: Setting) -> Option<Text> {
        let fits = |text: &Text| text.lines <= setting.lines && !text.is_too_wide;
        let mut best = Some(self.text(text, setting, Wrap::Word, MEASURE)).filter(fits)?;
        let lines = best.lines;
        let (mut low, mut high) = (MEASURE / 2.0, MEASURE);
        while lines > 1 && high - low > 16.0 {
            let middle = f32::midpoint(low, high);
            let narrower = self.text(text, setting, Wrap::Word, middle);
            if fits(&narrower) && narrower.lines == lines {
                (best, high) = (narrower, middle);
            } else {
                low = middle;
            }
        }
        Some(best)
    }

    /// Breaks lines where it must, and leaves out the end where it must.
    fn shortened(&mut self, text: &str, setting: Setting) -> Text {
        let mut laid = self.text(text, setting, Wrap::WordOrGlyph, MEASURE);
        let last = laid.buffer.layout_runs().take(setting.lines).last();
        let mut end = last.and_then(|run| run.glyphs.iter().map(|glyph| glyph.end).max()).unwrap_or(0);
        // What is on the lines that there may be is a few characters too long: the ellipsis takes room.
        while laid.lines > setting.lines {
            let Some(begin) = text.get(..end).filter(|begin| !begin.is_empty()) else { break };
            laid = self.text(&format!("{}…", begin.trim_end()), setting, Wrap::WordOrGlyph, MEASURE);
            end = match begin.trim_end().rfind(' ') {
                Some(space) if begin.len() - space < 24 => space,
                _ => begin.grapheme_indices(true).next_back().map_or(0, |(start, _)| start),
            };
        }
        laid
    }

    fn text(&mut self, text: &str, setting: Setting, wrap: Wrap, width: f32) -> Text {
        let mut buffer = Buffer::new(&mut self.fonts, Metrics::relative(setting.size, LEADING));
        buffer.set_size(Some(width), None);
        buffer.set_wrap(wrap);
        let attributes = Attrs::new().family(Family::Name(FAMILY)).weight(setting.weight);
        buffer.set_text(text, &attributes, Shaping::Advanced, None);
        buffer.shape_until_scroll(&mut self.fonts, false);
        let runs = || buffer.layout_runs();
        Text {
            width,
            lines: runs().count(),
            height: runs().map(|run| run.line_height).sum(),
            is_too_wide: runs().any(|run| run.line_w > width),
            is_right_to_left: runs().any(|run| run.rtl),
            // Glyph 0 of a font is the box that stands for what the font lacks.
            is_whole: runs().all(|run| run.glyphs.iter().all(|glyph| glyph.glyph_id != 0)),
            buffer,
        }
    }

    fn draw(&mut self, text: &Text, (x, y): (f32, f32), colour: Colour) {
        let x = if text.is_right_to_left { x + MEASURE - text.width } else { x };
        for run in text.buffer.layout_runs() {
            for glyph in run.glyphs {
                let glyph = glyph.physical((x, y + run.line_y), 1.0);
                if let Some(image) = self.glyphs.get_image_uncached(&mut self.fonts, glyph.cache_key) {
                    self.canvas.glyph(&image, (glyph.x, glyph.y), colour);
                }
            }
        }
    }

    fn mark(&mut self, at: (f32, f32), scale: f32, bubble: Colour, trident: Colour) {
        for (path, (pen, colour)) in mark_paths().zip([(Pen::Fill, bubble), (TRIDENT, trident)]) {
            self.canvas.path(path, pen, at, scale, colour);
        }
    }
}

/// The `d` of each path.
fn mark_paths() -> impl Iterator<Item = &'static str> {
    MARK.split(" d=\"").skip(1).filter_map(|rest| rest.split('"').next())
}

#[cfg(test)]
mod tests;
