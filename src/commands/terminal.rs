//! What commands say: results on standard output, remarks on standard error. Nothing that a
//! stranger wrote steers the terminal from here.

use std::borrow::Cow;
use std::fmt::Display;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;

use super::Failure;

/// Prints a result. That nobody reads it any more (`| head`) is no failure.
pub fn say(line: impl Display) -> Result<(), Failure> {
    let line = line.to_string();
    print(printable(&line).as_bytes(), b"\n")
}

/// Says something beside the result. Nothing can be done when that fails.
pub fn remark(line: impl Display) {
    let line = line.to_string();
    let _ = writeln!(io::stderr().lock(), "{}", printable(&line));
}

/// A conversation with whoever sits at the terminal, whatever standard output and error are.
pub struct Dialog(BufReader<File>);

impl Dialog {
    /// Where there is somebody to ask: on the terminal that standard input is, or beside it where that is
    /// taken.
    pub fn open(input_is_taken: bool) -> Option<Self> {
        if !input_is_taken && !io::stdin().is_terminal() {
            return None;
        }
        File::options().read(true).write(true).open("/dev/tty").ok().map(|terminal| Self(BufReader::new(terminal)))
    }

    /// Says something.
    pub fn tell(&mut self, text: &str) -> Result<(), Failure> {
        let terminal = self.0.get_mut();
        terminal.write_all(printable(text).as_bytes()).and_then(|()| terminal.flush()).map_err(Self::failed)
    }

    /// Asks; `None` when nobody answers any more.
    pub fn ask(&mut self, question: &str) -> Result<Option<String>, Failure> {
        self.tell(question)?;
        let mut line = String::new();
        let length = self.0.read_line(&mut line).map_err(Self::failed)?;
        Ok((length > 0).then_some(line))
    }

    fn failed(error: io::Error) -> Failure {
        Failure::new(format!("cannot ask on the terminal: {error}"))
    }
}

/// Prints bytes as they are.
pub fn print(bytes: &[u8], end: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let written = out.write_all(bytes).and_then(|()| out.write_all(end)).and_then(|()| out.flush());
    written.or_else(unless_closed)
}

/// Copies what is read to standard output: as it is to a file or program, printable to a terminal.
pub fn pour(mut from: impl Read) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let poured = if out.is_terminal() {
        let mut text = Vec::new();
        from.read_to_end(&mut text).and_then(|_| out.write_all(printable(&String::from_utf8_lossy(&text)).as_bytes()))
    } else {
        io::copy(&mut from, &mut out).map(|_| ())
    };
    poured.and_then(|()| out.flush()).or_else(unless_closed)
}

fn unless_closed(error: io::Error) -> Result<(), Failure> {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(Failure::new(format!("cannot write to standard output: {error}"))),
    }
}

/// The text without what steers a terminal: control characters but line breaks and tabs, and the
/// marks that turn the direction of text, with which a name can look like another.
pub fn printable(text: &str) -> Cow<'_, str> {
    let is_fine = |c: char| !c.is_control() && !turns_direction(c) || matches!(c, '\n' | '\t');
    if text.chars().all(is_fine) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if is_fine(c) { c } else { '\u{fffd}' }).collect::<String>().into()
}

/// The same on one line.
pub fn one_line(text: &str) -> String {
    printable(text).replace(['\n', '\t'], "\u{fffd}")
}

/// A path on one line.
pub fn shown(path: &Path) -> String {
    one_line(&path.to_string_lossy())
}

/// Unicode's bidirectional formatting characters (UAX 9, 2), and its line separators.
const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `1 message`, `2 messages`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {}", plural(noun)) }
}

/// `messages`, `addresses`.
pub fn plural(noun: &str) -> String {
    format!("{noun}{}", if noun.ends_with('s') { "es" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(printable("a\u{1b}[2Jb\u{7}\u{9b}31m\r"), "a\u{fffd}[2Jb\u{fffd}\u{fffd}31m\u{fffd}");
        assert_eq!(printable("abc\u{202e}gpj.exe"), "abc\u{fffd}gpj.exe");
        assert_eq!(printable("Größe: 字 👩\u{200d}🔬\n\tnext"), "Größe: 字 👩\u{200d}🔬\n\tnext");
        assert_eq!(one_line("a\nb"), "a\u{fffd}b");
    }
}
