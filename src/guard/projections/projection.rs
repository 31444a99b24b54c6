//! A text with some of it left out or read differently, and which of the source's bytes each of its
//! own bytes stands for.

use std::borrow::Cow;
use std::ops::Range;

/// A text made from another one.
#[derive(Debug)]
pub struct Projection<'a> {
    /// What is searched.
    pub text: Cow<'a, str>,
    /// In the order of both texts.
    runs: Vec<Run>,
}

/// A stretch of a projection that stands for a stretch of the source.
#[derive(Clone, Copy, Debug)]
struct Run {
    /// Where it begins in the projection.
    at: usize,
    /// The source's bytes.
    from: usize,
    to: usize,
    /// Byte for byte the same, and not one character that stands for all of them.
    is_verbatim: bool,
}

/// Something that reads differently in the next projection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Bytes of the projection that is edited.
    pub range: Range<usize>,
    /// What stands there instead, if anything.
    pub with: Option<char>,
}

impl<'a> Projection<'a> {
    /// The text itself.
    pub fn of(text: &'a str) -> Self {
        let run = Run { at: 0, from: 0, to: text.len(), is_verbatim: true };
        Self { text: Cow::Borrowed(text), runs: vec![run] }
    }

    /// The text with these edits, which come in order and do not overlap.
    pub fn edited(&self, edits: &[Edit]) -> Projection<'static> {
        let mut made = Builder { base: self, text: String::with_capacity(self.text.len()), runs: Vec::new(), run: 0 };
        let mut done = 0;
        for edit in edits {
            made.keep(done..edit.range.start);
            if let Some(c) = edit.with {
                made.put(c, edit.range.clone());
            }
            done = edit.range.end;
        }
        made.keep(done..self.text.len());
        Projection { text: Cow::Owned(made.text), runs: made.runs }
    }

    /// The source's bytes from the first to the last that these stand for.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let from = self.from(range.start);
        if range.is_empty() {
            return from..from;
        }
        let last = self.run_of(range.end - 1);
        let to = if last.is_verbatim { last.from + (range.end - last.at) } else { last.to };
        from..to
    }

    /// Whether something of the source was left out before this byte.
    pub fn is_seam(&self, at: usize) -> bool {
        let run = self.runs.partition_point(|run| run.at < at);
        match (run.checked_sub(1).and_then(|before| self.runs.get(before)), self.runs.get(run)) {
            (Some(before), Some(run)) => run.at == at && before.to != run.from,
            _ => false,
        }
    }

    /// The places within where something of the source was left out.
    pub fn seams(&self, range: Range<usize>) -> impl Iterator<Item = usize> {
        let first = self.runs.partition_point(|run| run.at <= range.start).max(1);
        let pairs = self.runs[first - 1..].windows(2);
        let inside = pairs.take_while(move |pair| pair[1].at < range.end);
        inside.filter(|pair| pair[0].to != pair[1].from).map(|pair| pair[1].at)
    }

    fn from(&self, at: usize) -> usize {
        let run = self.run_of(at);
        if run.is_verbatim { run.from + (at - run.at) } else { run.from }
    }

    /// The run in which this byte lies; the last one for the end of the text.
    fn run_of(&self, at: usize) -> Run {
        let after = self.runs.partition_point(|run| run.at <= at);
        let none = Run { at: 0, from: 0, to: 0, is_verbatim: true };
        after.checked_sub(1).and_then(|run| self.runs.get(run)).copied().unwrap_or(none)
    }
}

struct Builder<'b, 'a> {
    base: &'b Projection<'a>,
    text: String,
    runs: Vec<Run>,
    /// The base's run in which the last piece ended, so that all of them are walked over once.
    run: usize,
}

impl Builder<'_, '_> {
    fn keep(&mut self, range: Range<usize>) {
        let runs = &self.base.runs;
        let mut at = range.start;
        while at < range.end {
            while runs.get(self.run + 1).is_some_and(|next| next.at <= at) {
                self.run += 1;
            }
            let Some(run) = runs.get(self.run).copied() else { return };
            let end = runs.get(self.run + 1).map_or(range.end, |next| next.at.min(range.end));
            let piece = if run.is_verbatim {
                Run { at: self.text.len(), from: run.from + (at - run.at), to: run.from + (end - run.at), ..run }
            } else {
                Run { at: self.text.len(), ..run }
            };
            self.push(piece);
            self.text.push_str(&self.base.text[at..end]);
            at = end;
        }
    }

    fn put(&mut self, c: char, range: Range<usize>) {
        let Range { start, end } = self.base.source(range);
        self.push(Run { at: self.text.len(), from: start, to: end, is_verbatim: false });
        self.text.push(c);
    }

    fn push(&mut self, run: Run) {
        match self.runs.last_mut() {
            Some(last) if last.is_verbatim && run.is_verbatim && last.to == run.from => last.to = run.to,
            _ => self.runs.push(run),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drop(range: Range<usize>) -> Edit {
        Edit { range, with: None }
    }

    #[test]
    fn bytes_of_a_projection_lead_back_to_the_source() {
        let first = Projection::of("a&amp;**b**c").edited(&[Edit { range: 1..6, with: Some('&') }]);
        assert_eq!(first.text, "a&**b**c");
        assert_eq!(first.source(0..8), 0..12);
        assert_eq!(first.source(1..2), 1..6);

        let second = first.edited(&[drop(2..4), drop(5..7)]);
        assert_eq!(second.text, "a&bc");
        assert_eq!(second.source(1..2), 1..6);
        assert_eq!(second.source(2..3), 8..9);
        assert_eq!(second.source(1..4), 1..12);
        assert_eq!((0..5).map(|at| second.is_seam(at)).collect::<Vec<_>>(), [false, false, true, true, false]);
        assert_eq!(second.seams(0..4).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(second.seams(2..4).collect::<Vec<_>>(), [3]);
    }

    #[test]
    fn nothing_and_everything_can_be_left_out() {
        assert_eq!(Projection::of("").edited(&[]).text, "");
        let nothing = Projection::of("abc").edited(&[drop(0..3)]);
        assert_eq!((nothing.text.as_ref(), nothing.source(0..0)), ("", 0..0));
    }
}
