//! Formulas wider than paper. Browsers do not break a `math` element into lines; one that is split before the operators of
//! its outermost row stands in one line where its box scrolls, and wraps where nothing scrolls.

/// From so many characters on, a formula may be wider than a sheet of paper.
const WIDE: usize = 60;

/// Operators that a line may begin with.
const BREAKS: [&str; 22] = [
    "+", "-", "−", "±", "=", "≠", "&lt;", "&gt;", "≤", "≥", "≈", "≡", "∼", "→", "⇒", "⟹", "⇔", "∧", "∨", "∪", "∩", "⊕",
];

/// Where a formula's outermost row begins and ends in what `filter` writes.
const BEGIN: &str = "<semantics><mrow>";
const END: &str = "</mrow><annotation";

/// The class of a box whose formula has no place to break: how small it is on paper, where some 40 em fit in a line.
pub fn paper_class(formula: &str) -> &'static str {
    match width(formula) {
        0..=40 => "",
        41..=57 => " math-paper-small",
        58..=80 => " math-paper-smaller",
        81..=120 => " math-paper-smallest",
        _ => " math-paper-tiny",
    }
}

/// About how wide a formula is, in em: its letters, and the room between the columns of its widest row.
fn width(formula: &str) -> usize {
    let row = |row: &str| (super::seen(row) * 11 / 20 + row.matches("<mtd").count()).max(1);
    let shown = formula.split("<annotation").next().unwrap_or_default();
    shown.split("<mtr").map(row).max().unwrap_or_default()
}

/// The formula in pieces, if it is wide and has places to break. The first one has its source.
pub fn in_pieces(formula: &str, seen: usize) -> Option<String> {
    if seen < WIDE {
        return None;
    }
    let (begin, rest) = formula.split_once(BEGIN)?;
    let at = rest.rfind(END)?;
    let (row, annotation) = (&rest[..at], &rest[at + "</mrow>".len()..]);
    let row = inner_row(row);
    let breaks = breaks(row);
    if breaks.len() < 2 {
        return None;
    }
    // `display="block"` would put each piece into a line of its own.
    let start = begin.replace(" display=\"block\"", " displaystyle=\"true\"");
    let mut html = String::with_capacity(formula.len() + breaks.len() * 64);
    let ends = breaks.iter().skip(1).copied().chain([row.len()]);
    for (number, (from, to)) in breaks.iter().copied().zip(ends).enumerate() {
        // The first operator of a row would stand close to what follows, as a sign does.
        let piece = match number {
            0 => row[from..to].to_owned(),
            _ => row[from..to].replacen("<mo", "<mo form=\"infix\"", usize::from(!row[from..to].contains("<mo form="))),
        };
        match number {
            0 => html.push_str(&format!("{start}{BEGIN}{piece}</mrow>{annotation}")),
            _ => html.push_str(&format!("{start}<mrow>{piece}</mrow></math>")),
        }
    }
    Some(html)
}

/// A row that holds nothing but a row is that one.
fn inner_row(row: &str) -> &str {
    let mut row = row;
    while let Some(inner) = row.strip_prefix("<mrow>").and_then(|inner| inner.strip_suffix("</mrow>")) {
        if !is_one(inner) {
            break;
        }
        row = inner;
    }
    row
}

/// Whether no end tag in it belongs to a begin tag before it.
fn is_one(html: &str) -> bool {
    let mut depth = 0_i32;
    tags(html).all(|(_, tag)| {
        depth += change(tag);
        depth >= 0
    })
}

/// The places of a row before its operators, and its beginning.
fn breaks(row: &str) -> Vec<usize> {
    let mut depth = 0_i32;
    let mut found = vec![0];
    for (at, tag) in tags(row) {
        let is_operator = depth == 0 && (tag == "mo" || tag.starts_with("mo "));
        if is_operator && at > 0 {
            let text = row[at + tag.len() + 2..].split('<').next().unwrap_or_default();
            if BREAKS.contains(&text) {
                found.push(at);
            }
        }
        depth += change(tag);
    }
    found
}

fn tags(html: &str) -> impl Iterator<Item = (usize, &str)> {
    html.match_indices('<').filter_map(|(at, _)| Some((at, html[at + 1..].split_once('>')?.0)))
}

fn change(tag: &str) -> i32 {
    match (tag.starts_with('/'), tag.ends_with('/')) {
        (true, _) => -1,
        (false, true) => 0,
        (false, false) => 1,
    }
}
