//! What a visitor who was let in can do: read, or use a view. Whether they may is decided again in the snapshot or
//! transaction in which they do it.

use super::{Admitted, NotAdmitted, OpenShare};
use crate::app::caller::Caller;
use crate::app::public_view::PublicView;
use crate::domain::share::ShareInfo;
use crate::store::Connection;
use crate::store::shares::FoundShare;
use crate::store::visits::{self, Visit};

impl<'a> Admitted<'a> {
    /// Opens what the visitor was let in to. What they may read is decided again, on the snapshot that they read:
    /// a link that was switched off since opens nothing.
    pub fn open(self) -> Result<OpenShare, NotAdmitted> {
        let Self { readers, visitor, purpose, .. } = self;
        let mut admitted = self;
        loop {
            let db = readers.store.snapshot()?;
            if let Some((found, info)) = admitted.again(&db)? {
                let caller = visitor.caller.take();
                let view = PublicView::found(&db, &found, caller.as_ref().map(Caller::user_id))?;
                visitor.caller.set(caller);
                return Ok(OpenShare { db, found, info, view });
            }
            drop(db);
            admitted = readers.admit(visitor, purpose)?;
        }
    }

    /// Takes one of the link's views, in the transaction in which that is decided; whose link it is, and who has
    /// one already, takes none. False for one that is not counted.
    pub fn take_view(
        self,
        visit: &Visit<'_>,
        may_count: impl Fn(&FoundShare) -> bool,
    ) -> Result<(FoundShare, bool), NotAdmitted> {
        let Self { readers, visitor, purpose, .. } = self;
        let mut admitted = self;
        loop {
            let found = &admitted.found;
            let is_known = found.reader_is_owner || found.reader_has_opened;
            // Counting is a write that anybody can cause. A link with a view limit has its bound.
            if is_known || (found.views_left.is_none() && !may_count(found)) {
                return Ok((admitted.found, false));
            }
            let taken = readers.store.write(|tx| match admitted.again(tx)? {
                Some((found, _)) if visits::open(tx, &found, visit, visitor.now)? => Ok::<_, NotAdmitted>(Some(found)),
                _ => Ok(None),
            })?;
            if let Some(found) = taken {
                return Ok((found, true));
            }
            admitted = readers.admit(visitor, purpose)?;
        }
    }

    /// Decides again, in a transaction: the link, where the visitor is still let in.
    fn again(&self, db: &Connection) -> Result<Option<(FoundShare, ShareInfo)>, NotAdmitted> {
        let seen = self.readers.look(self.visitor, db, self.verdict.as_ref())?;
        let is_in = self.purpose.is_met_by(seen.decision);
        Ok(seen.found.filter(|_| is_in).map(|found| (found, seen.info)))
    }
}
