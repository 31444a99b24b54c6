//! Streaming answers: what a client is told while it listens. They hold no thread: each is polled on the thread of its
//! connection when something may have changed, and every few seconds, so that a client that has gone away is noticed.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{MissedTickBehavior, interval};

use super::App;

/// How often it is looked whether something changed, while somebody listens.
const PERIOD: Duration = Duration::from_millis(250);
/// After so many looks, whatever came of them, everybody is asked: also what only time changes is noticed.
const BEAT: u32 = 60;
/// Of these so many go by between two comments to who is told nothing: proxies close what says nothing for a minute.
const COMMENT: u64 = 3;

/// What a client is told while it listens.
pub trait Events: Send + fmt::Debug {
    /// What there is to tell now. Called often, so it takes no more than a glance; what was seen once at a tick holds for all
    /// that are asked at that tick.
    fn look(&mut self, tick: Tick) -> Told;
}

/// What came of a look.
pub enum Told {
    /// There is nothing to tell.
    Nothing,
    /// These bytes.
    Bytes(Vec<u8>),
    /// This, and nothing more.
    Last(Vec<u8>),
}

/// How often something may have changed, and how often all were asked for no reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tick {
    changes: u64,
    beats: u64,
}

/// Who listens, and how many may.
pub struct Listeners {
    ticks: watch::Receiver<Tick>,
    places: Arc<Semaphore>,
}

/// One client that listens.
pub struct Listening {
    events: Box<dyn Events>,
    next: Pin<Box<dyn Future<Output = Option<watch::Receiver<Tick>>> + Send>>,
    last: Option<Tick>,
    has_ended: bool,
    _place: OwnedSemaphorePermit,
}

impl Listeners {
    /// Nobody listens yet; `most` may. Looks for changes until `stopping`, which ends all that listen.
    pub fn new(app: Arc<dyn App>, most: usize, mut stopping: watch::Receiver<bool>) -> Self {
        let (sender, ticks) = watch::channel(Tick::default());
        tokio::spawn(async move {
            let mut changed = app.changes();
            let mut timer = interval(PERIOD);
            timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
            let mut looks = 0;
            let stop = async move { drop(stopping.wait_for(|stopping| *stopping).await) };
            let mut stop = std::pin::pin!(stop);
            loop {
                tokio::select! {
                    _ = timer.tick() => {}
                    () = &mut stop => return,
                }
                looks += 1;
                // One receiver is ours.
                if sender.receiver_count() <= 1 {
                    continue;
                }
                let has_changed = changed();
                if has_changed || looks >= BEAT {
                    let is_beat = looks >= BEAT;
                    looks = if is_beat { 0 } else { looks };
                    sender.send_modify(|tick| {
                        tick.changes += u64::from(has_changed);
                        tick.beats += u64::from(is_beat);
                    });
                }
            }
        });
        Self { ticks, places: Arc::new(Semaphore::new(most)) }
    }

    /// One more; `None` when there is no place.
    pub fn listen(&self, events: Box<dyn Events>) -> Option<Listening> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let ticks = self.ticks.clone();
        // The first look is at once.
        let next = Box::pin(async move { Some(ticks) });
        Some(Listening { events, next, last: None, has_ended: false, _place: place })
    }
}

impl Listening {
    /// Whether nothing more comes.
    pub const fn has_ended(&self) -> bool {
        self.has_ended
    }

    /// The next bytes; `None` at the end.
    pub fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Vec<u8>>> {
        while !self.has_ended {
            let Some(mut ticks) = ready!(self.next.as_mut().poll(cx)) else { break };
            let tick = *ticks.borrow_and_update();
            let is_time = tick.beats.is_multiple_of(COMMENT) && self.last.is_some_and(|last| last.beats != tick.beats);
            self.last = Some(tick);
            self.next = Box::pin(async move { ticks.changed().await.ok().map(|()| ticks) });
            match self.events.look(tick) {
                Told::Bytes(bytes) => return Poll::Ready(Some(bytes)),
                Told::Last(bytes) => {
                    self.has_ended = true;
                    return Poll::Ready(Some(bytes));
                }
                // A comment, which says nothing: were the client gone, it would show now.
                Told::Nothing if is_time => return Poll::Ready(Some(b":\n\n".to_vec())),
                Told::Nothing => {}
            }
        }
        self.has_ended = true;
        Poll::Ready(None)
    }
}
