//! Chemical formulas and units, `\ce{2H2 + O2 -> 2H2O}` and `\pu{9.81 m/s^2}`, in the notation of mhchem
//! (<https://mhchem.github.io/MathJax-mhchem/>), as commands that the converter knows.

mod quantity;

use std::borrow::Cow;

use super::source::group;
use quantity::quantity;

/// Makes of an argument what the converter knows.
type Translate = fn(&str) -> String;

/// Commands and what translates their argument.
const COMMANDS: [(&str, Translate); 4] =
    [("\\ce{", equation), ("\\cee{", equation), ("\\cf{", equation), ("\\pu{", quantity)];

/// Arrows, the longest first, and the command of each: plain, and where it carries words.
const ARROWS: [(&str, &str, &str); 11] = [
    ("<=>>", "\\rightleftharpoons", "\\xrightleftharpoons"),
    ("<<=>", "\\rightleftharpoons", "\\xrightleftharpoons"),
    ("<-->", "\\rightleftarrows", "\\xrightleftharpoons"),
    ("<=>", "\\rightleftharpoons", "\\xrightleftharpoons"),
    ("<->", "\\longleftrightarrow", "\\xleftrightarrow"),
    ("->", "\\longrightarrow", "\\xrightarrow"),
    ("<-", "\\longleftarrow", "\\xleftarrow"),
    ("→", "\\longrightarrow", "\\xrightarrow"),
    ("⟶", "\\longrightarrow", "\\xrightarrow"),
    ("⇌", "\\rightleftharpoons", "\\xrightleftharpoons"),
    ("↔", "\\longleftrightarrow", "\\xleftrightarrow"),
];

/// What stands between two atoms, by its sign.
const BONDS: [(&str, &str); 8] = [
    ("-", "-"),
    ("1", "-"),
    ("=", "="),
    ("2", "="),
    ("#", "\\equiv"),
    ("3", "\\equiv"),
    ("...", "\\cdots"),
    ("~", "\\sim"),
];

