//! Formulas in prose: `$...$`, `$$...$$`, `\(...\)`, `\[...\]`.
//!
//! One dollar begins a formula by the rules of Pandoc and GitHub: no blank inside it next to a dollar, no letter or
//! digit outside of it next to one; so prices and shell variables are none.

use super::{CLOSE, Formula, OPEN, lines};

/// Bytes of a formula between single dollars, and of others.
const LONGEST_INLINE: usize = 1_000;
const LONGEST: usize = 20_000;

/// Formulas of one text; each is parsed for itself.
const MOST: usize = 5_000;

/// A delimiter, or what may be one.
#[derive(Clone, Copy, PartialEq)]
enum Delimiter {
    Dollar,
    Dollars,
    Open(u8),
    Close(u8),
}

#[derive(Clone, Copy)]
struct Token {
    kind: Delimiter,
    at: usize,
}

impl Token {
    fn end(&self) -> usize {
        self.at + if self.kind == Delimiter::Dollar { 1 } else { 2 }
    }
}

/// The text with marks in the place of its formulas, which are added to the list.
pub fn set_aside(text: &str, formulas: &mut Vec<Formula>) -> String {
    let mut marked = String::with_capacity(text.len());
    let mut done = 0;
    if text.contains('$') || text.contains("\\(") || text.contains("\\[") {
        for paragraph in lines::paragraphs(text) {
            let most = MOST.saturating_sub(formulas.len());
            for (from, to) in pairs(text, paragraph).into_iter().take(most) {
                marked.push_str(&text[done..from.at]);
                marked.push(OPEN);
                marked.push_str(&formulas.len().to_string());
                marked.push(CLOSE);
                formulas.push(Formula {
                    typed: text[from.at..to.end()].to_owned(),
                    tex: without_quote_marks(text, from.at, &text[from.end()..to.at]),
                    is_display: matches!(from.kind, Delimiter::Dollars | Delimiter::Open(b'[')),
                });
                done = to.end();
            }
        }
    }
    marked.push_str(&text[done..]);
    marked
}

/// The lines of a formula that began in a block quote begin with its marks.
fn without_quote_marks(text: &str, at: usize, tex: &str) -> String {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let is_quoted = text[line..].trim_start().starts_with('>');
    if !is_quoted || !tex.contains('\n') {
        return tex.to_owned();
    }
    let mut kept = String::with_capacity(tex.len());
    for line in tex.split_inclusive('\n') {
        kept.push_str(if kept.is_empty() { line } else { line.trim_start_matches([' ', '\t', '>']) });
    }
    kept
}

/// The first and last delimiter of each formula.
fn pairs(text: &str, paragraph: std::ops::Range<usize>) -> Vec<(Token, Token)> {
    let tokens = tokens(text, paragraph);
    let closers = closers(text, &tokens);
    let mut pairs = Vec::new();
    let mut at = 0;
    while let Some(opening) = tokens.get(at) {
        if let Some(closing) = closers[at].filter(|closing| is_formula(text, opening, &tokens[*closing])) {
            pairs.push((*opening, tokens[closing]));
            at = closing;
        }
        at += 1;
    }
    pairs
}

/// For each token the next one that can end what it begins.
fn closers(text: &str, tokens: &[Token]) -> Vec<Option<usize>> {
    let mut closers = vec![None; tokens.len()];
    let (mut dollar, mut dollars, mut round, mut square) = (None, None, None, None);
    for (at, token) in tokens.iter().enumerate().rev() {
        match token.kind {
            // No other dollar in between: a price is followed by one that can't close.
            Delimiter::Dollar => closers[at] = dollar.replace(at).filter(|next| can_close(text, &tokens[*next])),
            Delimiter::Dollars => {
                closers[at] = dollars.replace(at);
                dollar = None;
            }
            // Of two beginnings the first has lost its end.
            Delimiter::Open(b'(') => closers[at] = round.take(),
            Delimiter::Open(_) => closers[at] = square.take(),
            Delimiter::Close(b')') => round = Some(at),
            Delimiter::Close(_) => square = Some(at),
        }
    }
    closers
}

fn before(text: &str, at: usize) -> Option<u8> {
    text.as_bytes().get(at.checked_sub(1)?).copied()
}

fn is_word(byte: Option<u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric())
}

fn can_close(text: &str, token: &Token) -> bool {
    before(text, token.at).is_some_and(|byte| !byte.is_ascii_whitespace())
        && !is_word(text.as_bytes().get(token.end()).copied())
}

fn is_formula(text: &str, opening: &Token, closing: &Token) -> bool {
    let tex = &text[opening.end()..closing.at];
    if tex.len() > LONGEST || !tex.contains(char::is_alphanumeric) {
        return false;
    }
    match opening.kind {
        Delimiter::Dollar => {
            let is_begun = !tex.starts_with(|c: char| c.is_ascii_whitespace()) && !is_word(before(text, opening.at));
            tex.len() <= LONGEST_INLINE && is_begun && !is_price(tex) && !has_block(tex)
        }
        // `\[1\]` and `\[text\](address)` are brackets that somebody escaped.
        Delimiter::Open(b'[') => {
            let is_link = matches!(text.as_bytes().get(closing.end()), Some(b'(' | b'['));
            let is_set_off = tex.starts_with(|c: char| c.is_ascii_whitespace());
            !is_link && (is_set_off || tex.contains(|c: char| "\\^_={}+<>|".contains(c)))
        }
        _ => true,
    }
}

/// `$5 for one and 10$`: begins with a number, has words, and nothing of a formula.
fn is_price(tex: &str) -> bool {
    tex.starts_with(|c: char| c.is_ascii_digit())
        && tex.contains(' ')
        && !tex.contains(|c: char| "\\^_=+*/<>{}()|".contains(c))
}

/// Whether one of the lines behind the first begins a block of its own.
fn has_block(tex: &str) -> bool {
    tex.split('\n').skip(1).any(|line| {
        let line = line.trim_ascii_start();
        lines::prefix(line) > 0 || line.starts_with(['#', '|'])
    })
}

/// The delimiters of a paragraph outside of code.
fn tokens(text: &str, paragraph: std::ops::Range<usize>) -> Vec<Token> {
    let bytes = &text.as_bytes()[..paragraph.end];
    let code = code_ends(bytes, paragraph.start);
    let mut code = code.iter().peekable();
    let mut tokens = Vec::new();
    let mut at = paragraph.start;
    while let Some(found) = memchr::memchr3(b'\\', b'$', b'`', &bytes[at..]) {
        at += found;
        match bytes[at] {
            b'\\' => {
                match bytes.get(at + 1) {
                    Some(bracket @ (b'(' | b'[')) => tokens.push(Token { kind: Delimiter::Open(*bracket), at }),
                    Some(bracket @ (b')' | b']')) => tokens.push(Token { kind: Delimiter::Close(*bracket), at }),
                    _ => {}
                }
                // Whatever follows is escaped; at worst the first byte of a character that is no delimiter.
                at += 2;
            }
            b'$' => {
                let length = bytes[at..].iter().take_while(|byte| **byte == b'$').count();
                match length {
                    1 => tokens.push(Token { kind: Delimiter::Dollar, at }),
                    2 => tokens.push(Token { kind: Delimiter::Dollars, at }),
                    _ => {}
                }
                at += length;
            }
            _ => {
                while code.next_if(|(start, _)| *start < at).is_some() {}
                at = match code.peek() {
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
