//! Reads a JavaScript module: its imports and exports, and its code without these keywords and without comments.

use super::Fault;
use super::scan::{self, Line};
use super::sources::resolve;

/// How a module names a file beside the script.
const FILE: (&str, &str) = ("new URL(\"", "\", import.meta.url)");

/// What an export may be: a name that keeps its value.
const DECLARATIONS: [&str; 5] = ["function* ", "function ", "async function ", "const ", "class "];

/// A module.
pub struct Module {
    pub imports: Vec<Import>,
    /// The names that it exports.
    pub exports: Vec<String>,
    /// Its code.
    pub body: String,
    /// The files that it names, with the line.
    pub files: Vec<(String, usize)>,
}

/// `import { a, b as c } from "./x.js";`
pub struct Import {
    /// What it takes, and its name here.
    pub names: Vec<(String, String)>,
    /// The file from which it takes them.
    pub path: String,
    /// Where it stands.
    pub line: usize,
}

impl Module {
    /// Reads the source of the module at `path`.
    pub fn read(path: &str, source: &str) -> Result<Self, Fault> {
        let lines = scan::lines(path, source)?;
        let mut module = Self { imports: Vec::new(), exports: Vec::new(), body: String::new(), files: Vec::new() };
        let code = module.read_imports(path, &lines)?;
        for line in code.iter().filter(|line| !line.text.is_empty() || line.is_template) {
            module.read_line(path, line)?;
        }
        module.check_names(path, code)?;
        Ok(module)
    }

    /// Takes the imports at the beginning; gives the lines behind them.
    fn read_imports<'a>(&mut self, path: &str, lines: &'a [Line]) -> Result<&'a [Line], Fault> {
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            if line.text.starts_with("import ") {
                let length = lines[at..].iter().position(|line| line.text.ends_with(';')).map_or(1, |last| last + 1);
                let statement: Vec<&str> = lines[at..at + length].iter().map(|line| line.text.trim()).collect();
                self.imports.push(Import::read(path, line.number, &statement.join(" "))?);
                at += length;
            } else if line.text.is_empty() {
                at += 1;
            } else {
                break;
            }
        }
        Ok(&lines[at..])
    }

    fn read_line(&mut self, path: &str, line: &Line) -> Result<(), Fault> {
        let fault = |message: String| Fault::at(path, line.number, message);
        let mut text = line.text.clone();
        if !line.is_template
            && let Some(declaration) = line.text.strip_prefix("export ")
        {
            let name = exported_name(declaration).ok_or_else(|| {
                fault(
                    "of exports only `export function`, `export class` and `export const NAME =` are understood"
                        .to_owned(),
                )
            })?;
            self.exports.push(name.to_owned());
            text = declaration.to_owned();
        } else if words(&line.code).any(|(word, _)| word == "export") {
            return Err(fault("an export has to begin its line".to_owned()));
        }

        if let Some((before, rest)) = line.text.split_once(FILE.0)
            && let Some((name, after)) = rest.split_once(FILE.1)
        {
            let file = resolve(path, name).ok_or_else(|| fault(format!("{name} is no relative path")))?;
            // It is served beside the script.
            text = format!("{before}{}./{}{}{after}", FILE.0, file.rsplit('/').next().unwrap_or_default(), FILE.1);
            self.files.push((file, line.number));
        } else if words(&line.code).any(|(word, next)| word == "import" && matches!(next, '(' | '.' | '{' | '*' | '"'))
        {
            return Err(fault(
                "an import has to stand at the beginning of the file, as `import { a } from \"./b.js\";`".to_owned(),
            ));
        }
        // What is within a template literal stays as it is. Elsewhere the end of a line may be the end of a statement.
        if line.is_template && !self.body.ends_with('\n') {
            self.body.push('\n');
        }
        self.body.push_str(if line.is_template { &text } else { text.trim_start() });
        if !text.ends_with([';', '{', ',']) {
            self.body.push('\n');
        }
        Ok(())
    }

    /// Each name stands for one thing, and what is imported is used.
    fn check_names(&self, path: &str, code: &[Line]) -> Result<(), Fault> {
        for (number, name) in self.exports.iter().enumerate() {
            if self.exports[..number].contains(name) {
                return Err(Fault::at(path, 1, format!("{name} is exported twice")));
            }
        }
        let mut known: Vec<&str> = Vec::new();
        for import in &self.imports {
            for (_, name) in &import.names {
                if known.contains(&name.as_str()) {
                    return Err(Fault::at(path, import.line, format!("{name} is imported twice")));
                }
                if !code.iter().any(|line| words(&line.code).any(|(word, _)| word == name)) {
                    return Err(Fault::at(path, import.line, format!("{name} is imported, but not used")));
                }
                known.push(name);
            }
        }
        Ok(())
    }
}

impl Import {
    fn read(path: &str, line: usize, statement: &str) -> Result<Self, Fault> {
        let fault = |message: String| Fault::at(path, line, message);
        let parts = statement.strip_prefix("import {").and_then(|rest| rest.strip_suffix("\";"));
        let (names, from) = parts
            .and_then(|rest| rest.split_once("} from \""))
            .filter(|(names, from)| !names.contains(['{', '"']) && !from.contains('"'))
            .ok_or_else(|| fault("of imports only `import { a, b as c } from \"./d.js\";` is understood".to_owned()))?;
        let mut taken = Vec::new();
        for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let (name, local) = name.split_once(" as ").unwrap_or((name, name));
            if name == "default" || !is_one_name(name) || !is_one_name(local) {
                return Err(fault(format!("`{name}` can't be imported")));
            }
            taken.push((name.to_owned(), local.to_owned()));
        }
        let path = resolve(path, from).ok_or_else(|| fault(format!("{from} is no relative path")))?;
        Ok(Self { names: taken, path, line })
    }
}

