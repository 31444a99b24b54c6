//! HTML in Markdown.

use super::{assert_holds, assert_html};

#[test]
fn harmless_tags_work_when_they_are_closed() {
    assert_html("H<sub>2</sub>O <KBD>Ctrl</KBD>", "<p dir=\"auto\">H<sub>2</sub>O <kbd>Ctrl</kbd></p>");
    assert_html("<b>a <i>b</i></b>", "<p dir=\"auto\"><b>a <i>b</i></b></p>");
    assert_html("a<br>b<br />\nc", "<p dir=\"auto\">a<br>\nb<br>\nc</p>");
    assert_holds("| a |\n|---|\n| x<br>y |", "x<br>\ny</td>");
    assert_html("<p>a</p>", "<p dir=\"auto\">a</p>");
    assert_html("<hr>", "<hr>");
}

#[test]
fn tags_that_are_not_closed_are_text() {
    assert_html("<b>a", "<p dir=\"auto\">&lt;b&gt;a</p>");
    assert_html("a</b>", "<p dir=\"auto\">a&lt;/b&gt;</p>");
    assert_html("<b>a <i>b</b> c</i>", "<p dir=\"auto\"><b>a &lt;i&gt;b</b> c&lt;/i&gt;</p>");
    assert_html("**<b>a**</b>", "<p dir=\"auto\"><strong>&lt;b&gt;a</strong>&lt;/b&gt;</p>");
}

#[test]
fn other_tags_are_text_as_it_was_typed() {
    for text in
        ["Use the <div> tag", "Vec<T>", "a <b class=\"x\">b</b>", "<think>", "a <!-- b --> c", "<!DOCTYPE html>"]
    {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        assert_html(text, &format!("<p dir=\"auto\">{escaped}</p>"));
    }
}

#[test]
fn markdown_behind_an_unknown_tag_is_markdown() {
    assert_html(
        "<think>\n**a**\n- b\n</think>\nc",
        "<p dir=\"auto\">&lt;think&gt;<br>\n<strong>a</strong></p>\n<ul dir=\"auto\">\n<li dir=\"auto\">b</li>\n</ul>\n\
         <p dir=\"auto\">&lt;/think&gt;<br>\nc</p>",
    );
    assert_holds("<div>\n# a", "<h3 dir=\"auto\">a</h3>");
    assert_holds("<!-- a\n\n# b", "<h3 dir=\"auto\">b</h3>");
    assert_holds("- <div>\n  *a*", "<em>a</em>");
}

#[test]
fn folded_texts_fold_with_and_without_blank_lines() {
    let folded = "<details><summary dir=\"auto\">a <strong>b</strong></summary>\n<p dir=\"auto\"><em>c</em></p>\n\
                  <ul dir=\"auto\">\n<li dir=\"auto\">d</li>\n</ul>\n</details>";
    assert_html("<details>\n<summary>a **b**</summary>\n\n*c*\n\n- d\n\n</details>", folded);
    assert_html("<details>\n<summary>a **b**</summary>\n*c*\n- d\n</details>", folded);
    assert_holds(
        "<details open><summary>a</summary>b</details>",
        "<details open=\"\"><summary dir=\"auto\">a</summary>",
    );
    assert_holds(
        "> <details>\n> <summary>a</summary>\n>\n> b\n>\n> </details>",
        "<p dir=\"auto\">b</p>\n</details></blockquote>",
    );
    assert_holds("<details>\n```html\n</details>\n```\n</details>", "&lt;/details&gt;");
}

#[test]
fn folded_texts_that_are_not_closed_are_text() {
    assert_holds("<details>\n\na", "&lt;details&gt;");
    assert_holds("a\n\n</details>", "&lt;/details&gt;");
    assert_holds("<summary>a</summary>", "&lt;summary&gt;a&lt;/summary&gt;");
    assert_holds("<details onclick=\"a\">\n\nb\n\n</details>", "&lt;details onclick=\"a\"&gt;");
}

#[test]
fn a_script_or_preformatted_text_is_code() {
    assert_holds("<script>\na*b*c\n\nd\n</script>\n**e**", "a*b*c\n\nd\n");
    assert_holds("<script>\na\n</script>\n\n**e**", "<strong>e</strong>");
    assert_holds("<script>\n\n**e**", "<strong>e</strong>");
}

#[test]
fn folded_texts_may_stand_beside_anything() {
    assert_holds(
        "<details>\n<summary>a</summary>\n---\nb\n</details>",
        "</summary>\n<hr>\n<p dir=\"auto\">b</p>\n</details>",
    );
    assert_holds(
        "<details><summary>a</summary>\n| b |\n|---|\n| c |\n</details>",
        "<td dir=\"auto\">c</td></tr>\n</tbody>",
    );
    assert_holds("a\n<details>\n<summary>b</summary>\nc\n</details>\nd", "<p dir=\"auto\">a</p>\n<details>");
    assert_holds("- a\n  <details>\n  <summary>b</summary>\n\n  c\n\n  </details>\n- d", "</details></li>");
    assert_holds("    <details>\n    a", "&lt;details&gt;\na");
    assert_html("a <details> b </details>", "<p dir=\"auto\">a &lt;details&gt; b &lt;/details&gt;</p>");
}

#[test]
fn a_tag_behind_the_label_of_a_footnote_begins_no_block() {
    assert_holds("a[^1]\n\n[^1]: <div>\n    *b*", "<em>b</em>");
}
