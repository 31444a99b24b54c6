//! `neptun-share completions` and `man`, generated from the flags.

use std::fs;
use std::io;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::Failure;
use super::terminal::{display_path, eprint_line, print_bytes};
use crate::cli::{self, Cli};

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
    let command = Cli::command();
    let Some(folder) = &arguments.output_dir else {
        let page = one_page(command).map_err(|error| Failure::new(format!("cannot write the page: {error}")))?;
        return print_bytes(&page, b"");
    };
    fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command, folder))
        .map_err(|error| Failure::new(format!("cannot write to {}: {error}", display_path(folder))))?;
    eprint_line(format_args!("wrote the pages to {}", display_path(folder)));
    Ok(())
}

/// One page for the program, with a section for each command.
fn one_page(mut command: Command) -> io::Result<Vec<u8>> {
    command.build();
    let mut page = Vec::new();
    let top = Man::new(command.clone());
    top.render_title(&mut page)?;
    top.render_name_section(&mut page)?;
    top.render_synopsis_section(&mut page)?;
    top.render_description_section(&mut page)?;
    sections(&command, &mut page)?;
    top.render_version_section(&mut page)?;
    Ok(page)
}

fn sections(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    // Commands have commands of their own only one level deep.
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let man = Man::new(sub.clone());
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
