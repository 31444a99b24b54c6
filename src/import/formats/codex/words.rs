//! What a session has as a person's words, but the program put there.

/// How texts begin that the program puts there.
const SCAFFOLDING: &[&str] = &[
    "<environment_context>",
    "<user_instructions>",
    "<INSTRUCTIONS>",
    "# AGENTS.md instructions",
    "<permissions",
    "<collaboration_mode>",
    "<skills_instructions>",
    "<skill>",
    "<turn_aborted>",
    "<subagent_notification>",
    "<model_switch>",
    "<personality_spec>",
];
/// Editors put the open files before the words.
const EDITOR: &str = "# Context from my IDE setup:";
const REQUEST: &str = "## My request for Codex:";

/// The person's words in a text, if there are any.
pub fn of_person(text: &str) -> Option<&str> {
    let start = text.trim_start();
    // The marks around a picture, whose name it does not have.
    let is_mark = ["<image>", "</image>"].contains(&start.trim_end())
        || start.starts_with("<image name=") && start.trim_end().ends_with('>');
    if is_mark || start.is_empty() || SCAFFOLDING.iter().any(|scaffold| start.starts_with(scaffold)) {
        return None;
    }
    match start.split_once(REQUEST).filter(|_| start.starts_with(EDITOR)) {
        Some((_, request)) => Some(request.trim()).filter(|request| !request.is_empty()),
        None => Some(text),
    }
}

#[cfg(test)]
mod tests {
    use super::of_person;

    #[test]
    fn only_the_persons_words_are() {
        assert_eq!(of_person("<environment_context>\n<cwd>/</cwd></environment_context>"), None);
        assert_eq!(of_person("<image name=[Image #1]>"), None);
        assert_eq!(of_person("# Context from my IDE setup:\n\n## My request for Codex:\nFix it.\n"), Some("Fix it."));
        assert_eq!(of_person("Why <permissions>?"), Some("Why <permissions>?"));
    }
}
