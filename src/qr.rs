//! QR codes: as characters for a terminal, two rows of modules per line, and as SVG for a page.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// Empty modules around the code (ISO/IEC 18004, 6.3.8).
const QUIET: i32 = 4;

/// Black on white by colour number, so that no colour scheme of a terminal changes it.
const COLOURS: &str = "\x1b[38;5;16;48;5;231m";
const PLAIN: &str = "\x1b[0m";

/// The code of a text, with colours for a terminal, without for a file; `None` if the text is too long.
pub fn code(text: &str, in_colours: bool) -> Option<String> {
    // A screen is not torn or stained, so the lowest error correction is enough; it gives the smallest code.
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let width = i32::try_from(code.width()).ok()?;
    let is_dark = |x: i32, y: i32| {
        let module = usize::try_from(x).ok().zip(usize::try_from(y).ok()).filter(|_| x < width && y < width);
        module.is_some_and(|place| code[place] == Color::Dark)
    };
    let mut lines = String::new();
    for y in (-QUIET..width + QUIET).step_by(2) {
        lines.push_str(if in_colours { COLOURS } else { "" });
        for x in -QUIET..width + QUIET {
            lines.push(match (is_dark(x, y), is_dark(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        lines.push_str(if in_colours { PLAIN } else { "" });
        lines.push('\n');
    }
    Some(lines)
}

/// The code of a text as an SVG document, black on white in any theme; `None` if the text is too long.
pub fn svg(text: &str) -> Option<String> {
    // It may be printed, so some error correction is worth a few more modules.
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let quiet = usize::try_from(QUIET).ok()?;
    let size = code.width() + 2 * quiet;
    let mut dark = String::new();
    for (y, row) in code.to_colors().chunks(code.width()).enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, colour)| **colour == Color::Dark) {
            // Writing to a string can't fail.
            let _ = write!(dark, "M{} {}h1v1h-1z", x + quiet, y + quiet);
        }
    }
    Some(format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{0}" height="{0}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{size}v{size}H0z"/><path d="{dark}"/></svg>"##,
        size * 8
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_module_is_drawn_with_a_free_border() {
        let link = "http://192.168.1.20:8080/shared/chats/550e8400-e29b-41d4-a716-446655440000";
        let expected = QrCode::with_error_correction_level(link, EcLevel::L).expect("a code");
        let drawn: Vec<Vec<char>> = code(link, false).expect("a code").lines().map(|l| l.chars().collect()).collect();
        let width = expected.width();
        assert!(drawn.iter().all(|line| line.len() == width + 8));
        for y in 0..width + 8 {
            for x in 0..width + 8 {
                let halves = match drawn[y / 2][x] {
                    '█' => [true, true],
                    '▀' => [true, false],
                    '▄' => [false, true],
                    _ => [false, false],
                };
                let is_inside = (4..width + 4).contains(&x) && (4..width + 4).contains(&y);
                assert_eq!(halves[y % 2], is_inside && expected[(x - 4, y - 4)] == Color::Dark, "{x} {y}");
            }
        }
    }

    #[test]
    fn the_drawing_has_every_dark_module_and_a_free_border() {
        let link = "https://talks.example/shared/chats/550e8400-e29b-41d4-a716-446655440000";
        let expected = QrCode::with_error_correction_level(link, EcLevel::M).expect("a code");
        let drawn = svg(link).expect("a code");
        let size = expected.width() + 8;
        assert!(drawn.contains(&format!(r#"viewBox="0 0 {size} {size}""#)));
        for y in 0..expected.width() {
            for x in 0..expected.width() {
                let module = format!("M{} {}h1", x + 4, y + 4);
                assert_eq!(drawn.contains(&module), expected[(x, y)] == Color::Dark, "{x} {y}");
            }
        }
    }

    #[test]
    fn what_is_too_long_for_a_code_has_none() {
        assert_eq!(svg(&"x".repeat(5000)), None);
    }

    #[test]
    fn on_a_terminal_each_line_brings_its_colours_and_takes_them_back() {
        let drawn = code("http://x", true).expect("a code");
        assert!(drawn.lines().all(|line| line.starts_with(COLOURS) && line.ends_with(PLAIN)));
    }
}
