//! The process that draws: this program again, with little memory, one second of the processor, and nothing but the source.
//! Whatever a hostile diagram makes of the drawing library (endless loops, more stack than there is) ends with it.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use crate::unix::processes::{limit_this, this_program};

/// The hidden command of this program (`cli.rs`).
const COMMAND: &str = "draw-diagram";

/// Seconds of the processor. A diagram takes a few milliseconds.
const SECONDS: u64 = 1;
/// Bytes of address space.
const MEMORY: u64 = 512 * 1024 * 1024;

/// Added to its niceness.
const LESS_URGENT: i32 = 10;

static PROGRAM: OnceLock<PathBuf> = OnceLock::new();

/// From now on this program draws diagrams. Without it they stay blocks of code, as in tests of the library.
pub fn draw_with_this_program() {
    if let Some(program) = this_program() {
        let _ = PROGRAM.set(program);
    }
}

/// The picture of that source, of at most `most` bytes.
pub fn draw(source: &str, most: usize) -> Option<String> {
    let mut child = start()?;
    let picture = converse(&mut child, source, most);
    // Where more came than is wanted, it still writes; where nothing came, it has ended.
    let _ = child.kill();
    let _ = child.wait();
    picture
}

fn start() -> Option<Child> {
    let mut command = Command::new(PROGRAM.get()?);
    command.arg(COMMAND).env_clear().current_dir("/");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()
}

fn converse(child: &mut Child, source: &str, most: usize) -> Option<String> {
    // A pipe holds more than the longest source. Dropped at once, which ends the input.
    child.stdin.take()?.write_all(source.as_bytes()).ok()?;
    let mut picture = String::new();
    let output = child.stdout.take()?;
    output.take(most as u64 + 1).read_to_string(&mut picture).ok()?;
    (picture.len() <= most && picture.trim_end().ends_with("</svg>")).then_some(picture)
}

/// What the process does first: it stands back behind whoever else wants the processors. No limit, no drawing.
pub fn limit_this_process() -> io::Result<()> {
    limit_this(SECONDS, MEMORY, LESS_URGENT)
}