fn is_one_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(scan::is_name)
}

/// The name in `function name(`, `async function name(`, `const name =` or `class name`.
fn exported_name(declaration: &str) -> Option<&str> {
    let rest = DECLARATIONS.iter().find_map(|word| declaration.strip_prefix(word))?;
    let name = rest.split(|c: char| !scan::is_name(c)).next()?;
    is_one_name(name).then_some(name)
}

/// The words of a line of code that are no property (`a.b`), each with what comes behind it.
fn words(code: &str) -> impl Iterator<Item = (&str, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let begin = at + code[at..].find(scan::is_name)?;
            let end = code[begin..].find(|c| !scan::is_name(c)).map_or(code.len(), |length| begin + length);
            at = end;
            let before = &code[..begin];
            if !before.ends_with('.') || before.ends_with("...") {
                return Some((&code[begin..end], code[end..].trim_start().chars().next().unwrap_or(' ')));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(source: &str) -> String {
        Module::read("ui/a.js", source).err().map_or_else(String::new, |fault| fault.to_string())
    }

    #[test]
    fn a_module_gives_its_imports_exports_and_code() {
        let source = "// About it.\nimport { b, c as d } from \"./b.js\";\nimport {\n  e,\n  f,\n} from \"../lib/e.js\";\n\n\
                      /** One. */\nexport const g = b + d;\nexport async function h() {\n  return [...e, `${f}\n  as it is`]; // so\n}\n";
        let module = Module::read("ui/a.js", source).expect("a module");
        let names =
            |import: &Import| import.names.iter().map(|(name, local)| format!("{name}:{local}")).collect::<Vec<_>>();
        assert_eq!(module.imports.iter().map(names).collect::<Vec<_>>(), [["b:b", "c:d"], ["e:e", "f:f"]]);
        assert_eq!(
            module.imports.iter().map(|import| import.path.as_str()).collect::<Vec<_>>(),
            ["ui/b.js", "lib/e.js"]
        );
        assert_eq!(module.exports, ["g", "h"]);
        assert_eq!(module.body, "const g = b + d;async function h() {return [...e, `${f}\n  as it is`];}\n");
    }

    #[test]
    fn a_file_that_it_names_stands_beside_the_script() {
        let module =
            Module::read("ui/a.js", "fetch(new URL(\"../lib/words.txt\", import.meta.url));").expect("a module");
        assert_eq!(module.files, [("lib/words.txt".to_owned(), 1)]);
        assert_eq!(module.body, "fetch(new URL(\"./words.txt\", import.meta.url));");
    }

    #[test]
    fn words_that_only_look_like_imports_are_code() {
        let source =
            "calls.import(file);\nconst words = { import: \"Import\", export: 1 }.import;\nsay(`\nimport them`);\n";
        let source = source.replace("export: 1", "b: 1");
        assert_eq!(Module::read("a.js", &source).expect("a module").body, source.replace(";\n", ";"));
    }

    #[test]
    fn imports_that_it_does_not_understand_are_refused() {
        for source in [
            "import a from \"./b.js\";\na();",
            "import * as a from \"./b.js\";\na();",
            "import \"./b.js\";",
            "import { default as a } from \"./b.js\";\na();",
            "import { a } from './b.js';\na();",
            "import { a } from \"./b.js\"\na();",
            "import { a } from \"b\";\na();",
            "import { a } from \"../../b.js\";\na();",
            "import { a } from \"./b.js\"; import { c } from \"./c.js\";\na(c);",
        ] {
            assert!(refused(source).starts_with("assets/ui/a.js:1: "), "{source}: {}", refused(source));
        }
        for source in [
            "a();\nimport { b } from \"./b.js\";",
            "a();\nconst b = await import(\"./b.js\");",
            "a();\nb(import.meta.env);",
        ] {
            assert!(refused(source).starts_with("assets/ui/a.js:2: an import has to"), "{source}: {}", refused(source));
        }
    }

    #[test]
    fn names_stand_for_one_thing_and_are_used() {
        let imports = "import { a } from \"./b.js\";\n";
        assert_eq!(refused(&format!("{imports}b(x.a, \"a\");")), "assets/ui/a.js:1: a is imported, but not used");
        assert_eq!(refused(&format!("{imports}{imports}a();")), "assets/ui/a.js:2: a is imported twice");
        assert_eq!(refused("export const a = 1;\nexport function a() {}\n"), "assets/ui/a.js:1: a is exported twice");
    }

    #[test]
    fn exports_that_it_does_not_understand_are_refused() {
        for source in [
            "export default 1;",
            "export { a };",
            "export * from \"./b.js\";",
            "export let a = 1;",
            "export const { a } = b;",
            "if (a) {\n  export const b = 1;",
        ] {
            assert!(refused(source).contains("export"), "{source}");
        }
    }
}
