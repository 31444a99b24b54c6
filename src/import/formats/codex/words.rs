//! What a session has as a person's words: theirs, commands that they ran, and what the program put there.

use std::borrow::Cow;

use super::ended;
use crate::import::conversation::{Part, person, tools};

/// Before the words, what editors add, and how the words begin.
const EDITOR: &str = "# Context from my IDE setup:";
const REQUEST: &str = "## My request for Codex:";

/// Around a command that the person ran, and what it printed.
const COMMAND: &str = "user_shell_command";

/// What the person said or ran in a text; nothing where the program alone speaks.
pub fn of_person(text: &str) -> Vec<Part> {
    match inner(text.trim(), COMMAND) {
        Some(ran) => command(ran),
        None => said(text).map(Part::text).into_iter().collect(),
    }
}

/// A command as it was typed, and what it printed.
fn command(ran: &str) -> Vec<Part> {
    let typed = inner(ran, "command").map(|typed| Part::text(format!("! {}", typed.trim())));
    let result = inner(ran, "result").map(str::trim).unwrap_or_default();
    let (ended, printed) = ended::read(result);
    let told = Some(ended.around(printed)).filter(|told| !told.is_empty());
    typed.into_iter().chain(told.map(|told| tools::result(None, None, told, ended.has_failed()))).collect()
}

fn inner<'a>(text: &'a str, tag: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("<{tag}>"))?;
    rest.rsplit_once(&format!("</{tag}>")).map(|(inner, _)| inner)
}

fn said(text: &str) -> Option<Cow<'_, str>> {
    let start = text.trim_start();
    // The marks around a picture, whose name it does not have.
    let is_mark = ["<image>", "</image>"].contains(&start.trim_end())
        || start.starts_with("<image name=") && start.trim_end().ends_with('>');
    if is_mark {
        return None;
    }
    // Editors put the open files before the words.
    let begins = start.starts_with(EDITOR) || start.starts_with(REQUEST);
    match start.split_once(REQUEST).filter(|_| begins) {
        Some((_, request)) => person::own_words(request.trim()),
        None => person::own_words(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let shown = |part| match part {
            Part::Text { text } => text,
            Part::ToolResult { text, .. } => format!("result: {text}"),
            other => format!("{other:?}"),
        };
        of_person(text).into_iter().map(shown).collect()
    }

    #[test]
    fn only_the_persons_words_are() {
        assert!(said("<environment_context>\n<cwd>/</cwd></environment_context>").is_empty());
        assert!(said("<image name=[Image #1]>").is_empty());
        assert_eq!(said("# Context from my IDE setup:\n\n## My request for Codex:\nFix it.\n"), ["Fix it."]);
        assert_eq!(said("Why <permissions>?"), ["Why <permissions>?"]);
    }

    #[test]
    fn a_command_that_the_person_ran_is_shown_as_typed() {
        let ran = "<user_shell_command>\n<command>\nls\n</command>\n<result>\nExit code: 0\nOutput:\na.txt\n</result>\n</user_shell_command>";
        assert_eq!(said(ran), ["! ls", "result: a.txt"]);
    }
}
