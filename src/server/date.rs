//! When an answer was made, as its `Date` says (RFC 9110, 6.6.1). Not left to hyper: when the machine's clock was set back,
//! its date stays until that time comes again, and programs elsewhere that compare clocks by it are led astray.

use std::cell::RefCell;

use hyper::header::HeaderValue;

use crate::domain::timestamp::Timestamp;

thread_local! {
    /// The date of the last second in which this thread answered.
    static LAST: RefCell<Option<(i64, HeaderValue)>> = const { RefCell::new(None) };
}

/// The present one; `None` where the clock says a year that can't be written.
pub fn now() -> Option<HeaderValue> {
    let now = Timestamp::now();
    let second = now.as_millis().div_euclid(1000);
    LAST.with_borrow_mut(|last| match last {
        Some((known, date)) if *known == second => Some(date.clone()),
        _ => {
            let date = HeaderValue::try_from(now.to_http_date()?).ok()?;
            *last = Some((second, date.clone()));
            Some(date)
        }
    })
}
