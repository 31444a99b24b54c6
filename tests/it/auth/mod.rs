//! How people and their scripts sign in and out: passwords, sessions, links that create accounts, tokens, and deleting
//! an account.

mod accounts;
mod administration;
mod devices;
mod invitations;
pub mod passwords;
mod proxy_sign_in;
mod sessions;
mod set_up;
mod tokens;

/// Statuses of as many requests at once.
fn at_once(count: usize, request: impl Fn() -> u16 + Sync) -> Vec<u16> {
    std::thread::scope(|scope| {
        let requests: Vec<_> = (0..count).map(|_| scope.spawn(&request)).collect();
        requests.into_iter().map(|request| request.join().expect("an answer")).collect()
    })
}

/// How often each of these statuses is among them; and no other is.
#[track_caller]
fn tally<const N: usize>(statuses: &[u16], expected: [u16; N]) -> [usize; N] {
    assert!(statuses.iter().all(|status| expected.contains(status)), "{statuses:?}");
    expected.map(|one| statuses.iter().filter(|status| **status == one).count())
}
