//! Times as programs write them for people, in the form of a language or a country: `6/1/2025, 10:00 AM`,
//! `01.06.2025 10:00`, `June 1, 2025 at 10:00 AM`. One without an offset is taken as UTC. A day without a time of day is
//! no time: nobody said when.

mod order;
mod words;

use std::borrow::Cow;

use crate::domain::timestamp::Timestamp;
pub use order::{DateOrder, FileOrder, may_concern};
use words::{is_beside, month, zone};

/// The longest time, in bytes.
const MAX_TIME: usize = 60;
/// The years in which somebody may have talked to a program. Others are of another calendar, or no years.
const YEARS: std::ops::RangeInclusive<u32> = 1980..=2099;
/// What a year of two figures begins at: a smaller one is a day.
const FIRST_SHORT_YEAR: u32 = 15;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    /// A number of at most nine figures, as it is written.
    Number(&'a str),
    Word(&'a str),
    Sign(char),
}

/// A time of day, and how far it is ahead of UTC.
#[derive(Clone, Copy, Default)]
struct Clock {
    hour: u32,
    minute: u32,
    second: u32,
    millis: u32,
    offset_minutes: i64,
    /// Whether it is of the morning or afternoon, and how that is written.
    half: Option<Half>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    /// `AM`, `PM`.
    Capitals,
    /// `am`, `pm`.
    Small,
    /// `a.m.`, `上午` and others.
    Other,
}

/// The time, where its form says which number is the day, or else in that order; `None` where nothing does.
pub fn read(text: &str, order: Option<DateOrder>) -> Option<Timestamp> {
    let text = text.trim();
    // The cheap questions first: most texts are none.
    if text.len() > MAX_TIME || !text.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // .NET's.
    if let Some(millis) = text.strip_prefix("/Date(").and_then(|rest| rest.split([')', '+', '-']).next()) {
        return Timestamp::from_millis(millis.parse().ok()?);
    }
    let text = with_colons(text)?;
    let tokens = tokens(&text)?;
    let (clock, rest) = clock(&tokens)?;
    let (year, month, day) = date(&rest, &clock, order)?;
    let Clock { hour, minute, second, millis, offset_minutes, .. } = clock;
    let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z");
    let local = Timestamp::from_rfc3339(&text).filter(|_| YEARS.contains(&year))?;
    Timestamp::from_millis(local.as_millis() - offset_minutes * 60_000)
}

/// A text with colons in its time of day, where Danish, Finnish and Indonesian have points: `1.6.2025 10.00.00`.
fn with_colons(text: &str) -> Option<Cow<'_, str>> {
    if text.contains(':') {
        return Some(Cow::Borrowed(text));
    }
    let (date, clock) = text.rsplit_once(' ')?;
    let is_clock =
        clock.split('.').count() > 1 && clock.split('.').all(|part| part.len() == 2 && part.parse::<u32>().is_ok());
    is_clock.then(|| Cow::Owned(format!("{date} {}", clock.replace('.', ":"))))
}

/// The numbers, words and signs of a text; `None` where a number is too long for a time.
fn tokens(text: &str) -> Option<Vec<Token<'_>>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_same = |c: char| match first {
            _ if first.is_ascii_digit() => c.is_ascii_digit(),
            _ if first.is_alphabetic() => c.is_alphabetic(),
            _ => false,
        };
        let end = rest.find(|c| !is_same(c)).unwrap_or(rest.len()).max(first.len_utf8());
        let (piece, behind) = rest.split_at(end);
        rest = behind;
        match first {
            _ if first.is_ascii_digit() && piece.len() > 9 => return None,
            _ if first.is_ascii_digit() => tokens.push(Token::Number(piece)),
            _ if first.is_alphabetic() => tokens.push(Token::Word(piece)),
            _ if first.is_whitespace() => {}
            // Marks of the direction of writing, which some browsers put in.
            '\u{200e}' | '\u{200f}' => {}
            sign => tokens.push(Token::Sign(sign)),
        }
    }
    Some(tokens)
}

/// The only time of day among the tokens, and the tokens without it.
fn clock<'a>(tokens: &[Token<'a>]) -> Option<(Clock, Vec<Token<'a>>)> {
    let colon = tokens.iter().position(|token| *token == Token::Sign(':'))?;
    let number = |at: usize| match tokens.get(at)? {
        Token::Number(figures) if figures.len() <= 2 => figures.parse::<u32>().ok(),
        _ => None,
    };
    let begin = colon.checked_sub(1)?;
    let mut clock = Clock { hour: number(begin)?, minute: number(colon + 1)?, ..Clock::default() };
    let mut end = colon + 2;
    if tokens.get(end) == Some(&Token::Sign(':')) {
        clock.second = number(end + 1)?;
        end += 2;
        if let (Some(Token::Sign('.' | ',')), Some(Token::Number(fraction))) = (tokens.get(end), tokens.get(end + 1))
            && fraction.len() >= 3
        {
            clock.millis = fraction[..3].parse().ok()?;
            end += 2;
        }
    }
    let mut rest = tokens[..begin].to_vec();
    end = half_of_day(tokens, end, &mut rest, &mut clock)?;
    end = offset(tokens, end, &mut clock)?;
    rest.extend(&tokens[end..]);
    (clock.hour < 24 && clock.minute < 60 && clock.second < 60).then_some((clock, rest))
}

