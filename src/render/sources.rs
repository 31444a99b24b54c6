//! Links to pages of others. Nothing of them is loaded: they don't learn that somebody reads here.

use std::collections::HashSet;

use maud::{Markup, html};

use super::words::line;

/// A page or document that something rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitedSource {
    /// What it is called.
    pub title: Option<String>,
    /// Where it is: `http` or `https`.
    pub url: Option<String>,
}

/// A source with a title or an address, or both; addresses that are none of the web are left out.
pub fn source(title: Option<String>, url: Option<String>) -> Option<CitedSource> {
    let source = CitedSource {
        title: title.filter(|title| !title.trim().is_empty()),
        url: url.filter(|url| host(url).is_some()),
    };
    (source.title.is_some() || source.url.is_some()).then_some(source)
}

/// Sources, each address once.
pub fn once(sources: &[CitedSource]) -> Vec<&CitedSource> {
    let mut seen = HashSet::new();
    sources.iter().filter(|source| seen.insert(source.url.as_ref().or(source.title.as_ref()))).collect()
}

/// A list of sources.
pub fn list(sources: &[&CitedSource]) -> Markup {
    html! { ul.sources { @for source in sources { li { (item(source)) } } } }
}

fn item(CitedSource { title, url }: &CitedSource) -> Markup {
    let words = line(title.as_ref().or(url.as_ref()).map_or("", String::as_str), 200);
    html! {
        @if let Some(url) = url {
            (outward_link(url, &words))
            @if title.as_ref().is_some_and(|title| title != url) {
                " " bdi.source-host { (host(url).unwrap_or_default()) }
            }
        } @else {
            bdi { (words) }
        }
    }
}

/// A link out of this server, to an address of the web.
pub fn outward_link(url: &str, words: &str) -> Markup {
    html! {
        a href=(url) target="_blank" rel="noopener noreferrer nofollow" {
            bdi { (words) } span.visually-hidden { " (opens in a new tab)" }
        }
    }
}

/// The host, and port, in an address of the web; `None` for any other address, and where a browser
/// could read another host than a person does (WHATWG URL, 4.4).
pub fn host(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']');
    (is_web && !host.is_empty() && host.chars().all(is_plain)).then_some(host)
}

/// The addresses of the web in a text; one that ends a sentence also without its last signs.
pub fn addresses_in(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    let words = std::iter::from_fn(move || {
        let at = rest.find("http")?;
        // Markdown puts an address in angle brackets when it holds parentheses or blanks.
        let is_bracketed = rest[..at].ends_with('<');
        let word = &rest[at..];
        let ends = |c: char| match is_bracketed {
            true => matches!(c, '<' | '>' | '\n'),
            false => c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '"'),
        };
        let end = word.find(ends).unwrap_or(word.len());
        rest = &word[end..];
        Some(&word[..end])
    });
    words.filter(|word| host(word).is_some()).flat_map(|word| {
        let bare = word.trim_end_matches(|c: char| c.is_ascii_punctuation() && c != '/');
        [Some(word), (bare != word).then_some(bare)].into_iter().flatten()
    })
}

/// An address as it is compared: a host's own page has a slash or none.
pub fn same_address(url: &str) -> &str {
    url.strip_suffix('/').unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_whose_host_reads_as_what_it_is_are_of_the_web() {
        let good = [
            ("https://one.example/a?b#c", "one.example"),
            ("HTTP://one.example:8080", "one.example:8080"),
            ("https://me@one.example/", "one.example"),
            ("https://good.example@evil.example/", "evil.example"),
            ("https://one.example\\@two.example/", "one.example"),
            ("https://bücher.example/a b", "bücher.example"),
            ("http://[::1]/", "[::1]"),
        ];
        for (url, host_of) in good {
            assert_eq!(host(url), Some(host_of), "{url}");
        }
        let bad = [
            "javascript:alert(1)",
            "javascript://one.example/%0aalert(1)",
            "data:text/html,x",
            "//one.example",
            "https:one.example",
            "https:///one.example",
            "https://",
            "https://good.example\u{202e}.evil.example/",
            "https://good.example\t.evil.example/",
            "https://good.example%2eevil.example/",
            " https://one.example",
            "",
        ];
        for url in bad {
            assert_eq!(host(url), None, "{url:?}");
        }
    }

    #[test]
    fn addresses_are_found_in_a_text_with_and_without_brackets() {
        let text = "See [a](https://one.example/a) and [b](<https://two.example/b_(c)>), or https://three.example/x. \
                    Not httpd, https:// or <http://four.example/ y\nz>.";
        let found: Vec<&str> = addresses_in(text).collect();
        for address in ["https://one.example/a", "https://two.example/b_(c)", "https://three.example/x"] {
            assert!(found.contains(&address), "{address} in {found:?}");
        }
        assert!(!found.contains(&"https://three.example/"));
    }

    #[test]
    fn a_text_of_nothing_but_addresses_is_read_once() {
        assert_eq!(addresses_in(&"http".repeat(500_000)).count(), 0);
        assert_eq!(addresses_in(&"<http://".repeat(250_000)).count(), 0);
    }
}
