//! Text as it is searched: words in lower case without accents, and of scripts that put no blanks between words each
//! two neighbouring characters, so that every part of a sentence is found. The pages fold text the same way
//! (`assets/lib/fold-text.js`).

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Bytes of a word that are looked at. What is longer is a key or a picture in letters, mostly.
const MOST_BYTES: usize = 64;

/// What a term is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum TermKind {
    /// A word between blanks or signs.
    Word,
    /// Two neighbouring characters of a run without blanks.
    Pair,
    /// The last character of such a run, which is also its first or not.
    Last { is_first: bool },
}

/// What became of the characters so far.
#[derive(Default)]
struct TermRun {
    word: String,
    /// Where the word is.
    place: Range<usize>,
    /// The last character of a run without blanks.
    dense: Option<(String, Range<usize>)>,
    is_first: bool,
}

/// Shows `found` each term of a text in order, and where in the text it stands, in bytes.
pub fn each_term(text: &str, found: &mut impl FnMut(&str, TermKind, Range<usize>)) {
    let mut run = TermRun::default();
    for (at, c) in text.char_indices() {
        let place = at..at + c.len_utf8();
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                run.end_dense(found);
                run.push(&[c.to_ascii_lowercase()], place);
            } else {
                run.end(found);
            }
        } else if is_combining_mark(c) || is_ignorable(c) {
            // Belongs to the character before it, whatever that is.
        } else if !c.is_alphanumeric() {
            run.end(found);
        } else if is_dense(c) {
            run.end_word(found);
            run.add_dense(c, place, found);
        } else {
            run.end_dense(found);
            run.push(&folded(c), place);
        }
    }
    run.end(found);
}

/// The terms of a text with blanks between them, as the index takes them.
pub fn terms(text: &str) -> String {
    let mut terms = String::with_capacity(text.len());
    each_term(text, &mut |term, _, _| {
        terms.push_str(term);
        terms.push(' ');
    });
    terms
}

impl TermRun {
    fn push(&mut self, characters: &[char], place: Range<usize>) {
        if self.word.is_empty() {
            self.place.start = place.start;
        }
        self.place.end = place.end;
        if self.word.len() < MOST_BYTES {
            self.word.extend(characters);
        }
    }

    fn add_dense(&mut self, c: char, place: Range<usize>, found: &mut impl FnMut(&str, TermKind, Range<usize>)) {
        let folded: String = if is_hangul(c) { c.to_string() } else { folded(c).iter().collect() };
        self.is_first = self.dense.is_none();
        if let Some((before, start)) = &self.dense {
            found(&format!("{before}{folded}"), TermKind::Pair, start.start..place.end);
        }
        self.dense = Some((folded, place));
    }

    fn end_word(&mut self, found: &mut impl FnMut(&str, TermKind, Range<usize>)) {
        if !self.word.is_empty() {
            found(&self.word, TermKind::Word, self.place.clone());
            self.word.clear();
        }
    }

    fn end_dense(&mut self, found: &mut impl FnMut(&str, TermKind, Range<usize>)) {
        if let Some((last, place)) = self.dense.take() {
            found(&last, TermKind::Last { is_first: self.is_first }, place);
        }
    }

    fn end(&mut self, found: &mut impl FnMut(&str, TermKind, Range<usize>)) {
        self.end_word(found);
        self.end_dense(found);
    }
}

/// A character without accents, in lower case; compatibility forms as what they stand for.
fn folded(c: char) -> Vec<char> {
    let plain = c.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    plain
        .flat_map(|c| alike(c).chars().collect::<Vec<_>>().into_iter().chain(alike(c).is_empty().then_some(c)))
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// What a letter is searched as that no accent tells from another; empty for itself.
const fn alike(c: char) -> &'static str {
    match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ı' => "i",
        'þ' => "th",
        'ς' => "σ",
        _ => "",
    }
}

/// Characters without a look of their own (Unicode's `Default_Ignorable_Code_Point`, as far as texts have them).
const fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

const fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}')
}

/// Scripts that put no blanks between words, or join what people look for to what follows: Thai, Lao, Tibetan, Burmese,
/// Khmer, Chinese, Japanese, Korean.
const fn is_dense(c: char) -> bool {
    is_hangul(c)
        || matches!(c, '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
            | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{30ff}' | '\u{3100}'..='\u{33ff}' | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_without_accents_case_and_forms() {
        for (text, expected) in [
            ("Naïve CAFÉ, e\u{301}te\u{301}!", "naive cafe ete "),
            ("Straße Ærø Łódź ŞIK İstanbul", "strasse aero lodz sik istanbul "),
            ("Ёлка и йод; Ελλάς", "елка и иод ελλασ "),
            ("ﬁle ＡＢＣ x² snake_case don't", "file abc x2 snake case don t "),
            ("مُحَمَّد soft\u{ad}hyphen 👩\u{200d}🔬", "محمد softhyphen "),
        ] {
            assert_eq!(terms(text), expected, "{text}");
        }
    }

    #[test]
    fn of_scripts_without_blanks_every_pair_is_a_term() {
        assert_eq!(terms("北京大学"), "北京 京大 大学 学 ");
        assert_eq!(terms("GPTモデルv2"), "gpt モテ テル ル v2 ");
        assert_eq!(terms("字"), "字 ");
        assert_eq!(terms("서울 대학교"), "서울 울 대학 학교 교 ");
    }

    #[test]
    fn a_term_knows_where_it_stands() {
        let text = "Ein Café in 北京.";
        let mut found = Vec::new();
        each_term(text, &mut |_, _, place| found.push(&text[place]));
        assert_eq!(found, ["Ein", "Café", "in", "北京", "京"]);
    }

    #[test]
    fn an_endless_word_is_cut() {
        assert_eq!(terms(&"a".repeat(10_000)).len(), MOST_BYTES + 1);
    }
}
