//! Printing: results go to standard output, everything else to standard error. Untrusted text never reaches the
//! terminal as a control sequence.

use std::borrow::Cow;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;

use serde::Serialize;

use super::Failure;
pub use super::counted::counted;
use crate::domain::text::ShortText;
use crate::guard;
use crate::unix::terminal;

/// Prints a line of the result. A reader that has closed the pipe (`| head`) is no failure.
pub fn print_line(line: impl Display) -> Result<(), Failure> {
    let line = line.to_string();
    print_bytes(printable(&line).as_bytes(), b"\n")
}

/// Prints a line to standard error. Nothing can be done when that fails.
pub fn eprint_line(line: impl Display) {
    let line = line.to_string();
    let _ = writeln!(io::stderr().lock(), "{}", printable(&line));
}

/// Questions to the person at the terminal, wherever standard output and error lead.
pub struct Dialog(BufReader<File>);

impl Dialog {
    /// `None` where there is nobody to ask: standard input is not a terminal, or it is taken and there is no
    /// terminal beside it.
    pub fn open(input_is_taken: bool) -> Option<Self> {
        if !input_is_taken && !io::stdin().is_terminal() {
            return None;
        }
        terminal::open().ok().map(|terminal| Self(BufReader::new(terminal)))
    }

    /// Prints a text to the terminal.
    pub fn print(&mut self, text: &str) -> Result<(), Failure> {
        let terminal = self.0.get_mut();
        terminal.write_all(printable(text).as_bytes()).and_then(|()| terminal.flush()).map_err(Self::failed)
    }

    /// Asks; `None` at the end of input.
    pub fn ask(&mut self, question: &str) -> Result<Option<String>, Failure> {
        self.print(question)?;
        let mut line = String::new();
        let length = self.0.read_line(&mut line).map_err(Self::failed)?;
        Ok((length > 0).then_some(line))
    }

    fn failed(error: io::Error) -> Failure {
        Failure::new(format!("cannot ask on the terminal: {error}"))
    }
}

/// Prints bytes as they are.
pub fn print_bytes(bytes: &[u8], end: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(bytes).and_then(|()| out.write_all(end)).and_then(|()| out.flush());
    written.or_else(unless_closed)
}

/// Copies a stream to standard output: as it is to a file or program, made printable for a terminal.
pub fn print_stream(mut from: impl Read) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let copied = if out.is_terminal() {
        let mut text = Vec::new();
        from.read_to_end(&mut text).and_then(|_| out.write_all(printable(&String::from_utf8_lossy(&text)).as_bytes()))
    } else {
        io::copy(&mut from, &mut out).map(|_| ())
    };
    copied.and_then(|()| out.flush()).or_else(unless_closed)
}

/// Prints a value as JSON.
pub fn print_json(value: &impl Serialize) -> Result<(), Failure> {
    let json = serde_json::to_string_pretty(value).map_err(|error| Failure::new(error.to_string()))?;
    print_stream(format!("{json}\n").as_bytes())
}

fn unless_closed(error: io::Error) -> Result<(), Failure> {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(Failure::new(format!("cannot write to standard output: {error}"))),
    }
}

/// The text without what controls a terminal: control characters other than line breaks and tabs, and the
/// marks that change the direction of text, which can make one name look like another.
pub fn printable(text: &str) -> Cow<'_, str> {
    let is_fine = |c: char| !c.is_control() && !changes_direction(c) || matches!(c, '\n' | '\t');
    if text.chars().all(is_fine) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if is_fine(c) { c } else { '\u{fffd}' }).collect::<String>().into()
}

/// Printable text on one line.
pub fn one_line(text: &str) -> String {
    printable(text).replace(['\n', '\t'], "\u{fffd}")
}

/// Printable text on one line, with the secrets in it masked: what a terminal shows is logged and filmed.
pub fn masked_line(text: &str) -> String {
    one_line(&guard::masked(text))
}

/// A conversation's title on one line, with the secrets in it masked.
pub fn title(title: &ShortText) -> String {
    masked_line(title.as_str())
}

/// A path on one line.
pub fn display_path(path: &Path) -> String {
    one_line(&path.to_string_lossy())
}

/// Unicode's bidirectional formatting characters (UAX 9, 2), and its line separators.
const fn changes_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A sentence of ours as it stands after `neptun-share: `.
pub fn beginning_small(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_controls_the_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\u{7}\u{9b}31m\r"), "a\u{fffd}[2Jb\u{fffd}\u{fffd}31m\u{fffd}");
        assert_eq!(printable("abc\u{202e}gpj.exe"), "abc\u{fffd}gpj.exe");
        assert_eq!(printable("Größe: 字 👩\u{200d}🔬\n\tnext"), "Größe: 字 👩\u{200d}🔬\n\tnext");
        assert_eq!(one_line("a\nb"), "a\u{fffd}b");
    }
}
