//! What the lines of a listing have in common before their text: line numbers, paths, time stamps, bars, arrows,
//! quotes, tags. Comparing each line with the one before it tells it, so that no list of such marks is needed.
//! What lines with a piece of something encoded have in common behind it is left out, too.

use std::ops::Range;

use super::projection::Edit;

/// The longest prefix of a line, in bytes.
const LONGEST: usize = 256;
/// Lines that have to agree, unless a number in them counts up.
const FEWEST_LINES: usize = 3;
/// Characters of a key or of something encoded that stand alone on a line.
const SHORTEST_PIECE: usize = 16;

/// What one line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    /// Letters that are the same on each line, by a hash of them.
    Word(u64),
    /// A number, or the name of a commit: another one on each line.
    Number,
    /// Blanks, however many.
    Blank,
    /// Any other character, the same on each line.
    Mark(char),
}

/// Lines in a row that begin alike.
#[derive(Default)]
struct PrefixedLines {
    template: Vec<Token>,
    lines: Vec<Range<usize>>,
    /// Whether a number on each line is by one more than on the line before.
    is_counted: bool,
}

/// The prefixes of all listings in the text.
pub fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut listing = PrefixedLines::default();
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]) {
        let line = start..end;
        start = end + 1;
        listing = listing.followed(text, line, &mut edits);
    }
    listing.close(text, &mut edits);
    edits
}

impl PrefixedLines {
    fn of(line: Range<usize>) -> Self {
        Self { lines: vec![line], ..Self::default() }
    }

    /// This line goes on with the listing, or begins another one.
    fn followed(mut self, text: &str, line: Range<usize>, edits: &mut Vec<Edit>) -> Self {
        let Some(last) = self.lines.last().cloned() else { return Self::of(line) };
        let (mut template, is_counted) = common(&text[last.clone()], &text[line.clone()]);
        if template.is_empty() {
            self.close(text, edits);
            return Self::of(line);
        }
        if self.lines.len() > 1 {
            let shared = self.template.iter().zip(&template).take_while(|(a, b)| a == b).count();
            let mut both = self.template[..shared].to_vec();
            cut(&mut both);
            if both.is_empty() {
                self.close(text, edits);
                // The last line belongs to both.
                self = Self::of(last);
            } else {
                template = both;
            }
        }
        self.is_counted = is_counted && (self.is_counted || self.lines.len() == 1);
        self.template = template;
        self.lines.push(line);
        self
    }

    fn close(self, text: &str, edits: &mut Vec<Edit>) {
        let has_number = self.template.contains(&Token::Number);
        let is_listing = self.lines.len() >= FEWEST_LINES || (self.is_counted && self.lines.len() > 1);
        if !is_listing || is_name(&self.template) {
            return;
        }
        let rows: Vec<Row<'_>> = self.lines.iter().map(|line| Row::of(text, line, &self.template)).collect();
        let mut is_piece_before = false;
        for (at, (line, row)) in self.lines.iter().zip(&rows).enumerate() {
            let beside = [at.checked_sub(1).and_then(|at| rows.get(at)), rows.get(at + 1)];
            let mut beside = beside.into_iter().flatten();
            let goes_on = is_piece_before && at > 0 && row.piece.len() <= rows[at - 1].piece.len();
            let is_wide = row.piece.len() >= SHORTEST_PIECE
                && (has_number || beside.clone().any(|other| other.piece.len() >= SHORTEST_PIECE));
            let is_closed = row.is_closed() || beside.any(|other| other.suffix == row.suffix);
            let is_piece = is_closed && !row.piece.is_empty() && (is_wide || goes_on);
            is_piece_before = is_piece;
            // The first line of a listing may be the last one of another.
            if edits.last().is_some_and(|last| last.range.end > line.start) {
                continue;
            }
            let is_blank = row.piece.is_empty() && row.suffix.trim().is_empty();
            if (has_number || is_piece || is_blank) && row.piece.start > line.start {
                edits.push(Edit { range: line.start..row.piece.start, with: None });
            }
            if is_piece && !row.suffix.is_empty() {
                edits.push(Edit { range: row.piece.end..line.end, with: None });
            }
        }
    }
}

/// A line of a listing behind its prefix.
struct Row<'a> {
    /// The characters of keys that it begins with.
    piece: Range<usize>,
    /// What is behind them.
    suffix: &'a str,
}

impl<'a> Row<'a> {
    fn of(text: &'a str, line: &Range<usize>, template: &[Token]) -> Self {
        let start = line.start + prefix(&text[line.clone()], template);
        let piece = start..start + text[start..line.end].bytes().take_while(|byte| is_key(*byte)).count();
        Self { suffix: &text[piece.end..line.end], piece }
    }

    /// Whether no more than a mark or two are behind the piece.
    fn is_closed(&self) -> bool {
        self.suffix.chars().count() <= 4 && !self.suffix.contains(char::is_alphanumeric)
    }
}

/// What both lines begin with, up to the last character that ends a prefix; and whether a number counts up.
fn common(a: &str, b: &str) -> (Vec<Token>, bool) {
    let mut template = Vec::new();
    let mut is_counted = false;
    let bounded = |line: &'_ str| line.floor_char_boundary(LONGEST);
    let (mut a, mut b) = (start(&a[..bounded(a)]), start(&b[..bounded(b)]));
    while let (Some((first, rest_a, text_a)), Some((second, rest_b, text_b))) = (next(a), next(b)) {
        if first != second {
            break;
        }
        if first == Token::Number && text_a.len() <= 9 && text_b.len() <= 9 {
            let value = |text: &str| text.parse::<u32>().ok();
            is_counted |= value(text_a).is_some_and(|number| value(text_b) == Some(number + 1));
        }
        template.push(first);
        (a, b) = (rest_a, rest_b);
    }
    cut(&mut template);
    (template, is_counted)
}

