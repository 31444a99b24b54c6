//! Right-to-left words decide how what holds them is laid out.

use super::{assert_holds, checked};

#[test]
fn boxes_of_right_to_left_words_are_right_to_left() {
    assert_holds("- أولاً\n- ثانياً", "<ul dir=\"rtl\">\n<li>أولاً</li>");
    assert_holds("1. واحد", "<ol dir=\"rtl\">\n<li>");
    assert_holds("> اقتباس", "<blockquote dir=\"rtl\">");
    assert_holds("| الاسم | b |\n|---|---|\n| أ | 1 |", "<table dir=\"rtl\">");
    assert_holds("| الاسم | b |\n|---|---|\n| أ | 1 |", "<td>1</td>");
    assert_holds("> [!NOTE]\n> ملاحظة", "role=\"note\" dir=\"rtl\">\n<p class=\"alert-title\">Note</p>");
    assert_holds("- [ ] مهمة", "<ul dir=\"rtl\">\n<li class=\"task\">");
    assert_holds("شرح.[^1]\n\n[^1]: حاشية", "<ol dir=\"rtl\">\n<li id=\"m-17-fn-1\">");
    assert_holds(":::tip\nنص\n:::", "role=\"note\" dir=\"rtl\">");
}

#[test]
fn a_list_reads_as_most_of_its_words_do_and_an_item_of_other_words_says_so() {
    assert_holds("- Docker: أداة لتشغيل الحاويات\n- نص", "<ul dir=\"rtl\">\n<li>Docker");
    assert_holds("- نص طويل هنا\n- Only English words", "<li dir=\"ltr\">Only English words</li>");
    assert_holds("- some words\n- here\n- שלום", "<ul dir=\"ltr\">\n<li>some words</li>");
    assert_holds("- some words\n- here\n- שלום", "<li dir=\"rtl\">שלום</li>");
    assert_holds("- https://a.example/b: קישור\n- www.a.example קישור", "<ul dir=\"rtl\">");
    assert_holds("> نص\n>\n> - `x` 1\n> - 2", "<ul dir=\"auto\">");
}

#[test]
fn each_block_of_a_mixed_message_has_its_own_direction() {
    let html = checked("- one\n\nשלום\n\n> שלום\n\n| a |\n|---|\n| b |");
    for part in ["<ul dir=\"ltr\">", "<blockquote dir=\"rtl\">", "<table dir=\"ltr\">", "<p dir=\"auto\">שלום</p>"]
    {
        assert!(html.contains(part), "{part}: {html}");
    }
}

#[test]
fn addresses_among_right_to_left_words_keep_their_order() {
    assert_holds("ראו https://a.example/b", "dir=\"ltr\"");
    assert_holds("[نص https://a.example](https://b.example)", "title=\"https://b.example\"");
    assert_holds(
        "نص [https://a.example](https://b.example)",
        "<span class=\"link-host\" dir=\"ltr\">(b.example)</span>",
    );
}
