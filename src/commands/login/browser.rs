//! Opens an address in the person's browser, where there is one.

use std::env;
use std::process::{Command, Stdio};

use crate::unix::processes;

/// Tries to; that it fails is no matter, as the address is printed, too. Only addresses of the web: the program that opens
/// them would start others for others.
pub fn open(url: &str) {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let has = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    let program = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    // Without a desktop it would start a browser in this very terminal.
    let is_desktop = cfg!(target_os = "macos") || has("DISPLAY") || has("WAYLAND_DISPLAY");
    if is_web && is_desktop {
        let mut command = Command::new(program);
        command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let _ = processes::apart(&mut command).spawn();
    }
}
