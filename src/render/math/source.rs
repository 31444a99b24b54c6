//! What is done to the source of a formula before it is converted.

use std::borrow::Cow;

/// Environments that the converter lacks, each with its next of kin. Those that number their lines would begin at 1 in
/// every formula, so they do not number them.
const KIN: &[(&str, &str)] = &[
    ("split", "aligned"),
    ("align", "align*"),
    ("alignat", "align*"),
    ("alignat*", "align*"),
    ("alignedat", "aligned"),
    ("flalign", "align*"),
    ("flalign*", "align*"),
    ("eqnarray", "align*"),
    ("eqnarray*", "align*"),
    ("equation", "equation*"),
    ("gather", "gather*"),
    ("multline", "gather*"),
    ("multline*", "gather*"),
    ("smallmatrix", "matrix"),
    ("displaymath", "equation*"),
    ("math", "equation*"),
];

/// Commands whose braces hold words.
const WORDS: &[&str] = &["text{", "textbf{", "textit{", "textrm{", "textsf{", "texttt{"];

/// With the formulas among words outside of them: `\text{for $x$}` is `\text{for }x\text{}`.
pub fn without_inner_dollars(tex: &str) -> Cow<'_, str> {
    if !tex.contains('$') {
        return Cow::Borrowed(tex);
    }
    let mut out = String::with_capacity(tex.len() + 32);
    let mut rest = tex;
    while let Some((before, command)) = rest.split_once('\\') {
        out.push_str(before);
        out.push('\\');
        let word = WORDS.iter().find(|word| command.starts_with(**word));
        let inner = word.and_then(|word| Some((word, group(&command[word.len() - 1..])?)));
        let Some((word, inner)) = inner.filter(|(_, inner)| inner.matches('$').count() % 2 == 0) else {
            let end = command.chars().next().map_or(0, char::len_utf8);
            out.push_str(&command[..end]);
            rest = &command[end..];
            continue;
        };
        for (number, piece) in inner.split('$').enumerate() {
            match number % 2 {
                0 if number == 0 => out.push_str(&format!("{word}{piece}}}")),
                0 => out.push_str(&format!("\\{word}{piece}}}")),
                _ => out.push_str(&format!("{{{piece}}}")),
            }
        }
        rest = &command[word.len() + inner.len() + 1..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What stands between the brace that a text begins with and its other end.
pub fn group(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return text.get(1..at);
        }
    }
    None
}

/// How deep braces, `\left` and environments nest at the most.
pub fn depth(tex: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0);
    for (at, byte) in tex.bytes().enumerate() {
        let rest = &tex.as_bytes()[at..];
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'\\' if rest.starts_with(br"\left") || rest.starts_with(br"\begin") => depth += 1,
            b'\\' if rest.starts_with(br"\right") || rest.starts_with(br"\end") => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// With environments that the converter knows. Lines keep numbers that their author gave them.
pub fn normal(tex: &str) -> Cow<'_, str> {
    let is_numbered = tex.contains(r"\tag");
    if is_numbered && !tex.contains(r"\begin") {
        return Cow::Owned(format!(r"\begin{{equation}}{tex}\end{{equation}}"));
    }
    if !tex.contains(r"\begin{") {
        return Cow::Borrowed(tex);
    }
    let mut normal = String::with_capacity(tex.len() + 16);
    let mut rest = tex;
    while let Some(at) = rest.find('\\') {
        let (before, command) = rest.split_at(at);
        normal.push_str(before);
        let Some((opening, name, after)) = environment(command) else {
            // A backslash takes the next character with it: `\\begin` is a new line.
            let end = command.char_indices().nth(2).map_or(command.len(), |(end, _)| end);
            normal.push_str(&command[..end]);
            rest = &command[end..];
            continue;
        };
        let kin = KIN.iter().find(|(other, _)| *other == name && !(is_numbered && NUMBERED.contains(&name)));
        normal.push_str(opening);
        normal.push_str(kin.map_or(name, |(_, kin)| kin));
        normal.push('}');
        rest = after;
        if opening == r"\begin{" && name.starts_with("alignat") | name.starts_with("alignedat") {
            rest = without_argument(rest);
        }
    }
    normal.push_str(rest);
    Cow::Owned(normal)
}

/// Environments that the converter can number.
const NUMBERED: &[&str] = &["align", "equation", "gather", "multline"];

/// Lines that are aligned or broken outside of any environment, as models forget to open one.
pub fn aligned(tex: &str) -> Option<String> {
    let is_bare = !tex.contains(r"\begin") && (tex.contains('&') || tex.contains(r"\\"));
    is_bare.then(|| format!(r"\begin{{aligned}}{tex}\end{{aligned}}"))
}

/// `\begin{` or `\end{`, the name, and what follows the brace.
fn environment(command: &str) -> Option<(&str, &str, &str)> {
    let opening = [r"\begin{", r"\end{"].into_iter().find(|opening| command.starts_with(opening))?;
    let (name, after) = command[opening.len()..].split_once('}')?;
    (name.len() < 32).then(|| (&command[..opening.len()], name, after))
}

fn without_argument(tex: &str) -> &str {
    let argument = tex.strip_prefix('{').and_then(|inner| inner.split_once('}'));
    argument.filter(|(count, _)| count.len() < 8).map_or(tex, |(_, after)| after)
}
