//! What may begin or end a formula.

use std::ops::Range;

/// Environments that stand for a formula without any dollar around them.
const ENVIRONMENTS: &str = "align alignat aligned alignedat array bmatrix Bmatrix cases CD displaymath eqnarray equation \
                            flalign gather gathered math matrix multline pmatrix smallmatrix split vmatrix Vmatrix";

/// Bytes among which the end of an environment's name is looked for.
const LONGEST_NAME: usize = 20;

/// Commands whose braces hold words.
const TEXTS: &[&str] = &["\\text{", "\\textbf{", "\\textit{", "\\textrm{", "\\texttt{", "\\mbox{"];

/// Bytes of such words.
const LONGEST_TEXT: usize = 500;

/// A delimiter, or what may be one.
#[derive(Clone, Copy, PartialEq)]
pub enum Delimiter {
    Dollar,
    Dollars,
    Open(u8),
    Close(u8),
    /// Of an environment by itself.
    Begin,
    /// A dollar and backticks.
    Code,
    /// Of one of these two.
    End,
}

#[derive(Clone, Copy)]
pub struct Token {
    pub kind: Delimiter,
    pub at: usize,
    length: usize,
}

impl Token {
    pub const fn end(&self) -> usize {
        self.at + self.length
    }
}

/// The delimiters of a paragraph outside of code.
pub fn of(text: &str, paragraph: Range<usize>) -> Vec<Token> {
    let bytes = &text.as_bytes()[..paragraph.end];
    let code = code_ends(bytes, paragraph.start);
    let mut runs = code.iter().peekable();
    let mut environments = Environments::default();
    let mut tokens = Vec::new();
    let mut at = paragraph.start;
    while let Some(found) = memchr::memchr3(b'\\', b'$', b'`', &bytes[at..]) {
        at += found;
        match bytes[at] {
            b'\\' => {
                let mut length = 2;
                match bytes.get(at + 1) {
                    Some(bracket @ (b'(' | b'[')) => tokens.push(Token { kind: Delimiter::Open(*bracket), at, length }),
                    Some(bracket @ (b')' | b']')) => {
                        tokens.push(Token { kind: Delimiter::Close(*bracket), at, length })
                    }
                    Some(b'b') => {
                        if let Some(end) = environments.next_end(&text[..paragraph.end], at) {
                            tokens.push(Token { kind: Delimiter::Begin, at, length: 0 });
                            tokens.push(Token { kind: Delimiter::End, at: end, length: 0 });
                            length = end - at;
                        }
                    }
                    // The dollars of a text within a formula are its own.
                    Some(b't' | b'm') if !tokens.is_empty() => {
                        length = text_length(&text[at..paragraph.end]).unwrap_or(length);
                    }
                    _ => {}
                }
                // Whatever follows is escaped; at worst the first byte of a character that is no delimiter.
                at += length;
            }
            b'$' => {
                let length = bytes[at..].iter().take_while(|byte| **byte == b'$').count();
                let in_code = (length == 1).then(|| code_between_dollars(bytes, &code, at)).flatten();
                if let Some((ticks, end)) = in_code {
                    tokens.push(Token { kind: Delimiter::Code, at, length: 1 + ticks });
                    tokens.push(Token { kind: Delimiter::End, at: end - ticks, length: ticks + 1 });
                    at = end + 1;
                    continue;
                }
                match length {
                    1 => tokens.push(Token { kind: Delimiter::Dollar, at, length }),
                    2 => tokens.push(Token { kind: Delimiter::Dollars, at, length }),
                    _ => {}
                }
                at += length;
            }
            _ => {
                while runs.next_if(|(start, _)| *start < at).is_some() {}
                at = match runs.peek() {
                    Some((start, end)) if *start == at => *end,
                    _ => at + 1,
                };
            }
        }
        if at >= bytes.len() {
            break;
        }
    }
    tokens
}

/// How many backticks begin the code that stands between the dollar there and another, and where it ends: GitHub's
/// way to write a formula that Markdown keeps its hands off.
fn code_between_dollars(bytes: &[u8], code: &[(usize, usize)], at: usize) -> Option<(usize, usize)> {
    let run = code.binary_search_by_key(&(at + 1), |(start, _)| *start).ok()?;
    let (start, end) = code[run];
    let ticks = bytes[start..].iter().take_while(|byte| **byte == b'`').count();
    (end > start + 2 * ticks && bytes.get(end) == Some(&b'$')).then_some((ticks, end))
}

/// The length of `\text{...}`, where its braces hold dollars.
fn text_length(text: &str) -> Option<usize> {
    let name = TEXTS.iter().find(|name| text.starts_with(**name))?;
    let mut depth = 1_usize;
    for (at, byte) in text.bytes().enumerate().skip(name.len()).take(LONGEST_TEXT) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return text[..at].contains('$').then_some(at + 1);
        }
    }
    None
}

/// Environments of formulas, and how many may be looked for in vain.
struct Environments {
    left: u8,
}

impl Default for Environments {
    fn default() -> Self {
        Self { left: 8 }
    }
}

impl Environments {
    /// The end of the environment that begins there.
    fn next_end(&mut self, text: &str, at: usize) -> Option<usize> {
        let rest = text[at..].strip_prefix("\\begin{")?;
        let name = &rest[..rest.bytes().take(LONGEST_NAME).position(|byte| byte == b'}')?];
        if self.left == 0 || !ENVIRONMENTS.split(' ').any(|known| known == name.trim_end_matches('*')) {
            return None;
        }
        let end = format!("\\end{{{name}}}");
        let found = text[at..].find(&end).map(|found| at + found + end.len());
        self.left -= u8::from(found.is_none());
        found
    }
}

/// Where each run of backticks starts, and where the code that it begins ends: behind the next run of its length, or
/// behind itself.
fn code_ends(bytes: &[u8], from: usize) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut at = from;
    while let Some(found) = memchr::memchr(b'`', &bytes[at..]) {
        at += found;
        let length = bytes[at..].iter().take_while(|byte| **byte == b'`').count();
        runs.push((at, at + length));
        at += length;
    }
    let mut next = std::collections::HashMap::new();
    for (start, end) in runs.iter_mut().rev() {
        let length = *end - *start;
        let own_end = *end;
        if let Some(closing) = next.insert(length, own_end) {
            *end = closing;
        }
    }
    runs
}
