//! Joins what a page names: its style sheets become one, its script and the modules that it imports another, and parts
//! that several pages share are inserted into each.

use std::collections::BTreeMap;

use super::bundle::Bundle;
use super::sources::Sources;
use super::styles::{self, Styles};
use super::{Fault, VERSION};

/// How a page names a style sheet, and its script.
const STYLE: (&str, &str) = ("<link rel=\"stylesheet\" href=\"/assets/VERSION/", "\">");
const SCRIPT: (&str, &str) = ("<script type=\"module\" src=\"/assets/VERSION/", "\"></script>");

/// How a page says that another file stands there.
const INCLUDE: (&str, &str) = ("<!-- INCLUDE ", " -->");

/// What is served beside the pages.
const API_DESCRIPTION: &str = "openapi.json";

/// The files to serve, by name.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Joins all pages.
pub fn join(sources: &Sources) -> Result<Files, Fault> {
    let mut files = Files::new();
    for path in sources.paths().filter(|path| path.ends_with(".html")) {
        Page { path, sources, files: &mut files, styles: String::new(), has_script: false }.join()?;
    }
    if let Ok(description) = sources.bytes(API_DESCRIPTION, (API_DESCRIPTION, 1)) {
        files.insert(API_DESCRIPTION.to_owned(), description.to_vec());
    }
    sources.check_use()?;
    Ok(files)
}

struct Page<'a> {
    path: &'a str,
    sources: &'a Sources,
    files: &'a mut Files,
    /// All of them so far.
    styles: String,
    has_script: bool,
}

impl Page<'_> {
    fn join(mut self) -> Result<(), Fault> {
        let source = self.sources.text(self.path, (self.path, 1))?;
        let mut page = String::new();
        let mut comment = None;
        for (line, number) in source.lines().zip(1..) {
            if comment.is_none() && is_comment(line) {
                comment = Some(number);
            }
            if comment.is_none() {
                page.push_str(&self.line(line, number)?);
            } else if line.trim_end().ends_with("-->") {
                comment = None;
            }
        }
        if let Some(number) = comment {
            return Err(Fault::at(self.path, number, "a comment has no end"));
        }
        let name = self.path.to_owned();
        if !self.styles.is_empty() {
            self.add(self.bundle(".css"), self.styles.clone().into_bytes(), 1)?;
        }
        self.add(name, page.into_bytes(), 1)
    }

    /// What stands in the joined page for a line of its source.
    fn line(&mut self, line: &str, number: usize) -> Result<String, Fault> {
        let named = |(begin, end): (&str, &str)| {
            line.trim().strip_prefix(begin)?.strip_suffix(end).filter(|path| !path.contains('"'))
        };
        let from = (self.path, number);
        if let Some(path) = named(STYLE) {
            let is_first = self.styles.is_empty();
            let Styles { plain, files } = styles::strip(path, self.sources.text(path, from)?)?;
            self.styles.push_str(&plain);
            for (file, line) in files {
                self.add_file(&file, (path, line))?;
            }
            return Ok(if is_first { replaced(line, path, &self.bundle(".css")) } else { String::new() });
        }
        if let Some(path) = named(SCRIPT) {
            if self.has_script {
                return Err(Fault::at(self.path, number, "a page has one script; import the other one there"));
            }
            self.has_script = true;
            let Bundle { script, files, .. } = Bundle::of(self.sources, path, from)?;
            self.add(self.bundle(".js"), script.into_bytes(), number)?;
            for file in files {
                self.add_file(&file, from)?;
            }
            return Ok(replaced(line, path, &self.bundle(".js")));
        }
        if let Some(path) = named(INCLUDE) {
            return Ok(format!("{}\n", self.sources.text(path, from)?.trim_end()));
        }
        self.other_line(line, number)
    }

    /// A line that may name a file to serve as it is.
    fn other_line(&mut self, line: &str, number: usize) -> Result<String, Fault> {
        if line.contains("rel=\"stylesheet\"") || line.contains("type=\"module\"") || line.contains("INCLUDE") {
            let message =
                "a style sheet, a script or what is included has a line of its own, as the other pages write it";
            return Err(Fault::at(self.path, number, message));
        }
        let Some((before, rest)) = line.split_once(VERSION) else { return Ok(format!("{line}\n")) };
        let (path, after) =
            rest.split_once('"').ok_or_else(|| Fault::at(self.path, number, "this address has no end"))?;
        let name = self.add_file(path, (self.path, number))?;
        Ok(format!("{before}{VERSION}{name}\"{after}\n"))
    }

    /// The name of what is joined for this page.
    fn bundle(&self, ending: &str) -> String {
        self.path.replace(".html", ending)
    }

    /// Serves a file as it is; gives its name there, which has no folders.
    fn add_file(&mut self, path: &str, from: (&str, usize)) -> Result<String, Fault> {
        let content = self.sources.bytes(path, from)?.to_vec();
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        self.add(name.clone(), content, from.1)?;
        Ok(name)
    }

    fn add(&mut self, name: String, content: Vec<u8>, number: usize) -> Result<(), Fault> {
        match self.files.get(&name) {
            Some(known) if *known != content => {
                Err(Fault::at(self.path, number, format!("two files are served as {name}")))
            }
            _ => {
                self.files.insert(name, content);
                Ok(())
            }
        }
    }
}

