//! The page behind a link (`assets/viewer.html`) without what is filled in for each reader: what programs that only show
//! the link are told, and the conversation, or why there is none.

/// What the source has in place of what is filled in.
const HEAD: &str = "<!-- HEAD -->";
const STATE: &str = "STATE";
const MAIN: &str = "<!-- MAIN -->";

/// The page, taken apart where something is filled in.
pub struct PageTemplate {
    before_head: String,
    before_state: String,
    before_main: String,
    end: String,
}

/// Why the page has the content that it has; its scripts go on from there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PageState {
    /// The conversation is in it.
    Conversation,
    /// It needs the password.
    Password,
    /// It needs somebody who has signed in.
    SignIn,
    /// Who signed in is not on the list.
    Forbidden,
    /// It needs the reader to use one of the link's views.
    View,
    /// There is no such link.
    Missing,
    /// The server could not find out.
    Unknown,
}

impl PageState {
    const fn name(self) -> &'static str {
        match self {
            Self::Conversation => "conversation",
            Self::Password => "password",
            Self::SignIn => "signIn",
            Self::Forbidden => "forbidden",
            Self::View => "view",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
        }
    }
}

impl PageTemplate {
    /// Takes the page apart; a piece that is missing is a fault of the page, which a test finds.
    pub fn of(page: &str) -> Self {
        let (before_head, rest) = page.split_once(HEAD).unwrap_or((page, ""));
        let (before_state, rest) = rest.split_once(STATE).unwrap_or((rest, ""));
        let (before_main, end) = rest.split_once(MAIN).unwrap_or((rest, ""));
        let [before_head, before_state, before_main, end] =
            [before_head, before_state, before_main, end].map(str::to_owned);
        Self { before_head, before_state, before_main, end }
    }

    /// The page up to the content.
    pub fn begin(&self, head: &str, state: PageState) -> Vec<u8> {
        [&self.before_head, head, &self.before_state, state.name(), &self.before_main].concat().into_bytes()
    }

    /// The page behind the content.
    pub fn end(&self) -> Vec<u8> {
        self.end.clone().into_bytes()
    }
}
