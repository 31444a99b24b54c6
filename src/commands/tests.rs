//! What commands and documentation say to run.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory};

use crate::cli::Cli;

/// What stands before a command that a person may run.
const PROGRAM: &str = "neptun-share ";

#[test]
fn commands_that_are_suggested_exist_and_have_these_flags() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("README.md")];
    ["src/commands", "docs", "assets/strings"].iter().for_each(|folder| collect(&root.join(folder), &mut files));
    let mut top = Cli::command();
    top.build();
    let mut count = 0;
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        // Texts in the source go on behind the end of a line, and have words put into them.
        let lines: String = text.split("\\\n").map(str::trim_start).collect();
        let lines = lines.replace("\\n", "\n").replace('{', " {");
        for suggestion in lines.split(PROGRAM).skip(1) {
            let end = suggestion.find(['\n', '`', '"', ';', '|', '#']).unwrap_or(suggestion.len());
            count += usize::from(check(&top, &suggestion[..end], &file));
        }
    }
    assert!(count > 100, "{count} were found");
}

/// Whether this begins with a command, all of whose flags have to exist.
fn check(top: &Command, suggestion: &str, file: &Path) -> bool {
    let mut command = top;
    for word in suggestion.split_whitespace() {
        let flag = word.trim_start_matches(['[', '(']).trim_end_matches(|c: char| !c.is_ascii_lowercase());
        if let Some(below) = command.find_subcommand(word) {
            command = below;
        } else if command.get_name() == top.get_name() {
            return false;
        } else if let Some(name) = flag.strip_prefix("--").filter(|name| !name.is_empty()) {
            let name = name.split(['=', ' ']).next().unwrap_or_default();
            let mut known = command.get_arguments().filter(|argument| !argument.is_hide_set());
            let is_known = known.any(|argument| argument.get_long() == Some(name));
            assert!(is_known, "{}: {} has no --{name}: {suggestion}", file.display(), command.get_name());
        }
    }
    command.get_name() != top.get_name()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