/// Back to the last character that ends a prefix.
fn cut(template: &mut Vec<Token>) {
    let is_end = |token: &Token| matches!(token, Token::Blank | Token::Mark(_));
    template.truncate(template.iter().rposition(is_end).map_or(0, |at| at + 1));
}

/// Whether names of values stand there: `KEY_1=`, `key: `. Without them nobody knows what the values are.
fn is_name(template: &[Token]) -> bool {
    let is_edge = |token: &Token| matches!(token, Token::Blank | Token::Mark(_));
    let from = template.iter().position(|token| !is_edge(token)).unwrap_or(template.len());
    let to = template.iter().rposition(|token| !is_edge(token)).map_or(from, |at| at + 1);
    let (name, behind) = (&template[from..to], &template[to..]);
    let has = |tokens: &[Token], token: Token| tokens.contains(&token);
    let is_field = has(behind, Token::Mark(':')) && has(behind, Token::Blank);
    // A time or several words are no name.
    let is_one = !has(name, Token::Blank) && !has(name, Token::Mark(':'));
    let is_word = name.iter().any(|token| matches!(token, Token::Word(_)));
    is_word && (has(behind, Token::Mark('=')) || (is_field && is_one))
}

/// How many bytes of the line the template stands for.
fn prefix(line: &str, template: &[Token]) -> usize {
    let mut rest = start(line);
    for token in template {
        match next(rest) {
            Some((found, behind, _)) if found == *token => rest = behind,
            _ => break,
        }
    }
    line.len() - rest.len()
}

/// The line without its indentation.
fn start(line: &str) -> &str {
    line.trim_start_matches(is_blank)
}

/// The token with which this goes on, what is behind it, and it as it is written.
fn next(text: &str) -> Option<(Token, &str, &str)> {
    let blanks = text.len() - text.trim_start_matches(is_blank).len();
    let of = |token: Token, length: usize| {
        let (written, rest) = text.split_at(length);
        Some((token, rest, written))
    };
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let hash = text.bytes().take(41).take_while(u8::is_ascii_alphanumeric).count();
    let is_hash = |hash: &str| hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if (7..=40).contains(&hash) && text[..hash].contains(|c: char| c.is_ascii_digit()) && is_hash(&text[..hash]) {
        return of(Token::Number, hash);
    }
    if digits > 0 {
        return of(Token::Number, digits);
    }
    if blanks > 0 {
        return of(Token::Blank, blanks);
    }
    let word = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    if word > 0 {
        return of(Token::Word(fnv(&text[..word])), word);
    }
    let c = text.chars().next()?;
    of(Token::Mark(c), c.len_utf8())
}

/// FNV-1a.
fn fnv(word: &str) -> u64 {
    word.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3))
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r')
}

/// Characters of keys and of what is encoded.
fn is_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'/' | b'=' | b'.' | b'~')
}

#[cfg(test)]
mod tests {
    use super::super::projection::Projection;
    use super::*;

    fn bare(text: &str) -> String {
        Projection::of(text).edited(&edits(text)).text.into_owned()
    }

    #[test]
    fn what_lines_begin_with_is_left_out() {
        let lines = ["fn main() {", "    run();", "", "}"];
        for prefix in
            ["     {}\u{2192}", "{}:", "src/main.rs:{}:", "L{}: ", "{} | ", " {} \u{2502}+", "[{}] ", "- {}\t"]
        {
            let number = |at: usize| prefix.replace("{}", &(at + 8).to_string());
            let text: String = lines.iter().enumerate().map(|(at, line)| format!("{}{line}\n", number(at))).collect();
            let expected = lines.map(|line| format!("{}\n", line.trim_start())).concat();
            let found: String = bare(&text).lines().map(|line| format!("{}\n", line.trim_start())).collect();
            assert_eq!(found, if prefix == "L{}: " { text } else { expected }, "{prefix}");
        }
        for (prefix, suffix) in
            [("\u{23BF} ", ""), ("<line>", "</line>"), ("\"", "\" +"), ("id_rsa:", ""), ("web-1  | ", " \u{2502}")]
        {
            let pieces = ["MIIEabcdefgh0123", "ijklmnopqrst4567", "uvwx="];
            let text = pieces.map(|piece| format!("{prefix}{piece}{suffix}")).join("\n");
            assert_eq!(bare(&text), pieces.join("\n"), "{prefix}");
        }
    }

    #[test]
    fn text_and_names_stay() {
        for text in [
            "",
            "\n\n\n",
            "One line.\nAnother line.\nA third one.",
            "2374\n2375\n2376\n",
            "KEY_1=abcdefghijklmnop\nKEY_2=abcdefghijklmnop\nKEY_3=abcdefghijklmnop",
            "  key_1: abcdefghijklmnop\n  key_2: abcdefghijklmnop\n  key_3: abcdefghijklmnop",
            "- a b\n- c d\n- e f",
            "let a = 1;\nlet b = 2;\nlet c = 3;",
        ] {
            assert_eq!(bare(text), text);
        }
    }
}
