//! What CommonMark and GFM have, in the elements of this page.

use super::{assert_holds, assert_html, checked};
use crate::render::markdown::to_html;

#[test]
fn headings_begin_below_those_of_the_page_and_have_no_ids() {
    assert_html("# a", "<h3 dir=\"auto\">a</h3>");
    assert_html("a\n---", "<h3 class=\"like-h4\" dir=\"auto\">a</h3>");
    assert_html(
        "## a\n#### b\n### c\n## d",
        "<h3 class=\"like-h4\" dir=\"auto\">a</h3>\n<h4 class=\"like-h6\" dir=\"auto\">b</h4>\n\
         <h4 class=\"like-h5\" dir=\"auto\">c</h4>\n<h3 class=\"like-h4\" dir=\"auto\">d</h3>",
    );
}

#[test]
fn every_block_of_text_finds_its_own_direction_and_code_runs_left_to_right() {
    assert_html("שלום `a` b", "<p dir=\"auto\">שלום <code dir=\"ltr\">a</code> b</p>");
    assert_holds("> - a", "<blockquote dir=\"auto\">\n<ul dir=\"auto\">\n<li dir=\"auto\">a</li>");
}

#[test]
fn line_ends_are_seen() {
    assert_html("a\nb  \nc\\\nd", "<p dir=\"auto\">a<br>\nb<br>\nc<br>\nd</p>");
}

#[test]
fn a_table_scrolls_in_its_own_box_and_is_aligned_by_classes() {
    let html = checked("| a | b |\n|:-:|--:|\n| 1 | 2 |");
    let begin = "<div class=\"table-box\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table dir=\"auto\">";
    assert!(html.starts_with(begin), "{html}");
    assert!(html.contains("<th dir=\"auto\" scope=\"col\" class=\"align-center\">a</th>"), "{html}");
    assert!(html.contains("<td dir=\"auto\" class=\"align-right\">2</td>"), "{html}");
}

#[test]
fn tasks_are_read_out_and_are_no_controls() {
    assert_holds(
        "- [x] a",
        "<li class=\"task\" dir=\"auto\"><span class=\"task-done\" role=\"img\" aria-label=\"done\">☑</span> a</li>",
    );
    assert_holds("- [ ] a", "aria-label=\"to do\">☐</span> a</li>");
}

#[test]
fn alerts_are_named() {
    assert_html(
        "> [!WARNING]\n> a",
        "<div class=\"alert alert-warning\" role=\"note\">\n<p class=\"alert-title\" dir=\"auto\">Warning</p>\n<p dir=\"auto\">a</p>\n</div>",
    );
}

#[test]
fn footnotes_stand_at_the_end_of_their_message_and_lead_back() {
    let html = checked("a[^x] b[^y] c[^x]\n\n[^y]: two\n[^x]: one");
    let (text, notes) = html.split_once("<div class=\"footnotes\">").expect("footnotes");
    assert!(text.contains("id=\"m-17-fnref-1-1\"><a href=\"#m-17-fn-1\""), "{text}");
    assert!(text.contains("id=\"m-17-fnref-1-2\"><a href=\"#m-17-fn-1\""), "{text}");
    assert!(notes.find("one") < notes.find("two"), "{notes}");
    assert!(notes.contains("href=\"#m-17-fnref-1-2\""), "{notes}");
}

#[test]
fn a_footnote_that_nothing_refers_to_is_not_lost() {
    assert_html("a\n\n[^x]: *b*", "<p dir=\"auto\">a</p>\n<p dir=\"auto\">[^x]: <em>b</em></p>");
    assert_holds("a[^x]\n\n[^x]: one\n\n[^x]: two", "one");
    assert_holds("a[^x]\n\n[^x]: one\n\n[^x]: two", "two");
}

#[test]
fn a_footnote_in_the_text_of_a_picture_is_no_way_back() {
    assert_html("![a[^x]](javascript:b)\n\n[^x]: c", "<p dir=\"auto\">[image: a[^x]]</p>\n<p dir=\"auto\">[^x]: c</p>");
    let html = checked("![a[^x]](javascript:b) d[^y] e[^x]\n\n[^x]: one\n[^y]: two");
    let (text, notes) = html.split_once("<div class=\"footnotes\">").expect("footnotes");
    assert!(text.contains("[image: a[^x]] d<sup class=\"footnote-ref\" id=\"m-17-fnref-1-1\">"), "{text}");
    assert!(notes.find("two") < notes.find("one"), "{notes}");
    assert_eq!(notes.matches("footnote-back").count(), 2, "{notes}");
}

#[test]
fn ids_begin_with_the_prefix_that_was_asked_for() {
    let html = to_html("a[^1]\n\n[^1]: b", "reply-3-");
    assert!(html.contains("id=\"reply-3-fn-1\"") && html.contains("href=\"#reply-3-fnref-1-1\""), "{html}");
}

#[test]
fn code_of_any_language_keeps_its_text() {
    assert_holds("```mermaid\ngraph TD; A-->B\n```", "graph TD; A--&gt;B");
    assert_holds("    indented <b>", "indented &lt;b&gt;");
    assert_holds("```{.python}\nx\n```", "<figcaption>Python</figcaption>");
}

#[test]
fn emphasis_works_beside_chinese_and_japanese() {
    assert_html("**「a」**は", "<p dir=\"auto\"><strong>「a」</strong>は</p>");
}
