//! Markdown as models leave it.

use super::{assert_holds, assert_html};

#[test]
fn a_fence_that_is_not_closed_ends_with_the_message() {
    assert_holds("```rust\nfn main() {}", "fn main() {}");
    assert_holds("> ```\n> a\n\n**b**", "<strong>b</strong>");
}

#[test]
fn lists_and_tables_need_no_blank_line() {
    assert_holds("a\n- b", "<li dir=\"auto\">b</li>");
    assert_holds("a\n1. b", "<li dir=\"auto\">b</li>");
    assert_holds("a\n| b |\n|---|\n| c |", "<td dir=\"auto\">c</td>");
}

#[test]
fn headings_need_no_blank_behind_their_marks() {
    assert_html("##Title\ntext", "<h3 class=\"like-h4\" dir=\"auto\">Title</h3>\n<p dir=\"auto\">text</p>");
    for text in ["#include", "#1", "#hashtag", "##1", "#!/bin/sh"] {
        assert_html(text, &format!("<p dir=\"auto\">{text}</p>"));
    }
}

#[test]
fn strong_text_may_end_between_a_mark_and_a_letter() {
    assert_html("**Note:**text", "<p dir=\"auto\"><strong>Note:</strong>text</p>");
    assert_html("a **`b`:**c", "<p dir=\"auto\">a <strong><code dir=\"ltr\">b</code>:</strong>c</p>");
    for text in ["f(**a,**b)", "**a\nb:**c", "a ** b:**c"] {
        assert_html(text, &format!("<p dir=\"auto\">{}</p>", text.replace('\n', "<br>\n")));
    }
}

#[test]
fn a_single_tilde_strikes_nothing_through() {
    for text in ["(~/a) and (~/b)", "-v ~:~/x", "(~) and (~)", "~/a and ~/b"] {
        assert_html(text, &format!("<p dir=\"auto\">{text}</p>"));
    }
    assert_html("~about~ ~~gone~~", "<p dir=\"auto\">~about~ <del>gone</del></p>");
}

#[test]
fn strange_line_ends_and_characters_are_taken() {
    assert_html("a\r\nb\rc\0", "<p dir=\"auto\">a<br>\nb<br>\nc\u{fffd}</p>");
    assert_html("", "");
    assert_html("\u{fdd1}0\u{fdd2}", "<p dir=\"auto\">\u{fffd}0\u{fffd}</p>");
}
