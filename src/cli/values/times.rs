//! Values that are times: how long something takes, and until when it holds.

use std::time::Duration;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, SpanRelativeTo};

use crate::domain::timestamp::Timestamp;
use crate::domain::token::may_expire_at;

/// When a link stops working.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// Never, even if it had an expiry before.
    Never,
    /// At this time.
    At(Timestamp),
    /// So long after now; by the clock of this machine that is at this time.
    After(Timestamp),
}

impl Expiry {
    /// The time; `None` for never.
    pub const fn time(self) -> Option<Timestamp> {
        match self {
            Self::Never => None,
            Self::At(at) | Self::After(at) => Some(at),
        }
    }
}

/// `1d`, `12h`, `30m`: at least a second.
pub fn period(text: &str) -> Result<Duration, String> {
    let expected = || "expected a duration such as 1d, 12h or 30m".to_owned();
    let span: Span = text.trim().parse().map_err(|_| expected())?;
    // Months and years have no fixed length, so they are refused.
    let length = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| expected())?;
    Duration::try_from(length).ok().filter(|length| length.as_secs() > 0).ok_or_else(expected)
}

/// `500ms`, `10s`, `2m`.
pub fn duration(text: &str) -> Result<Duration, String> {
    let expected = || "expected a duration such as 500ms, 10s or 2m".to_owned();
    let parsed: jiff::SignedDuration = text.parse().map_err(|_| expected())?;
    Duration::try_from(parsed).ok().filter(|time| !time.is_zero()).ok_or_else(expected)
}

/// `2d`, `12h`, `1w`, a day, a point in time, or `never`.
pub fn expiry(text: &str) -> Result<Expiry, String> {
    expiry_after(text, Timestamp::now(), &TimeZone::system())
}

fn expiry_after(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Expiry, String> {
    let text = text.trim();
    if text == "never" {
        return Ok(Expiry::Never);
    }
    let at = Timestamp::from_rfc3339(text).or_else(|| local_time(text, zone)).map(Expiry::At);
    let expiry = at.or_else(|| later(text, now).map(Expiry::After)).ok_or_else(|| {
        "expected a duration such as 12h, 2d, 1w or 1y, a date such as 2030-12-31 or 2030-12-31T18:00:00Z, or never"
            .to_owned()
    })?;
    if expiry.time() > Some(now) { Ok(expiry) } else { Err("that time is in the past".to_owned()) }
}

/// A day, to its end, or a time of day, where this machine is.
fn local_time(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    let is_day = text.parse::<Date>().is_ok() && !text.contains([':', 'T', 't']);
    let end = |day: Date| day.tomorrow().map(|next| next.at(0, 0, 0, 0));
    let time = if is_day { end(text.parse().ok()?).ok()? } else { text.parse::<DateTime>().ok()? };
    Timestamp::from_millis(zone.to_zoned(time).ok()?.timestamp().as_millisecond())
}

/// A time span from now on. Months and years are those of the calendar.
fn later(text: &str, now: Timestamp) -> Option<Timestamp> {
    let span: Span = text.parse().ok()?;
    let now = jiff::Timestamp::from_millisecond(now.as_millis()).ok()?.to_zoned(TimeZone::UTC);
    Timestamp::from_millis(now.checked_add(span).ok()?.timestamp().as_millisecond())
}

/// When a token expires: like a link's expiry, but never is not allowed, and it is within a year.
pub fn token_end(text: &str) -> Result<Timestamp, String> {
    match expiry(text)? {
        Expiry::At(at) | Expiry::After(at) if may_expire_at(at, Timestamp::now()) => Ok(at),
        _ => Err("a token must expire within 366 days".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_unit() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("2m"), Ok(Duration::from_secs(120)));
        for wrong in ["", "10", "-1s", "0s", "soon"] {
            assert!(duration(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_period_may_have_days() {
        assert_eq!(period("1d"), Ok(Duration::from_secs(86_400)));
        assert_eq!(period("90m"), Ok(Duration::from_secs(5400)));
        for wrong in ["", "1", "-1d", "0s", "1ms", "1 month", "soon"] {
            assert!(period(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn an_expiry_is_a_length_or_a_point_in_time_that_is_not_past() {
        let now = Timestamp::from_rfc3339("2026-01-01T00:00:00Z").expect("a time");
        let zone = TimeZone::fixed(jiff::tz::offset(-5));
        let expiry = |text| expiry_after(text, now, &zone);
        for (text, expected) in [
            ("2d", "2026-01-03T00:00:00Z"),
            ("12h", "2026-01-01T12:00:00Z"),
            ("30m", "2026-01-01T00:30:00Z"),
            ("1w", "2026-01-08T00:00:00Z"),
            ("2 days", "2026-01-03T00:00:00Z"),
            ("2y", "2028-01-01T00:00:00Z"),
            ("1 month", "2026-02-01T00:00:00Z"),
            ("2026-01-01T02:00:00+01:00", "2026-01-01T01:00:00Z"),
            ("2027-01-01", "2027-01-02T05:00:00Z"),
            ("2027-01-01 18:30", "2027-01-01T23:30:00Z"),
            ("2027-01-01T18:30", "2027-01-01T23:30:00Z"),
        ] {
            assert_eq!(expiry(text).map(Expiry::time), Ok(Timestamp::from_rfc3339(expected)), "{text}");
        }
        assert!(matches!(expiry("2d"), Ok(Expiry::After(_))));
        assert!(matches!(expiry("2027-01-01"), Ok(Expiry::At(_))));
        assert_eq!(expiry("never"), Ok(Expiry::Never));
        for wrong in [
            "",
            "2",
            "soon",
            "-2d",
            "0s",
            "2025-12-30",
            "2026-02-30",
            "2025-12-31T23:59:59Z",
            "99999999999h",
            "9999w 9999999d",
        ] {
            assert!(expiry(wrong).is_err(), "{wrong:?}");
        }
    }
}
