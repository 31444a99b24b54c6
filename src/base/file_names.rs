//! Names of files that stand beside another.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The file whose name is that of another with something behind it.
pub fn with_ending(file: &Path, ending: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(ending);
    name.into()
}

/// The folder that a file is in, even if its path names none.
pub fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_beside_another_is_in_the_same_folder() {
        assert_eq!(with_ending(Path::new("a/b.db"), "-wal"), Path::new("a/b.db-wal"));
        assert_eq!([folder_of(Path::new("a/b.db")), folder_of(Path::new("b.db"))], [Path::new("a"), Path::new(".")]);
    }
}
