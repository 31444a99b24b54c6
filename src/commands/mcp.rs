//! `neptun-share mcp`: the program's functions as tools for a model, over the Model Context Protocol on standard input
//! and output, and at `/mcp` of a server. The loop is our own: the protocol is one line of JSON per message, everything
//! here is synchronous, and the official SDK would bring twenty crates for an asynchronous one. The protocol:
//! <https://modelcontextprotocol.io/specification/2025-11-25>

mod arguments;
mod connection;
mod consent;
mod conversations;
mod links;
mod served;
mod share;
#[cfg(test)]
mod tests;
mod tools;

use std::io::{self, BufRead, Write};
use std::sync::Mutex;

use serde_json::{Value, json};

use super::{Failure, owner};
use crate::app::owner::Account;
use crate::cli::Mcp;
use crate::domain::id::UserId;
use crate::domain::public_url::PublicUrl;
use crate::host::lock_file;
use crate::http::ToolCaller;
use crate::store::Store;
use arguments::Arguments;
use connection::{Connection, Request};
use consent::Consents;
pub use served::ServedTools;

/// The versions of the protocol that this speaks, the newest first: of what it uses, they differ in nothing.
const VERSIONS: [&str; 4] = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"];
/// Of JSON-RPC: there is no such method; the parameters are wrong.
const NO_METHOD: i64 = -32601;
const WRONG_PARAMETERS: i64 = -32602;

/// Answers until standard input ends.
pub fn run(arguments: &Mcp) -> Result<(), Failure> {
    serve(arguments, io::stdin().lock(), io::stdout().lock())
}

/// Where the tools are called.
enum CalledFrom<'a> {
    /// On this machine, by a program of its person.
    Here(&'a Mcp),
    /// From elsewhere, at a server whose readers come to `base`.
    Served { caller: ToolCaller, base: &'a PublicUrl },
}

/// What the tools work with.
struct Tools<'a, R, W> {
    place: CalledFrom<'a>,
    store: Store,
    connection: Connection<R, W>,
    consents: &'a Mutex<Consents>,
}

fn serve(arguments: &Mcp, input: impl BufRead, output: impl Write) -> Result<(), Failure> {
    let store = Store::open(&arguments.data.path()?)?;
    let connection = Connection::new(input, output);
    let consents = Mutex::default();
    let mut tools = Tools { place: CalledFrom::Here(arguments), store, connection, consents: &consents };
    while let Some(Request { id, method, params }) = tools.connection.next()? {
        let answer = tools.answer(&method, &params);
        tools.connection.answer(&id, answer)?;
    }
    Ok(())
}

impl<R: BufRead, W: Write> Tools<'_, R, W> {
    /// What a request is answered.
    fn answer(&mut self, method: &str, params: &Value) -> Result<Value, (i64, String)> {
        match method {
            "initialize" => Ok(self.initialize(params)),
            "ping" => Ok(json!({})),
            "tools/list" => Ok(json!({ "tools": tools::all(matches!(self.place, CalledFrom::Served { .. })) })),
            "tools/call" => self.call(params),
            _ => Err((NO_METHOD, format!("there is no method {method}"))),
        }
    }

    fn initialize(&mut self, params: &Value) -> Value {
        let asked = params["protocolVersion"].as_str().unwrap_or_default();
        let version = VERSIONS.into_iter().find(|version| *version == asked).unwrap_or(VERSIONS[0]);
        // Without a mode, as before 2025-11-25, a form is meant.
        let elicitation = &params["capabilities"]["elicitation"];
        let by_form = elicitation.as_object().is_some_and(|modes| modes.is_empty() || modes.contains_key("form"));
        self.connection.can_ask(by_form);
        json!({
            "protocolVersion": version,
            "capabilities": { "tools": {} },
            "serverInfo": { "name": "neptun-share", "title": "neptun-share", "version": env!("CARGO_PKG_VERSION") },
            "instructions": tools::INSTRUCTIONS,
        })
    }

    /// Calls a tool. What fails there is a result, which the model reads.
    fn call(&mut self, params: &Value) -> Result<Value, (i64, String)> {
        let name = params["name"].as_str().unwrap_or_default().to_owned();
        let given = Arguments::of(&params["arguments"]);
        let said = match name.as_str() {
            "share_session" | "change_link" if !self.may_write() => Err(Failure::new(
                "this token can only read; the person can make one with the scope write on their account page",
            )),
            "share_session" => self.share_session(&given, &params["_meta"]),
            "list_links" => self.list_links(&given),
            "change_link" => self.change_link(&given),
            "search_conversations" => self.search(&given),
            "read_conversation" => self.read(&given),
            _ => return Err((WRONG_PARAMETERS, format!("there is no tool {name}"))),
        };
        let (text, is_error) = said.map_or_else(|failure| (failure.to_string(), true), |text| (text, false));
        Ok(json!({ "content": [{ "type": "text", "text": text }], "isError": is_error }))
    }

    /// The account whose conversations they are; of nobody where there is none yet.
    fn owner(&self) -> Result<UserId, Failure> {
        Ok(self.known()?.unwrap_or(owner::NOBODY))
    }

    fn known(&self) -> Result<Option<UserId>, Failure> {
        match &self.place {
            CalledFrom::Here(arguments) => owner::find(&self.store, &arguments.owner),
            CalledFrom::Served { caller, .. } => Ok(Some(caller.owner)),
        }
    }

    /// The same, made where there is none yet.
    fn account(&self) -> Result<Account, Failure> {
        match &self.place {
            CalledFrom::Here(arguments) => owner::find_or_prepare(&self.store, &arguments.owner),
            CalledFrom::Served { caller, .. } => Ok(Account::Known(caller.owner)),
        }
    }

    const fn may_write(&self) -> bool {
        match &self.place {
            CalledFrom::Here(_) => true,
            CalledFrom::Served { caller, .. } => caller.may_write,
        }
    }

    /// Where readers reach the links, and whether a server is known to serve them.
    fn base(&self) -> Result<(PublicUrl, bool), Failure> {
        let arguments = match &self.place {
            CalledFrom::Here(arguments) => arguments,
            CalledFrom::Served { base, .. } => return Ok(((*base).clone(), true)),
        };
        let running = lock_file::find(&arguments.data.path()?).map(|running| running.public_url);
        let named = arguments.public_url.as_ref();
        Ok((super::link::base(named, running.as_ref())?, running.is_some() || named.is_some()))
    }
}