/// Whether a line begins a comment for those who read the source. A word in capitals is none: something takes its place.
fn is_comment(line: &str) -> bool {
    let Some(comment) = line.trim_start().strip_prefix("<!--") else { return false };
    let word = comment.split_whitespace().next().unwrap_or_default();
    word.is_empty() || word.chars().any(|c| !c.is_ascii_uppercase())
}

fn replaced(line: &str, path: &str, name: &str) -> String {
    format!("{}\n", line.replace(path, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join_all(files: &[(&str, &str)]) -> Result<Files, Fault> {
        join(&Sources::of(files))
    }

    fn text(files: &Files, name: &str) -> String {
        files.get(name).map(|content| String::from_utf8_lossy(content).into_owned()).unwrap_or_default()
    }

    fn refused(page: &str) -> String {
        join_all(&[("p.html", page)]).err().map_or_else(String::new, |fault| fault.to_string())
    }

    #[test]
    fn a_page_names_one_style_sheet_and_one_script() {
        let files = join_all(&[
            (
                "p.html",
                "<!doctype html>\n<!-- What it is for,\n     and why. -->\n\
                 <script src=\"/assets/VERSION/lib/theme.js\"></script>\n\
                 <link rel=\"stylesheet\" href=\"/assets/VERSION/ui/a.css\">\n<link rel=\"stylesheet\" href=\"/assets/VERSION/b.css\">\n\
                 <script type=\"module\" src=\"/assets/VERSION/p/a.js\"></script>\n<!-- HEAD -->\n",
            ),
            ("ui/a.css", "/* A. */\na {}\n"),
            ("b.css", "b {}\n"),
            ("p/a.js", "run(new URL(\"./words.txt\", import.meta.url));\n"),
            ("p/words.txt", "word\n"),
            ("lib/theme.js", "// As it is.\n"),
        ]);
        let files = files.expect("files");
        assert_eq!(files.keys().collect::<Vec<_>>(), ["p.css", "p.html", "p.js", "theme.js", "words.txt"]);
        assert_eq!(
            text(&files, "p.html"),
            "<!doctype html>\n<script src=\"/assets/VERSION/theme.js\"></script>\n\
             <link rel=\"stylesheet\" href=\"/assets/VERSION/p.css\">\n\
             <script type=\"module\" src=\"/assets/VERSION/p.js\"></script>\n<!-- HEAD -->\n"
        );
        assert_eq!(text(&files, "p.css"), "a {}b {}");
        assert!(text(&files, "p.js").contains("run("));
    }

    #[test]
    fn what_pages_hold_alike_stands_in_each() {
        let page = "<svg>\n  <!-- INCLUDE icons/sprite.svg -->\n</svg>";
        let files =
            join_all(&[("p.html", page), ("q.html", page), ("icons/sprite.svg", "<symbol/>\n")]).expect("files");
        assert_eq!(text(&files, "p.html"), "<svg>\n<symbol/>\n</svg>\n");
        assert_eq!(text(&files, "q.html"), text(&files, "p.html"));
    }

    #[test]
    fn what_is_missing_or_not_understood_is_refused_with_its_line() {
        let style = "<link rel=\"stylesheet\" href=\"/assets/VERSION/a.css\">";
        assert_eq!(refused(&format!("<p>\n{style}")), "assets/p.html:2: there is no assets/a.css");
        assert_eq!(refused("<img src=\"/assets/VERSION/a.png\">"), "assets/p.html:1: there is no assets/a.png");
        assert_eq!(refused("<!-- INCLUDE a.svg -->"), "assets/p.html:1: there is no assets/a.svg");
        assert_eq!(refused("<p>\n<!-- a\n"), "assets/p.html:2: a comment has no end");
        for line in [
            style.replace("\">", "\" media=\"print\">"),
            format!("{style}{style}"),
            "<p><!-- INCLUDE a.svg -->".to_owned(),
        ] {
            assert!(refused(&line).contains("a line of its own"), "{line}");
        }
    }

    #[test]
    fn a_file_that_no_page_uses_is_refused() {
        let fault = join_all(&[("p.html", "<p>\n"), ("lib/a.js", "")]).err().map(|fault| fault.to_string());
        assert_eq!(fault.as_deref(), Some("assets/lib/a.js:1: no page uses this file"));
    }

    #[test]
    fn two_files_can_not_have_one_address() {
        let page = "<img src=\"/assets/VERSION/a/x.svg\">\n<img src=\"/assets/VERSION/b/x.svg\">\n";
        let files = [("p.html", page), ("a/x.svg", "1"), ("b/x.svg", "2")];
        assert_eq!(
            join_all(&files).err().map(|fault| fault.to_string()).as_deref(),
            Some("assets/p.html:2: two files are served as x.svg")
        );
    }
}
