//! A picture of a few colours: shapes and letters laid over each other, written as a small PNG.

use std::collections::HashMap;
use std::io;

use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter};
use zeno::{Cap, Mask, PathData, Placement, Stroke, Style, Transform};

/// Red, green, blue.
pub type Colour = [u8; 3];

/// The pixels.
#[derive(Clone)]
pub struct Canvas {
    width: u32,
    height: u32,
    pixels: Vec<Colour>,
}

/// How a path becomes a shape.
#[derive(Clone, Copy)]
pub enum Pen {
    /// Filled.
    Fill,
    /// Drawn with a round pen of that width, in the path's own measure.
    Line(f32),
}

impl Canvas {
    /// One colour all over.
    pub fn new(width: u32, height: u32, ground: Colour) -> Self {
        Self { width, height, pixels: vec![ground; (width * height) as usize] }
    }

    /// Draws a path that is `scale` times as large as it says, with its origin at `x`, `y`.
    pub fn path(&mut self, path: impl PathData, pen: Pen, (x, y): (f32, f32), scale: f32, colour: Colour) {
        let style = match pen {
            Pen::Fill => Style::default(),
            Pen::Line(width) => {
                Style::Stroke(Stroke { width, start_cap: Cap::Round, end_cap: Cap::Round, ..Stroke::default() })
            }
        };
        let transform = Transform::scale(scale, scale).then_translate(x, y);
        let (coverage, at) = Mask::new(path).style(style).transform(Some(transform)).render();
        self.lay(&coverage, at, colour);
    }

    fn lay(&mut self, coverage: &[u8], at: Placement, colour: Colour) {
        let ((rows, rows_cut), (columns, columns_cut)) = (before(at.top), before(at.left));
        let shape = coverage.chunks(at.width.max(1) as usize).skip(rows_cut);
        for (pixels, line) in self.pixels.chunks_mut(self.width as usize).skip(rows).zip(shape) {
            for (pixel, alpha) in pixels.iter_mut().skip(columns).zip(line.iter().skip(columns_cut)) {
                // Sixteen steps at an edge are as smooth as 256 to the eye, and all colours fit a palette.
                match alpha.saturating_add(8) / 17 * 17 {
                    0 => {}
                    255 => *pixel = colour,
                    alpha => {
                        pixel.iter_mut().zip(colour).for_each(|(below, above)| *below = blend(*below, above, alpha))
                    }
                }
            }
        }
    }

    /// The picture as a PNG: with a palette, unless something brought more colours than that takes.
    pub fn png(&self) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let mut encoder = Encoder::new(&mut out, self.width, self.height);
        encoder.set_depth(BitDepth::Eight);
        // Higher levels make it a third smaller in twice the time.
        encoder.set_deflate_compression(DeflateCompression::Level(1));
        match self.indexed() {
            Some((palette, indexes)) => {
                encoder.set_color(ColorType::Indexed);
                encoder.set_palette(palette.into_flattened());
                encoder.set_filter(Filter::NoFilter);
                encoder.write_header()?.write_image_data(&indexes)?;
            }
            None => {
                encoder.set_color(ColorType::Rgb);
                encoder.write_header()?.write_image_data(self.pixels.as_flattened())?;
            }
        }
        Ok(out)
    }

    fn indexed(&self) -> Option<(Vec<Colour>, Vec<u8>)> {
        let mut palette = Vec::new();
        let mut known = HashMap::new();
        let mut indexes = Vec::with_capacity(self.pixels.len());
        let mut last = None;
        for &pixel in &self.pixels {
            let index = match last {
                Some((colour, index)) if colour == pixel => index,
                _ => *known.entry(pixel).or_insert_with(|| {
                    palette.push(pixel);
                    palette.len() - 1
                }),
            };
            last = Some((pixel, index));
            indexes.push(u8::try_from(index).ok()?);
        }
        Some((palette, indexes))
    }
}

/// How many rows (or columns) of the picture come before a shape, and how many of the shape before the picture.
fn before(start: i32) -> (usize, usize) {
    let distance = start.unsigned_abs() as usize;
    if start < 0 { (0, distance) } else { (distance, 0) }
}

fn blend(below: u8, above: u8, alpha: u8) -> u8 {
    let alpha = u32::from(alpha);
    let sum = u32::from(below) * (255 - alpha) + u32::from(above) * alpha;
    u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_beyond_the_edges_is_cut_off() {
        let mut canvas = Canvas::new(4, 3, [255; 3]);
        canvas.path("M-9 1H20V2H-9z", Pen::Fill, (0.0, 0.0), 1.0, [0; 3]);
        let rows: Vec<&[Colour]> = canvas.pixels.chunks(4).collect();
        assert_eq!(rows, [[[255; 3]; 4], [[0; 3]; 4], [[255; 3]; 4]]);
    }

    #[test]
    fn few_colours_are_written_with_a_palette_and_many_without() {
        // The colour type stands at byte 25 (PNG, 11.2.1).
        let mut canvas = Canvas::new(600, 1, [255; 3]);
        assert_eq!(canvas.png().expect("written")[25], 3);
        for (index, pixel) in canvas.pixels.iter_mut().enumerate() {
            *pixel = [u8::try_from(index % 256).expect("a byte"), u8::try_from(index / 256).expect("a byte"), 0];
        }
        assert_eq!(canvas.png().expect("written")[25], 2);
    }

    #[test]
    fn full_coverage_is_the_colour_itself_and_none_leaves_the_ground() {
        for (coverage, expected) in [(255, 0), (248, 0), (7, 255), (0, 255)] {
            let mut canvas = Canvas::new(1, 1, [255; 3]);
            let at = Placement { left: 0, top: 0, width: 1, height: 1 };
            canvas.lay(&[coverage], at, [0; 3]);
            assert_eq!(canvas.pixels, [[expected; 3]], "{coverage}");
        }
    }
}
