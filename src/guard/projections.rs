//! The ways in which one text is searched: as it is written, with escapes decoded, and without markup inside a secret
//! or prefixes of lines. What is found in any of them counts, at its place in the source.

mod decode;
mod lines;
mod markup;
mod prefixes;
mod projection;
mod strings;

pub use projection::{Edit, Projection};

/// One text, in all ways that differ.
pub struct Projections<'a> {
    /// As it is written first.
    pub plain: Vec<Projection<'a>>,
    /// Which of them is the first that has its escapes resolved.
    pub decoded: usize,
    /// Which of them is the first without markup; the same where there is none.
    pub bare: usize,
    /// Which of them is without what its lines begin with, where lines have something in common.
    pub unprefixed: Option<usize>,
    /// With words put together that a line end divides. More runs together here than belongs together.
    pub joined: Option<Joined>,
}

/// A text whose words go on over ends of lines.
pub struct Joined {
    pub projection: Projection<'static>,
    /// Where the source goes on behind each end of a line that was left out.
    starts: Vec<usize>,
}

impl Joined {
    /// The places within where a line went on.
    pub fn seams(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = usize> {
        let starts = |seam: usize| self.projection.source(seam..seam + 1).start;
        self.projection.seams(range).filter(move |seam| self.starts.binary_search(&starts(*seam)).is_ok())
    }
}

impl<'a> Projections<'a> {
    /// Of this text.
    pub fn of(text: &'a str) -> Self {
        let barriers = decode::barriers(text);
        let escapes = decode::edits(text);
        let written = Projection::of(text);
        let mut plain = Vec::with_capacity(4);
        plain.push(if barriers.is_empty() { Projection::of(text) } else { written.edited(&barriers) });
        if escapes != barriers {
            plain.push(written.edited(&escapes));
        }
        let decoded = plain.len() - 1;
        let bare = next(&plain[decoded], markup::edits);
        let read = bare.as_ref().unwrap_or(&plain[decoded]);
        let listed = next(read, prefixes::edits);
        // Before keys lose underscores of their own.
        let joined = joined(listed.as_ref().unwrap_or(read));
        let unstressed = next(read, markup::underscores);
        plain.extend(bare);
        let bare = plain.len() - 1;
        plain.extend(unstressed);
        let unprefixed = listed.is_some().then_some(plain.len());
        plain.extend(listed);
        Self { plain, decoded, bare, unprefixed, joined }
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Projection<'_>> {
        self.plain.iter().chain(self.joined.as_ref().map(|joined| &joined.projection))
    }
}

/// The next projection, where it differs.
fn next(projection: &Projection<'_>, edits: fn(&str) -> Vec<Edit>) -> Option<Projection<'static>> {
    let edits = edits(&projection.text);
    (!edits.is_empty()).then(|| projection.edited(&edits))
}

fn joined(bare: &Projection<'_>) -> Option<Joined> {
    let mut edits = lines::edits(&bare.text);
    edits.extend(strings::edits(&bare.text));
    edits.sort_unstable_by_key(|edit| edit.range.start);
    let starts = edits.iter().map(|edit| bare.source(edit.range.end..edit.range.end + 1).start).collect();
    (!edits.is_empty()).then(|| Joined { projection: bare.edited(&edits), starts })
}
