//! Links and pictures: where they lead, and what they say of it.

use super::{assert_holds, assert_html, checked};

const REST: &str = "target=\"_blank\" rel=\"noopener noreferrer nofollow ugc\"";

#[test]
fn links_to_the_web_and_to_mail_open_beside_the_page() {
    assert_html(
        "https://a.b/c_d",
        &format!("<p dir=\"auto\"><a href=\"https://a.b/c_d\" {REST}>https://a.b/c_d</a></p>"),
    );
    assert_html(
        "[a](https://b.c)",
        &format!("<p dir=\"auto\"><a href=\"https://b.c\" title=\"https://b.c\" {REST}>a</a></p>"),
    );
    assert_holds("a@b.cd", "<a href=\"mailto:a@b.cd\"");
    assert_holds("www.a.b", "<a href=\"http://www.a.b\"");
}

#[test]
fn other_addresses_are_shown_and_lead_nowhere() {
    for address in ["javascript:alert(1)", "ftp://a.b", "sandbox:/mnt/a.csv", "//a.b", "/a", "a.html", "src/main.rs:12"]
    {
        assert_html(
            &format!("[text]({address})"),
            &format!(
                "<p dir=\"auto\"><span class=\"dead-link\">text <span class=\"link-address\">({address})</span></span></p>"
            ),
        );
    }
}

#[test]
fn a_fragment_does_not_lead_into_the_page() {
    assert_html("[text](#m-17-fn-1)", "<p dir=\"auto\"><span class=\"dead-link\">text</span></p>");
}

#[test]
fn a_link_whose_text_names_another_host_says_where_it_leads() {
    for text in ["https://bank.example/login", "www.bank.example", "bank.com", "https://evil.example@bank.example"] {
        assert_holds(&format!("[{text}](https://evil.example/a)"), "<span class=\"link-host\">(evil.example)</span>");
    }
    assert_holds("https://bank.example@evil.example/", "<span class=\"link-host\">(evil.example)</span>");
    assert_holds("https://bаnk.example/", "<span class=\"link-host\">(xn--bnk-6cd.example)</span>");
}

#[test]
fn an_honest_link_says_it_once() {
    for text in
        ["[www.a.com](https://a.com/b)", "[A.com](https://a.com)", "[main.rs](https://a.b/main.rs)", "<https://a.b/>"]
    {
        assert!(!checked(text).contains("link-host"), "{text}");
    }
}

#[test]
fn text_of_links_and_code_keeps_its_order() {
    assert_holds("[a\u{202e}b\u{2066}](https://c.d)", ">a\u{fffd}b\u{fffd}</a>");
    assert_holds("`a\u{202b}b`", "<code dir=\"ltr\">a\u{fffd}b</code>");
    assert_holds("a\u{202e}b", "a\u{fffd}b");
    assert_holds("a\u{2067}b\u{2069}", "a\u{2067}b\u{2069}");
}

#[test]
fn pictures_from_elsewhere_are_links_until_the_reader_agrees() {
    assert_html(
        "![a](https://b.c/d.png)",
        &format!(
            "<p dir=\"auto\"><a href=\"https://b.c/d.png\" class=\"remote-image\" title=\"https://b.c/d.png\" {REST}>a</a></p>"
        ),
    );
    assert_holds("![](https://b.c/d.png)", ">image</a>");
}

#[test]
fn other_pictures_are_their_text() {
    assert_html("![a](data:image/png;base64,AAAA)", "<p dir=\"auto\">[image: a]</p>");
    assert_html("![a](b.png)", "<p dir=\"auto\">[image: a]</p>");
    assert_html("![](b.png)", "<p dir=\"auto\">[image]</p>");
}

#[test]
fn a_picture_in_a_link_follows_it() {
    let html = checked("[![a](https://b.c/d.svg)](https://e.f)");
    assert!(html.contains("href=\"https://e.f\"") && html.contains("href=\"https://b.c/d.svg\""), "{html}");
}
