//! How a command ended. Agents tell the model in words of their own, around what the command printed; here is what it
//! printed, its exit status and how long it took.

use std::borrow::Cow;

use serde_json::Value;

/// The end of a command.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome<'a> {
    pub printed: Cow<'a, str>,
    /// Its exit status, or what stands for it (`signal 9`).
    pub status: Option<String>,
    /// How long it took, as somebody would say it.
    pub took: Option<String>,
}

/// Lines that only frame what was printed.
const FRAMES: &[&str] = &["<untrusted_context>", "</untrusted_context>", "<output>", "</output>", "Output:"];

/// Fields of a report with a line for each: Qwen Code's, Codex's, Roo's. What is printed follows the last of them, or stands
/// behind `Output:`.
const FIELDS: &[&str] = &[
    "Command:",
    "Directory:",
    "Error:",
    "Exit Code:",
    "Exit code:",
    "Signal:",
    "Background PIDs:",
    "Process Group PGID:",
    "Chunk ID:",
    "Wall time:",
    "Process exited with code",
    "Original token count:",
    "Total output lines:",
];

/// Words that stand around the exit status in a line of its own.
const STATUS_LINES: &[(&str, &str)] = &[
    ("Exit code ", ""),
    ("Exit code: ", ""),
    ("Exit Code: ", ""),
    ("exit code: ", ""),
    ("[exit code: ", "]"),
    ("(exit code: ", ")"),
    ("(exit code ", ")"),
    ("Command exited with code ", ""),
    ("Command failed with exit code ", ""),
    ("Process exited with code ", ""),
    ("Process exited with code: ", ""),
    ("[Command finished with exit code ", "]"),
    ("[The command completed with exit code ", ".]"),
    ("The command failed with exit code: ", ""),
    ("<exited with exit code ", ">"),
    ("<exited with code ", ">"),
];

/// Reads what the model was told.
pub fn read(text: &str) -> Outcome<'_> {
    json(text).or_else(|| report(text)).unwrap_or_else(|| lines(text))
}

/// A JSON text with what was printed, and the status.
fn json(text: &str) -> Option<Outcome<'static>> {
    let value = Some(text.trim()).filter(|text| text.starts_with('{'))?;
    let value = crate::base::json::parse(value.as_bytes()).ok()?;
    let about = value.get("metadata").filter(|about| about.is_object()).unwrap_or(&value);
    let status = ["exit_code", "exitCode", "returncode", "return_code", "code"];
    let status = status.iter().find_map(|name| about.get(*name).and_then(Value::as_i64));
    let texts: Vec<&str> = ["output", "stdout", "stderr", "content", "exception_info"]
        .iter()
        .filter_map(|name| value.get(*name).and_then(Value::as_str))
        .collect();
    if texts.is_empty() {
        return None;
    }
    let printed: Vec<&str> = texts.into_iter().filter(|text| !text.is_empty()).collect();
    let seconds = ["duration_seconds", "duration"].iter().find_map(|name| about.get(*name).and_then(Value::as_f64));
    Some(Outcome {
        printed: Cow::Owned(printed.join("\n")),
        status: status.map(|status| status.to_string()),
        took: seconds.map(said),
    })
}

/// A report that begins with a field.
fn report(text: &str) -> Option<Outcome<'_>> {
    let inner = text.trim_start().strip_prefix("<untrusted_context>").unwrap_or(text).trim_start();
    let is_field = |line: &str| FIELDS.iter().any(|field| line.starts_with(field));
    let first = inner.lines().next()?;
    if !is_field(first) && !first.starts_with("Output:") || first.starts_with("Error:") {
        return None;
    }
    let mut outcome = Outcome::default();
    let mut printed: Vec<&str> = Vec::new();
    let mut is_printing = false;
    for line in inner.lines() {
        if let Some(first) = line.strip_prefix("Output:").filter(|_| !is_printing) {
            is_printing = true;
            printed.extend(Some(first.trim_start()).filter(|first| !first.is_empty() && *first != "(empty)"));
        } else if is_field(line) {
            let (name, value) = line.split_once(':').unwrap_or((line, ""));
            let value = value.trim();
            match name {
                "Exit Code" | "Exit code" => {
                    outcome.status = value.parse::<i64>().ok().map(|status| status.to_string())
                }
                "Signal" if !matches!(value, "" | "0" | "(none)") => outcome.status = Some(format!("signal {value}")),
                "Wall time" => {
                    outcome.took = value.split(' ').next().and_then(|seconds| seconds.parse().ok()).map(said)
                }
                "Error" if value != "(none)" && !value.is_empty() => printed.push(value),
                _ => {
                    if let Some(status) = line.strip_prefix("Process exited with code") {
                        outcome.status = Some(status.trim_matches([' ', ':']).to_owned());
                    }
                }
            }
        } else if line != "</untrusted_context>" {
            printed.push(line);
        }
    }
    // A command that prints such words is not a report of an agent.
    if !is_printing && outcome.status.is_none() {
        return None;
    }
    outcome.status = outcome.status.filter(|status| status.len() < 24);
    outcome.printed = Cow::Owned(printed.join("\n"));
    Some(outcome)
}

