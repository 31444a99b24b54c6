//! What a page tells the programs that show a card for its link (Open Graph, <https://ogp.me>): of an
//! open conversation what it is about, of any other one nothing that its reader would have to be let
//! in for.

use std::fmt::Write;

use super::html::escaped;
use super::markdown::{plain_text, plain_title};
use super::preview::{HEIGHT, WIDTH};
use super::visible::visible;
use crate::domain::text::opening_words;

/// The most of the first prompt that is told, in characters. Messengers show less.
const OPENING: usize = 200;

/// What is told of an open conversation.
#[derive(Clone, Copy, Debug)]
pub struct Card<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Its first prompt.
    pub prompt: &'a str,
    /// Which model answered.
    pub model: &'a str,
    /// The whole address of its page.
    pub url: &'a str,
    /// The whole address of its picture. One that changes with the conversation makes messengers look again.
    pub picture: &'a str,
}

/// The tags for the head of the page of an open conversation.
pub fn open(card: &Card<'_>) -> String {
    let named = |title: String| if title.is_empty() { "A shared conversation".to_owned() } else { title };
    let title = named(visible(&plain_title(card.title)));
    let model = visible(card.model);
    let description = match opening_words(&visible(&plain_text(card.prompt)), OPENING) {
        opening if opening.is_empty() => "A conversation with an AI.".to_owned(),
        opening => opening,
    };
    let alternative =
        if model.is_empty() { title.clone() } else { format!("“{title}”, a conversation with {model}") };
    let (width, height) = (WIDTH.to_string(), HEIGHT.to_string());
    head(
        // As the page itself shows it.
        &named(visible(card.title)),
        &title,
        &description,
        &[
            ("property", "og:type", "article"),
            ("property", "og:url", card.url),
            ("property", "og:image", card.picture),
            ("property", "og:image:type", "image/png"),
            ("property", "og:image:width", &width),
            ("property", "og:image:height", &height),
            ("property", "og:image:alt", &alternative),
            ("name", "twitter:card", "summary_large_image"),
        ],
    )
}

/// The tags for a conversation behind a password or for named people: the same for all of them.
pub fn protected() -> String {
    neutral("A protected conversation", "Shared for those who were given access.")
}

/// The tags where there is no conversation, or none any more: the same for all of them.
pub fn missing() -> String {
    neutral("There is no such conversation", "The link is paused, has expired, or never existed.")
}

fn neutral(title: &str, description: &str) -> String {
    let more = [("property", "og:type", "website"), ("name", "twitter:card", "summary")];
    head(title, title, description, &more)
}

/// `name` is for the browser's tab, `title` for messengers.
fn head(name: &str, title: &str, description: &str, more: &[(&str, &str, &str)]) -> String {
    let mut html = format!("<title>{} · neptun-share</title>\n", escaped(name));
    let common = [
        ("name", "description", description),
        ("property", "og:site_name", "neptun-share"),
        ("property", "og:title", title),
        ("property", "og:description", description),
    ];
    for (kind, name, content) in common.iter().chain(more) {
        // Writing to a string can't fail.
        let _ = writeln!(html, "<meta {kind}=\"{name}\" content=\"{}\">", escaped(content));
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CARD: Card<'_> = Card {
        title: "Why is the sky blue?",
        prompt: "Explain it to me.\n\nIn two lines.",
        model: "GPT-5.1",
        url: "https://share.example.com/shared/chats/u",
        picture: "https://share.example.com/shared/chats/u/preview.png?v=1",
    };

    #[test]
    fn an_open_conversation_has_all_that_a_card_needs() {
        let html = open(&CARD);
        for line in [
            "<title>Why is the sky blue? · neptun-share</title>",
            "<meta name=\"description\" content=\"Explain it to me. In two lines.\">",
            "<meta property=\"og:site_name\" content=\"neptun-share\">",
            "<meta property=\"og:title\" content=\"Why is the sky blue?\">",
            "<meta property=\"og:description\" content=\"Explain it to me. In two lines.\">",
            "<meta property=\"og:type\" content=\"article\">",
            "<meta property=\"og:url\" content=\"https://share.example.com/shared/chats/u\">",
            "<meta property=\"og:image\" content=\"https://share.example.com/shared/chats/u/preview.png?v=1\">",
            "<meta property=\"og:image:width\" content=\"1200\">",
            "<meta property=\"og:image:height\" content=\"630\">",
            "<meta property=\"og:image:alt\" content=\"“Why is the sky blue?”, a conversation with GPT-5.1\">",
            "<meta name=\"twitter:card\" content=\"summary_large_image\">",
        ] {
            assert!(html.lines().any(|own| own == line), "{line}\n{html}");
        }
    }

    #[test]
    fn markdown_is_told_as_the_words_that_it_stands_for() {
        let html = open(&Card { title: "`a` and **b**", prompt: "Why **without** [c](https://d.example)?", ..CARD });
        for line in [
            "<title>`a` and **b** · neptun-share</title>",
            "<meta property=\"og:title\" content=\"a and b\">",
            "<meta property=\"og:description\" content=\"Why without c?\">",
        ] {
            assert!(html.lines().any(|own| own == line), "{html}");
        }
    }

    #[test]
    fn a_text_can_t_leave_its_attribute() {
        let hostile = "\"><script>alert('&')</script>\u{202E}";
        let html = open(&Card { title: hostile, prompt: hostile, model: hostile, url: hostile, picture: hostile });
        assert!(html.contains("content=\"&quot;&gt;&lt;script&gt;alert('&amp;')&lt;/script&gt;\""));
        assert!(!html.contains("<script") && !html.contains("='"));
    }

    #[test]
    fn a_long_prompt_is_told_by_its_first_words_and_an_empty_one_is_no_gap() {
        let long = "word ".repeat(1_000_000);
        let html = open(&Card { prompt: &long, ..CARD });
        assert!(html.contains("word…\">") && html.len() < 3000);
        let html = open(&Card { prompt: " \n", title: "\u{200B}", ..CARD });
        assert!(html.contains("<title>A shared conversation · ") && html.contains("\"A conversation with an AI.\""));
    }

    #[test]
    fn what_is_protected_or_missing_has_no_picture() {
        for html in [protected(), missing()] {
            assert!(html.contains("og:title") && html.contains("og:description"));
            assert!(!html.contains("og:image") && !html.contains("og:url"));
        }
    }

    proptest! {
        #[test]
        fn the_tags_are_always_as_many(text in "\\PC{0,300}", other in ".{0,300}") {
            let html = open(&Card { title: &text, prompt: &other, model: &text, url: &other, picture: &text });
            prop_assert_eq!(html.matches('<').count(), 14);
            prop_assert_eq!(html.matches('"').count(), 12 * 4);
        }
    }
}
