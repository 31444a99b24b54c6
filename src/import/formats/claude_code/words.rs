//! What a session has as a person's words: theirs, commands of the program in tags, and what the
//! program tells the model in their name.

use crate::import::conversation::{Part, person, tools};

/// What the command prints that compacts a session.
const COMPACTED: &str = "Compacted (";
/// The program's summary of what it left out, around what the model wrote.
const AROUND_SUMMARY: &[&str] = &[
    "This session is being continued",
    "The summary below covers",
    "The conversation is summarized below",
    "If you need specific details from before",
    "Please continue the conversation",
    "Continue the conversation from",
];
/// What commands print, and whether it is of a failure.
const OUTPUTS: &[(&str, bool)] =
    &[("local-command-stdout", false), ("local-command-stderr", true), ("bash-stdout", false), ("bash-stderr", true)];

/// The words, and what commands printed as results of tools; nothing where a person sees nothing.
pub fn read(text: &str) -> Vec<Part> {
    let Some(own) = person::own_words(text) else { return Vec::new() };
    let start = own.trim();
    if start.starts_with("<command-")
        && let Some(name) = tagged(start, "command-name")
    {
        let name = name.trim().trim_start_matches('/');
        let arguments = tagged(start, "command-args").unwrap_or_default();
        return vec![Part::text(format!("/{name} {}", arguments.trim()).trim_end())];
    }
    for (tag, mark) in [("bash-input", "!"), ("user-memory-input", "#")] {
        if start.strip_prefix('<').is_some_and(|rest| rest.starts_with(tag))
            && let Some(words) = tagged(start, tag)
        {
            return vec![Part::text(format!("{mark} {}", words.trim()))];
        }
    }
    if start.strip_prefix('<').is_some_and(|rest| OUTPUTS.iter().any(|(tag, _)| rest.starts_with(tag))) {
        return OUTPUTS.iter().filter_map(|(tag, is_error)| output(tagged(start, tag)?, *is_error)).collect();
    }
    vec![Part::text(own)]
}

/// The model's summary of what was compacted.
pub fn summary(text: &str) -> String {
    let text = person::without_asides(text).unwrap_or_default();
    let lines: Vec<&str> = text.lines().map(without_surroundings).collect();
    let text = lines.join("\n");
    // Of a file that was cut off, all that may be left is the beginning of an aside.
    let text = text.trim();
    let (before, last) = text.rsplit_once('\n').unwrap_or(("", text));
    let is_cut = last.starts_with("<system") && !last.contains('>');
    if is_cut { before.trim_end() } else { text }.to_owned()
}

/// A line without the program's sentences at its beginning.
fn without_surroundings(mut line: &str) -> &str {
    while AROUND_SUMMARY.iter().any(|start| line.starts_with(start)) {
        line = line.split_once(". ").map_or("", |(_, rest)| rest.trim_start());
    }
    line
}

fn output(printed: &str, is_error: bool) -> Option<Part> {
    let text = without_colours(printed);
    // That it was compacted stands where the summary is.
    (!text.trim().is_empty() && !text.starts_with(COMPACTED)).then(|| tools::result(None, None, text.trim(), is_error))
}

/// Drops the reminders that the program puts behind a tool's result.
pub fn drop_reminders_behind(text: &mut String) {
    while let Some(rest) = text.trim_end().strip_suffix("</system-reminder>")
        && let Some(start) = rest.rfind("<system-reminder>")
    {
        text.truncate(start);
        text.truncate(text.trim_end().len());
    }
}

/// The text between a tag and its end.
pub fn tagged<'a>(text: &'a str, tag: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{tag}>"))?;
    let end = rest.find(&format!("</{tag}>")).unwrap_or(rest.len());
    Some(&rest[..end])
}

/// The text without the escape sequences that set a terminal's colours.
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        if c != '\u{1b}' {
            plain.push(c);
        } else if rest.as_str().starts_with('[') {
            rest.find(|c| ('@'..='~').contains(c) && *c != '[');
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        crate::import::conversation::markdown::content(&read(text))
    }

    #[test]
    fn commands_are_what_was_typed() {
        let named = "<command-message>review</command-message>\n<command-name>/review</command-name>\n<command-args>12</command-args>";
        assert_eq!(words(named), "/review 12");
        assert_eq!(words("<command-name>clear</command-name>"), "/clear");
        assert_eq!(words("<bash-input>ls -l</bash-input>"), "! ls -l");
        assert_eq!(words("  <command>?"), "  <command>?");
    }

    #[test]
    fn what_commands_print_is_no_word_of_the_person() {
        let parts = read("<bash-stdout>a\u{1b}[1mb\u{1b}[0m</bash-stdout><bash-stderr></bash-stderr>");
        assert_eq!(parts, [Part::ToolResult { id: None, name: None, text: "ab".into(), is_error: false }]);
        assert!(read("<local-command-stdout></local-command-stdout>").is_empty());
        assert!(
            read("<local-command-stdout>Compacted (ctrl+o to see)\n/hook.sh done</local-command-stdout>").is_empty()
        );
    }

    #[test]
    fn asides_to_the_model_are_dropped() {
        let aside = "<system-reminder>Be nice.</system-reminder>";
        assert_eq!(words(&format!("{aside}\nHello{aside}")), "Hello");
        assert_eq!(words(aside), "");
        let mut result = format!("text\n\n{aside}\n{aside}\n");
        drop_reminders_behind(&mut result);
        assert_eq!(result, "text");
    }
}
