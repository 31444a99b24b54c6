//! Shares the session in which somebody works: for the command that `agent install` adds, and for the MCP server. Does
//! not serve it.

use std::env;
use std::path::Path;

use crate::app::import_job;
use crate::app::owner::Account;
use crate::app::sharing::{AcceptedFindings, Published, RedactionRequest, ShareError, ShareRequest, publish_new};
use crate::cli::{Data, ShareFromAgent};
use crate::commands::import::{refusal, with_room};
use crate::commands::redaction_prompt::{Listing, NOT_SEARCHED, RedactionAnswer, sum};
use crate::commands::terminal::{eprint_line, print_line, title};
use crate::commands::{Failure, NOT_SERVED, link, owner, sessions, share};
use crate::domain::chat::NewChat;
use crate::domain::email::Email;
use crate::domain::public_url::PublicUrl;
use crate::domain::share::ShareChange;
use crate::domain::timestamp::Timestamp;
use crate::host::agent_sessions::{AgentFolders, AgentSession};
use crate::host::lock_file;
use crate::store::Store;

/// A conversation of a session.
pub struct SessionToShare {
    pub session: AgentSession,
    /// The conversation.
    pub chat: NewChat,
}

/// How it is shared.
#[derive(Clone, Default)]
pub struct SharedAs {
    /// Those who alone may read.
    pub people: Vec<Email>,
    /// Until when; `None` where nothing was said.
    pub expires: Option<Option<Timestamp>>,
    /// What is redacted, and what may be published as it is.
    pub redactions: RedactionRequest,
    pub accepted: AcceptedFindings,
}

/// Shares without a question, or tells what has to be asked.
pub fn run(data: &Data, wanted: &ShareFromAgent) -> Result<(), Failure> {
    let database = data.path()?;
    let store = Store::open(&database)?;
    let SessionToShare { chat, .. } = SessionToShare::find(wanted.session.as_deref(), None, None)?;
    let (redactions, accepted) = RedactionAnswer::given(wanted.redact).request(&Default::default());
    let expires = wanted.expires.map(|expires| expires.time());
    let how = SharedAs { people: wanted.people.clone(), expires, redactions, accepted };
    let account = owner::find_or_prepare(&store, &wanted.owner)?;
    let shared = match how.publish(&store, &account, &chat) {
        Ok(shared) => shared,
        Err(ShareError::Undecided(undecided)) => {
            let mut listing = Listing::default();
            for one in &undecided {
                listing.add(one.findings.iter().chain(&one.redacted), &[], None);
            }
            let open = sum(undecided.iter().flat_map(|one| &one.findings).map(|finding| finding.kind));
            let is_credential = |(kind, _): (crate::domain::redaction::SecretKind, &str)| kind.is_credential();
            let session = wanted.session.as_deref().map(|session| format!(" {session}")).unwrap_or_default();
            return print_line(format_args!(
                "Nothing was shared yet: \"{}\" has {open}. [x] would be redacted:\n{}\n{NOT_SEARCHED}\nAsk the person, and \
                 then run one of these with the same flags:\n  neptun-share agent share{session} --redact all          redacts \
                 all of it\n  neptun-share agent share{session} --redact credentials  redacts what is marked, and publishes the \
                 rest",
                title(&chat.name),
                listing.print(&is_credential, false)
            ));
        }
        Err(error) => return Err(error.into()),
    };
    owner::eprint_new(&account);
    let running = lock_file::find(&database).map(|running| running.public_url);
    let is_served = running.is_some() || wanted.public_url.is_some();
    let base = link::base(wanted.public_url.as_ref(), running.as_ref())?;
    eprint_line(format_args!("Shared \"{}\".", title(&shared.name)));
    said(&shared, &base, is_served).into_iter().try_for_each(print_line)
}

impl SessionToShare {
    /// The session that is named, or `present`, or that of the agent that runs this, or else the newest of this folder;
    /// the last so many of its messages.
    pub fn find(named: Option<&str>, present: Option<&str>, last: Option<usize>) -> Result<Self, Failure> {
        let homes = AgentFolders::of_this_machine();
        let of_agent = || ["CLAUDE_CODE_SESSION_ID", "CODEX_THREAD_ID"].iter().find_map(|name| env::var(name).ok());
        let name = named.or(present).map(str::to_owned).or_else(of_agent).filter(|name| !name.is_empty());
        let session = match name {
            Some(name) => sessions::find(&homes, Path::new(&name))?,
            None => sessions::newest_here(&homes)?,
        };
        let source = session.open().map_err(|error| refusal(&error))?;
        let chat = with_room(|| share::choose(&source, None, None, session.program.title())).flatten()?;
        Ok(Self { session, chat: import_job::cut(*chat, None, last) })
    }
}

impl SharedAs {
    /// Imports and shares it.
    pub fn publish(&self, store: &Store, account: &Account, chat: &NewChat) -> Result<Published, ShareError> {
        let request = ShareRequest {
            change: ShareChange { is_shared: Some(true), expires_at: self.expires, ..ShareChange::default() },
            redactions: self.redactions.clone(),
            accepted: self.accepted.clone(),
            people: self.people.clone(),
            must_work: true,
            ..ShareRequest::default()
        };
        publish_new(store, account, chat, &request, Timestamp::now())
    }
}

/// The link, and what is to be said of it, a line each.
pub fn said(shared: &Published, base: &PublicUrl, is_served: bool) -> Vec<String> {
    let mut lines = vec![base.share(shared.link.share.uuid), shared.link.readers(Timestamp::now())];
    lines.extend(shared.link.redacted());
    let invited: Vec<&str> = shared.invited.iter().map(|invited| invited.invitation.email.as_str()).collect();
    if !invited.is_empty() {
        let names = invited.join(", ");
        lines.push(format!(
            "Invited, because they have no account yet: {names}. For an invitation link: neptun-share user invite EMAIL"
        ));
    }
    lines.extend((!is_served).then(|| NOT_SERVED.to_owned()));
    lines
}
