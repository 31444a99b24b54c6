//! Conversations as text, in which headings, bold lines or words at the beginning of lines say who speaks: what
//! exporters, editors and a browser's clipboard give. Where only one speaker is marked, it is none.

mod copied;
mod speaker;
mod times;

use crate::domain::text::opening_words;
use crate::import::conversation::dates::{self, DateOrder, FileOrder};
use crate::import::conversation::{Context, ImportedChat, ImportedMessage, Part, Role, Timestamp, Value, person};
use speaker::{MarkStyle, SpeakerMark, mark};
use times::as_time;

/// Around the task in what Cline exports.
const WRAPPERS: [&str; 3] = ["task", "feedback", "answer"];

/// What exporters call the time at which a conversation began.
const BEGINNINGS: [&str; 6] = ["created", "created at", "date", "create_time", "created_at", "started"];

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

/// What stands below a mark.
struct Said<'a> {
    mark: SpeakerMark<'a>,
    /// When it was said, as the text has it.
    time: Option<String>,
    text: String,
}

impl<'a> Said<'a> {
    fn of(mark: SpeakerMark<'a>, line: &str) -> Self {
        Self { time: times::time(line, mark.rest).map(str::to_owned), mark, text: String::new() }
    }

    /// The time on the first line below, and what follows it.
    fn time_below(&self) -> Option<(&str, &str)> {
        let (line, rest) = self.text.trim_start().split_once('\n')?;
        Some((as_time(line)?, rest)).filter(|(_, rest)| self.mark.rest.is_empty() && !rest.trim().is_empty())
    }
}

/// Reads a transcript.
pub fn read(text: &Value, context: &mut Context<'_>) -> Result<ImportedChat, String> {
    let text = text.as_str().unwrap_or_default();
    let style = style(text).ok_or("nothing in it says who speaks")?;
    let mut before = String::new();
    let mut said: Vec<Said<'_>> = Vec::new();
    for (line, in_code) in lines(text) {
        match mark(line).filter(|found| !in_code && found.style == style) {
            Some(mark) => said.push(Said::of(mark, line)),
            None => {
                let text = said.last_mut().map_or(&mut before, |said| &mut said.text);
                text.push('\n');
                text.push_str(line);
            }
        }
    }
    let is_copied = said.first().is_some_and(|said| said.mark.is_label);
    if let Some(line) = unclaimed(&before, is_copied) {
        context.note(format!(
            "the beginning, “{}”: left out, because nothing says whose words these are",
            opening_words(line, 40)
        ));
    }
    take_times_below(&mut said);
    let mut order = FileOrder::default();
    said.iter().filter_map(|said| said.time.as_deref()).for_each(|time| order.see(time));
    let order = order.get();
    let messages = said.iter().filter_map(|said| message(said, order)).collect();
    let created_at = began(&before, order);
    ImportedChat { title: title(&before), created_at, messages, ..ImportedChat::default() }.if_visible()
}

/// Takes the times that some exporters put on a line of their own below each mark.
fn take_times_below(said: &mut [Said<'_>]) {
    let mut with_words = said.iter().filter(|said| !said.text.trim().is_empty());
    if said.len() < 2 || !with_words.all(|said| said.time_below().is_some()) {
        return;
    }
    for said in said {
        if let Some((time, rest)) = said.time_below() {
            (said.time, said.text) = (Some(time.to_owned()), rest.to_owned());
        }
    }
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

fn message(said: &Said<'_>, order: Option<DateOrder>) -> Option<ImportedMessage> {
    let (SpeakerMark { role, rest, is_label, .. }, below) = (said.mark, &said.text);
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
    (!own.is_empty()).then(|| {
        ImportedMessage::new(
            role,
            vec![Part::text(own)],
            said.time.as_deref().and_then(|time| dates::read(time, order)),
        )
    })
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

/// When the conversation began, where a line before the first speaker says only that: `*2026-01-01 10:00*`,
/// `**Created:** 1/1/2026, 10:00 AM`.
fn began(before: &str, order: Option<DateOrder>) -> Option<Timestamp> {
    let time = |line: &str| {
        let name = line.split(':').next().unwrap_or_default();
        let plain = name.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let is_named = BEGINNINGS.contains(&plain.as_str());
        dates::read(as_time(if is_named { &line[name.len()..] } else { line })?, order)
    };
    before.lines().find_map(time)
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
