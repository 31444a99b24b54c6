//! The font of pictures, which is part of the program: Noto Sans, for Latin, Greek and Cyrillic. These need no
//! shaping: one glyph for each character, from left to right, moved closer together by pairs.

use std::io;

use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use ttf_parser::{Face, GlyphId, OutlineBuilder, Tag};
use zeno::{Command, PathBuilder};

use crate::render::visible::is_drawn;

/// A font; its lengths are in multiples of its size.
pub struct Font {
    face: Face<'static>,
    kerning: Vec<PairAdjustment<'static>>,
}

impl Font {
    /// For titles.
    pub fn bold() -> io::Result<Self> {
        Self::parse(notosans::BOLD_TTF)
    }

    /// For the rest.
    pub fn regular() -> io::Result<Self> {
        Self::parse(notosans::REGULAR_TTF)
    }

    fn parse(data: &'static [u8]) -> io::Result<Self> {
        let face = Face::parse(data, 0).map_err(io::Error::other)?;
        let kerning = face.tables().gpos.iter().flat_map(|gpos| {
            let kern = gpos.features.into_iter().find(|feature| feature.tag == Tag::from_bytes(b"kern"));
            let lookups = kern.into_iter().flat_map(|kern| kern.lookup_indices);
            lookups.filter_map(|index| gpos.lookups.get(index)).flat_map(|lookup| lookup.subtables.into_iter())
        });
        let kerning = kerning.filter_map(|table| match table {
            PositioningSubtable::Pair(pairs) => Some(pairs),
            _ => None,
        });
        Ok(Self { kerning: kerning.collect(), face })
    }

    /// Whether a character can be drawn, or needs nothing to be drawn.
    pub fn has(&self, c: char) -> bool {
        !is_drawn(c) || self.face.glyph_index(c).is_some()
    }

    /// From the top of a line to where its letters stand, where lines are `leading` apart.
    pub fn baseline(&self, leading: f32) -> f32 {
        let (above, below) = (self.em(self.face.ascender()), self.em(self.face.descender()));
        (leading + above + below) / 2.0
    }

    /// Where each character stands, and where the next one would: by its index in bytes, and at that of the end.
    pub fn positions(&self, text: &str) -> Vec<f32> {
        let mut positions = vec![0.0; text.len() + 1];
        let mut at = 0.0;
        let mut last = None;
        for (index, c) in text.char_indices() {
            let glyph = self.face.glyph_index(c).filter(|_| is_drawn(c) || c == ' ');
            if let Some(glyph) = glyph {
                at += last.map_or(0.0, |last| self.kern(last, glyph));
                last = Some(glyph);
            }
            positions[index] = at;
            at += glyph.and_then(|glyph| self.face.glyph_hor_advance(glyph)).map_or(0.0, |width| self.em(width));
        }
        positions[text.len()] = at;
        positions
    }

    /// The outlines of one line, which begins at the origin.
    pub fn outline(&self, line: &str) -> Vec<Command> {
        let mut outline = Outline { scale: self.em(1_i16), x: 0.0, path: Vec::new() };
        let positions = self.positions(line);
        for (index, c) in line.char_indices().filter(|(_, c)| is_drawn(*c)) {
            outline.x = positions[index];
            if let Some(glyph) = self.face.glyph_index(c) {
                self.face.outline_glyph(glyph, &mut outline);
            }
        }
        outline.path
    }

    fn kern(&self, left: GlyphId, right: GlyphId) -> f32 {
        let pair = self.kerning.iter().find_map(|pairs| match pairs {
            PairAdjustment::Format1 { coverage, sets } => sets.get(coverage.get(left)?)?.get(right),
            PairAdjustment::Format2 { coverage, classes, matrix } => {
                coverage.get(left)?;
                matrix.get((classes.0.get(left), classes.1.get(right)))
            }
        });
        pair.map_or(0.0, |(left, _)| self.em(left.x_advance))
    }

    fn em(&self, units: impl Into<f32>) -> f32 {
        units.into() / f32::from(self.face.units_per_em())
    }
}

/// Takes outlines in the font's units, whose y points up.
struct Outline {
    scale: f32,
    x: f32,
    path: Vec<Command>,
}

impl Outline {
    fn point(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, -y * self.scale)
    }
}

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.point(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.point(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.path.quad_to(self.point(x1, y1), self.point(x, y));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.path.curve_to(self.point(x1, y1), self.point(x2, y2), self.point(x, y));
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_european_languages_can_be_written() {
        let font = Font::bold().expect("our font");
        for text in
            ["Größe, čtyři, Übermäßig – “quoted” … · €", "Ελληνικά", "Українська мова", "Tiếng Việt", "a\u{200D}b"]
        {
            assert!(text.chars().all(|c| font.has(c)), "{text}");
        }
        assert!(!"字🚀שع".chars().any(|c| font.has(c)));
    }

    #[test]
    fn letters_that_leave_a_gap_stand_closer() {
        let font = Font::bold().expect("our font");
        let width = |text: &str| font.positions(text)[text.len()];
        assert!(width("AV") < width("A") + width("V"));
        assert!((width("HH") - 2.0 * width("H")).abs() < 1e-6);
    }
}
