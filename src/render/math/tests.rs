mod hostile;

use super::*;

/// Fails unless the elements are ours, closed in order, and their attributes ours; gives the source that is annotated.
fn annotated(html: &str) -> String {
    let html = match html.strip_prefix("<span class=\"math-") {
        Some(boxed) => {
            let (class, formula) = boxed.split_once('>').expect("it is one of our boxes");
            let is_ours = |class: &str| ["block", "long"].contains(&class) || class.starts_with("math-");
            let classes = class.trim_end_matches(" tabindex=\"0\"").trim_end_matches('"');
            assert!(classes.split(' ').all(is_ours), "{class}");
            formula.strip_suffix("</span>").expect("the box ends")
        }
        None => html,
    };
    let mut open: Vec<&str> = Vec::new();
    let mut source = String::new();
    for (at, piece) in html.split('<').enumerate().filter(|(at, piece)| *at > 0 || !piece.is_empty()) {
        assert!(at > 0, "text before the formula: {html}");
        let (tag, text) = piece.split_once('>').expect("a tag ends");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{html}");
        } else {
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            assert!(is_element(name.trim_end_matches('/')), "{name}");
            for attribute in attributes.split("\" ").filter(|attribute| !attribute.is_empty() && *attribute != "/") {
                let (key, value) = attribute.split_once("=\"").expect("an attribute has a value");
                assert!(key == "class" || is_attribute(key), "{key}");
                let is_ours = |class: &str| class.trim_end_matches(['"', '/']).starts_with("math-");
                assert!(key != "class" || value.split(' ').all(is_ours), "{value}");
            }
            if !tag.ends_with('/') {
                open.push(name);
            }
            if name == "annotation" {
                text.clone_into(&mut source);
            }
        }
    }
    assert!(open.is_empty(), "{html}");
    source.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[test]
fn a_fraction_becomes_mathml_with_its_source() {
    let html = to_mathml(r"\frac{1}{x<2}", true).expect("it is understood");
    assert!(html.starts_with("<span class=\"math-block\"><math display=\"block\"><semantics><mrow><mfrac"), "{html}");
    assert!(html.ends_with(
        r#"<annotation encoding="application/x-tex">\frac{1}{x&lt;2}</annotation></semantics></math></span>"#
    ));
    assert!(to_mathml("x", false).expect("it is understood").starts_with("<math><semantics>"));
}

#[test]
fn formulas_as_models_write_them_are_understood() {
    let formulas = [
        r"\frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
        r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2}",
        r"\int_{-\infty}^{\infty} e^{-x^2} \, dx = \sqrt{\pi}",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
        r"f(x) = \begin{cases} x^2 & \text{if } x \ge 0 \\ -x & \text{otherwise} \end{cases}",
        r"\begin{aligned} a &= b + c \\ &= d \end{aligned}",
        r"\begin{align} a &= b \\[4pt] c &= d \end{align}",
        r"\begin{align} a &= b \tag{1} \\ c &= d \nonumber \end{align}",
        r"\begin{alignat}{2} a &= b & c &= d \end{alignat}",
        r"\begin{equation} \begin{split} a &= b \\ &= c \end{split} \end{equation}",
        r"\begin{gather*} a \\ b \end{gather*}",
        r"\begin{array}{c|cc} & A & B \\ \hline x & 1 & 2 \end{array}",
        r"\begin{smallmatrix} a & b \end{smallmatrix}",
        r"a &= b \\ &= c",
        r"E = mc^2 \tag{1}",
        r"\text{Attention}(Q, K, V) = \text{softmax}\left(\frac{QK^T}{\sqrt{d_k}}\right)V",
        r"\left\{ x \in \mathbb{N} \,\middle|\, x > 0 \right\}",
        r"\operatorname*{arg\,max}_{\theta} \mathcal{L}(\theta)",
        r"\boxed{E = mc^2} \cancel{x} \not= \mathds{1} \widetilde{x} \norm{x} \abs{x} \dv{f}{x}",
        r"\sum_{\substack{i<n \\ j<m}} \textcolor{red}{x} \color{blue} y",
        r"\underbrace{a + b}_{n \text{ terms}} \xrightarrow{f} \R^n \bm{v} \textbf{b}",
        r"\textcolor{#ff0000}{x} \colorbox{yellow}{$x$} \fcolorbox{red}{white}{a} \large \cancelto{0}{x}",
        r"\mathop{\arg\min}\limits_x \operatorname{argmax}\limits_x \text{train_loss} \hspace*{1em}",
        r"\pu{8.31 J K^-1 mol^-1} \tag*{the gas constant} \label{gas} \qed",
        "你好 = α + β → \\text{日本語}",
    ];
    for formula in formulas {
        for is_display in [false, true] {
            let html = to_mathml(formula, is_display).unwrap_or_else(|| panic!("{formula}"));
            assert_eq!(annotated(&html), formula);
        }
    }
}

#[test]
fn what_the_converter_draws_by_styles_has_classes_instead() {
    let classes = [
        (r"\boxed{42}", "<mrow class=\"math-boxed\"><mrow><mn>42</mn></mrow></mrow>"),
        (r"\cancel{x}", "<mrow class=\"math-strike-up\">"),
        (r"\begin{aligned} a &= b \end{aligned}", "<mtd class=\"math-right math-flush-right\">"),
        (r"\begin{array}{l|l} a & b \end{array}", "math-rule-right"),
        (r"\text{\textbf{b}}", "<mtext class=\"math-bold\">b</mtext>"),
    ];
    for (formula, part) in classes {
        let html = to_mathml(formula, false).expect("it is understood");
        assert!(html.contains(part), "{html}");
    }
    let css = include_str!("../../../assets/reading/math.css");
    let known = filter::CLASSES.iter().chain(filter::TEXT_STYLES).chain(filter::NOTATIONS);
    for (_, class) in known {
        assert!(css.contains(&format!(".{class}")), "{class}");
    }
}

#[test]
fn what_is_not_understood_is_left_to_its_source() {
    let formulas = [
        "",
        " ",
        r"\unknown{x}",
        r"\frac{1}{",
        r"\begin{cases} a",
        "a & b }",
        r"\newcommand{\x}{\x\x}\x",
        r"\def\x{\x\x}\x",
        r"\href{javascript:alert(1)}{x}",
        r"\includegraphics{http://example.org/a.png}",
        r"\htmlId{a}{b}",
        r"\style{color:red}{x}",
        "a_b_c",
    ];
    for formula in formulas {
        assert_eq!(to_mathml(formula, true), None, "{formula}");
    }
    assert_eq!(to_mathml(&"x".repeat(MAX_LENGTH + 1), true), None);
}

#[test]
fn nothing_of_a_formula_escapes_it() {
    for formula in [
        r#"\text{<img src=x onerror=alert(1)> " style="color:red" </math><script>}"#,
        r#"\begin{align} a \label{"><b id=x>} \tag{<i>} \end{align}"#,
        r"\eqref{<a>} \text{a} \ref{b}",
        r"x < y > z \& \% \# \unicode",
    ] {
        if let Some(html) = to_mathml(formula, true) {
            assert_eq!(annotated(&html), formula);
        }
    }
}
