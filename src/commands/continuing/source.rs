//! The conversation that is continued, and the folder in which it was, where that is known.

use std::env;
use std::path::Path;

use crate::app::conversations;
use crate::cli::{ChatName, Continue};
use crate::client::{Client, Keys, LinkAddress, LinkAnswer};
use crate::commands::import::{open, refusal, with_room};
use crate::commands::terminal::{beginning_small, counted, display_path, eprint_line, one_line};
use crate::commands::{Failure, link, open_present, owner, secret, sessions, share};
use crate::domain::chat::NewChat;
use crate::domain::id::ChatId;
use crate::host::agent_sessions::{AgentFolders, folder_of};
use crate::host::servers::KnownServers;
use crate::import::ImportSource;

/// Holds a token for servers on which a link is for named people.
const TOKEN: &str = "NEPTUN_SHARE_TOKEN";
/// How often a password or a token is asked for.
const TRIES: usize = 3;

/// A conversation to continue.
pub struct Source {
    pub chat: Box<NewChat>,
    /// The folder in which it was, as its session says.
    pub folder: Option<String>,
}

/// Finds what the arguments name. A bare number is always a stored conversation, as in `share`.
pub fn find(arguments: &Continue) -> Result<Source, Failure> {
    let what = arguments.what.as_str();
    let given = LinkAddress::parse(what).map(|address| address.map_err(str::to_owned));
    if let Some(address) = LinkAddress::behind_short(what).or(given) {
        let address = address.map_err(|why| Failure::new(format!("{}: {why}", one_line(what))))?;
        return Ok(Source { chat: fetch(&address)?, folder: None });
    }
    if !what.is_empty() && what.bytes().all(|byte| byte.is_ascii_digit()) {
        let store = open_present(&arguments.data)?;
        let owner = owner::find(&store, &arguments.owner)?;
        let number = ChatName::Number(ChatId::new(what.parse().unwrap_or(i64::MAX)));
        let id = link::chat(&store, owner, &number)?;
        let chat = conversations::whole(&store, owner.unwrap_or(owner::NOBODY), id)?;
        return Ok(Source { chat: Box::new(chat), folder: None });
    }
    let path = Path::new(what);
    if what == "-" || path.try_exists().unwrap_or(true) {
        return in_file(open(path), path, folder_of(path), arguments);
    }
    let session = sessions::find(&AgentFolders::of_this_machine(), path)?.look();
    let folder = session.folder.clone();
    in_file(session.open().map_err(|error| refusal(&error)), &session.path, folder, arguments)
}

fn in_file(
    source: Result<ImportSource, Failure>,
    path: &Path,
    folder: Option<String>,
    arguments: &Continue,
) -> Result<Source, Failure> {
    let name = display_path(path);
    let located = |failure: Failure| failure.of(&name);
    let source = source.map_err(located)?;
    let chat = with_room(|| share::choose(&source, None, arguments.chat, &name)).flatten().map_err(located)?;
    Ok(Source { chat, folder })
}

/// Reads it from its server, and asks for what the link asks for.
fn fetch(address: &LinkAddress) -> Result<Box<NewChat>, Failure> {
    let failed = |why: String| Failure::new(one_line(&why));
    let client = Client::new(&address.api()).map_err(failed)?;
    // Only a server that asks is shown a token: an address can be anybody's.
    let named = env::var(TOKEN).ok().filter(|token| !token.trim().is_empty());
    let mut known = [named, kept(address)].into_iter().flatten();
    let (mut keys, mut passwords, mut tokens) = (Keys::default(), 0, 0);
    let host = one_line(address.host());
    loop {
        match address.read(&client, &mut keys).map_err(failed)? {
            LinkAnswer::Conversation(chat) => return Ok(chat),
            LinkAnswer::Opened { left } => {
                let left = left.map(|left| format!(", {} left", counted(left as usize, "view"))).unwrap_or_default();
                eprint_line(format_args!("Used one of the link's views{left}."));
            }
            LinkAnswer::Password => {
                again(passwords, "That password is not the link's.")?;
                passwords += 1;
                keys.password = secret::known("The link's password")?;
                if keys.password.is_none() {
                    return Err(Failure::new("the link asks for a password; type it, or pass it on standard input"));
                }
            }
            LinkAnswer::Token => {
                if let Some(token) = known.next() {
                    keys.token = Some(token);
                    tokens += 1;
                    continue;
                }
                again(tokens, &format!("{host} knows no such token, or it has expired."))?;
                tokens += 1;
                eprint_line(format_args!(
                    "The link is for named people. Sign this machine in with neptun-share login {}, or make a token on your \
                     account's page there; the variable {TOKEN} can hold it.",
                    one_line(address.server())
                ));
                keys.token = secret::known("Your token")?;
                if keys.token.is_none() {
                    return Err(Failure::new(format!(
                        "the link is for named people; sign in with neptun-share login {}, or put a token into {TOKEN}",
                        one_line(address.server())
                    )));
                }
            }
        }
    }
}

/// The token of this machine on that server, where it is signed in there.
fn kept(address: &LinkAddress) -> Option<String> {
    Some(KnownServers::of_user()?.find(address.server()).ok()??.token)
}

/// Says that something was wrong, and fails after some tries.
fn again(tried: usize, why: &str) -> Result<(), Failure> {
    if tried >= TRIES {
        return Err(Failure::new(beginning_small(why.trim_end_matches('.'))));
    }
    if tried > 0 {
        eprint_line(why);
    }
    Ok(())
}