/// The formula without these commands.
pub fn translated(tex: &str) -> Cow<'_, str> {
    if !COMMANDS.iter().any(|(command, _)| tex.contains(command)) {
        return Cow::Borrowed(tex);
    }
    let mut out = String::with_capacity(tex.len() * 2);
    let mut rest = tex;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let command = COMMANDS.iter().find(|(command, _)| rest.starts_with(command));
        match command.and_then(|(command, translate)| Some((translate, group(&rest[command.len() - 1..])?, command))) {
            Some((translate, argument, command)) => {
                out.push('{');
                out.push_str(&translate(argument));
                out.push('}');
                rest = &rest[command.len() + argument.len() + 1..];
            }
            None => {
                let end = rest.char_indices().nth(2).map_or(rest.len(), |(end, _)| end);
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// What stands before a sign decides what it means.
#[derive(Clone, Copy, PartialEq)]
enum Before {
    /// A blank, an arrow, a dot: a term begins.
    Nothing,
    /// A factor of a term.
    Number,
    /// An element or a bracket, which may have an index.
    Base,
}

fn equation(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 4);
    let mut before = Before::Nothing;
    let mut rest = text.trim();
    while let Some(c) = rest.chars().next() {
        let width = c.len_utf8();
        if let Some((arrow, plain, labelled)) = ARROWS.iter().find(|(arrow, ..)| rest.starts_with(arrow)) {
            rest = labels(&mut out, &rest[arrow.len()..], plain, labelled);
            before = Before::Nothing;
            continue;
        }
        let is_end = |after: &str| after.chars().next().is_none_or(|c| c.is_whitespace() || ")],;}".contains(c));
        let word = letters(rest);
        let number = number(rest);
        let used = match c {
            c if c.is_whitespace() => {
                before = Before::Nothing;
                width
            }
            'v' if before == Before::Nothing && is_end(&rest[width..]) => push(&mut out, "\\downarrow ", width),
            '^' if is_end(&rest[width..]) => push(&mut out, "\\uparrow ", width),
            '^' | '_' => {
                if before != Before::Base {
                    out.push_str("{}");
                }
                let used = width + script(&mut out, c, &rest[width..]);
                before = Before::Base;
                used
            }
            '$' => match rest[1..].split_once('$') {
                Some((inner, _)) => push(&mut out, &format!("{{{}}}", translated(inner)), inner.len() + 2),
                None => width,
            },
            '{' => match group(rest) {
                Some(inner) => {
                    out.push_str(&format!("{{{}}}", equation(inner)));
                    before = Before::Base;
                    inner.len() + 2
                }
                None => width,
            },
            '\\' => {
                let letters = rest[1..].bytes().take_while(u8::is_ascii_alphabetic).count();
                let sign = rest[1..].chars().next().map_or(0, char::len_utf8);
                let length = 1 + letters.max(sign);
                before = Before::Base;
                command(&mut out, &rest[..length], &rest[length..])
            }
            '+' | '-' | '−' if before == Before::Base && is_end(&rest[width..]) => {
                push(&mut out, if c == '+' { "^{+}" } else { "^{-}" }, width)
            }
            '-' | '=' | '#' if before == Before::Base => {
                push(&mut out, ["{-}", "{=}", "{\\equiv}"][usize::from(c != '-') + usize::from(c == '#')], width)
            }
            '*' | '.' | '·' => {
                before = Before::Nothing;
                push(&mut out, "{\\cdot}", width)
            }
            _ if number > 0 => {
                let digits = &rest[..number];
                match (before, digits.split_once('/')) {
                    (Before::Base, _) => out.push_str(&format!("_{{{digits}}}")),
                    (_, Some((over, under))) => out.push_str(&format!("\\tfrac{{{over}}}{{{under}}}")),
                    _ => out.push_str(digits),
                }
                before = if before == Before::Base { Before::Base } else { Before::Number };
                number
            }
            _ if word > 0 => {
                before = Before::Base;
                push(&mut out, &format!("\\mathrm{{{}}}", &rest[..word]), word)
            }
            _ => {
                before = if matches!(c, ')' | ']') { Before::Base } else { Before::Nothing };
                out.push(c);
                width
            }
        };
        rest = &rest[used..];
    }
    out
}

fn push(out: &mut String, tex: &str, used: usize) -> usize {
    out.push_str(tex);
    used
}

/// A command, and in braces what it is given, which is no chemistry. Gives the bytes that were used.
fn command(out: &mut String, command: &str, text: &str) -> usize {
    let has_name = command.ends_with(|c: char| c.is_ascii_alphabetic());
    let mut rest = text;
    if let Some(kind) = group(rest).filter(|_| command == "\\bond" && rest.starts_with('{')) {
        let bond = BONDS.iter().find(|(bond, _)| *bond == kind).map_or("-", |(_, tex)| tex);
        return push(out, &format!("{{{bond}}}"), command.len() + kind.len() + 2);
    }
    out.push_str(command);
    while let Some(argument) = rest.starts_with('{').then(|| group(rest)).flatten().filter(|_| has_name) {
        out.push_str(&format!("{{{}}}", translated(argument)));
        rest = &rest[argument.len() + 2..];
    }
    out.push(' ');
    command.len() + text.len() - rest.len()
}

fn letters(text: &str) -> usize {
    text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len())
}

/// The length of `2`, `0.5` or `1/2`.
fn number(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    match text[whole..].chars().next() {
        Some(between @ ('/' | '.')) if whole > 0 => match digits(&text[whole + 1..]) {
            // `CuSO4.5H2O`: a dot before a factor is none of a number's, as far as can be told.
            0 => whole,
            more if between == '/' || text.starts_with('0') => whole + 1 + more,
            _ => whole,
        },
        _ => whole,
    }
}

/// An index, a charge or a power: in braces, or digits and a sign. Gives the bytes that were used.
fn script(out: &mut String, kind: char, text: &str) -> usize {
    if let Some(inner) = text.starts_with('{').then(|| group(text)).flatten() {
        return push(out, &format!("{kind}{{{inner}}}"), inner.len() + 2);
    }
    let count = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let digits = count(text);
    let sign = usize::from(kind == '^' && text[digits..].starts_with(['+', '-']));
    // The sign of a power stands before it, that of a charge behind.
    let power = if digits == 0 && sign == 1 { count(&text[1..]) } else { 0 };
    let used = match digits + sign + power {
        0 => text.chars().next().map_or(0, char::len_utf8),
        used => used,
    };
    push(out, &format!("{kind}{{{}}}", &text[..used]), used)
}

