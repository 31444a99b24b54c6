//! What people and models write, where the rules of Markdown read something else.

use super::{assert_holds, assert_html, checked};

#[test]
fn only_two_tildes_strike_out() {
    for text in ["需要3~5天，或者7~10天完成。", "2~3 days and 4~5 hours", "~$5~$10", "20~25°C。20~25°C", "A~B~C~D"]
    {
        assert_html(text, &format!("<p dir=\"auto\">{text}</p>"));
    }
    assert_html("a ~~b ~ c~~", "<p dir=\"auto\">a <del>b ~ c</del></p>");
    assert_html("`a~b` \\~c~ **~5** d", "<p dir=\"auto\"><code dir=\"ltr\">a~b</code> ~c~ <strong>~5</strong> d</p>");
    assert_holds("a[^x~y]\n\n[^x~y]: b ~c~", "b ~c~");
    assert_holds("[a~b~c](https://d.e/~f)", "href=\"https://d.e/~f\"");
    assert_holds("```sh\ncd ~/a\n```", "cd ~/a");
}

#[test]
fn a_star_between_digits_multiplies() {
    for text in ["2*3*4 = 24", "5*3", "*5*3", "1*2*3*4*5"] {
        assert_html(text, &format!("<p dir=\"auto\">{text}</p>"));
    }
    assert_html("**2*3** and *2* 3*", "<p dir=\"auto\"><strong>2*3</strong> and <em>2</em> 3*</p>");
    assert_holds("`2*3*4`", ">2*3*4</code>");
    assert_holds("```\n2*3*4\n```", "2*3*4");
    assert_holds("$2*3*4$", "2*3*4</annotation>");
    assert_holds("[a](https://b.c/2*3*4) https://b.c/2*3*4", ">https://b.c/2*3*4</a>");
}

#[test]
fn names_of_python_keep_their_underscores() {
    assert_html(
        "__init__ and **__main__**, __bold__",
        "<p dir=\"auto\">__init__ and <strong>__main__</strong>, <strong>bold</strong></p>",
    );
    assert_html("if __name__ == \"__main__\":", "<p dir=\"auto\">if __name__ == \"__main__\":</p>");
    assert_holds("`__init__` a/__init__.py", ">__init__</code> a/__init__.py");
    assert_holds("```\n__init__\n```", "__init__");
    assert_holds("[a](https://b.c/__init__.py)", "href=\"https://b.c/__init__.py\"");
}

#[test]
fn lines_of_a_paragraph_keep_their_indentation() {
    let blanks = |count: usize| "&nbsp;".repeat(count);
    for (text, expected) in [
        ("def f():\n    return 1", format!("def f():<br>\n{}return 1", blanks(4))),
        ("a {\n  b\n\tc\n}", format!("a {{<br>\n{}b<br>\n{}c<br>\n}}", blanks(2), blanks(4))),
        ("a\n    _b_ **(c)**", format!("a<br>\n{}<em>b</em> <strong>(c)</strong>", blanks(4))),
        ("a\n    # b", format!("a<br>\n{}# b", blanks(4))),
    ] {
        assert_html(text, &format!("<p dir=\"auto\">{expected}</p>"));
    }
    // Also behind a blank line, where the lines above are of such code.
    assert_html(
        "def f():\n    a = 1\n\n    return a\nf()",
        &format!("<p dir=\"auto\">def f():<br>\n{0}a = 1</p>\n<p dir=\"auto\">{0}return a<br>\nf()</p>", blanks(4)),
    );
    for text in ["Like this:\n\n    a = 1\n", "- a\n    b\n\n        c\n", "a\n    - b\n\n        c\n"] {
        assert_holds(text, "<pre");
    }
    assert_holds("a\n  https://b.c", "href=\"https://b.c\"");
    assert_holds("[a](\n    https://b.c)", "href=\"https://b.c\"");
    assert_holds("a\n  $b$", "<math");
    for text in [
        "- a\n    b",
        "1. a\n   b",
        "> a\n>   b",
        "a\n    - b",
        "a\n  # b",
        "    a\n    b",
        "```\na\n  b\n```",
        "- a\n\n  b\n    c",
    ] {
        assert!(!checked(text).contains("&nbsp;"), "{text}");
    }
}

#[test]
fn a_bare_link_ends_where_its_sentence_does() {
    for (before, address, behind) in [
        ("请看 ", "https://example.com", "。谢谢"),
        ("（", "https://example.com/a", "）和「」"),
        ("", "https://example.com/c", "，完"),
        ("“", "https://example.com/x", "” and"),
        ("«", "https://example.com/z", "»"),
        ("انظر ", "https://example.com/a", "، ثم"),
        ("", "https://example.com/a", "؟"),
        ("", "https://example.com", "看看"),
        ("(", "https://example.com/a", ")text"),
        ("देखें ", "https://example.com/a", "।"),
    ] {
        assert_holds(&format!("{before}{address}{behind}"), &format!(">{address}</a>{behind}"));
    }
    assert_holds("**https://a.example。**", ">https://a.example</a>。</strong>");
    assert_holds("https://zh.example/维基（百科）", "href=\"https://zh.example/%E7%BB%B4%E5%9F%BA\"");
    assert!(!checked("见https://example.com。好").contains("link-host"));
}

