//! Backups that a server makes by itself.

use std::fs;
use std::os::unix::fs::DirBuilderExt;
use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::{Backup, in_folder, make};
use crate::base::metrics::METRICS;
use crate::domain::timestamp::Timestamp;
use crate::store::Store;
use crate::store::copies::{self, CopyError};

/// How often it is looked whether one is due: the clock may jump.
const LOOK: Duration = Duration::from_secs(30);

/// The longest wait after a failure.
const RETRY: Duration = Duration::from_secs(10 * 60);

/// When backups are made, and where they go.
pub struct Plan {
    /// The time between two.
    pub every: Duration,
    /// How many stay.
    pub keep: usize,
    /// Where they go; made if missing.
    pub folder: PathBuf,
}

impl Plan {
    /// Whether one is due: the last one in the folder was made long enough ago. So a server that is restarted every hour
    /// still makes one a day. Those of the future, which were made before somebody set the clock back, tell nothing.
    fn is_due(&self, now: Timestamp) -> bool {
        let found = in_folder(&self.folder).unwrap_or_default();
        let last = found.into_iter().map(|(time, _)| time).rfind(|time| *time <= now.plus(self.every));
        last.is_none_or(|last| last.plus(self.every) <= now)
    }

    fn make(&self, store: &Store, now: Timestamp) -> Result<Backup, CopyError> {
        let failed = |error: std::io::Error| CopyError::Failed(self.folder.clone(), error.into());
        fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.folder).map_err(failed)?;
        make(copies::make_beside_others, store.path(), &self.folder, Some(self.keep), false, now)
    }
}

/// The thread that makes them, until this is dropped. One that is being made then is left unfinished.
pub struct Schedule {
    _stop: mpsc::Sender<()>,
}

impl Schedule {
    /// Begins at once.
    pub fn start(store: Store, plan: Plan) -> std::io::Result<Self> {
        let (stop, stopped) = mpsc::channel::<()>();
        thread::Builder::new().name("backups".to_owned()).spawn(move || {
            let mut pause = Duration::ZERO;
            while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                pause = LOOK.min(plan.every);
                let now = Timestamp::now();
                if !plan.is_due(now) {
                    continue;
                }
                match plan.make(&store, now) {
                    Ok(Backup { bytes, .. }) => tracing::info!(bytes, "made a backup"),
                    Err(error) => {
                        METRICS.failed_backups.add(1);
                        tracing::error!(%error, "no backup was made; trying again later");
                        pause = RETRY.min(plan.every);
                    }
                }
            }
        })?;
        Ok(Self { _stop: stop })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_due_when_the_last_one_is_old_or_of_the_future() {
        let folder = tempfile::tempdir().expect("a folder");
        let plan = Plan { every: Duration::from_secs(86_400), keep: 2, folder: folder.path().join("backups") };
        let store = Store::open(&folder.path().join("test.db")).expect("made");
        let now = Timestamp::from_rfc3339("2026-11-29T11:30:00Z").expect("a time");
        assert!(plan.is_due(now));
        plan.make(&store, now).expect("made");
        assert!(!plan.is_due(now) && !plan.is_due(now.plus(Duration::from_secs(86_399))));
        assert!(plan.is_due(now.plus(Duration::from_secs(86_400))));
        assert!(!plan.is_due(now.minus(Duration::from_secs(3600))), "the clock was set back a little");
        let set_back = now.minus(Duration::from_secs(90_000));
        assert!(plan.is_due(set_back));
        let made = plan.make(&store, set_back).expect("made");
        plan.make(&store, set_back.plus(Duration::from_secs(1))).expect("made");
        assert!(!plan.is_due(set_back.plus(Duration::from_secs(60))), "one after the other would be made");
        assert!(made.file.exists(), "those of the future are removed first");
    }
}
