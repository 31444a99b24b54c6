//! `neptun-share continue`: turns a link, a stored conversation, a session or a file into a session of a coding agent.

mod agent;
mod source;

use std::env;
use std::path::Path;

use super::Failure;
use super::terminal::{counted, eprint_line, one_line, print_stream, title};
use crate::cli::{Continue, TakenAs};
use crate::handover::{self, Folders, LeftOut, cut};
use source::Source;

/// Continues it: nothing is written before all of it is there.
pub fn run(arguments: &Continue) -> Result<(), Failure> {
    let here = env::current_dir().map_err(|error| Failure::new(format!("cannot tell the current folder: {error}")))?;
    let here_name = here.to_str().ok_or_else(|| Failure::new("the current folder's name is not UTF-8"))?;
    // Asked for before the conversation is fetched, which may use a view of it.
    let agent = arguments.form.is_none().then(|| agent::choose(arguments.agent, &here)).transpose()?;
    let Source { chat, folder } = source::find(arguments)?;
    let named = arguments.from.as_deref().map(|from| from.to_string_lossy().into_owned());
    let from = named.or(folder).or_else(|| handover::guess(&chat.messages, &|path| here.join(path).exists()));
    let folders = Folders::new(from.as_deref(), here_name);
    if let Some(from) = folders.from() {
        eprint_line(format_args!(
            "Paths below {} are now below {}; --from names another folder.",
            one_line(from),
            one_line(here_name)
        ));
    }
    match (arguments.form, agent) {
        (Some(TakenAs::Messages), _) => print_stream(handover::messages(&chat, &folders).as_bytes()),
        (Some(TakenAs::Prompt), _) => {
            let prompt = cut(&chat, &folders, arguments.tokens);
            if prompt.messages == 0 {
                return Err(Failure::new(format!(
                    "not even the newest message fits into {}; raise --tokens",
                    counted(arguments.tokens, "token")
                )));
            }
            if prompt.left_out > 0 {
                eprint_line(format_args!(
                    "{} left out, so that it has at most {}; raise that with --tokens.",
                    counted(prompt.left_out, "older message"),
                    counted(arguments.tokens, "token")
                ));
            }
            eprint_line(format_args!(
                "About {} in {}.",
                counted(prompt.tokens, "token"),
                counted(prompt.messages, "message")
            ));
            print_stream(prompt.text.as_bytes())
        }
        (None, None) => Err(Failure::new("no agent was chosen")),
        (None, Some(agent)) => {
            let session = agent::write(agent, &chat, &folders, here_name)?;
            let name = title(&chat.name);
            eprint_line(format_args!("\"{name}\" is a session of {} now: {}.", agent::name(agent), session.shown()));
            if let Some(left_out) = left_out(session.left_out()) {
                eprint_line(left_out);
            }
            session.finish(arguments.run)
        }
    }
}

/// What the agent is not given, in a sentence.
fn left_out(left_out: LeftOut) -> Option<String> {
    let LeftOut { thoughts, files, data } = left_out;
    let parts = [(thoughts, "thought"), (files, "file"), (data, "unknown block")];
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(count, noun)).collect();
    (!parts.is_empty()).then(|| format!("Left out: {}.", parts.join(", ")))
}

/// A path for a shell to read.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    if is_plain { text.into_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_the_path_that_is_meant() {
        assert_eq!(quoted(Path::new("/home/ada/.cache/x-1.json")), "/home/ada/.cache/x-1.json");
        assert_eq!(quoted(Path::new("/home/ada's $(x)/a")), r"'/home/ada'\''s $(x)/a'");
    }
}
