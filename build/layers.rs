//! Which folder of `assets/` may import from which: only from lower layers.

use super::Fault;

/// The folders that hold modules, the lowest first. A module imports from its own folder and from those before it.
const FOLDERS: [&str; 15] = [
    "lib",
    "strings",
    "api",
    "ui",
    "reading",
    "viewer",
    "owner/import",
    "owner/sharing",
    "owner/links",
    "owner/conversations",
    "owner/shared-with-me",
    "owner/welcome",
    "owner/account",
    "owner/server",
    "owner",
];

/// Folders that belong to one page; no other page imports from them.
const PAGES: [&str; 2] = ["viewer", "owner"];

/// Refuses an import from `path` in the module `from`, which stands in that line, where it leads upwards.
pub fn check(from: &str, line: usize, path: &str) -> Result<(), Fault> {
    let (importing, imported) = (rank(from, from, line)?, rank(path, from, line)?);
    if imported > importing {
        let message =
            format!("{} may not import from {}, which stands above it (build/layers.rs)", folder(from), folder(path));
        return Err(Fault::at(from, line, message));
    }
    match (page(from), page(path)) {
        (Some(own), Some(other)) if own != other => Err(Fault::at(
            from,
            line,
            format!("the page of {own}/ may not import from {other}/, which is another page's"),
        )),
        _ => Ok(()),
    }
}

fn rank(path: &str, from: &str, line: usize) -> Result<usize, Fault> {
    let folder = folder(path);
    FOLDERS.iter().position(|known| *known == folder).ok_or_else(|| {
        Fault::at(from, line, format!("assets/{folder} has no place among the folders (build/layers.rs)"))
    })
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn page(path: &str) -> Option<&'static str> {
    PAGES.into_iter().find(|page| path.split('/').next() == Some(page))
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn imports_lead_downwards_or_stay() {
        for (from, to) in [("ui/a.js", "lib/b.js"), ("ui/a.js", "ui/b.js"), ("owner/a.js", "owner/links/b.js")] {
            assert_eq!(check(from, 1, to), Ok(()), "{from} {to}");
        }
    }

    #[test]
    fn imports_that_lead_elsewhere_are_refused() {
        let refused = |from, to| check(from, 4, to).expect_err("a fault").to_string();
        assert_eq!(
            refused("ui/a.js", "reading/b.js"),
            "assets/ui/a.js:4: ui may not import from reading, which stands above it (build/layers.rs)"
        );
        assert!(refused("owner/links/a.js", "owner/conversations/b.js").contains("above"));
        assert!(refused("owner/a.js", "viewer/b.js").contains("another page's"));
        assert!(refused("attic/a.js", "lib/b.js").contains("assets/attic has no place"));
        assert!(refused("lib/a.js", "b.js").contains("has no place"));
    }
}
