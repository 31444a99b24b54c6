//! Formulas in prose: `$...$`, `$$...$$`, `\(...\)`, `\[...\]`, `` $`...`$ ``, and environments by themselves.
//!
//! One dollar begins a formula by the rules of Pandoc and GitHub: no blank inside it next to a dollar, no letter or
//! digit outside of it next to one; so prices and shell variables are none.

mod tokens;

use super::{CLOSE, Formula, OPEN, lines};
use tokens::{Delimiter, Token};

/// Bytes of what stands between single dollars and looks like no formula, of what does, and of other formulas. Those that
/// are too long to be converted are shown in a box of their own.
const LONGEST_INLINE: usize = 1_000;
const LONGEST_MARKED: usize = 8_000;
const LONGEST: usize = 256 * 1024;

/// Formulas of one text; each is parsed for itself.
const MOST: usize = 5_000;

/// The text with marks in the place of its formulas, which are added to the list.
pub fn set_aside(text: &str, formulas: &mut Vec<Formula>) -> String {
    let mut marked = String::with_capacity(text.len());
    let mut done = 0;
    if ["$", "\\(", "\\[", "\\begin{"].iter().any(|begin| text.contains(begin)) {
        for paragraph in lines::paragraphs(text) {
            let most = MOST.saturating_sub(formulas.len());
            for (from, to) in pairs(text, paragraph).into_iter().take(most) {
                marked.push_str(&text[done..from.at]);
                marked.push(OPEN);
                marked.push_str(&formulas.len().to_string());
                marked.push(CLOSE);
                let is_environment = from.kind == Delimiter::Begin;
                let inner = if is_environment { from.at..to.end() } else { from.end()..to.at };
                formulas.push(Formula {
                    typed: text[from.at..to.end()].to_owned(),
                    tex: without_quote_marks(text, from.at, &text[inner]),
                    is_display: is_environment || matches!(from.kind, Delimiter::Dollars | Delimiter::Open(b'[')),
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
    let tokens = tokens::of(text, paragraph);
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
            // Found together.
            Delimiter::Begin | Delimiter::Code => closers[at] = Some(at + 1),
            Delimiter::End => {}
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
            let longest = if tex.contains(['\\', '^', '_']) { LONGEST_MARKED } else { LONGEST_INLINE };
            tex.len() <= longest && is_begun && !is_price(tex) && !has_block(tex)
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
