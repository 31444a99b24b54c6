//! A separate thread for work that takes much memory. glibc's `malloc` keeps what a thread has freed for threads with
//! the same arena: with imports of one conversation of 57 MB, on whichever thread the listener had free, each import
//! took 130 MB more than the one before.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;

type Task = Box<dyn FnOnce() + Send>;

/// The thread, once it is needed; it stays as long as this does.
pub struct Worker {
    name: &'static str,
    /// In bytes.
    stack: usize,
    jobs: Mutex<Option<mpsc::Sender<Task>>>,
}

impl Worker {
    /// No thread yet.
    pub const fn new(name: &'static str, stack: usize) -> Self {
        Self { name, stack, jobs: Mutex::new(None) }
    }

    /// Runs work on the thread, after what was given to it before, and waits. A panic goes on here.
    pub fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> T {
        let (done, result) = mpsc::channel();
        let job: Task = Box::new(move || drop(done.send(catch_unwind(AssertUnwindSafe(work)))));
        if let Some(jobs) = self.jobs() {
            drop(jobs.send(job));
        }
        match result.recv() {
            Ok(Ok(value)) => value,
            Ok(Err(panic)) => resume_unwind(panic),
            // The system has no more threads, and on this one the stack may not do.
            Err(gone) => resume_unwind(Box::new(gone)),
        }
    }

    fn jobs(&self) -> Option<mpsc::Sender<Task>> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if jobs.is_none() {
            let (sender, receiver) = mpsc::channel::<Task>();
            let thread = thread::Builder::new().name(self.name.to_owned()).stack_size(self.stack);
            thread.spawn(move || receiver.into_iter().for_each(|job| job())).ok()?;
            *jobs = Some(sender);
        }
        jobs.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_work_is_done_on_one_thread_which_survives_a_panic() {
        let worker = Worker::new("test", 64 * 1024);
        let first = worker.run(|| thread::current().id());
        let panicked = catch_unwind(AssertUnwindSafe(|| worker.run(|| -> () { panic!("on purpose") })));
        assert!(panicked.is_err());
        assert_eq!(worker.run(|| thread::current().id()), first);
        assert_ne!(first, thread::current().id());
    }
}
