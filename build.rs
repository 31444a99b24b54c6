//! Bundles the pages' files (`build/`), and tells the program which commit it was built from, for `--version`.

#[path = "build/mod.rs"]
mod join;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};

fn main() {
    name_commit();
    if let Err(message) = embed_pages() {
        println!("cargo::error={message}");
        exit(1);
    }
    for path in ["build.rs", "build", "assets"] {
        println!("cargo::rerun-if-changed={path}");
    }
}

/// Joins the pages, and writes the type by which the program embeds what came out: an attribute can't name a folder
/// that is only known now.
fn embed_pages() -> Result<(), String> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo names no folder for what is built")?);
    let folder = out.join("assets");
    let version = join::build(Path::new("assets"), &folder).map_err(|fault| fault.to_string())?;
    println!("cargo::rustc-env=NEPTUN_SHARE_ASSETS_VERSION={version}");

    let embedded = format!("#[derive(rust_embed::RustEmbed)]\n#[folder = {folder:?}]\nstruct Embedded;\n");
    std::fs::write(out.join("embedded.rs"), embedded).map_err(|error| error.to_string())
}

fn name_commit() {
    let git = |arguments: &[&str]| {
        let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    };
    // A source archive has no history; the version number has to do.
    let commit = git(&["rev-parse", "--short=12", "HEAD"]).unwrap_or_else(|| "unknown commit".to_owned());
    println!("cargo::rustc-env=NEPTUN_SHARE_COMMIT={commit}");
    for name in ["HEAD", "logs/HEAD"] {
        if let Some(path) = git(&["rev-parse", "--git-path", name]) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
}
