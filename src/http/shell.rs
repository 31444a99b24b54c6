//! The frame of the page behind a share link (`assets/viewer.html`), and what goes between: what is
//! told to those who only look at the link, and the conversation, or why there is none.

/// Where the source has them.
const HEAD: &str = "<!-- HEAD -->";
const STATE: &str = "STATE";
const MAIN: &str = "<!-- MAIN -->";

/// The pieces of the frame.
pub struct Shell {
    before_head: String,
    before_state: String,
    before_main: String,
    end: String,
}

/// Why the page has the content that it has; its scripts go on from there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The conversation is in it.
    Conversation,
    /// It needs the password.
    Password,
    /// It needs somebody who has signed in.
    SignIn,
    /// Who signed in is not on the list.
    Forbidden,
    /// It needs the reader to take one of its openings.
    Opening,
    /// There is no such share.
    Missing,
    /// The server could not find out.
    Unknown,
}

impl State {
    const fn name(self) -> &'static str {
        match self {
            Self::Conversation => "conversation",
            Self::Password => "password",
            Self::SignIn => "signIn",
            Self::Forbidden => "forbidden",
            Self::Opening => "opening",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
        }
    }
}

impl Shell {
    /// Takes the page apart; a piece that is missing is a fault of the page, which a test finds.
    pub fn of(page: &str) -> Self {
        let (before_head, rest) = page.split_once(HEAD).unwrap_or((page, ""));
        let (before_state, rest) = rest.split_once(STATE).unwrap_or((rest, ""));
        let (before_main, end) = rest.split_once(MAIN).unwrap_or((rest, ""));
        let [before_head, before_state, before_main, end] =
            [before_head, before_state, before_main, end].map(str::to_owned);
        Self { before_head, before_state, before_main, end }
    }

    /// What stands before the content.
    pub fn begin(&self, head: &str, state: State) -> Vec<u8> {
        [&self.before_head, head, &self.before_state, state.name(), &self.before_main].concat().into_bytes()
    }

    /// What stands behind it.
    pub fn end(&self) -> Vec<u8> {
        self.end.clone().into_bytes()
    }
}
