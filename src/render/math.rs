//! Formulas as the Core of MathML, which browsers draw themselves: no script. The source stands in it as
//! an annotation, for whoever copies the formula.

mod chemistry;
mod commands;
mod filter;
mod source;
#[cfg(test)]
mod tests;
mod wide;

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use math_core::{LatexToMathML, MathCoreConfig, MathDisplay};

pub use filter::{ATTRIBUTES, ELEMENTS, is_attribute, is_element};

/// In bytes. The converter goes as deep as the source nests, one byte a level at the least: this depth fits on the stack of
/// any thread. The longest formulas that people write are a tenth of it.
pub const MAX_LENGTH: usize = 4096;
/// How deep braces, delimiters and environments may nest.
const MAX_DEPTH: usize = 64;

/// What the converter lacks of the commands that models write. None may name an argument twice, or a short formula would
/// unfold to a huge one.
const MACROS: &[(&str, &str)] = &[
    ("R", r"\mathbb{R}"),
    ("N", r"\mathbb{N}"),
    ("Z", r"\mathbb{Z}"),
    ("Q", r"\mathbb{Q}"),
    ("C", r"\mathbb{C}"),
    // Struck out twice: the filter draws that as a frame, which the converter can't.
    ("boxed", r"\xcancel{\xcancel{#1}}"),
    ("substack", r"\begin{subarray}{c}#1\end{subarray}"),
    ("widetilde", r"\tilde{#1}"),
    ("mathds", r"\mathbb{#1}"),
    ("mathbbm", r"\mathbb{#1}"),
    ("pmb", r"\boldsymbol{#1}"),
    ("mathbfit", r"\boldsymbol{#1}"),
    ("mathnormal", r"#1"),
    ("norm", r"\left\lVert #1 \right\rVert"),
    ("abs", r"\left\lvert #1 \right\rvert"),
    ("set", r"\left\{ #1 \right\}"),
    ("Set", r"\left\{ #1 \right\}"),
    ("dd", r"\mathrm{d}"),
    ("dv", r"\frac{\mathrm{d} #1}{\mathrm{d} #2}"),
    ("pdv", r"\frac{\partial #1}{\partial #2}"),
    ("dotsc", r"\ldots"),
    ("dotso", r"\ldots"),
    ("dotsb", r"\cdots"),
    ("dotsm", r"\cdots"),
    ("dotsi", r"\cdots"),
    ("smash", r"#1"),
    ("mathrlap", r"#1"),
    ("mathllap", r"#1"),
    ("mathclap", r"#1"),
    ("ensuremath", r"#1"),
    ("pod", r"\quad (#1)"),
    ("textdegree", r"^\circ"),
    ("celsius", r"{}^\circ\mathrm{C}"),
    ("cancelto", r"{\cancel{#2}}^{#1}"),
    ("smallsetminus", r"\setminus"),
    ("qed", r"\square"),
    ("euro", r"\text{€}"),
    // Sizes and what helps TeX to break lines.
    ("Huge", ""),
    ("huge", ""),
    ("LARGE", ""),
    ("Large", ""),
    ("large", ""),
    ("normalsize", ""),
    ("small", ""),
    ("footnotesize", ""),
    ("scriptsize", ""),
    ("tiny", ""),
    ("allowbreak", ""),
    ("relax", ""),
    ("strut", ""),
    ("require", r"\vphantom{\text{#1}}"),
];

static CONVERTER: LazyLock<Option<LatexToMathML>> = LazyLock::new(|| {
    let macros = MACROS.iter().map(|&(name, meaning)| (name.to_owned(), meaning.to_owned())).collect();
    LatexToMathML::new(MathCoreConfig { macros, ..MathCoreConfig::default() }).ok()
});

/// Longer ones may have to scroll on a phone, so a keyboard must be able to reach them. In characters that are seen; those
/// within a line may be longer, because a box that scrolls doesn't sit on the line as well.
const NARROW: usize = 18;
const NARROW_IN_LINE: usize = 20;

/// A box that scrolls, where one may be needed: browsers neither scroll a `math` element nor break it into lines. A
/// `span`, because it may stand in a paragraph. A wide one fits on paper in pieces, or smaller.
fn boxed(formula: String, seen: usize, is_display: bool) -> String {
    let class = if is_display { reserved(&formula) } else { "math-long" };
    match (is_display, seen) {
        (true, ..=NARROW) => return format!("<span class=\"{class}\">{formula}</span>"),
        (false, ..=NARROW_IN_LINE) => return formula,
        _ => {}
    }
    match wide::in_pieces(&formula, seen) {
        Some(pieces) => format!("<span class=\"{class} math-pieces\" tabindex=\"0\">{pieces}</span>"),
        None => format!("<span class=\"{class}{}\" tabindex=\"0\">{formula}</span>", wide::paper_class(&formula)),
    }
}

/// The class of a formula on lines of its own. Only a mathematical font has the large forms of these signs, so their box is as
/// high before it has come as afterwards.
fn reserved(formula: &str) -> &'static str {
    let has = |signs: RangeInclusive<char>| formula.contains(|c: char| signs.contains(&c));
    let is_sum = has('\u{220f}'..='\u{2211}') || has('\u{22c0}'..='\u{22c3}') || has('\u{2a00}'..='\u{2a06}');
    if has('\u{222b}'..='\u{2233}') {
        "math-block math-integral"
    } else if is_sum && (formula.contains("<munder") || formula.contains("<mover")) {
        "math-block math-sum"
    } else {
        "math-block"
    }
}

/// How many characters of a formula are seen.
fn seen(mathml: &str) -> usize {
    mathml.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text.chars().count()).sum()
}

/// The formula as a `math` element, in a `span` where it stands for itself or is long; `None` where it isn't understood
/// or is longer or deeper than the bounds: then its source has to do.
pub fn to_mathml(tex: &str, is_display: bool) -> Option<String> {
    let tex = tex.trim();
    if tex.is_empty() || tex.len() > MAX_LENGTH || source::depth(tex) > MAX_DEPTH {
        return None;
    }
    let converter = CONVERTER.as_ref()?;
    let display = if is_display { MathDisplay::Block } else { MathDisplay::Inline };
    let convert = |tex: &str| converter.convert_with_local_state(tex, display).ok();
    let plain = commands::known(tex);
    let plain = chemistry::translated(&plain);
    let plain = source::without_inner_dollars(&plain);
    let normal = source::normal(&plain);
    let converted = convert(&normal).or_else(|| convert(&source::aligned(&normal)?))?;
    let formula = filter::filter(&converted.mathml, tex);
    filter::is_whole(&formula).then(|| boxed(formula, seen(&converted.mathml), is_display))
}
