//! Puts the style sheets of a page into one file, and its script with all modules that it imports into
//! another: each file would be one more request, and a page is shown when its styles are there. What
//! several pages hold alike, the drawn signs, is put into each of them. The sources stay as they are, one
//! file for each concern.

use std::collections::HashMap;
use std::fmt::Write;

/// How a page names a style sheet, and its script.
const STYLE: (&str, &str) = ("<link rel=\"stylesheet\" href=\"/assets/VERSION/", "\">");
const SCRIPT: (&str, &str) = ("<script type=\"module\" src=\"/assets/VERSION/", "\"></script>");

/// How a page says that another file stands there.
const INCLUDE: (&str, &str) = ("<!-- INCLUDE ", " -->");

/// Bundles what each page names, and names the bundles instead.
pub fn bundle(files: &mut HashMap<String, Vec<u8>>) {
    let pages: Vec<String> = files.keys().filter(|name| name.ends_with(".html")).cloned().collect();
    for page in pages {
        let source = text(files, &page);
        let bundle = |ending: &str| page.replace(".html", ending);
        let (mut lines, mut styles, mut script) = (Vec::new(), Vec::new(), None);
        for line in source.lines() {
            let named = |(begin, end): (&str, &str)| line.trim().strip_prefix(begin)?.strip_suffix(end);
            if let Some(name) = named(STYLE) {
                if styles.is_empty() {
                    lines.push(line.replace(name, &bundle(".bundle.css")));
                }
                styles.extend_from_slice(files.get(name).map_or(&[], Vec::as_slice));
            } else if let Some(name) = named(SCRIPT) {
                lines.push(line.replace(name, &bundle(".bundle.js")));
                script = Some(name);
            } else if let Some(name) = named(INCLUDE) {
                lines.push(text(files, name).trim_end().to_owned());
            } else {
                lines.push(line.to_owned());
            }
        }
        if let Some(script) = script {
            files.insert(bundle(".bundle.js"), modules(files, script).into_bytes());
        }
        files.insert(bundle(".bundle.css"), styles);
        files.insert(page, lines.join("\n").into_bytes());
    }
}

fn text(files: &HashMap<String, Vec<u8>>, name: &str) -> String {
    files.get(name).map(|content| String::from_utf8_lossy(content).into_owned()).unwrap_or_default()
}

/// A module and all that it imports, as one: each is a function that gives what it exports.
fn modules(files: &HashMap<String, Vec<u8>>, first: &str) -> String {
    let mut bundle = Bundle { files, names: Vec::new(), script: String::new() };
    bundle.add(first);
    bundle.script
}

struct Bundle<'a> {
    files: &'a HashMap<String, Vec<u8>>,
    /// The modules that are in it, or are on their way.
    names: Vec<String>,
    script: String,
}

impl Bundle<'_> {
    /// Adds a module behind those that it imports; the number under which it is there.
    fn add(&mut self, name: &str) -> usize {
        if let Some(number) = self.names.iter().position(|known| known == name) {
            return number;
        }
        let number = self.names.len();
        self.names.push(name.to_owned());
        let (mut body, mut exports) = (String::new(), Vec::new());
        let mut is_comment = false;
        for line in text(self.files, name).lines() {
            // What it says is for those who read the source: a sixth of what would be sent. Each has its lines for itself.
            let begins = line.trim_start().starts_with("/**");
            if is_comment || begins {
                is_comment = !line.trim_end().ends_with("*/");
            } else if let Some((what, from)) = import(line) {
                let from = self.add(from);
                // `a as b` is `a: b` where an object is taken apart.
                let _ = writeln!(body, "const {{{}}} = m{from};", what.replace(" as ", ": "));
            } else if let Some(exported) = line.strip_prefix("export ") {
                exports.extend(exported_name(exported).map(str::to_owned));
                body.push_str(exported);
                body.push('\n');
            } else if !line.trim_start().starts_with("//") {
                body.push_str(line);
                body.push('\n');
            }
        }
        // Writing to a string can't fail.
        let _ =
            writeln!(self.script, "const m{number} = (() => {{\n{body}return {{ {} }};\n}})();", exports.join(", "));
        number
    }
}

/// What an import takes, and from which file.
fn import(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("import {")?.strip_suffix("\";")?.split_once("} from \"./")
}

/// The name in `function name(`, `async function name(` or `const name =`.
fn exported_name(declaration: &str) -> Option<&str> {
    let rest = declaration.strip_prefix("async ").unwrap_or(declaration);
    let rest = ["function* ", "function ", "const ", "class "].iter().find_map(|word| rest.strip_prefix(word))?;
    rest.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$')).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> HashMap<String, Vec<u8>> {
        list.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn modules_stand_once_and_behind_what_they_import() {
        let files = files(&[
            (
                "a.js",
                "// A comment.\n/** One more. */\n/**\n * And\n * another.\n */\nimport { b } from \"./b.js\";\nimport { c as d } from \"./c.js\";\nb(d);\n",
            ),
            (
                "b.js",
                "import { c } from \"./c.js\";\n/** One. */\nexport const e = 1;\n/**\n * Two.\n */\nexport function b(x) {\n  /** Three. */\n  return x + c;\n}\n",
            ),
            ("c.js", "export const c = \"https://c.example\";\n"),
        ]);
        assert_eq!(
            modules(&files, "a.js"),
            "const m2 = (() => {\nconst c = \"https://c.example\";\nreturn { c };\n})();\n\
             const m1 = (() => {\nconst { c } = m2;\nconst e = 1;\nfunction b(x) {\n  return x + c;\n}\nreturn { e, b };\n})();\n\
             const m0 = (() => {\nconst { b } = m1;\nconst { c: d } = m2;\nb(d);\nreturn {  };\n})();\n"
        );
    }

    #[test]
    fn what_pages_hold_alike_stands_in_each() {
        let mut files =
            files(&[("p.html", "<svg>\n  <!-- INCLUDE signs.svg -->\n</svg>"), ("signs.svg", "<symbol/>\n")]);
        bundle(&mut files);
        assert_eq!(text(&files, "p.html"), "<svg>\n<symbol/>\n</svg>");
    }

    #[test]
    fn a_page_names_one_style_sheet_and_one_script() {
        let mut files = files(&[
            (
                "p.html",
                "<link rel=\"stylesheet\" href=\"/assets/VERSION/a.css\">\n<link rel=\"stylesheet\" href=\"/assets/VERSION/b.css\">\n\
                 <script type=\"module\" src=\"/assets/VERSION/a.js\"></script>",
            ),
            ("a.css", "a {}\n"),
            ("b.css", "b {}\n"),
            ("a.js", "run();\n"),
        ]);
        bundle(&mut files);
        assert_eq!(
            text(&files, "p.html"),
            "<link rel=\"stylesheet\" href=\"/assets/VERSION/p.bundle.css\">\n\
             <script type=\"module\" src=\"/assets/VERSION/p.bundle.js\"></script>"
        );
        assert_eq!(text(&files, "p.bundle.css"), "a {}\nb {}\n");
        assert!(text(&files, "p.bundle.js").contains("run();"));
    }
}
