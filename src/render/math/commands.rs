//! Commands that the converter lacks or takes only in one form, in words that it knows. Colours go, because they were chosen
//! for one ground: the filter would drop them anyway.

use std::borrow::Cow;

use super::source::group;

/// Commands that go, with as many arguments as this.
const GONE: &[(&str, usize)] = &[("color", 1), ("label", 1)];

/// Commands whose last argument is words, how many they have, and what they are written as. None can be a macro: the
/// converter takes no argument of one for words.
const WORDS: &[(&str, usize, &str, &str)] = &[
    ("text", 1, r"\text{", "}"),
    ("textbf", 1, r"\textbf{", "}"),
    ("textit", 1, r"\textit{", "}"),
    ("textrm", 1, r"\textrm{", "}"),
    ("textsf", 1, r"\textsf{", "}"),
    ("texttt", 1, r"\texttt{", "}"),
    ("textnormal", 1, r"\text{", "}"),
    ("textup", 1, r"\text{", "}"),
    ("textmd", 1, r"\text{", "}"),
    ("mbox", 1, r"\text{", "}"),
    ("hbox", 1, r"\text{", "}"),
    ("rlap", 1, r"\text{", "}"),
    ("llap", 1, r"\text{", "}"),
    ("clap", 1, r"\text{", "}"),
    ("colorbox", 2, r"\text{", "}"),
    ("fbox", 1, r"\boxed{\text{", "}}"),
    ("framebox", 1, r"\boxed{\text{", "}}"),
    ("fcolorbox", 3, r"\boxed{\text{", "}}"),
];

/// In words, TeX wants a backslash before these; people forget it.
const BARE: [char; 2] = ['_', '#'];

/// The formula in words that the converter knows.
pub fn known(tex: &str) -> Cow<'_, str> {
    if !tex.contains('\\') {
        return Cow::Borrowed(tex);
    }
    let mut out = String::with_capacity(tex.len() + 16);
    let mut rest = tex;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (name, behind) = after.split_at(end);
        rest = replaced(&mut out, name, behind).unwrap_or_else(|| {
            // A sign after a backslash belongs to it: `\\color` is a new line.
            let sign = if name.is_empty() { after.chars().next().map_or(0, char::len_utf8) } else { end };
            out.push('\\');
            out.push_str(&after[..sign]);
            &after[sign..]
        });
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Writes what stands for the command; gives what follows, or `None` for a command that stays as it is.
fn replaced<'t>(out: &mut String, name: &str, behind: &'t str) -> Option<&'t str> {
    if let Some((_, count)) = GONE.iter().find(|(gone, _)| *gone == name) {
        return Some(arguments(behind, *count)?.1);
    }
    if let Some((_, count, begin, end)) = WORDS.iter().find(|(known, ..)| *known == name) {
        let (words, rest) = arguments(behind, *count)?;
        out.push_str(&format!("{begin}{}{end}", escaped(words)));
        return Some(rest);
    }
    match name {
        "textcolor" => {
            let (coloured, rest) = arguments(behind, 2)?;
            out.push_str(&format!("{{{}}}", known(coloured)));
            Some(rest)
        }
        "tag" | "hspace" => {
            let rest = behind.strip_prefix('*')?;
            out.push_str(if name == "tag" { r"\qquad\text" } else { r"\hspace" });
            Some(rest)
        }
        "mathop" | "operatorname" => {
            let (last, rest) = arguments(behind, 1)?;
            let rest = rest.trim_start().strip_prefix(r"\limits")?;
            out.push_str(&format!(r"\{name}{}{{{}}}", if name == "mathop" { "" } else { "*" }, known(last)));
            Some(rest)
        }
        _ => None,
    }
}

/// The last of so many arguments in braces, and what follows them.
fn arguments(mut rest: &str, count: usize) -> Option<(&str, &str)> {
    let mut last = "";
    for _ in 0..count {
        rest = rest.trim_start();
        last = rest.starts_with('{').then(|| group(rest)).flatten()?;
        rest = &rest[last.len() + 2..];
    }
    Some((last, rest))
}

/// Words with a backslash before each sign that needs one, and the formulas among them.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    for (number, piece) in words.split('$').enumerate() {
        if number > 0 {
            out.push('$');
        }
        // A dollar with a backslash stands for itself, and is taken for one here: nothing is lost by that.
        if number % 2 == 1 {
            out.push_str(&known(piece));
            continue;
        }
        let mut is_escaped = false;
        for c in piece.chars() {
            if BARE.contains(&c) && !is_escaped {
                out.push('\\');
            }
            is_escaped = c == '\\' && !is_escaped;
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_that_the_converter_lacks_are_put_in_others() {
        for (tex, expected) in [
            (r"\textcolor{#ff0000}{x} + {\color{rgb:red,1} y}", "{x} + { y}"),
            (r"\colorbox {yellow} {a $\color{red}x$}", r"\text{a $x$}"),
            (r"\fcolorbox{red}{white}{a} \mbox{b}", r"\boxed{\text{a}} \text{b}"),
            (r"x \label{eq:1} \tag*{(a)} \hspace*{1em}", r"x  \qquad\text{(a)} \hspace{1em}"),
            (r"\mathop{\arg\min}\limits_x \operatorname{max} \limits_y", r"\mathop{\arg\min}_x \operatorname*{max}_y"),
            (r"\text{a_b \_ #1 $x_1$}", r"\text{a\_b \_ \#1 $x_1$}"),
        ] {
            assert_eq!(known(tex), expected, "{tex}");
        }
    }

    #[test]
    fn everything_else_stays_as_it_is() {
        for tex in [
            r"\\color",
            r"\color",
            r"\color{",
            r"\textcolor{a}",
            r"\tag{1} \hspace{1em}",
            r"\",
            r"\é",
            r"\colors{a}",
            "x_1",
        ] {
            assert_eq!(known(tex), tex);
        }
    }
}
