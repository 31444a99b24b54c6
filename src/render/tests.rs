//! Whatever a message says, its HTML holds nothing but what is listed here, once more and by another program's parser.

mod allowed;
mod as_meant;
mod directions;
mod formulas;
mod fuzz;
mod half_finished;
mod hostile;
mod links;
mod markdown;
mod steps;
mod tags;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use proptest::prelude::ProptestConfig;

use super::markdown::to_html;
use super::{Renderer, sanitize};

/// How many random inputs a test draws: as many as `PROPTEST_CASES` asks for, else so many.
pub fn cases(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|asked| asked.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(usual), ..ProptestConfig::default() }
}

const IDS: &str = "m-17-";

/// The HTML of a message, after it was checked for what holds for every message.
#[track_caller]
fn checked(text: &str) -> String {
    let html = to_html(text, IDS);
    if let Err(problem) = allowed::check(&html, IDS) {
        panic!("{problem}\nof {text:?}\nin {html}");
    }
    assert_eq!(sanitize::clean(&html, IDS), html, "of {text:?}");
    html
}

/// That a message's HTML is exactly this.
#[track_caller]
fn assert_html(text: &str, expected: &str) {
    assert_eq!(checked(text).trim_end(), expected, "of {text:?}");
}

/// That a message's HTML holds this, whatever is coloured in it.
#[track_caller]
fn assert_holds(text: &str, part: &str) {
    let html = without_colours(&checked(text));
    assert!(html.contains(part), "{html}\nof {text:?}\nlacks {part}");
}

/// The HTML without the spans of highlighted code, which hold none themselves.
fn without_colours(html: &str) -> String {
    let mut pieces = html.split("<span class=\"hl-");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (_, rest) = piece.split_once('>').expect("a whole tag");
        let (coloured, rest) = rest.split_once("</span>").expect("its end");
        plain.push_str(coloured);
        plain.push_str(rest);
    }
    plain
}

#[test]
fn a_text_that_many_want_is_rendered_once_and_of_long_ones_few_at_once() {
    let renderer = Renderer::new();
    let (times, inside, most) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
    let long = "a".repeat(super::LONG);
    thread::scope(|scope| {
        for number in 0..32 {
            let (renderer, times, inside, most, long) = (&renderer, &times, &inside, &most, &long);
            // Each of four texts eight times.
            let name = (number % 4).to_string();
            scope.spawn(move || {
                renderer.kept([&name, "", long], || {
                    times.fetch_add(1, Ordering::SeqCst);
                    most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    thread::yield_now();
                    inside.fetch_sub(1, Ordering::SeqCst);
                    name.clone()
                })
            });
        }
    });
    let cores = thread::available_parallelism().map_or(2, usize::from);
    assert_eq!(times.into_inner(), 4);
    assert!(most.into_inner() <= cores);
}
