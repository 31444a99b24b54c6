//! What programs print, and what somebody might have them print.

use super::*;

fn html(text: &str) -> String {
    let mut html = String::new();
    write(text, &mut html);
    html
}

/// What a reader sees: without spans.
fn seen(text: &str) -> String {
    let html = html(text);
    let mut seen = String::new();
    let mut rest = html.as_str();
    while let Some((before, tag)) = rest.split_once('<') {
        seen.push_str(before);
        let (tag, behind) = tag.split_once('>').expect("a whole tag");
        assert!(tag == "/span" || tag.starts_with("span class=\"t"), "<{tag}>");
        rest = behind;
    }
    seen + rest
}

#[test]
fn colours_are_classes() {
    assert_eq!(html("\u{1b}[31mred\u{1b}[0m plain"), "<span class=\"t t-1\">red</span> plain");
    assert_eq!(html("\u{1b}[1;92mok\u{1b}[m"), "<span class=\"t t-2 t-bold\">ok</span>");
    assert_eq!(html("\u{1b}[44mx\u{1b}[49my"), "<span class=\"t t-on-4\">x</span>y");
    assert_eq!(html("\u{1b}[7mx"), "<span class=\"t t-on-7\">x</span>");
    for red in ["38;5;196", "38;2;255;30;0", "38:2::255:30:0", "38:5:208"] {
        assert_eq!(html(&format!("\u{1b}[{red}mx")), "<span class=\"t t-1\">x</span>", "{red}");
    }
}

#[test]
fn a_look_goes_on_over_lines_and_every_span_ends_in_its_line() {
    assert_eq!(html("\u{1b}[32ma\nb\u{1b}[0mc"), "<span class=\"t t-2\">a</span>\n<span class=\"t t-2\">b</span>c");
}

#[test]
fn a_line_that_is_written_over_shows_what_came_last() {
    assert_eq!(seen(" 10%\r 50%\r100%\ndone"), "100%\ndone");
    assert_eq!(seen("abcdef\rxyz"), "xyzdef");
    assert_eq!(seen("abcdef\r\u{1b}[Kxyz"), "xyz");
    assert_eq!(seen("abcdef\u{1b}[2K\rxyz"), "xyz");
    assert_eq!(seen("ab\u{8}c"), "ac");
    assert_eq!(seen("a\r\nb\r\n"), "a\nb\n");
    assert_eq!(seen("ab\u{1b}[5Gx\u{1b}[1Gy\u{1b}[1Cz"), "ybz x");
}

#[test]
fn what_moves_asks_or_names_is_left_out() {
    for sequence in [
        "\u{1b}[2J",
        "\u{1b}[H",
        "\u{1b}[10;10H",
        "\u{1b}[3A",
        "\u{1b}[?25l",
        "\u{1b}[?1049h",
        "\u{1b}[6n",
        "\u{1b}c",
        "\u{1b}(B",
        "\u{1b}7",
        "\u{1b}=",
        "\u{1b}[>4;1m",
        "\u{1b}[1 q",
        "\u{1b}]0;a title\u{7}",
        "\u{9b}31m\u{9b}0m",
        "\u{1b}]8;;https://evil.example\u{1b}\\",
        "\u{1b}Pq#0~\u{1b}\\",
        "\u{1b}_Gf=100;AAAA\u{1b}\\",
        "\u{7}",
        "\0",
        "\u{1b}[999999999999999999999m",
        "\u{7f}",
    ] {
        assert_eq!(seen(&format!("a{sequence}b")), "ab", "{sequence:?}");
    }
}

#[test]
fn what_never_ends_swallows_nothing_but_itself() {
    assert_eq!(seen("\u{1b}]0;title\nshown"), "0;title\nshown");
    assert_eq!(seen("\u{1b}]0;title"), "0;title");
    assert_eq!(seen("a\u{1b}"), "a");
}

#[test]
fn markup_is_text_in_every_colour() {
    let text = "\u{1b}[31m<script>alert(1)</script>\u{1b}[0m\r<\u{1b}[1mimg src=x onerror=alert(1)>\"&'";
    let html = html(text);
    assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    assert_eq!(html.matches('<').count(), html.matches("<span class=\"t").count() + html.matches("</span>").count());
}

#[test]
fn a_line_of_moves_stays_small() {
    for text in ["\u{1b}[65535Gx\n".repeat(20_000), "\u{1b}[65535Cx".repeat(20_000)] {
        assert!(html(&text).len() < 3 * text.len());
    }
}

#[test]
fn what_is_erased_or_begun_again_and_again_takes_no_longer() {
    for sequence in ["\u{1b}[2Ky", "\u{1b}[1K", "\u{1b}]", "\u{1b}[G\u{1b}[K"] {
        html(&format!("{}{}", "x".repeat(500_000), sequence.repeat(100_000)));
    }
}

#[test]
fn plain_texts_are_known() {
    assert!(is_plain("a\tb\r\nc ü 字\n"));
    for text in ["\u{1b}[m", "a\rb", "a\u{8}", "\0", "a\u{9b}m", "\u{7f}"] {
        assert!(!is_plain(text), "{text:?}");
    }
}
