//! How the modules of this folder import each other: those beside each other in one direction only. What two of them need
//! stands in a third. Tests are left out, and so is what a module and those below it have of each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A module, by the names that lead to it.
type Module = Vec<String>;

/// Which modules beside each other in a folder import which.
type Folders = BTreeMap<Module, BTreeMap<String, BTreeSet<String>>>;

#[test]
fn modules_beside_each_other_import_in_one_direction() {
    let mut sources = BTreeMap::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &[], &mut sources);
    let mut folders = Folders::new();
    for (module, text) in &sources {
        for path in paths(text) {
            let Some(target) = resolve(&path, module, &sources) else { continue };
            let common = module.iter().zip(&target).take_while(|(one, other)| one == other).count();
            if let (Some(from), Some(to)) = (module.get(common), target.get(common)) {
                let folder = folders.entry(module[..common].to_vec()).or_default();
                folder.entry(from.clone()).or_default().insert(to.clone());
            }
        }
    }
    assert!(folders.len() > 20, "{} folders were read", folders.len());
    let circles: Vec<_> =
        folders.into_iter().filter_map(|(folder, imports)| Some((folder, circle(imports)?))).collect();
    assert!(circles.is_empty(), "modules that import each other: {circles:#?}");
}

/// The imports that go round, with what leads to them, if any do.
fn circle(mut imports: BTreeMap<String, BTreeSet<String>>) -> Option<BTreeMap<String, BTreeSet<String>>> {
    loop {
        let left: BTreeSet<String> = imports.keys().cloned().collect();
        for targets in imports.values_mut() {
            targets.retain(|target| left.contains(target));
        }
        imports.retain(|_, targets| !targets.is_empty());
        if imports.is_empty() {
            return None;
        }
        if imports.len() == left.len() {
            return Some(imports);
        }
    }
}

/// The modules below a folder and their texts, without tests.
fn collect(folder: &Path, above: &[String], sources: &mut BTreeMap<Module, String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let below = || above.iter().cloned().chain([stem.to_owned()]).collect::<Module>();
        if stem == "tests" {
            continue;
        } else if path.is_dir() {
            collect(&path, &below(), sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") && (!above.is_empty() || stem != "lib") {
            let text = fs::read_to_string(&path).expect("text");
            let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
            sources.insert(if stem == "mod" { above.to_vec() } else { below() }, code);
        }
    }
}

/// All paths that begin with `crate` or `super`, each of a group by itself.
fn paths(code: &str) -> Vec<String> {
    let starts = code.match_indices("crate::").chain(code.match_indices("super::")).map(|(at, _)| at);
    let is_inner = |at: usize| code[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '$'));
    let mut all = Vec::new();
    for start in starts.filter(|at| !is_inner(*at)) {
        expand("", &code[start..], &mut all);
    }
    all
}

/// Adds what a path leads to, and gives what stands behind it.
fn expand<'a>(before: &str, code: &'a str, all: &mut Vec<String>) -> &'a str {
    let end = code.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':'))).unwrap_or(code.len());
    let (path, mut rest) = (format!("{before}{}", &code[..end]), &code[end..]);
    if !path.ends_with("::") || !rest.starts_with('{') {
        all.push(path);
        return rest;
    }
    loop {
        rest = expand(&path, rest[1..].trim_start(), all).trim_start();
        // What it is called here.
        rest = rest
            .strip_prefix("as ")
            .map_or(rest, |named| named.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'));
        if !rest.starts_with(',') {
            return rest.get(1..).unwrap_or_default();
        }
    }
}

/// The module that a path leads to or into.
fn resolve(path: &str, from: &Module, sources: &BTreeMap<Module, String>) -> Option<Module> {
    let mut target = from.clone();
    for name in path.split("::") {
        match name {
            "crate" => target.clear(),
            "super" => drop(target.pop()),
            "self" | "" => {}
            name => target.push(name.to_owned()),
        }
    }
    while !target.is_empty() && !sources.contains_key(&target) {
        target.pop();
    }
    (!target.is_empty()).then_some(target)
}
