//! Points in time, in UTC, to the millisecond: what the database stores and the API prints.

use std::fmt;
use std::time::Duration;

use serde::{Serialize, Serializer};

/// A point in time with millisecond precision, printed as RFC 3339 with `Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(jiff::Timestamp);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(jiff::Timestamp::UNIX_EPOCH);

    /// The system clock's time. Called at the edges only (a request's start, a command's start);
    /// everything behind them is handed the time.
    pub fn now() -> Self {
        // The clock of a machine can't be outside jiff's years -9999 to 9999.
        Self::from_millis(jiff::Timestamp::now().as_millisecond()).unwrap_or(Self::EPOCH)
    }

    /// From milliseconds since the Unix epoch; `None` beyond the years -9999 to 9999.
    pub fn from_millis(millis: i64) -> Option<Self> {
        jiff::Timestamp::from_millisecond(millis).ok().map(Self)
    }

    /// From seconds since the Unix epoch, as chat programs write them: with a fraction, sometimes
    /// absurd. `None` for what is no time between the years 1 and 9999.
    pub fn from_unix_seconds(seconds: f64) -> Option<Self> {
        const YEAR_1: f64 = -62_135_596_800.0;
        if seconds.is_finite() && seconds >= YEAR_1 {
            #[expect(clippy::cast_possible_truncation, reason = "`as` saturates, and `from_millis` refuses the bounds")]
            Self::from_millis((seconds * 1000.0).round() as i64)
        } else {
            None
        }
    }

    /// From RFC 3339 (ISO 8601 with an offset) text.
    pub fn from_rfc3339(text: &str) -> Option<Self> {
        let exact: jiff::Timestamp = text.trim().parse().ok()?;
        Self::from_millis(exact.as_millisecond())
    }

    /// From the `Date` of an HTTP answer: `Sun, 06 Nov 1994 08:49:37 GMT`.
    pub fn from_http_date(text: &str) -> Option<Self> {
        let exact = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text.trim()).ok()?;
        Self::from_millis(exact.as_millisecond())
    }

    /// From what JavaScript makes of a date: `Sun Nov 06 1994 08:49:37 GMT+0000 (Coordinated Universal Time)`.
    pub fn from_javascript_date(text: &str) -> Option<Self> {
        let text = text.split('(').next().unwrap_or_default().trim();
        let exact = jiff::fmt::strtime::parse("%a %b %d %Y %H:%M:%S GMT%z", text).ok()?.to_timestamp().ok()?;
        Self::from_millis(exact.as_millisecond())
    }

    /// In that form; `None` for years that it has no place for.
    pub fn to_http_date(self) -> Option<String> {
        jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&self.0).ok()
    }

    /// Milliseconds since the Unix epoch.
    pub fn as_millis(self) -> i64 {
        self.0.as_millisecond()
    }

    /// The minute, in words that need no knowledge of formats: `20 Mar 2024, 10:20 UTC`. About as long
    /// as browsers write it, so that nothing moves when the page puts the reader's own form in its place.
    pub fn for_people(self) -> String {
        self.0.strftime("%-d %b %Y, %H:%M UTC").to_string()
    }

    /// The day in UTC, in the same words: `20 Mar 2024`.
    pub fn day_for_people(self) -> String {
        self.0.strftime("%-d %b %Y").to_string()
    }

    /// In UTC: the year (0 for those before), then month, day, hour, minute and second.
    pub fn calendar(self) -> (u16, [u8; 5]) {
        let time = jiff::tz::Offset::UTC.to_datetime(self.0);
        let fields = [time.month(), time.day(), time.hour(), time.minute(), time.second()];
        (u16::try_from(time.year()).unwrap_or(0), fields.map(i8::unsigned_abs))
    }

    /// This time and `duration` more; stays where it is when that is beyond the calendar.
    pub fn plus(self, duration: Duration) -> Self {
        self.0.checked_add(duration).map_or(self, Self)
    }

    /// This time less `duration`; stays where it is when that is beyond the calendar.
    pub fn minus(self, duration: Duration) -> Self {
        self.0.checked_sub(duration).map_or(self, Self)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_rfc_3339_in_utc() {
        let time = Timestamp::from_unix_seconds(1_710_930_000.25).expect("a time");
        assert_eq!(time.to_string(), "2024-03-20T10:20:00.25Z");
        assert_eq!(Timestamp::from_rfc3339("2024-03-20T11:20:00.25+01:00"), Some(time));
    }

    #[test]
    fn dates_of_answers_are_those_of_the_standard() {
        let time = Timestamp::from_rfc3339("1994-11-06T08:49:37.5Z").expect("a time");
        assert_eq!(time.to_http_date().as_deref(), Some("Sun, 06 Nov 1994 08:49:37 GMT"));
        assert_eq!(Timestamp::from_rfc3339("-000001-01-01T00:00:00Z").and_then(Timestamp::to_http_date), None);
    }

    #[test]
    fn absurd_numbers_are_no_time() {
        for absurd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300] {
            assert_eq!(Timestamp::from_unix_seconds(absurd), None);
        }
        assert_eq!(Timestamp::from_millis(i64::MAX), None);
        assert_eq!(Timestamp::from_rfc3339("yesterday"), None);
    }
}
