//! What comes out of each fixture, word for word.

use super::super::read;
use super::{FIXTURES, shown};

#[test]
fn every_fixture_gives_what_stands_beside_it() {
    for (name, bytes, expected) in FIXTURES {
        let import = read(bytes, "file name").unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(shown(&import), expected, "{name}");
    }
}
