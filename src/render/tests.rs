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

use super::markdown::to_html;
use super::sanitize;

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
