//! Backups that a server makes automatically.

use std::path::PathBuf;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::{Backup, in_folder, make};
use crate::base::file_names::folder_of;
use crate::base::metrics::METRICS;
use crate::domain::timestamp::Timestamp;
use crate::store::Store;
use crate::store::copies::{self, CopyError};
use crate::unix::files::make_private_folder;

/// How often it is looked whether one is due: the clock may jump.
const LOOK: Duration = Duration::from_secs(30);

/// The longest wait after a failure.
const RETRY: Duration = Duration::from_secs(10 * 60);

/// Which backups a server makes, and where they go.
#[derive(Clone)]
pub struct Plan {
    /// The time between two that it makes by itself; `None`: it makes none.
    pub every: Option<Duration>,
    /// How many stay.
    pub keep: usize,
    /// Where they go, made if missing; `None`: the folder `backups` beside the database.
    pub to: Option<PathBuf>,
}

impl Default for Plan {
    fn default() -> Self {
        Self { every: None, keep: 14, to: None }
    }
}

impl Plan {
    /// Where they go.
    pub fn folder(&self, store: &Store) -> PathBuf {
        self.to.clone().unwrap_or_else(|| folder_of(store.path()).join("backups"))
    }

    /// Whether one is due: the last one in the folder was made long enough ago. So a server that is restarted every hour
    /// still makes one a day. Those of the future, which were made before somebody set the clock back, tell nothing.
    fn is_due(&self, store: &Store, every: Duration, now: Timestamp) -> bool {
        let found = in_folder(&self.folder(store)).unwrap_or_default();
        let last = found.into_iter().map(|(time, _)| time).rfind(|time| *time <= now.plus(every));
        last.is_none_or(|last| last.plus(every) <= now)
    }

    /// Makes one now, beside whatever else this process does with the database.
    pub fn make(&self, store: &Store, now: Timestamp) -> Result<Backup, CopyError> {
        let folder = self.folder(store);
        let failed = |error: std::io::Error| CopyError::Failed(folder.clone(), error.into());
        make_private_folder(&folder).map_err(failed)?;
        make(copies::make_beside_others, store.path(), &folder, Some(self.keep), false, now)
    }
}

/// The thread that makes them, until this is dropped. One that is being made then is left unfinished.
pub struct Schedule {
    _stop: mpsc::Sender<()>,
}

impl Schedule {
    /// Begins at once; `None` where the plan has no time for it.
    pub fn start(store: Store, plan: Plan) -> std::io::Result<Option<Self>> {
        let Some(every) = plan.every else { return Ok(None) };
        let (stop, stopped) = mpsc::channel::<()>();
        thread::Builder::new().name("backups".to_owned()).spawn(move || {
            let mut pause = Duration::ZERO;
            while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                pause = LOOK.min(every);
                let now = Timestamp::now();
                if !plan.is_due(&store, every, now) {
                    continue;
                }
                match plan.make(&store, now) {
                    Ok(Backup { bytes, .. }) => tracing::info!(bytes, "made a backup"),
                    Err(error) => {
                        METRICS.failed_backups.add(1);
                        tracing::error!(%error, "no backup was made; trying again later");
                        pause = RETRY.min(every);
                    }
                }
            }
        })?;
        Ok(Some(Self { _stop: stop }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_due_when_the_last_one_is_old_or_of_the_future() {
        let folder = tempfile::tempdir().expect("a folder");
        let every = Duration::from_secs(86_400);
        let plan = Plan { every: Some(every), keep: 2, to: None };
        let store = Store::open(&folder.path().join("test.db")).expect("made");
        assert_eq!(plan.folder(&store), folder.path().join("backups"));
        let now = Timestamp::from_rfc3339("2026-11-29T11:30:00Z").expect("a time");
        assert!(plan.is_due(&store, every, now));
        plan.make(&store, now).expect("made");
        assert!(!plan.is_due(&store, every, now) && !plan.is_due(&store, every, now.plus(Duration::from_secs(86_399))));
        assert!(plan.is_due(&store, every, now.plus(Duration::from_secs(86_400))));
        assert!(!plan.is_due(&store, every, now.minus(Duration::from_secs(3600))), "the clock was set back a little");
        let set_back = now.minus(Duration::from_secs(90_000));
        assert!(plan.is_due(&store, every, set_back));
        let made = plan.make(&store, set_back).expect("made");
        plan.make(&store, set_back.plus(Duration::from_secs(1))).expect("made");
        assert!(
            !plan.is_due(&store, every, set_back.plus(Duration::from_secs(60))),
            "one after the other would be made"
        );
        assert!(made.file.exists(), "those of the future are removed first");
    }
}
