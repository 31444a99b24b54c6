//! What somebody looks for, from what they typed. Nothing of that is syntax but double quotes around words that stand
//! side by side; one that has no partner is no syntax either.

use std::ops::Range;

use super::words::{TermKind, each_term};

/// Words that are looked at; more narrow nothing down.
const MOST_PHRASES: usize = 16;

/// Bytes of a word that may go on. What begins with a letter or two is everything, which takes a second to gather.
const LEAST_OPEN: usize = 3;

/// Terms of one of them: a line of a program, say.
const MOST_TERMS: usize = 64;

/// Bytes of a text in which the place of a hit is looked for. A message that is longer is shown from there, or
/// from its beginning.
const MOST_LOOKED_AT: usize = 1024 * 1024;

/// Words, all of which are in what is found.
pub struct Wanted(Vec<Phrase>);

/// Terms that stand side by side.
struct Phrase {
    terms: Vec<String>,
    /// The last one may go on.
    is_open: bool,
}

impl Wanted {
    /// What a text asks for; nothing is found for one without a letter or digit.
    pub fn of(text: &str) -> Self {
        let sections: Vec<&str> = text.split('"').collect();
        let is_quoted = |number: usize| number % 2 == 1 && number + 1 < sections.len();
        let phrases = sections.iter().enumerate().flat_map(|(number, section)| match is_quoted(number) {
            true => vec![Phrase::of(section, false)],
            false => section.split_whitespace().map(|word| Phrase::of(word, true)).collect(),
        });
        Self(phrases.filter(|phrase| !phrase.terms.is_empty()).take(MOST_PHRASES).collect())
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of the words may go on.
    pub fn is_open(&self) -> bool {
        self.0.iter().any(|phrase| phrase.is_open)
    }

    /// The same for SQLite's FTS5, in those columns; `may_go_on`: words that may go on do. The terms have letters and digits
    /// only.
    pub fn expression(&self, columns: &str, may_go_on: bool) -> String {
        let phrases = self.0.iter().map(|phrase| {
            let star = if may_go_on && phrase.is_open { " *" } else { "" };
            format!("(\"{}\"{star})", phrase.terms.join(" "))
        });
        format!("({{{columns}}} : ({}))", phrases.collect::<Vec<_>>().join(" AND "))
    }

    /// Where in a text the words stand, each at its first place, in bytes; `None` when one is missing.
    pub fn places(&self, text: &str) -> Option<Vec<Range<usize>>> {
        let end = text.floor_char_boundary(MOST_LOOKED_AT);
        let mut terms = Vec::new();
        each_term(text.get(..end).unwrap_or(text), &mut |term, _, place| terms.push((term.to_owned(), place)));
        self.0.iter().map(|phrase| phrase.place(&terms)).collect()
    }
}

impl Phrase {
    fn of(text: &str, is_open: bool) -> Self {
        let (mut terms, mut last) = (Vec::new(), TermKind::Word);
        each_term(text, &mut |term, kind, _| {
            if terms.len() < MOST_TERMS {
                terms.push(term.to_owned());
                last = kind;
            }
        });
        match last {
            TermKind::Word => {
                let is_long = terms.last().is_some_and(|term| term.len() >= LEAST_OPEN);
                Self { terms, is_open: is_open && is_long }
            }
            // What comes behind it in the text makes a pair of it there.
            TermKind::Last { is_first: true } => Self { terms, is_open: true },
            TermKind::Last { is_first: false } => {
                terms.pop();
                Self { terms, is_open: false }
            }
            TermKind::Pair => Self { terms, is_open: false },
        }
    }

    fn place(&self, text: &[(String, Range<usize>)]) -> Option<Range<usize>> {
        let (last, before) = self.terms.split_last()?;
        let fits = |window: &&[(String, Range<usize>)]| {
            let Some(((end, _), start)) = window.split_last() else { return false };
            start.iter().map(|(term, _)| term).eq(before)
                && if self.is_open { end.starts_with(last.as_str()) } else { end == last }
        };
        let window = text.windows(self.terms.len()).find(fits)?;
        Some(window.first()?.1.start..window.last()?.1.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_typed_is_syntax() {
        for (typed, expected) in [
            ("Sky blue", r#"({words} : (("sky" *) AND ("blue" *)))"#),
            (r#"sky" OR 1"#, r#"({words} : (("sky" *) AND ("or") AND ("1")))"#),
            (r#""sky blue" NEAR(x*)"#, r#"({words} : (("sky blue") AND ("near x")))"#),
            ("words:foo_bar -x", r#"({words} : (("words foo bar" *) AND ("x")))"#),
            ("北 北京 北京大", r#"({words} : (("北" *) AND ("北京") AND ("北京 京大")))"#),
        ] {
            assert_eq!(Wanted::of(typed).expression("words", true), expected, "{typed}");
        }
        for nothing in ["", " ", "\"", "\"\"", "* - ( ) ^ : {}", "\u{0}", "💥"] {
            assert!(Wanted::of(nothing).is_empty(), "{nothing:?}");
        }
    }

    #[test]
    fn it_is_known_where_the_words_stand() {
        let text = "In Zürich, l'été: 北京大学.";
        let at =
            |typed: &str| Wanted::of(typed).places(text).map(|places| places.into_iter().map(|p| &text[p]).collect());
        assert_eq!(at("zur ETE"), Some(vec!["Zürich", "été"]));
        assert_eq!(at("l'été"), Some(vec!["l'été"]));
        assert_eq!(at("京大"), Some(vec!["京大"]));
        assert_eq!(at("学"), Some(vec!["学"]));
        assert_eq!(at("urich"), None);
        assert_eq!(at("\"in zur\""), None);
    }
}