/// Takes `AM` or what stands for it behind the clock, or before it as in Chinese; where what follows begins.
fn half_of_day(tokens: &[Token<'_>], end: usize, before: &mut Vec<Token<'_>>, clock: &mut Clock) -> Option<usize> {
    let dot = Token::Sign('.');
    let (half, is_afternoon, end) = match (before.last(), &tokens[end..]) {
        (Some(Token::Word(word @ ("上午" | "下午" | "오전" | "오후" | "午前" | "午後"))), _) => {
            let is_afternoon = ["下午", "오후", "午後"].contains(word);
            before.pop();
            (Half::Other, is_afternoon, end)
        }
        (_, [Token::Word(word @ ("AM" | "PM")), ..]) => (Half::Capitals, *word == "PM", end + 1),
        (_, [Token::Word(word @ ("am" | "pm")), ..]) => (Half::Small, *word == "pm", end + 1),
        (_, [Token::Word(a @ ("a" | "p" | "A" | "P")), first, Token::Word("m" | "M"), last, ..])
            if [first, last] == [&dot, &dot] =>
        {
            (Half::Other, a.eq_ignore_ascii_case("p"), end + 4)
        }
        _ => return Some(end),
    };
    clock.half = Some(half);
    clock.hour = match (clock.hour, is_afternoon) {
        (12, false) => 0,
        (hour @ 1..=11, true) => hour + 12,
        (hour @ 0..=12, _) => hour,
        // Some write 14:00 PM.
        (hour, true) => hour,
        _ => return None,
    };
    Some(end)
}

/// Takes the offset behind the clock: `Z`, `UTC`, `GMT+2`, `+02:00`, `CEST`, or `UTC` in parentheses; where what follows
/// begins.
fn offset(tokens: &[Token<'_>], mut end: usize, clock: &mut Clock) -> Option<usize> {
    let is_in_brackets = tokens.get(end) == Some(&Token::Sign('('));
    let zone_at = end + usize::from(is_in_brackets);
    if let Some(Token::Word(word)) = tokens.get(zone_at)
        && let Some(minutes) = zone(word)
    {
        clock.offset_minutes = minutes;
        end = zone_at + 1;
        if is_in_brackets {
            return (tokens.get(end) == Some(&Token::Sign(')'))).then_some(end + 1);
        }
    }
    let (Some(Token::Sign(sign @ ('+' | '-' | '−'))), Some(Token::Number(hours))) =
        (tokens.get(end), tokens.get(end + 1))
    else {
        return Some(end);
    };
    let number = |figures: &str| figures.parse::<i64>().ok();
    let (hours, minutes, end) = match (hours.len(), tokens.get(end + 2), tokens.get(end + 3)) {
        (1 | 2, Some(Token::Sign(':')), Some(Token::Number(minutes))) => (number(hours)?, number(minutes)?, end + 4),
        (1 | 2, ..) => (number(hours)?, 0, end + 2),
        (4, ..) => (number(&hours[..2])?, number(&hours[2..])?, end + 2),
        _ => return None,
    };
    // As Go writes it, the name follows: `-0700 PDT`.
    let is_named = matches!(tokens.get(end), Some(Token::Word(name)) if zone(name).is_some());
    let (minutes, end) = (hours * 60 + minutes, end + usize::from(is_named));
    clock.offset_minutes += if *sign == '+' { minutes } else { -minutes };
    (minutes <= 15 * 60).then_some(end)
}

/// The year, month and day in what stands around the time of day.
fn date(rest: &[Token<'_>], clock: &Clock, order: Option<DateOrder>) -> Option<(u32, u32, u32)> {
    let (mut numbers, mut signs, mut named, mut has_year_word) = (Vec::new(), Vec::new(), None, false);
    for token in rest {
        match token {
            Token::Number(figures) => numbers.push((*figures, figures.parse::<u32>().ok()?)),
            Token::Sign(sign) if ",./()-–—·".contains(*sign) => {
                signs.extend((!numbers.is_empty()).then_some(*sign))
            }
            Token::Sign(_) => return None,
            Token::Word(word) => {
                let word = word.to_lowercase();
                has_year_word |= ["年", "년"].contains(&word.as_str());
                named = match month(&word) {
                    Some(month) if named.is_none() => Some(month),
                    _ if is_beside(&word) => named,
                    _ => return None,
                };
            }
        }
    }
    let year = |(figures, year): (&str, u32)| match figures.len() {
        4 => Some(year),
        2 => Some(2000 + year).filter(|_| year >= FIRST_SHORT_YEAR),
        _ => None,
    };
    let is_separated = matches!(signs.as_slice(), [a @ ('/' | '.' | '-'), b, ..] if a == b) || has_year_word;
    match (numbers.as_slice(), named) {
        ([first, (_, day)], Some(month)) if first.0.len() == 4 => Some((first.1, month, *day)),
        ([(_, day), second], Some(month)) => Some((year(*second)?, month, *day)),
        ([first, (_, month), (_, day)], None) if is_separated && first.0.len() == 4 => Some((first.1, *month, *day)),
        ([first, second, third], None) if is_separated => {
            let date = order::Date { first: first.0, second: second.0, signs: &signs };
            let (month, day) = match date.order(clock.half, order)? {
                DateOrder::DayFirst => (second.1, first.1),
                DateOrder::MonthFirst => (first.1, second.1),
            };
            Some((year(*third)?, month, day))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
