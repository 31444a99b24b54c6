//! Whether the day or the month comes first in a date of three numbers.

use serde_json::Value;

use super::Half;

/// What comes first in a date of which the year comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    DayFirst,
    MonthFirst,
}

/// The first two numbers of a date, and the signs that follow them and the year.
pub struct Date<'a> {
    pub first: &'a str,
    pub second: &'a str,
    pub signs: &'a [char],
}

impl Date<'_> {
    /// The order by what the numbers can be, or else by `known`, which others of the same file say, or by its form.
    pub fn order(&self, half: Option<Half>, known: Option<DateOrder>) -> Option<DateOrder> {
        let number = |figures: &str| figures.parse::<u32>().ok();
        match (number(self.first)?, number(self.second)?) {
            (13.., 13..) => None,
            (13.., _) => Some(DateOrder::DayFirst),
            (_, 13..) => Some(DateOrder::MonthFirst),
            // It makes no difference.
            (day, month) if day == month => Some(DateOrder::DayFirst),
            _ => self.by_separators().or(known).or_else(|| self.by_form(half)),
        }
    }

    /// Points separate only days from months.
    fn by_separators(&self) -> Option<DateOrder> {
        self.signs.starts_with(&['.', '.']).then_some(DateOrder::DayFirst)
    }

    /// As the Unicode Common Locale Data Repository has it, and so each browser: with capitals and without zeros before
    /// them the numbers are of the United States. Small letters behind a comma are of other countries that speak
    /// English, and hyphens before one of the Netherlands.
    fn by_form(&self, half: Option<Half>) -> Option<DateOrder> {
        let has_zero = [self.first, self.second].iter().any(|figures| figures.starts_with('0'));
        match (self.signs, half) {
            (['/', '/', ..], Some(Half::Capitals)) if !has_zero => Some(DateOrder::MonthFirst),
            (['/', '/', ','], Some(Half::Small)) | (['-', '-', ','], None) => Some(DateOrder::DayFirst),
            _ => None,
        }
    }
}

/// In the names of fields that hold times.
const TIMES: [&str; 6] = ["time", "date", "creat", "updat", "sent", "ts"];

/// In which order the times of a file are written, where some of them say it.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileOrder {
    day_first: bool,
    month_first: bool,
}

impl FileOrder {
    /// That of a JSON text, by the strings in it.
    pub fn of_json(text: &[u8]) -> Self {
        let mut order = Self::default();
        if may_concern(text) {
            let strings =
                text.split(|byte| *byte == b'"').filter(|string| string.first().is_some_and(u8::is_ascii_digit));
            strings.filter_map(|string| std::str::from_utf8(string).ok()).for_each(|string| order.see(string));
        }
        order
    }

    /// What all say that say something; `None` where they contradict each other.
    pub const fn get(self) -> Option<DateOrder> {
        match self {
            Self { day_first: true, month_first: false } => Some(DateOrder::DayFirst),
            Self { day_first: false, month_first: true } => Some(DateOrder::MonthFirst),
            _ => None,
        }
    }

    /// Notes what a time says: that a number over twelve is the day.
    pub fn see(&mut self, time: &str) {
        let numbers = || time.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse::<u32>().ok());
        let mut is_day = numbers().map(|number| number > 12);
        let (Some(first), Some(second)) = (is_day.next(), is_day.next()) else { return };
        let is_short = numbers().take(2).all(|number| number < 32);
        if first != second && is_short && time.contains(['/', '-']) && super::read(time, None).is_some() {
            self.day_first |= first;
            self.month_first |= second;
        }
    }

    /// Puts times of which only the file says what they mean into a form that says it by itself.
    pub fn settle(&mut self, value: &mut Value) {
        self.see_all(value);
        if let Some(order) = self.get() {
            rewrite(value, order);
        }
    }

    fn see_all(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.see_all(item)),
            Value::Object(fields) => fields.iter().for_each(|(name, field)| match field {
                Value::String(time) if is_time(name) => self.see(time),
                _ => self.see_all(field),
            }),
            _ => {}
        }
    }
}

/// Whether a JSON text may have such times: a year behind a slash or a hyphen.
pub fn may_concern(text: &[u8]) -> bool {
    let is_behind = |mark: &[u8]| {
        memchr::memmem::find_iter(text, mark).any(|at| {
            at > 2 && text[at - 1].is_ascii_digit() && {
                let before = text[at - 3..at].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
                before < 3
                    && text.get(at - before - 1) == text.get(at)
                    && text.get(at + 3).is_some_and(u8::is_ascii_digit)
            }
        })
    };
    is_behind(b"/20") || is_behind(b"-20")
}

fn rewrite(value: &mut Value, order: DateOrder) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, order)),
        Value::Object(fields) => fields.iter_mut().for_each(|(name, field)| match field {
            Value::String(time) if is_time(name) => {
                if let Some(at) = super::read(time, Some(order)).filter(|at| super::read(time, None) != Some(*at)) {
                    *time = at.to_string();
                }
            }
            _ => rewrite(field, order),
        }),
        _ => {}
    }
}

/// Whether a field of that name holds a time.
fn is_time(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    TIMES.iter().any(|part| name.contains(part))
}
