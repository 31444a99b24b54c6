//! `neptun-share completions` and `man`, generated from the flags.

use std::fs;
use std::io;
use std::path::Path;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::Failure;
use super::terminal::{display_path, eprint_line, print_bytes};
use crate::cli::{self, Cli};

/// How each command ends, in roff.
const EXIT_STATUS: &str = r#".SH "EXIT STATUS"
.TP
0
Done; for serve, demo and share also after Ctrl-C or SIGTERM.
.TP
1
A failure; the message says what to do.
.TP
2
A wrong argument.
.TP
130
Ctrl-C during an import, while pasting, or at a password prompt.
"#;

/// What else the flags don't say, in roff.
const MORE: &str = r#".SH FILES
.TP
~/.local/share/neptun\-share/neptun\-share.db
The database, unless \-\-database or $XDG_DATA_HOME names another place.
.SH EXAMPLES
Share a file, and serve its link until Ctrl-C:
.PP
.RS
neptun\-share share chat.json
.RE
.PP
Share the newest session of a coding agent with a password, for two days:
.PP
.RS
neptun\-share share s1 \-\-password \-\-expires 2d
.RE
.PP
Import an export of many conversations, find one, and share it with somebody by name:
.PP
.RS
neptun\-share import export.zip
.br
neptun\-share search rayleigh scattering
.br
neptun\-share share 12 \-\-for grace@example.com
.RE
.PP
Continue a shared conversation in a coding agent:
.PP
.RS
neptun\-share continue https://share.example.com/shared/chats/... \-\-in codex
.RE
.PP
Serve the links to the local network:
.PP
.RS
neptun\-share serve \-\-listen 0.0.0.0:8080
.RE
"#;

const SEE_ALSO: &str = r#".SH "SEE ALSO"
neptun\-share(1), which has examples
"#;

/// Prints a shell's completions.
pub fn completions(arguments: &cli::Completions) -> Result<(), Failure> {
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, name, &mut script);
    print_bytes(&script, b"")
}

/// Prints the manual as one page, or writes one page per command.
pub fn pages(arguments: &cli::Man) -> Result<(), Failure> {
    let mut command = Cli::command();
    command.build();
    let Some(folder) = &arguments.output_dir else {
        let page = one_page(&command).map_err(|error| Failure::new(format!("cannot write the page: {error}")))?;
        return print_bytes(&page, b"");
    };
    fs::create_dir_all(folder)
        .and_then(|()| each_page(&command, folder, MORE))
        .map_err(|error| Failure::new(format!("cannot write to {}: {error}", display_path(folder))))?;
    eprint_line(format_args!("Wrote the pages to {}.", display_path(folder)));
    Ok(())
}

/// The page of a command, in words as its help has them: an option with its value.
fn manual(command: &Command) -> Man {
    let usage = command.clone().render_usage().to_string();
    Man::new(command.clone().override_usage(usage.trim_start_matches("Usage: ").to_owned()))
        .source(concat!("neptun-share ", env!("CARGO_PKG_VERSION")))
}

fn commands(command: &Command) -> impl Iterator<Item = &Command> {
    command.get_subcommands().filter(|sub| sub.get_name() != "help" && !sub.is_hide_set())
}

/// A page for a command, which says `more`, and for each of its own.
fn each_page(command: &Command, folder: &Path, more: &str) -> io::Result<()> {
    let man = manual(command);
    let mut page = Vec::new();
    man.render(&mut page)?;
    page.extend_from_slice(EXIT_STATUS.as_bytes());
    page.extend_from_slice(more.as_bytes());
    fs::write(folder.join(man.get_filename()), page)?;
    commands(command).try_for_each(|sub| each_page(sub, folder, SEE_ALSO))
}

/// One page for the program, with a section for each command.
fn one_page(command: &Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let top = manual(command);
    top.render_title(&mut page)?;
    top.render_name_section(&mut page)?;
    top.render_synopsis_section(&mut page)?;
    top.render_description_section(&mut page)?;
    sections(command, &mut page)?;
    page.extend_from_slice(EXIT_STATUS.as_bytes());
    page.extend_from_slice(MORE.as_bytes());
    top.render_version_section(&mut page)?;
    Ok(page)
}

fn sections(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    for sub in commands(command) {
        let man = manual(sub);
        let mut section = Vec::new();
        man.render_synopsis_section(&mut section)?;
        man.render_description_section(&mut section)?;
        man.render_options_section(&mut section)?;
        let heading = sub.get_bin_name().unwrap_or(sub.get_name()).to_uppercase();
        page.extend_from_slice(format!(".SH \"{}\"\n", heading.replace('-', "\\-")).as_bytes());
        // Its parts become subsections of the command's section.
        page.extend_from_slice(String::from_utf8_lossy(&section).replace("\n.SH ", "\n.SS ").as_bytes());
        sections(sub, page)?;
    }
    Ok(())
}