/// An arrow with what stands above and below it; returns what follows.
fn labels<'t>(out: &mut String, text: &'t str, plain: &str, labelled: &str) -> &'t str {
    let label = |text: &'t str| text.strip_prefix('[').and_then(|inner| inner.split_once(']'));
    let Some((above, rest)) = label(text) else {
        out.push_str(&format!(" {plain} "));
        return text;
    };
    let (below, rest) = label(rest).unwrap_or(("", rest));
    let below = if below.is_empty() { String::new() } else { format!("[{}]", equation(below)) };
    out.push_str(&format!(" {labelled}{below}{{{}}} ", equation(above)));
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_of_chemistry_are_translated() {
        for (text, expected) in [
            ("H2O", "\\mathrm{H}_{2}\\mathrm{O}"),
            ("2H2 + O2", "2\\mathrm{H}_{2}+\\mathrm{O}_{2}"),
            ("SO4^2-", "\\mathrm{SO}_{4}^{2-}"),
            ("Na+", "\\mathrm{Na}^{+}"),
            ("CrO4^{2-}", "\\mathrm{CrO}_{4}^{2-}"),
            ("^{227}_{90}Th+", "{}^{227}_{90}\\mathrm{Th}^{+}"),
            ("1/2 O2", "\\tfrac{1}{2}\\mathrm{O}_{2}"),
            ("CuSO4.5H2O", "\\mathrm{CuSO}_{4}{\\cdot}5\\mathrm{H}_{2}\\mathrm{O}"),
            ("A->B", "\\mathrm{A} \\longrightarrow \\mathrm{B}"),
            ("A <=> B", "\\mathrm{A} \\rightleftharpoons \\mathrm{B}"),
            ("A ->[H2O][t] B", "\\mathrm{A} \\xrightarrow[\\mathrm{t}]{\\mathrm{H}_{2}\\mathrm{O}} \\mathrm{B}"),
            ("CO2 ^", "\\mathrm{CO}_{2}\\uparrow "),
            ("BaSO4 v", "\\mathrm{BaSO}_{4}\\downarrow "),
            ("CH3-CH=CH2", "\\mathrm{CH}_{3}{-}\\mathrm{CH}{=}\\mathrm{CH}_{2}"),
            ("HC#CH", "\\mathrm{HC}{\\equiv}\\mathrm{CH}"),
            ("Ca(OH)2 (aq)", "\\mathrm{Ca}(\\mathrm{OH})_{2}(\\mathrm{aq})"),
            ("[Fe(CN)6]^3-", "[\\mathrm{Fe}(\\mathrm{CN})_{6}]^{3-}"),
            ("A ->[\\text{cat 1}] B", "\\mathrm{A} \\xrightarrow{\\text{cat 1} } \\mathrm{B}"),
            ("$\\underset{\\text{a b}}{\\ce{H2 v}}$", "{\\underset{\\text{a b}}{{\\mathrm{H}_{2}\\downarrow }}}"),
            ("A\\bond{#}B\\bond{~}C", "\\mathrm{A}{\\equiv}\\mathrm{B}{\\sim}\\mathrm{C}"),
            ("C_{$n$}", "\\mathrm{C}_{$n$}"),
            ("\\alpha\\é\\", "\\alpha \\é \\ "),
        ] {
            assert_eq!(equation(text), expected, "{text}");
        }
    }

    #[test]
    fn only_these_commands_are_translated() {
        assert_eq!(translated("x + \\ce{H2} \\\\ y"), "x + {\\mathrm{H}_{2}} \\\\ y");
        for tex in ["\\cell{a}", "\\ce{", "\\frac{1}{2}"] {
            assert_eq!(translated(tex), tex);
        }
    }
}
