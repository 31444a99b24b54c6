//! Colours and styles, as classes: `assets/reading/code.css` has a colour for each that can be read in both themes.
//! Shades are shown as the nearest of the eight colours.

use crate::render::html::push_escaped;

/// How a character looks. 0 is the page's own colour, 1 to 8 are black, red, green, yellow, blue, magenta, cyan, white.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    ink: u8,
    ground: u8,
    styles: u8,
}

const BOLD: u8 = 1;
const DIM: u8 = 2;
const ITALIC: u8 = 4;
const UNDERLINE: u8 = 8;
const REVERSE: u8 = 16;
const STRIKE: u8 = 32;

/// The class of each style. What is to be hidden is shown: it could be copied all the same.
const STYLES: &[(u8, &str)] =
    &[(BOLD, "t-bold"), (DIM, "t-dim"), (ITALIC, "t-italic"), (UNDERLINE, "t-under"), (STRIKE, "t-strike")];

impl Look {
    /// Applies what a sequence selects (SGR).
    pub fn apply(&mut self, values: &str) {
        let mut values = values.split(';');
        while let Some(value) = values.next() {
            // A colour's parts stand behind colons or behind semicolons.
            let (number, mut parts) = match value.split_once(':') {
                Some((number, parts)) => (number, Some(parts.split(':'))),
                None => (value, None),
            };
            match number.parse().unwrap_or(0_u8) {
                0 => *self = Self::default(),
                1 => self.styles |= BOLD,
                2 => self.styles |= DIM,
                3 => self.styles |= ITALIC,
                4 | 21 if parts.as_mut().and_then(Iterator::next) == Some("0") => self.styles &= !UNDERLINE,
                4 | 21 => self.styles |= UNDERLINE,
                7 => self.styles |= REVERSE,
                9 => self.styles |= STRIKE,
                22 => self.styles &= !(BOLD | DIM),
                23 => self.styles &= !ITALIC,
                24 => self.styles &= !UNDERLINE,
                27 => self.styles &= !REVERSE,
                29 => self.styles &= !STRIKE,
                number @ (30..=37 | 90..=97) => self.ink = number % 10 + 1,
                number @ (40..=47 | 100..=107) => self.ground = number % 10 + 1,
                39 => self.ink = 0,
                49 => self.ground = 0,
                number @ (38 | 48 | 58) => {
                    let colour = match parts {
                        Some(parts) => colour(&mut parts.filter(|part| !part.is_empty())),
                        None => colour(&mut values),
                    };
                    match number {
                        38 => self.ink = colour,
                        48 => self.ground = colour,
                        _ => {}
                    }
                }
                _ => {}
            }
        }
    }

    /// Begins a span, where it looks like anything.
    pub fn open(self, html: &mut String) {
        if self == Self::default() {
            return;
        }
        let (ink, ground) = match self.styles & REVERSE {
            0 => (self.ink, self.ground),
            // What the page's own colours are reversed to has the look of a chosen one.
            _ => (self.ground, if self.ink == 0 { 8 } else { self.ink }),
        };
        html.push_str("<span class=\"t");
        for (kind, colour) in [(" t-", ink), (" t-on-", ground)] {
            if colour > 0 {
                html.push_str(kind);
                html.push(char::from(b'0' + (colour - 1) % 8));
            }
        }
        for (_, class) in STYLES.iter().filter(|(style, _)| self.styles & style != 0) {
            html.push(' ');
            html.push_str(class);
        }
        html.push_str("\">");
    }

    /// Writes a piece that looks like that, and ends its span.
    pub fn close(self, piece: &str, html: &mut String) {
        push_escaped(html, piece);
        if self != Self::default() {
            html.push_str("</span>");
        }
    }
}

/// The nearest of the eight colours to one of a palette of 256, or to one of red, green and blue.
fn colour<'a>(parts: &mut impl Iterator<Item = &'a str>) -> u8 {
    let mut next = || parts.next().and_then(|part| part.parse::<u8>().ok());
    match next() {
        Some(5) => match next().unwrap_or(0) {
            number @ 0..=15 => number % 8 + 1,
            number @ 16..=231 => {
                let number = number - 16;
                nearest([number / 36, number / 6 % 6, number % 6].map(|part| part * 51))
            }
            grey => nearest([(grey - 232) * 10 + 8; 3]),
        },
        Some(2) => nearest([next(), next(), next()].map(Option::unwrap_or_default)),
        _ => 0,
    }
}

fn nearest(parts: [u8; 3]) -> u8 {
    let most = parts.into_iter().max().unwrap_or_default();
    let least = parts.into_iter().min().unwrap_or_default();
    if most - least < 40 {
        return if most < 150 { 1 } else { 8 };
    }
    // What comes near to the strongest part is in the colour.
    let limit = least + (most - least) / 2;
    let [red, green, blue] = parts.map(|part| u8::from(part > limit));
    red + 2 * green + 4 * blue + 1
}
