//! What a program printed, as a terminal shows it: colours, and lines that it wrote over. Sequences that would move the
//! cursor to other lines, set titles or ask the terminal something are left out. Control functions: ECMA-48 and
//! <https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>.

mod look;

use std::iter::Peekable;
use std::str::Chars;

use look::Look;

/// So many blanks a text may have made beyond as many as it has bytes: jumps of the cursor cost it next to nothing.
const MOST_BLANKS: usize = 4096;
/// The last column that the cursor can jump to.
const LAST_COLUMN: usize = 1000;

/// Whether a terminal would just print the text.
pub fn is_plain(text: &str) -> bool {
    let text = text.as_bytes();
    !text.iter().enumerate().any(|(at, byte)| match byte {
        b'\r' => text.get(at + 1) != Some(&b'\n'),
        b'\n' | b'\t' => false,
        // The controls of ISO 8859-1 begin with this one in UTF-8.
        0xc2 => text.get(at + 1).is_some_and(|next| *next < 0xa0),
        byte => *byte < 0x20 || *byte == 0x7f,
    })
}

/// Writes the text as HTML.
pub fn write(text: &str, html: &mut String) {
    let (line, look, blanks) = (Vec::new(), Look::default(), text.len() + MOST_BLANKS);
    let mut screen = Screen { html, line, at: 0, look, blanks, is_endless: false };
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\n' => screen.end_line(),
            '\r' => screen.at = 0,
            '\u{8}' => screen.at = screen.at.saturating_sub(1),
            '\u{1b}' => escape(&mut chars, &mut screen),
            '\u{9b}' => control(&mut chars, &mut screen),
            '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => string(&mut chars, &mut screen),
            '\t' => screen.print('\t'),
            c if c.is_control() => {}
            c => screen.print(c),
        }
    }
    screen.write_line();
}

/// The line that is being printed, and where the cursor is in it.
struct Screen<'a> {
    html: &'a mut String,
    line: Vec<(char, Look)>,
    at: usize,
    look: Look,
    /// How many blanks it may still have.
    blanks: usize,
    /// Whether no string ends in the rest of this line.
    is_endless: bool,
}

impl Screen<'_> {
    fn print(&mut self, c: char) {
        let missing = self.at.saturating_sub(self.line.len()).min(self.blanks);
        self.blanks -= missing;
        self.line.extend(std::iter::repeat_n((' ', Look::default()), missing));
        self.at = self.at.min(self.line.len());
        match self.line.get_mut(self.at) {
            Some(place) => *place = (c, self.look),
            None => self.line.push((c, self.look)),
        }
        self.at += 1;
    }

    fn end_line(&mut self) {
        self.write_line();
        self.html.push('\n');
        self.line.clear();
        self.at = 0;
        self.is_endless = false;
    }

    fn write_line(&mut self) {
        let mut open = Look::default();
        let mut piece = String::new();
        for (c, look) in &self.line {
            if *look != open {
                open.close(&piece, self.html);
                piece.clear();
                look.open(self.html);
                open = *look;
            }
            piece.push(*c);
        }
        open.close(&piece, self.html);
    }

    /// Moves within the line, or some way behind its end.
    fn go_to(&mut self, column: usize) {
        self.at = column.min(self.line.len().max(LAST_COLUMN));
    }

    fn erase(&mut self, what: usize) {
        match what {
            0 => self.line.truncate(self.at),
            1 if self.at < self.blanks => {
                self.blanks -= self.at;
                self.line.iter_mut().take(self.at + 1).for_each(|place| *place = (' ', Look::default()));
            }
            2 => self.line.clear(),
            _ => {}
        }
    }
}

/// Behind an ESC.
fn escape(chars: &mut Peekable<Chars<'_>>, screen: &mut Screen<'_>) {
    match chars.peek() {
        Some('[') => {
            chars.next();
            control(chars, screen);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            chars.next();
            string(chars, screen);
        }
        _ => {
            while chars.next_if(|c| matches!(c, ' '..='/')).is_some() {}
            chars.next_if(|c| matches!(c, '0'..='~'));
        }
    }
}

/// A control sequence, behind its beginning.
fn control(chars: &mut Peekable<Chars<'_>>, screen: &mut Screen<'_>) {
    let mut values = String::new();
    while let Some(c) = chars.next_if(|c| matches!(c, '0'..='?')) {
        if values.len() < 64 {
            values.push(c);
        }
    }
    let mut is_other = values.starts_with(['<', '=', '>', '?']);
    while chars.next_if(|c| matches!(c, ' '..='/')).is_some() {
        is_other = true;
    }
    let Some(last) = chars.next_if(|c| matches!(c, '@'..='~')) else { return };
    let first = |without: usize| values.split(';').next().and_then(|value| value.parse().ok()).unwrap_or(without);
    match last {
        _ if is_other => {}
        'm' => screen.look.apply(&values),
        'K' => screen.erase(first(0)),
        'C' => screen.go_to(screen.at.saturating_add(first(1).max(1))),
        'D' => screen.at = screen.at.saturating_sub(first(1).max(1)),
        'G' | '`' => screen.go_to(first(1).saturating_sub(1)),
        _ => {}
    }
}

/// A title, a link or the like, up to its end. What has none before the line ends is only shown.
fn string(chars: &mut Peekable<Chars<'_>>, screen: &mut Screen<'_>) {
    let mut rest = chars.clone();
    while let Some(c) = rest.next_if(|c| *c != '\n' && !screen.is_endless) {
        if matches!(c, '\u{7}' | '\u{9c}') || c == '\u{1b}' && rest.next_if_eq(&'\\').is_some() {
            *chars = rest;
            return;
        }
    }
    screen.is_endless = true;
}

#[cfg(test)]
mod tests;
