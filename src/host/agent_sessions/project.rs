//! The folder that a session was in, where the agent notes it elsewhere than in the session.

use std::fs;
use std::path::Path;

use super::places::{Program, name, noted, task};

/// The project's folder, where the agent notes it beside its sessions.
pub fn folder(program: Program, path: &Path) -> Option<String> {
    match program {
        Program::Gemini => gemini_project(path.parent()?.parent()?),
        Program::VsCode => {
            noted(path.parent()?.parent()?.join("workspace.json"))?["folder"].as_str().map(str::to_owned)
        }
        Program::Cline => match task(path) {
            Some(id) => {
                let list = noted(path.ancestors().nth(3)?.join("state/taskHistory.json"))?;
                let about = list.as_array()?.iter().find(|about| about["id"] == id)?;
                about["cwdOnTaskInitialization"].as_str().map(str::to_owned)
            }
            None => {
                let session = name(path)?.strip_suffix(".messages.json")?;
                noted(path.with_file_name(format!("{session}.json")))?["cwd"].as_str().map(str::to_owned)
            }
        },
        Program::Roo => noted(path.with_file_name("history_item.json"))?["workspace"].as_str().map(str::to_owned),
        Program::Crush => {
            let folder = path.parent().filter(|folder| folder.file_name().is_some_and(|name| name == ".crush"))?;
            folder.parent().map(|project| project.to_string_lossy().into_owned())
        }
        _ => None,
    }
}

/// The folder that Gemini CLI notes, or the project's name; a digest of it says nothing.
fn gemini_project(project: &Path) -> Option<String> {
    let noted = fs::read_to_string(project.join(".project_root")).ok();
    let noted = noted.map(|folder| folder.trim().to_owned()).filter(|folder| !folder.is_empty());
    let name = project.file_name()?.to_str()?;
    let is_digest = name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    noted.or_else(|| (!is_digest).then(|| name.to_owned()))
}
