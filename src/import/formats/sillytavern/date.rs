//! The dates of SillyTavern, which has written them in a new way every year. None names a time zone:
//! they are taken as UTC.

use crate::import::conversation::{LenientFields, Timestamp, Value};

/// The first of the fields that is a date: any time, `March 1, 2024 12:30pm` among them, or `2024-3-1 @12h 30m 15s 123ms`.
pub fn time(object: &Value, names: &[&str]) -> Option<Timestamp> {
    object.time(names).or_else(|| {
        let text = object.any_text(names)?;
        // A text this long is not a date.
        if text.len() > 60 {
            return None;
        }
        with_at(text)
    })
}

fn with_at(text: &str) -> Option<Timestamp> {
    let (date, clock) = text.split_once('@')?;
    let [year, month, day] = numbers(date)[..] else {
        return None;
    };
    let clock = numbers(clock);
    let part = |at: usize| clock.get(at).copied().unwrap_or(0);
    moment(year, month, day, part(0), part(1), part(2), part(3))
}

/// The numbers in a text, which is short.
fn numbers(text: &str) -> Vec<u64> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).collect()
}

fn moment(year: u64, month: u64, day: u64, hour: u64, minute: u64, second: u64, millis: u64) -> Option<Timestamp> {
    let text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z");
    Timestamp::from_rfc3339(&text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn dates_are_read_in_every_form() {
        let expected = Timestamp::from_rfc3339("2024-03-01T12:30:15.123Z");
        for written in [
            json!(1_709_296_215_123_u64),
            json!("1709296215123"),
            json!("2024-03-01T12:30:15.123Z"),
            json!("2024-3-1 @12h 30m 15s 123ms"),
            json!("2024-03-01@12h30m15s123ms"),
        ] {
            assert_eq!(time(&json!({"at": written}), &["at"]), expected, "{written}");
        }
        let minute = Timestamp::from_rfc3339("2024-03-01T12:30:00Z");
        for written in ["March 1, 2024 12:30pm", "Mar 1, 2024 12:30 PM", "2024-3-1@12h30m"] {
            assert_eq!(time(&json!({"at": written}), &["at"]), minute, "{written}");
        }
        let midnight = Timestamp::from_rfc3339("2024-05-31T00:05:00Z");
        assert_eq!(time(&json!({"at": "May 31, 2024 12:05am"}), &["at"]), midnight);
        for wrong in ["", "@", "2024-13-1 @1h", "March", "March 1, 2024", "Mayday 99999999999999999999999 1 1 1"] {
            assert_eq!(time(&json!({"at": wrong}), &["at"]), None, "{wrong}");
        }
    }
}
