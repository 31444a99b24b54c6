//! What a person sees of a tool's result. What the model is told is longer: with reminders, and with
//! paths of this machine; beside it stands what the program shows.

use super::words::{drop_reminders_behind, tagged};
use crate::import::conversation::{Context, LenientFields, Value, blocks};

/// What the program adds for the model.
const ADDED: &[&str] = &["\n\nREMINDER: You MUST include the sources above", " (file state is current in your context"];

/// The result's text as it is shown; `told` is what the model was told, and `shown` what the program keeps beside it.
pub fn text(told: &str, shown: &Value, context: &mut Context<'_>) -> String {
    if let Some(patch) = patch(shown) {
        return patch;
    }
    if shown.text("backgroundTaskId").is_some() {
        return "Running in the background.".to_owned();
    }
    // A subagent's report, without what the program says about it.
    let report = blocks::texts(shown.list("content"));
    if shown.text("agentId").is_some() && !report.is_empty() {
        return report.join("\n\n");
    }
    if told.trim_start().starts_with("<persisted-output>") {
        return persisted(told, shown, context);
    }
    if told.starts_with("The user doesn't want to ") {
        let said = told.split_once("the user said:\n").map(|(_, said)| said.trim());
        return said.map_or("Stopped by the person.".to_owned(), |said| format!("Stopped by the person: {said}"));
    }
    let mut text = told.to_owned();
    drop_reminders_behind(&mut text);
    if let Some(error) = text.trim().strip_prefix("<tool_use_error>") {
        text = error.trim_end_matches("</tool_use_error>").to_owned();
    }
    if let Some(at) = ADDED.iter().filter_map(|added| text.rfind(added)).min() {
        text.truncate(at);
    }
    text
}

/// What an edit has changed, as a patch.
fn patch(shown: &Value) -> Option<String> {
    let hunk = |hunk: &Value| {
        let [from, of, to, length] = ["oldStart", "oldLines", "newStart", "newLines"].map(|name| hunk[name].as_u64());
        let lines = blocks::texts(hunk.list("lines"));
        Some(format!("@@ -{},{} +{},{} @@\n{}", from?, of?, to?, length?, lines.join("\n")))
    };
    let hunks: Option<Vec<String>> = shown.list("structuredPatch").iter().map(hunk).collect();
    hunks.filter(|hunks| !hunks.is_empty()).map(|hunks| hunks.join("\n"))
}

/// A long output: from the file beside the session, or as much as is in it.
fn persisted(told: &str, shown: &Value, context: &mut Context<'_>) -> String {
    let path = shown.text("persistedOutputPath").or_else(|| {
        let (_, rest) = told.split_once("saved to: ")?;
        rest.lines().next()
    });
    let name = path.and_then(|path| path.rsplit(['/', '\\']).next()).unwrap_or_default();
    if let Some(text) = context.text_beside(name) {
        return text;
    }
    let inner = tagged(told, "persisted-output").unwrap_or(told).trim();
    let preview = inner.split_once("\n\nPreview").and_then(|(_, rest)| rest.split_once(":\n")).map(|(_, text)| text);
    let start = shown.text("stdout").or(preview).unwrap_or(inner).trim_end();
    format!("{start}\n[The rest of this output is not in the file.]")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::import::sidecars::{Sidecar, Sidecars};

    #[track_caller]
    fn check(told: &str, shown: &Value, expected: &str) {
        let sidecars = Sidecars::new(vec![Sidecar::new("s/tool-results/long.txt", b"all of it\n".to_vec())]);
        assert_eq!(text(told, shown, &mut Context::new("file", &sidecars)), expected);
    }

    #[test]
    fn what_only_the_model_is_told_is_not_shown() {
        check("<tool_use_error>Error: none</tool_use_error>", &Value::Null, "Error: none");
        check("Found.\n\n\nREMINDER: You MUST include the sources above in your answer.", &Value::Null, "Found.\n");
        check(
            "Command running in background with ID: 7",
            &json!({"stdout": "", "backgroundTaskId": "7"}),
            "Running in the background.",
        );
        check("[Subagent hand-back] x", &json!({"agentId": "a", "content": [{"type": "text", "text": "42"}]}), "42");
        check(
            "The user doesn't want to proceed with this tool use.",
            &json!("User rejected tool use"),
            "Stopped by the person.",
        );
    }

    #[test]
    fn an_edit_is_its_patch() {
        let hunk = json!({"oldStart": 1, "oldLines": 1, "newStart": 1, "newLines": 1, "lines": ["-a", "+b"]});
        check("updated", &json!({"structuredPatch": [hunk]}), "@@ -1,1 +1,1 @@\n-a\n+b");
        check("created (file state is current in your context)", &json!({"structuredPatch": []}), "created");
    }

    #[test]
    fn a_long_output_is_taken_from_its_file() {
        let told = |name: &str| {
            format!(
                "<persisted-output>\nOutput too large (39KB). Full output saved to: /x/tool-results/{name}\n\nPreview (first 2KB):\nall\n...\n</persisted-output>"
            )
        };
        check(&told("long.txt"), &Value::Null, "all of it\n");
        check(&told("gone.txt"), &Value::Null, "all\n...\n[The rest of this output is not in the file.]");
    }
}
