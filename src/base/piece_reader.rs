//! Bytes that are made piece by piece while they are read.

use std::io::{self, Cursor, Read};

/// Reads one piece after the other; none is made before it is asked for.
pub struct PieceReader<P> {
    pieces: P,
    ready: Cursor<Vec<u8>>,
}

impl<P: Iterator<Item = io::Result<Vec<u8>>>> PieceReader<P> {
    /// Of these pieces, which may be empty.
    pub fn new(pieces: P) -> Self {
        Self { pieces, ready: Cursor::default() }
    }
}

impl<P: Iterator<Item = io::Result<Vec<u8>>>> Read for PieceReader<P> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let length = self.ready.read(out)?;
            if length > 0 || out.is_empty() {
                return Ok(length);
            }
            match self.pieces.next() {
                Some(piece) => self.ready = Cursor::new(piece?),
                None => return Ok(0),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_read_in_their_order_until_one_fails() {
        let pieces = [Ok(b"ab".to_vec()), Ok(Vec::new()), Ok(b"c".to_vec()), Err(io::Error::other("gone"))];
        let mut reader = PieceReader::new(pieces.into_iter());
        let mut read = Vec::new();
        assert_eq!(reader.read_to_end(&mut read).expect_err("the last one fails").to_string(), "gone");
        assert_eq!(read, b"abc");
        assert_eq!(reader.read(&mut [0]).expect("the end"), 0);
    }
}
