//! How a command ended: what the program tells the model around what the command printed, in less words.

use crate::import::conversation::{LenientFields, Value};

/// Times below this are not told, in seconds: most commands take no longer.
const SHORT: f64 = 0.1;

/// The end of a command, as far as it is told.
#[derive(Debug, Default)]
pub struct Ended {
    status: Option<i64>,
    seconds: f64,
}

impl Ended {
    /// What fields say.
    pub fn of_fields(fields: &Value) -> Self {
        let seconds = fields.any(&["duration_seconds", "duration"]).and_then(Value::as_f64);
        Self { status: fields["exit_code"].as_i64(), seconds: seconds.unwrap_or_default() }
    }

    /// Whether it failed.
    pub fn has_failed(&self) -> bool {
        self.status.is_some_and(|status| status != 0)
    }

    /// What was printed, behind the exit status and the time where they say something.
    pub fn around(&self, printed: &str) -> String {
        let mut told = String::new();
        if let Some(status) = self.status.filter(|status| *status != 0) {
            told.push_str(&format!("Exit code: {status}\n"));
        }
        if self.seconds >= SHORT {
            told.push_str(&format!("Wall time: {} seconds\n", self.seconds));
        }
        if told.is_empty() { printed.to_owned() } else { format!("{told}Output:\n{printed}") }
    }
}

/// The end that a text tells of, and what was printed. A patch that was given to the shell has two heads.
pub fn read(text: &str) -> (Ended, &str) {
    let (mut ended, mut printed) = (Ended::default(), text);
    while let Some((head, rest)) = behind_head(printed) {
        for line in head.lines() {
            let number = line.split([' ', ':']).find(|word| word.starts_with(|c: char| c.is_ascii_digit() || c == '-'));
            if line.starts_with("Wall time") || line.starts_with("Duration") {
                ended.seconds += number.and_then(|number| number.parse().ok()).unwrap_or(0.0);
            } else if line.contains(" code") {
                ended.status =
                    number.and_then(|number| number.parse::<i64>().ok()).filter(|code| *code != 0).or(ended.status);
            }
        }
        printed = rest;
    }
    (ended, printed)
}

/// The lines that the program puts before what a command printed, and that.
fn behind_head(text: &str) -> Option<(&str, &str)> {
    const BEFORE: [&str; 6] =
        ["Chunk ID:", "Wall time:", "Duration:", "Process exited with code", "Original token count:", "Exit code:"];
    let is_head = |line: &str| BEFORE.iter().any(|start| line.starts_with(start));
    let output = text.split_once("Output:\n").or_else(|| Some((text.strip_suffix("Output:")?, "")));
    // Where nothing was printed, nothing may stand behind the head.
    let (head, printed) = output.or_else(|| text.starts_with("Exit code:").then_some((text, "")))?;
    (!head.is_empty() && head.lines().all(is_head)).then_some((head, printed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(told: &str, expected: &str, has_failed: bool) {
        let (ended, printed) = read(told);
        assert_eq!((ended.around(printed).as_str(), ended.has_failed()), (expected, has_failed), "{told:?}");
    }

    #[test]
    fn the_exit_status_and_the_time_stay_where_they_say_something() {
        check("Exit code: 0\nWall time: 0 seconds\nOutput:\na.txt\n", "a.txt\n", false);
        check("Exit code: 3\nWall time: 0 seconds\nOutput:\nno", "Exit code: 3\nOutput:\nno", true);
        check(
            "Wall time: 2.5 seconds\nProcess exited with code 0\nOutput:\nok",
            "Wall time: 2.5 seconds\nOutput:\nok",
            false,
        );
        check(
            "Chunk ID: a1\nWall time: 0.0000 seconds\nProcess exited with code -1\nOutput:\n",
            "Exit code: -1\nOutput:\n",
            true,
        );
        check("Exit code: 0\nDuration: 0.02 seconds\nOutput:\nx", "x", false);
        check("Exit code: 0", "", false);
        check("Exit codes:\n1 is bad", "Exit codes:\n1 is bad", false);
        check("Wall time:\nOutput:\nx", "x", false);
    }
}
