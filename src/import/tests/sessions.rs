//! Sessions of agents, with what these keep beside them.

use super::super::ImportSource;
use super::{fixtures_folder, read_source, shown};

#[test]
fn a_session_is_read_with_the_folder_beside_it() {
    let folder = fixtures_folder().join("claude-code-session");
    let path = folder.join("6f0c0b1e-0000-4000-8000-000000000002.jsonl");
    let of = |path| shown(&read_source(&ImportSource::open(path).expect("opened")).expect("read"));
    assert_eq!(of(&path), of(&folder));
}
