//! Times as people read them, in the time zone of this machine.

use std::time::{Duration, SystemTime};

use jiff::tz::TimeZone;

use crate::domain::timestamp::Timestamp;

/// `2026-11-20 14:03`.
pub fn local(time: Timestamp) -> String {
    let Ok(exact) = jiff::Timestamp::from_millisecond(time.as_millis()) else { return time.to_string() };
    exact.to_zoned(TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string()
}

/// `5 minutes ago`, or the day when that is longer ago than a week.
pub fn ago(time: SystemTime, now: SystemTime) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    let seconds = now.duration_since(time).unwrap_or(Duration::ZERO).as_secs();
    let (count, unit) = match seconds {
        0..MINUTE => return "just now".to_owned(),
        MINUTE..HOUR => (seconds / MINUTE, "minute"),
        HOUR..DAY => (seconds / HOUR, "hour"),
        _ if seconds < 7 * DAY => (seconds / DAY, "day"),
        _ => {
            let millis = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
            let time = i64::try_from(millis).ok().and_then(Timestamp::from_millis);
            return time.map(local).and_then(|text| text.get(..10).map(str::to_owned)).unwrap_or_default();
        }
    };
    format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_lately_is_counted_back() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let before = |seconds| ago(now - Duration::from_secs(seconds), now);
        assert_eq!(before(5), "just now");
        assert_eq!(before(60), "1 minute ago");
        assert_eq!(before(7200), "2 hours ago");
        assert_eq!(before(3 * 86400), "3 days ago");
        assert_eq!(before(30 * 86400).len(), "2026-12-16".len());
        assert_eq!(ago(now + Duration::from_secs(60), now), "just now");
    }
}
