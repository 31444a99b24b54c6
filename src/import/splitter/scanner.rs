//! Where a JSON value ends, seen from its brackets and quotes alone: without recursion, so that no
//! nesting can overflow the stack, and across the borders of what was read at a time.

/// A place inside a value.
#[derive(Default)]
pub struct Scanner {
    depth: u64,
    in_string: bool,
    is_escaped: bool,
}

impl Scanner {
    /// Inside this many brackets that were taken already.
    pub fn inside(depth: u64) -> Self {
        Self { depth, ..Self::default() }
    }

    /// The length of the bytes up to the value's end, `None` when it goes on after them.
    pub fn scan(&mut self, bytes: &[u8]) -> Option<usize> {
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if self.is_escaped {
                self.is_escaped = false;
            } else if self.in_string {
                at += memchr::memchr2(b'"', b'\\', &bytes[at..])?;
                if bytes[at] == b'\\' {
                    self.is_escaped = true;
                } else {
                    self.in_string = false;
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
            } else {
                match byte {
                    b'"' => self.in_string = true,
                    b'{' | b'[' => self.depth += 1,
                    // The value was a number or a name.
                    b'}' | b']' | b',' | b' ' | b'\n' | b'\r' | b'\t' if self.depth == 0 => return Some(at),
                    b'}' | b']' => {
                        self.depth -= 1;
                        if self.depth == 0 {
                            return Some(at + 1);
                        }
                    }
                    _ => {}
                }
            }
            at += 1;
        }
        None
    }
}
