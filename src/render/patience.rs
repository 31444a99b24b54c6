//! How long one text may be worked on: a hostile one has thousands of blocks, each of which takes long.

use std::cell::Cell;
use std::time::{Duration, Instant};

/// For colours: the grammars are regular expressions, some of which take very long over hostile text.
const COLOURING: Duration = Duration::from_secs(1);

/// For diagrams: each takes some milliseconds, and a hostile one a second of the processor.
const DRAWING: Duration = Duration::from_secs(5);
const MOST_DRAWINGS: u8 = 20;

/// What is left of it. Behind that code stays plain, and diagrams stay code.
pub struct Patience {
    colouring: Cell<Duration>,
    drawing: Cell<Duration>,
    drawings: Cell<u8>,
}

impl Patience {
    /// For another text.
    pub const fn new() -> Self {
        Self { colouring: Cell::new(COLOURING), drawing: Cell::new(DRAWING), drawings: Cell::new(MOST_DRAWINGS) }
    }

    /// Nothing of it is left.
    #[cfg(test)]
    pub const fn over() -> Self {
        let none = Duration::ZERO;
        Self { colouring: Cell::new(none), drawing: Cell::new(none), drawings: Cell::new(0) }
    }

    /// Colours something, which is told how long that may take.
    pub fn colour(&self, colour: impl FnOnce(Duration)) {
        taken_from(&self.colouring, colour);
    }

    /// Draws the next diagram, which is told its number; `None` where it may not be drawn any more.
    pub fn draw<T>(&self, draw: impl FnOnce(u8) -> Option<T>) -> Option<T> {
        let number = self.drawings.get();
        self.drawings.set(number.checked_sub(1)?);
        taken_from(&self.drawing, |left| if left.is_zero() { None } else { draw(number) })
    }
}

/// Does something, and takes the time of that from what is left.
fn taken_from<T>(left: &Cell<Duration>, work: impl FnOnce(Duration) -> T) -> T {
    let start = Instant::now();
    let done = work(left.get());
    left.set(left.get().saturating_sub(start.elapsed()));
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_some_diagrams_no_more_is_drawn_and_none_once_they_took_too_long() {
        let patience = Patience::new();
        let drawn: Vec<u8> = (0..30).filter_map(|_| patience.draw(Some)).collect();
        assert_eq!(drawn.len(), usize::from(MOST_DRAWINGS));
        assert!(drawn.windows(2).all(|pair| pair[0] != pair[1]));

        let patience = Patience { drawing: Cell::new(Duration::from_millis(1)), ..Patience::new() };
        let slow = patience.draw(|_| {
            std::thread::sleep(Duration::from_millis(2));
            Some(())
        });
        assert_eq!((slow, patience.draw(Some)), (Some(()), None));
    }
}
