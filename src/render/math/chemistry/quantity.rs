//! Quantities with their units, `\pu{9.81 m/s^2}`.

use super::{letters, push, script};

/// A number with its unit.
pub fn quantity(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    let mut rest = text.trim();
    let end = rest.find(|c: char| !(c.is_ascii_digit() || ".,+-−".contains(c))).unwrap_or(rest.len());
    out.push_str(&rest[..end]);
    rest = &rest[end..];
    if let Some(power) = rest.strip_prefix(['e', 'E']).filter(|_| end > 0) {
        let end = power.find(|c: char| !(c.is_ascii_digit() || "+-".contains(c))).unwrap_or(power.len());
        if end > 0 {
            out.push_str(&format!("\\times 10^{{{}}}", &power[..end]));
            rest = &power[end..];
        }
    }
    let mut is_begun = false;
    while let Some(c) = rest.chars().next() {
        let word = letters(rest);
        let used = match c {
            c if c.is_whitespace() => push(&mut out, if is_begun { "{\\cdot}" } else { "\\," }, c.len_utf8()),
            '^' => 1 + script(&mut out, '^', &rest[1..]),
            '/' => push(&mut out, "/", 1 + usize::from(rest.starts_with("//"))),
            '*' | '.' => push(&mut out, "{\\cdot}", 1),
            '-' if rest[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                let digits = rest[1..].bytes().take_while(u8::is_ascii_digit).count();
                push(&mut out, &format!("^{{-{}}}", &rest[1..=digits]), digits + 1)
            }
            '%' => push(&mut out, "\\%", 1),
            '°' => push(&mut out, "{}^{\\circ}", c.len_utf8()),
            _ if word > 0 => push(&mut out, &format!("\\mathrm{{{}}}", &rest[..word]), word),
            _ if c.is_ascii_digit() && is_begun => push(&mut out, &format!("^{{{c}}}"), 1),
            c => push(&mut out, c.encode_utf8(&mut [0; 4]), c.len_utf8()),
        };
        is_begun |= word > 0;
        rest = &rest[used..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantities_have_upright_units() {
        for (text, expected) in [
            ("9.81 m/s^2", "9.81\\,\\mathrm{m}/\\mathrm{s}^{2}"),
            ("1.2e-3 kJ//mol", "1.2\\times 10^{-3}\\,\\mathrm{kJ}/\\mathrm{mol}"),
            ("25 °C", "25\\,{}^{\\circ}\\mathrm{C}"),
            ("kg m s-2", "\\mathrm{kg}{\\cdot}\\mathrm{m}{\\cdot}\\mathrm{s}^{-2}"),
            ("8.31 J mol^-1", "8.31\\,\\mathrm{J}{\\cdot}\\mathrm{mol}^{-1}"),
        ] {
            assert_eq!(quantity(text), expected, "{text}");
        }
    }
}
