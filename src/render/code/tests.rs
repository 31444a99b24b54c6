use proptest::prelude::*;

use super::languages;
use crate::render::patience::Patience;

/// A block in a text of its own.
fn block(info: &str, text: &str) -> String {
    super::block(info, text, &Patience::new())
}

/// The text of HTML: what a reader selects and copies.
fn text_of(html: &str) -> String {
    let code = html.split_once("<code>").and_then(|(_, rest)| rest.split_once("</code>")).expect("code").0;
    let mut text = String::new();
    let mut rest = code;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        rest = tag.split_once('>').expect("a whole tag").1;
    }
    text.push_str(rest);
    let signs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    signs.iter().fold(text, |text, (written, sign)| text.replace(written, sign))
}

#[test]
fn code_is_coloured_in_the_languages_that_models_write() {
    let names = "python py js jsx ts tsx sh bash shell zsh powershell ps1 yaml yml rust rs c++ cpp c cs csharp kotlin dockerfile \
        makefile toml ini diff sql html vue svelte css scss go golang java php ruby swift r julia lua perl haskell elixir scala \
        clojure zig nix latex markdown json jsonc json5 xml graphql proto terraform hcl nginx objc dart matlab fortran asm vim groovy";
    let plain: Vec<&str> = names.split_whitespace().filter(|name| languages::find(name).grammar.is_none()).collect();
    assert_eq!(plain, [""; 0]);
}

#[test]
fn what_a_word_is_decides_its_class() {
    let html = block("rust", "fn main() { let x = 5; } // done\n");
    for piece in ["<span class=\"hl-keyword\">fn</span>", "<span class=\"hl-number\">5</span>", "// done"] {
        assert!(html.contains(piece), "{piece} in {html}");
    }
    assert!(block("diff", "-old\n+new\n").contains("<span class=\"hl-inserted\">+new"));
}

#[test]
fn each_piece_has_the_colour_of_the_innermost_thing_that_has_one() {
    let html = block("html", "<p class=\"a\">One &amp; <script>let x = `${1}`;</script>\n");
    let expected = "<code>&lt;<span class=\"hl-tag\">p</span> <span class=\"hl-attribute\">class</span>=\
                    <span class=\"hl-string\">\"a\"</span>&gt;One <span class=\"hl-constant\">&amp;amp;</span> \
                    &lt;<span class=\"hl-tag\">script</span>&gt;<span class=\"hl-keyword\">let</span> x \
                    <span class=\"hl-operator\">=</span> <span class=\"hl-keyword\">`${</span>\
                    <span class=\"hl-number\">1</span><span class=\"hl-keyword\">}`</span>;\
                    &lt;/<span class=\"hl-tag\">script</span>&gt;\n</code>";
    assert!(html.contains(expected), "{html}");

    let html = block("python", "def area(r: float = 2.5):  # done\n    return f\"{r!r:>4}\\n\"\n");
    let expected = "<code><span class=\"hl-keyword\">def</span> <span class=\"hl-function\">area</span>(\
                    <span class=\"hl-variable\">r</span>: <span class=\"hl-type\">float</span> \
                    <span class=\"hl-operator\">=</span> <span class=\"hl-number\">2.5</span>):  \
                    <span class=\"hl-comment\"># done\n</span>    <span class=\"hl-keyword\">return f</span>\
                    <span class=\"hl-string\">\"</span>{r<span class=\"hl-keyword\">!r</span>\
                    <span class=\"hl-constant\">:&gt;4</span>}<span class=\"hl-constant\">\\n</span>\
                    <span class=\"hl-string\">\"</span>\n</code>";
    assert!(html.contains(expected), "{html}");
}

#[test]
fn where_the_time_for_a_text_is_over_its_blocks_stay_plain() {
    let html = super::block("rust", "fn main() {}\n", &Patience::over());
    assert!(html.contains("fn main() {}") && !html.contains("hl-"), "{html}");
}

#[test]
fn the_language_is_named_as_readers_know_it() {
    for (info, label) in [
        ("rs", "<figcaption>Rust</figcaption>"),
        ("rust,ignore", "<figcaption>Rust</figcaption>"),
        ("JS {1,3}", "<figcaption>JavaScript</figcaption>"),
        ("title=\"x.py\" python", "<figcaption>Python</figcaption>"),
        ("mermaid", "<figcaption>Mermaid</figcaption>"),
        ("klingon", "<figcaption>klingon</figcaption>"),
        ("a<b>\"c", "<figcaption>a&lt;b&gt;</figcaption>"),
    ] {
        let html = block(info, "x");
        assert!(html.contains(label), "{info}: {html}");
    }
    for unnamed in ["", "  ", "---"] {
        assert!(!block(unnamed, "x").contains("figcaption"), "{unnamed}");
    }
}

#[test]
fn what_may_be_wider_than_a_phone_can_be_reached_by_keyboard() {
    assert!(!block("", "short\n").contains("tabindex"));
    assert!(block("", &"long ".repeat(20)).contains("tabindex=\"0\""));
}

#[test]
fn hostile_code_ends_and_stays_whole() {
    for (language, line) in [
        ("js", "a(".repeat(450)),
        ("markdown", "*[".repeat(450)),
        ("cpp", "<".repeat(900)),
        ("html", "<a ".repeat(300)),
        ("python", "(((\"".repeat(200)),
        ("js", "/".repeat(60_000)),
    ] {
        let code = format!("{line}\n").repeat(60_000 / line.len());
        assert!(text_of(&block(language, &code)) == code, "{language}");
    }
    // Longer ones stay plain.
    assert!(!block("rust", &"let x = 1;\n".repeat(10_000)).contains("hl-"));
}

proptest! {
    #![proptest_config(crate::render::tests::cases(200))]

    #[test]
    fn the_text_of_the_html_is_the_code(
        language in "rust|python|js|tsx|html|css|sql|yaml|toml|bash|diff|markdown|latex|c\\+\\+|php|ruby|json|[a-z]{1,4}",
        code in "(?s)(fn |let |class |def |if |<[a-z]+>|</|\"|'|`|/\\*|\\*/|//|#|\\{|\\}|\\(|=|;|-- |&[a-z]+;|\\n|\\PC){0,80}",
    ) {
        prop_assert_eq!(text_of(&block(&language, &code)), code);
    }
}
