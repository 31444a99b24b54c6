//! `neptun-share demo`: a throwaway server with sample conversations.

use std::net::Ipv4Addr;

use super::terminal::print_line;
use super::{Failure, serving};
use crate::app::accounts;
use crate::app::owner::Account;
use crate::app::passwords::Passwords;
use crate::app::sharing::{ShareRequest, publish_new};
use crate::cli::Demo;
use crate::domain::chat::NewChat;
use crate::domain::email::Email;
use crate::domain::password::PlainPassword;
use crate::domain::public_url::PublicUrl;
use crate::domain::share::{Share, ShareChange};
use crate::domain::sign_up::SignUp;
use crate::domain::timestamp::Timestamp;
use crate::http::Site;
use crate::import::{self, ImportEvent, ImportSource};

use crate::server::{Limits, ServerOptions};
use crate::store::Store;

/// The conversations, as files that `import` reads.
const OPEN: &[u8] = include_bytes!("demo/open.json");
const PASSWORD: &[u8] = include_bytes!("demo/password.json");
const WHITELIST: &[u8] = include_bytes!("demo/whitelist.json");

/// Whose they are, and who may read the last one.
const OWNER: &str = "ada@example.com";
const GUEST: &str = "grace@example.com";
const ACCOUNT_PASSWORD: &str = "analytical-engine";
const SHARE_PASSWORD: &str = "open sesame";

struct Links {
    open: String,
    password: String,
    whitelist: String,
}

/// Serves the demo until Ctrl-C, and leaves nothing behind.
pub fn run(arguments: &Demo) -> Result<(), Failure> {
    let folder = tempfile::Builder::new()
        .prefix("neptun-share-demo-")
        .tempdir()
        .map_err(|error| Failure::new(format!("cannot create a temporary folder: {error}")))?;
    let listener = match arguments.listen {
        Some(address) => serving::bind(address)?,
        None => serving::bind_usual(Ipv4Addr::LOCALHOST.into())?,
    };
    let public_url = serving::default_public_url(listener.address())?;
    let store = Store::open(&folder.path().join("demo.db"))?;
    let passwords = Passwords::new()?;
    let links = fill(&store, &passwords, &public_url)?;
    let site = Site::new(store.clone(), passwords, public_url.clone(), &[], SignUp::Open, serving::BODY_BYTES);
    let spool_folder = folder.path().to_owned();
    let options =
        ServerOptions { limits: Limits::default(), trusted_proxies: Vec::new(), auth_header: None, spool_folder };
    let served = serving::serve(listener, &store, site, options, |_| print_line(introduction(&public_url, &links)));
    // Explicitly, so that a failure is reported.
    folder.close().map_err(|error| Failure::new(format!("cannot remove the demo's folder: {error}")))?;
    served
}

fn fill(store: &Store, passwords: &Passwords, public_url: &PublicUrl) -> Result<Links, Failure> {
    let defect = || Failure::new("the demo's own data is invalid");
    let email = |text| Email::parse(text).ok_or_else(defect);
    let (owner, guest) = (email(OWNER)?, email(GUEST)?);
    let account = PlainPassword::for_account(ACCOUNT_PASSWORD).map_err(|_| defect())?;
    let secret = PlainPassword::for_share(SHARE_PASSWORD).map_err(|_| defect())?;
    let share_hash = passwords.hash(&secret, None)?;
    let conversation = |file: &[u8]| first_chat(file).ok_or_else(defect);
    let conversations = [conversation(OPEN)?, conversation(PASSWORD)?, conversation(WHITELIST)?];

    let now = Timestamp::now();
    let add = |email| accounts::add(store, passwords, email, &account, now).map_err(|_| defect());
    let (owner, _) = (add(&owner)?.id, add(&guest)?);
    let account = Account::Known(owner);
    let share = |chat, change, people| -> Result<Share, Failure> {
        let request = ShareRequest { change, people, ..ShareRequest::default() };
        Ok(publish_new(store, &account, chat, &request, now)?.link.share)
    };
    let protected =
        ShareChange { is_protected: Some(true), hashed_password: Some(Some(share_hash)), ..ShareChange::default() };
    let open = share(&conversations[0], ShareChange::default(), Vec::new())?;
    let password = share(&conversations[1], protected, Vec::new())?;
    let whitelist = share(&conversations[2], ShareChange::default(), vec![guest])?;
    Ok(Links {
        open: public_url.share(open.uuid),
        password: public_url.share(password.uuid),
        whitelist: public_url.share(whitelist.uuid),
    })
}

fn introduction(public_url: &PublicUrl, links: &Links) -> String {
    let Links { open, password, whitelist } = links;
    let api = |link: &str| link.replace("/shared/", "/api/shared/");
    let (open_api, password_api, whitelist_api) = (api(open), api(password), api(whitelist));
    format!(
        "\
neptun-share demo. Press Ctrl-C to stop; nothing is kept.

Three conversations of {OWNER} to read in a browser:

  open to everyone       {open}
  with a password        {password}
                         password: {SHARE_PASSWORD}
  for named people       {whitelist}
                         sign in as {GUEST}, password: {ACCOUNT_PASSWORD}

The owner's page, for sharing and managing conversations:

  {owner}
                         sign in as {OWNER}, password: {ACCOUNT_PASSWORD}

Read them with curl (paste a line):

  curl {open_api}

  curl --user ':{SHARE_PASSWORD}' {password_api}

  curl --cookie-jar - --output /dev/null --silent --json '{{\"email\": \"{GUEST}\", \"password\": \"{ACCOUNT_PASSWORD}\"}}' {login} | curl --cookie - {whitelist_api}
",
        owner = public_url.at("/"),
        login = public_url.at("/api/auth/login"),
    )
}

/// The conversation in a file of ours.
fn first_chat(file: &[u8]) -> Option<NewChat> {
    let source = ImportSource::of("demo.json".to_owned(), file.to_vec().into()).ok()?;
    let mut first = None;
    let take = &mut |event| {
        if let ImportEvent::Chat { chat, .. } = event {
            first.get_or_insert(*chat);
        }
        Ok(())
    };
    import::read(&source, &import::ReadOptions::default(), take).ok()?;
    first
}
