//! What is a formula, and what only looks like one.

use super::{assert_holds, assert_html, checked};

#[track_caller]
fn assert_formulas(text: &str, count: usize) {
    let html = checked(text);
    let found = html.matches("<math").count() + html.matches("math-source").count();
    assert_eq!(found, count, "{html}\nof {text:?}");
}

#[test]
fn formulas_stand_between_dollars_or_escaped_brackets() {
    for text in [
        "$x$",
        "a $x_1*y*z$ b",
        "\\(x_1\\)",
        "\\[x^2\\]",
        "$$x$$",
        "$$\nx\n$$",
        "- a\n\n  $$\n  x\n  $$",
        "> $$\n> x\n> $$",
        "设$x$为",
    ] {
        assert_formulas(text, 1);
    }
    assert_formulas("$a$, $b$ and \\(c\\)", 3);
    assert_formulas("```math\nx\n```", 1);
}

#[test]
fn prices_variables_and_escapes_are_no_formulas() {
    for text in [
        "It costs $5 and $10.",
        "$5-$10",
        "$20 to US$30",
        "$5 for one, 10$",
        "echo $HOME/$USER",
        "\\$x\\$",
        "$ x $",
        "a$b$c",
        "- $5\n- 6$",
        "$a\n\nb$",
        "\\[1\\]",
        "\\[a\\](https://b.c)",
        "\\\\(x\\\\)",
        "$$",
        "$",
    ] {
        assert_formulas(text, 0);
    }
}

#[test]
fn markdown_does_not_reach_into_formulas() {
    assert_formulas("\\[\na\n+ b \\\\\n- c\n\\]", 1);
    assert_formulas("| a |\n|---|\n| $|x|$ |", 1);
    assert!(!checked("$a*b$ and $c*d$").contains("<em>"));
}

#[test]
fn code_and_addresses_are_no_formulas() {
    assert_holds("`$x$` and ``a`$y$``", "<code dir=\"ltr\">$x$</code>");
    assert_formulas("```\n$x$\n```\n\n    $y$\n", 0);
    assert_holds("    $y$", "$y$");
    assert_holds("[a](https://b.c/?q=$x$)", "href=\"https://b.c/?q=$x$\"");
}

#[test]
fn a_formula_that_is_not_understood_shows_its_source() {
    assert_html(
        "$\\nosuchthing{<b>}$",
        "<p dir=\"auto\"><code class=\"math-source\" dir=\"ltr\">$\\nosuchthing{&lt;b&gt;}$</code></p>",
    );
}

fn sum(terms: usize) -> String {
    (0..terms).map(|n| format!("x_{{{n}}}")).collect::<Vec<_>>().join("+")
}

#[test]
fn a_formula_beyond_the_bounds_is_code_in_a_box_of_its_own() {
    let html = checked(&format!("$$\n{}\n$$", sum(8_000)));
    assert!(
        html.starts_with("<figure class=\"code-block math-box\">") && html.contains("<pre dir=\"ltr\" tabindex=\"0\">")
    );
    let html = checked(&format!("so ${}$ it is", sum(900)));
    assert!(html.contains("so <span class=\"math-long\" tabindex=\"0\"><code class=\"math-source\""), "{html}");
}

#[test]
fn a_wide_formula_has_places_to_break_on_paper() {
    let html = checked(&format!("$$a={}$$", sum(80)));
    assert_eq!(html.matches("<math").count(), 81);
    assert_eq!(html.matches("<annotation").count(), 1);
    assert!(html.contains("class=\"math-block math-pieces\" tabindex=\"0\"") && html.contains("<mo form=\"infix\""));
    let columns = "a & ".repeat(99) + "b";
    let html = checked(&format!("$$\\begin{{matrix}} {columns} \\end{{matrix}}$$"));
    assert!(html.contains("class=\"math-block math-paper-"), "{html}");
    assert_eq!(checked(&format!("$${}$$", sum(5))).matches("<math").count(), 1);
}