/// What was printed, with at most a line on the status before or behind it.
fn lines(text: &str) -> Outcome<'_> {
    let mut printed = text;
    let mut status = None;
    let first = printed.trim_start().split_once('\n').unwrap_or((printed.trim(), ""));
    let end = printed.trim_end();
    let last = end.rsplit_once('\n').unwrap_or(("", end));
    if let Some(found) = status_in(first.0) {
        (printed, status) = (first.1, Some(found));
    } else if let Some(found) = status_in(last.1) {
        (printed, status) = (last.0, Some(found));
    }
    for frame in FRAMES {
        let inner = printed.trim_start();
        if let Some(rest) = inner.strip_prefix(frame).filter(|rest| rest.starts_with('\n')) {
            printed = &rest[1..];
        }
        if let Some(rest) = printed.trim_end().strip_suffix(frame).filter(|rest| rest.ends_with('\n')) {
            printed = rest;
        }
    }
    Outcome { printed: Cow::Borrowed(printed), status, took: None }
}

/// The status in a line that says nothing else.
fn status_in(line: &str) -> Option<String> {
    let line = line.trim();
    // Copilot's: `<shellId: 0 completed with exit code 0>`.
    let copilot = line.strip_prefix("<shellId: ").and_then(|rest| rest.strip_suffix('>'));
    let number = match copilot.and_then(|rest| rest.rsplit_once("exit code ")) {
        Some((_, number)) => number,
        None => STATUS_LINES.iter().find_map(|(before, behind)| line.strip_prefix(before)?.strip_suffix(behind))?,
    };
    let number: i64 = number.trim().parse().ok()?;
    Some(number.to_string())
}

/// `0.4 s`, `3 s`, `3 min 5 s`, `2 h 10 min`; empty below a tenth of a second.
pub fn said(seconds: f64) -> String {
    if !(0.05..1e9).contains(&seconds) {
        return String::new();
    }
    if seconds < 10.0 && seconds.fract() > 0.0 {
        return format!("{seconds:.1} s");
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between 0 and 1e9")]
    let seconds = seconds.round() as u64;
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, 0) => format!("{minutes} min"),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, 0, _) => format!("{hours} h"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(told: &str, printed: &str, status: Option<&str>, took: Option<&str>) {
        let outcome = read(told);
        assert_eq!(outcome.printed.trim_end(), printed, "of {told:?}");
        assert_eq!((outcome.status.as_deref(), outcome.took.as_deref()), (status, took), "of {told:?}");
    }

    #[test]
    fn every_agents_words_around_an_output_are_told_from_it() {
        check("Exit code 3\noops", "oops", Some("3"), None);
        check("hello\n<shellId: 0 completed with exit code 0>", "hello", Some("0"), None);
        check("out\n\nCommand exited with code 2", "out", Some("2"), None);
        check(
            "{\"output\":\"hi\\n\",\"metadata\":{\"exit_code\":1,\"duration_seconds\":0.4}}",
            "hi",
            Some("1"),
            Some("0.4 s"),
        );
        check("{\n \"returncode\": 0,\n \"output\": \"hello\\n\"\n}", "hello", Some("0"), None);
        check(
            "Command: x\nDirectory: (root)\nOutput: a\nb\nError: (none)\nExit Code: 0\nSignal: 0\nProcess Group PGID: 2",
            "a\nb",
            Some("0"),
            None,
        );
        check("<untrusted_context>\nOutput: hello\nProcess Group PGID: 3\n</untrusted_context>", "hello", None, None);
        check(
            "Chunk ID: 1\nWall time: 75.2 seconds\nProcess exited with code 1\nOutput:\nx",
            "x",
            Some("1"),
            Some("1 min 15 s"),
        );
    }

    #[test]
    fn an_output_of_a_command_stays_what_it_is() {
        for text in [
            "",
            "hello\n  world",
            "{\"name\": \"x\"}",
            "{ not json",
            "Error: no such file\nSignal: lost",
            "Exit code 3 of 5\nx",
            "Output is:\nx",
        ] {
            check(text, text, None, None);
        }
    }

    #[test]
    fn times_are_short() {
        let times = [0.01, 0.44, 9.96, 12.4, 60.0, 185.0, 7800.0, f64::NAN, f64::INFINITY, -1.0].map(said);
        assert_eq!(times, ["", "0.4 s", "10.0 s", "12 s", "1 min", "3 min 5 s", "2 h 10 min", "", "", ""]);
    }
}
