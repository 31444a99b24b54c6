//! The clipboard, through whichever desktop program there is, or else through the terminal.

use std::env;
use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::unix::{processes, terminal};

/// A program that puts its standard input on the clipboard.
struct Tool {
    name: &'static str,
    arguments: &'static [&'static str],
    /// The environment variable that is set on a desktop of this kind.
    needs: Option<&'static str>,
}

const TOOLS: [Tool; 6] = [
    Tool { name: "wl-copy", arguments: &[], needs: Some("WAYLAND_DISPLAY") },
    Tool { name: "xclip", arguments: &["-selection", "clipboard"], needs: Some("DISPLAY") },
    Tool { name: "xsel", arguments: &["--clipboard", "--input"], needs: Some("DISPLAY") },
    Tool { name: "pbcopy", arguments: &[], needs: None },
    Tool { name: "clip.exe", arguments: &[], needs: None },
    Tool { name: "termux-clipboard-set", arguments: &[], needs: None },
];

/// Copies a text to the clipboard, and says in a sentence what was done.
pub fn copy(text: &str) -> String {
    let fits = |tool: &&Tool| tool.needs.is_none_or(|name| env::var_os(name).is_some_and(|value| !value.is_empty()));
    match TOOLS.iter().filter(fits).find(|tool| tool.take(text).is_ok()) {
        Some(tool) => format!("The link is on the clipboard ({}).", tool.name),
        None if ask_terminal(text).is_ok() => {
            "Asked the terminal to copy the link to the clipboard; not every terminal does so.".to_owned()
        }
        None => "The link was not copied: there is no clipboard program such as wl-copy, xclip or xsel.".to_owned(),
    }
}

impl Tool {
    fn take(&self, text: &str) -> io::Result<()> {
        let mut command = Command::new(self.name);
        command.args(self.arguments).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        // Some keep running to provide the text.
        let mut child = processes::apart(&mut command).spawn()?;
        let written = child.stdin.take().map_or(Ok(()), |mut input| input.write_all(text.as_bytes()));
        let status = child.wait()?;
        written?;
        if status.success() { Ok(()) } else { Err(io::Error::other("it failed")) }
    }
}

/// OSC 52 (<https://invisible-island.net/xterm/ctlseqs/ctlseqs.html>), also over SSH.
fn ask_terminal(text: &str) -> io::Result<()> {
    if !io::stderr().is_terminal() {
        return Err(io::ErrorKind::Unsupported.into());
    }
    terminal::open()?.write_all(format!("\x1b]52;c;{}\x07", BASE64_STANDARD.encode(text)).as_bytes())
}
