//! The page behind a link (`assets/viewer.html`) without what is filled in for each reader: what programs that only show
//! the link are told, and the conversation, or why there is none.

/// What the source has in place of what is filled in.
const HEAD: &str = "<!-- HEAD -->";
const STATE: &str = "STATE";
const MAIN: &str = "<!-- MAIN -->";
/// Before what readers without scripts see in a state, or in several, which it names; without a name, behind the last.
const WHEN: &str = "<!-- WHEN ";
const WHEN_END: &str = "-->";

/// The page, taken apart where something is filled in.
pub struct PageTemplate {
    before_head: String,
    before_state: String,
    before_main: String,
    before_states: String,
    /// What stands there, each with the names of its states.
    states: Vec<(String, String)>,
    end: String,
}

/// Why the page has the content that it has; its scripts go on from there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PageState {
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
    /// Too many links that there are not were asked for.
    TooMany,
    /// The server could not find out.
    Unknown,
}

/// What came of what a form of the page sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum FormOutcome {
    /// None was sent.
    Nothing,
    /// It was not right.
    Wrong,
    /// It could not be judged now.
    Later,
}

impl FormOutcome {
    /// In the place of a state's end: the state, and beside it what was said.
    const fn attribute(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Wrong => "\" data-said=\"wrong",
            Self::Later => "\" data-said=\"later",
        }
    }
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
            Self::TooMany => "tooMany",
            Self::Unknown => "unknown",
        }
    }
}

impl PageTemplate {
    /// Takes the page apart; a piece that is missing is a fault of the page, which a test finds.
    pub fn of(page: &str) -> Self {
        let (before_head, rest) = page.split_once(HEAD).unwrap_or((page, ""));
        let (before_state, rest) = rest.split_once(STATE).unwrap_or((rest, ""));
        let (before_main, rest) = rest.split_once(MAIN).unwrap_or((rest, ""));
        let mut pieces = rest.split(WHEN);
        let before_states = pieces.next().unwrap_or_default().to_owned();
        let mut states: Vec<(String, String)> = pieces
            .filter_map(|piece| piece.split_once(WHEN_END))
            .map(|(name, html)| (name.trim().to_owned(), html.to_owned()))
            .collect();
        let end = states.pop().map(|(_, html)| html).unwrap_or_default();
        let [before_head, before_state, before_main] = [before_head, before_state, before_main].map(str::to_owned);
        Self { before_head, before_state, before_main, before_states, states, end }
    }

    /// The page up to the content.
    pub fn begin(&self, head: &str, state: PageState, said: FormOutcome) -> Vec<u8> {
        let (state, said) = (state.name(), said.attribute());
        [&self.before_head, head, &self.before_state, state, said, &self.before_main].concat().into_bytes()
    }

    /// The page behind the content.
    pub fn end(&self, state: PageState) -> Vec<u8> {
        let is_own = |names: &str| names.split_whitespace().any(|name| name == state.name());
        let own: String =
            self.states.iter().filter(|(names, _)| is_own(names)).map(|(_, html)| html.as_str()).collect();
        [self.before_states.as_str(), &own, &self.end].concat().into_bytes()
    }
}
