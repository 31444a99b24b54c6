//! Conversations as text, in which headings, bold lines or words at the beginning of lines say who speaks: what
//! exporters, editors and a browser's clipboard give. Where only one speaker is marked, it is none.

mod copied;
mod speaker;

use crate::domain::text::opening_words;
use crate::import::conversation::{Context, ImportedChat, ImportedMessage, Part, Role, Value, person};
use speaker::{MarkStyle, SpeakerMark, mark};

/// Around the task in what Cline exports.
const WRAPPERS: [&str; 3] = ["task", "feedback", "answer"];

/// The most words of an entry of a menu.
const MENU_WORDS: usize = 6;

/// Whether this is text that says who speaks.
pub fn recognises(text: &Value) -> bool {
    text.as_str().is_some_and(|text| style(text).is_some())
}

/// Who a name is, where it is a person's or a model's.
pub fn role(name: &str) -> Option<Role> {
    speaker::speaker(name).map(|(role, _)| role)
}

/// Reads a transcript.
pub fn read(text: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let text = text.as_str().unwrap_or_default();
    let style = style(text).ok_or("nothing in it says who speaks")?;
    let mut before = String::new();
    let mut said: Vec<(SpeakerMark<'_>, String)> = Vec::new();
    for (line, in_code) in lines(text) {
        match mark(line).filter(|found| !in_code && found.style == style) {
            Some(found) => said.push((found, String::new())),
            None => {
                let text = said.last_mut().map_or(&mut before, |(_, text)| text);
                text.push('\n');
                text.push_str(line);
            }
        }
    }
    let is_copied = said.first().is_some_and(|(mark, _)| mark.is_label);
    if let Some(line) = unclaimed(&before, is_copied) {
        context.note(format!(
            "the beginning, “{}”: left out, because nothing says whose words these are",
            opening_words(line, 40)
        ));
    }
    let messages = said.into_iter().filter_map(|(mark, text)| message(mark, &text)).collect();
    ImportedChat { title: title(&before), messages, ..ImportedChat::default() }.if_visible()
}

/// The first style in which both a person and a model are marked.
fn style(text: &str) -> Option<MarkStyle> {
    let mut seen: Vec<(MarkStyle, bool, bool)> = Vec::new();
    for SpeakerMark { style, role, .. } in
        lines(text).filter(|(_, in_code)| !in_code).filter_map(|(line, _)| mark(line))
    {
        let known = seen.iter().position(|(known, ..)| *known == style);
        let place = known.unwrap_or_else(|| {
            seen.push((style, false, false));
            seen.len() - 1
        });
        seen[place].1 |= role == Role::User;
        seen[place].2 |= role == Role::Assistant;
    }
    // Names alone and letters count where a person and a model take turns, the person first.
    let are_turns = |style: MarkStyle| {
        let marks = lines(text).filter(|(_, in_code)| !in_code).filter_map(|(line, _)| mark(line));
        let in_turn = [Role::User, Role::Assistant].into_iter().cycle();
        marks.filter(|mark| mark.style == style).zip(in_turn).all(|(mark, turn)| mark.role == turn)
    };
    let is_weak = |style: MarkStyle| matches!(style, MarkStyle::Name | MarkStyle::Letter);
    seen.retain(|(style, ..)| !is_weak(*style) || are_turns(*style));
    let is_both = |(_, person, model): &&(MarkStyle, bool, bool)| *person && *model;
    let is_strong = |(style, ..): &&(MarkStyle, bool, bool)| !is_weak(*style) && *style != MarkStyle::Inline;
    let is_inline = |(style, ..): &&(MarkStyle, bool, bool)| *style == MarkStyle::Inline;
    let both = || seen.iter().filter(is_both);
    let best = both().find(is_strong).or_else(|| both().find(is_inline)).or_else(|| both().next());
    best.map(|(style, ..)| *style)
}

/// The lines, each with whether it is within fenced code.
fn lines(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut fence: Option<&str> = None;
    text.lines().map(move |line| {
        let start = line.trim_start();
        let was_in_code = fence.is_some();
        match fence {
            Some(mark) if start.starts_with(mark) => fence = None,
            Some(_) => {}
            None => fence = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark)),
        }
        (line, was_in_code)
    })
}

fn message(SpeakerMark { role, rest, is_label, .. }: SpeakerMark<'_>, below: &str) -> Option<ImportedMessage> {
    let joined = match is_label {
        true => copied::words(rest, below),
        false => format!("{rest}{below}"),
    };
    let mut text = joined.trim();
    // What stands between two messages.
    while let Some(rest) = text.strip_suffix("---").filter(|rest| rest.is_empty() || rest.ends_with('\n')) {
        text = rest.trim_end();
    }
    let own = if role == Role::User { person::own_words(text)? } else { text.into() };
    let own = person::unwrapped(&own, &WRAPPERS).unwrap_or(&own).trim();
    (!own.is_empty()).then(|| ImportedMessage::new(role, vec![Part::text(own)], None))
}

/// The first line before the first speaker that somebody may have said: not a heading, nor front matter, nor a remark of
/// the program that exported it; nor, in what is copied from a page, an entry of a menu.
fn unclaimed(before: &str, is_copied: bool) -> Option<&str> {
    let text = before.trim();
    let text = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---")).map_or(text, |(_, rest)| rest);
    let is_words = |line: &&str| {
        let is_field = line.split_once(':').is_some_and(|(name, _)| !name.contains(' '));
        let is_menu = is_copied && line.split_whitespace().nth(MENU_WORDS).is_none();
        !line.is_empty()
            && !is_menu
            && !line.starts_with(['#', '_', '*', '-', '<', '>', '|', '[', '!', '='])
            && !is_field
    };
    text.lines().map(str::trim).find(is_words)
}

/// The title before the first speaker: in the front matter, or as a heading.
fn title(before: &str) -> Option<String> {
    let field = before.lines().find_map(|line| line.trim().strip_prefix("title:"));
    let heading = before.lines().find_map(|line| line.trim().strip_prefix("# "));
    let title = field.or(heading)?.trim().trim_matches(['"', '\'']);
    Some(title.to_owned()).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_a_list_are_no_speakers() {
        assert_eq!(style("Q: Why?\nA:\nSo.\nQ2: And?\nA2: So, too."), Some(MarkStyle::Letter));
        assert_eq!(style("A: eggs\nB: milk\nQ: flour"), None);
        assert_eq!(style("You: Q: or not?\nBot: See\nA: eggs\nQ: flour"), Some(MarkStyle::Inline));
    }
}
