//! Bundles a script and all modules that it imports into one file. Each module becomes a function that returns its
//! exports, placed after the modules that it imports.

use std::fmt::Write;

use super::Fault;
use super::layers;
use super::module::{Import, Module};
use super::sources::Sources;

/// What is put together.
pub struct Bundle<'a> {
    sources: &'a Sources,
    modules: Vec<Bundled>,
    /// The modules whose imports are being added, outermost first.
    open: Vec<String>,
    /// The script so far.
    pub script: String,
    /// The files that modules name, which have to stand beside the script.
    pub files: Vec<String>,
}

/// A module that is in it.
struct Bundled {
    path: String,
    exports: Vec<String>,
}

impl<'a> Bundle<'a> {
    /// The module at `path`, which `from` names (a file and its line), and all that it imports.
    pub fn of(sources: &'a Sources, path: &str, from: (&str, usize)) -> Result<Self, Fault> {
        let (modules, open, script, files) = (Vec::new(), Vec::new(), String::new(), Vec::new());
        let mut bundle = Self { sources, modules, open, script, files };
        bundle.add(path, from)?;
        Ok(bundle)
    }

    /// Adds a module behind those that it imports; gives its number.
    fn add(&mut self, path: &str, from: (&str, usize)) -> Result<usize, Fault> {
        if let Some(number) = self.modules.iter().position(|module| module.path == path) {
            return Ok(number);
        }
        if let Some(begin) = self.open.iter().position(|open| open == path) {
            let circle = [&self.open[begin..], &[path.to_owned()]].concat().join(" -> ");
            return Err(Fault::at(from.0, from.1, format!("modules may not import each other: {circle}")));
        }
        let module = Module::read(path, self.sources.text(path, from)?)?;

        self.open.push(path.to_owned());
        let mut body = String::new();
        for import in &module.imports {
            body.push_str(&self.import(path, import)?);
        }
        self.open.pop();
        body.push_str(&module.body);
        for (file, line) in module.files {
            self.sources.bytes(&file, (path, line))?;
            self.files.push(file);
        }

        let number = self.modules.len();
        let exports = module.exports.join(", ");
        // Writing to a string can't fail.
        let _ = writeln!(self.script, "const m{number} = (() => {{\n{body}return {{ {exports} }};\n}})();");
        self.modules.push(Bundled { path: path.to_owned(), exports: module.exports });
        Ok(number)
    }

    /// Adds what is imported; gives what takes the place of the import.
    fn import(&mut self, path: &str, import: &Import) -> Result<String, Fault> {
        layers::check(path, import.line, &import.path)?;
        let number = self.add(&import.path, (path, import.line))?;
        let mut names = Vec::new();
        for (name, local) in &import.names {
            if !self.modules[number].exports.contains(name) {
                return Err(Fault::at(path, import.line, format!("{} does not export {name}", import.path)));
            }
            names.push(if name == local { name.clone() } else { format!("{name}: {local}") });
        }
        Ok(format!("const {{ {} }} = m{number};\n", names.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(files: &[(&str, &str)]) -> String {
        Bundle::of(&Sources::of(files), "owner/a.js", ("p.html", 7))
            .err()
            .map_or_else(String::new, |fault| fault.to_string())
    }

    #[test]
    fn modules_stand_once_and_behind_what_they_import() {
        let sources = Sources::of(&[
            ("owner/a.js", "import { b } from \"../ui/b.js\";\nimport { c as d } from \"../lib/c.js\";\nb(d);\n"),
            (
                "ui/b.js",
                "import { c } from \"../lib/c.js\";\nexport const e = 1;\nexport function b(x) {\n  return x + c;\n}\n",
            ),
            ("lib/c.js", "export const c = \"https://c.example\";\n"),
        ]);
        let bundle = Bundle::of(&sources, "owner/a.js", ("p.html", 1)).expect("a bundle");
        assert_eq!(
            bundle.script,
            "const m0 = (() => {\nconst c = \"https://c.example\";return { c };\n})();\n\
             const m1 = (() => {\nconst { c } = m0;\nconst e = 1;function b(x) {return x + c;}\nreturn { e, b };\n})();\n\
             const m2 = (() => {\nconst { b } = m1;\nconst { c: d } = m0;\nb(d);return {  };\n})();\n"
        );
    }

    #[test]
    fn what_is_not_there_is_refused_where_it_is_named() {
        let import = "import { b } from \"./b.js\";\nb();\n";
        assert_eq!(refused(&[]), "assets/p.html:7: there is no assets/owner/a.js");
        assert_eq!(refused(&[("owner/a.js", import)]), "assets/owner/a.js:1: there is no assets/owner/b.js");
        assert_eq!(
            refused(&[("owner/a.js", import), ("owner/b.js", "const b = 1;")]),
            "assets/owner/a.js:1: owner/b.js does not export b"
        );
        let file = "\nfetch(new URL(\"./c.txt\", import.meta.url));";
        assert_eq!(refused(&[("owner/a.js", file)]), "assets/owner/a.js:2: there is no assets/owner/c.txt");
    }

    #[test]
    fn a_circle_is_refused() {
        let files = [
            ("owner/a.js", "import { b } from \"./b.js\";\nb();\n"),
            ("owner/b.js", "import { c } from \"./c.js\";\nexport const b = c;\n"),
            ("owner/c.js", "import { b } from \"./b.js\";\nexport const c = b;\n"),
        ];
        assert_eq!(
            refused(&files),
            "assets/owner/c.js:1: modules may not import each other: owner/b.js -> owner/c.js -> owner/b.js"
        );
    }
}