#[test]
fn the_end_of_a_link_leaves_nothing_behind_where_there_is_none() {
    for text in [
        "`https://a.example。b`",
        "```\nhttps://a.example。b\n```",
        "[a](https://a.example/。b)",
        "<b a=https://a.example。b>",
    ] {
        let html = checked(text);
        assert!(!html.contains('\u{fdd4}') && !html.contains("&lt;!--") && html.contains("a.example"), "{html}");
    }
}

#[test]
fn a_fence_within_a_fence_is_code() {
    let text =
        "Here:\n\n```markdown\nSome text\n\n```jsx\nconsole.log(1)\n```\n\nMore text here.\n```\n\nAfter **bold**";
    assert_holds(text, "More text here.\n</code></pre></figure>\n<p dir=\"auto\">After <strong>bold</strong></p>");
    assert_holds("1. a\n   ```sh\n   b\n```\nc **d**", "<strong>d</strong>");
}

#[test]
fn a_pipe_in_the_code_of_a_table_ends_no_cell() {
    assert_holds(
        "| a | b |\n|---|---|\n| `(1 | group)` | x |",
        "<td dir=\"auto\"><code dir=\"ltr\">(1 | group)</code></td><td dir=\"auto\">x</td>",
    );
}

#[test]
fn formulas_are_found_without_the_usual_dollars() {
    for (text, part) in [
        ("and $`x_1`$ too", "<annotation encoding=\"application/x-tex\">x_1</annotation>"),
        ("\\begin{align}\na &= b \\\\\nc &= d\n\\end{align}", "<span class=\"math-block\""),
        ("- \\begin{equation*} x \\end{equation*}", "<math"),
        ("$$\\underbrace{x}_{\\text{$m$ times}}$$", "<mi>m</mi>"),
        ("$x \\text{ if $y$ holds}$", "<mi>y</mi>"),
        ("$\\ce{2H2 + O2 -> 2H2O}$", "<mn>2</mn>"),
        ("$\\pu{9.81 m/s^2}$", "<math"),
        ("$\\mbox{$z$}$", "<mi>z</mi>"),
        ("$\\ce{A <=>[\\Delta][\\text{cat}] B}$", "cat</mtext>"),
        ("$$\\ce{Zn^2+ <=>[+ 2OH-][+ 2H+] $\\underset{\\text{solid}}{\\ce{Zn(OH)2 v}}$}$$", "↓"),
    ] {
        let html = checked(text);
        assert!(html.contains(part) && !html.contains("math-source"), "{text}: {html}");
    }
    for text in ["`\\begin{align} a \\end{align}`", "\\begin{document} a \\end{document}", "a `$x`$ b"] {
        assert!(!checked(text).contains("<math"), "{text}");
    }
}

#[test]
fn blocks_called_by_name_have_a_frame_and_show_no_markers() {
    let html = checked(":::writing{variant=\"email\" id=\"1\" subject=\"Review\"}\nDear **A**,\n:::\nafter");
    assert!(
        html.contains("<p class=\"frame-title\" dir=\"auto\">Review</p>\n<p dir=\"auto\">Dear <strong>A"),
        "{html}"
    );
    assert!(
        !html.contains("::") && !html.contains("variant") && html.contains("</div>\n<p dir=\"auto\">after"),
        "{html}"
    );
    let html = checked(":::artifact{identifier=\"h\" title=\"Hello\"}\n```html\n<h1>Hi</h1>\n```\n:::");
    assert!(html.contains(">Hello</p>") && html.contains("<figcaption>HTML"), "{html}");
    assert_holds(
        "::: tip Note well\na\n:::",
        "alert-tip\" role=\"note\">\n<p class=\"alert-title\" dir=\"auto\">Note well</p>",
    );
    assert_holds(":::details[More]\na\n:::", "<summary dir=\"auto\">More</summary>\n<p dir=\"auto\">a</p>\n</details>");
    for (info, title) in [
        ("writing{variant=\"email\" subject=\"Re: Hello\"}", "Re: Hello"),
        ("note[At 10:30: tea]", "At 10:30: tea"),
        ("box Note: this, ::that", "Note: this, ::that"),
        ("writing{subject=\"A \\\"new\\\" one\" id=\"1\"}", "A \"new\" one"),
        ("writing{title='See https://a.example/b: c'}", "See https://a.example/b: c"),
        ("genui{\"a\":1}", "Genui"),
    ] {
        let html = checked(&format!(":::{info}\nText: *a*\n:::\nb"));
        assert!(html.contains(&format!("\"auto\">{title}</p>\n<p dir=\"auto\">Text: <em>")), "{html}\nof {info}");
    }
    assert_holds("    :::a b:c\n\n- :::\n\n      :::a{b:c}", ":::a b:c");
    assert_holds("::: {.card}\na\n:::", ">Card</p>");
    assert_holds(":::a\n:::b\nx\n:::\ny\n:::\nz", "y</p>\n</div>\n<p dir=\"auto\">z</p>");
    assert_html("a\n\n:::\n\nb", "<p dir=\"auto\">a</p>\n<p dir=\"auto\">:::</p>\n<p dir=\"auto\">b</p>");
}
