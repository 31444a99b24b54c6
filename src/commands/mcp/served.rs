//! The tools for models elsewhere, which call them over HTTP: each call for itself, for the account of its token.

use std::io::{self, Empty, Sink};
use std::sync::Mutex;

use serde_json::Value;

use super::connection::{Connection, answer};
use super::consent::Consents;
use super::{CalledFrom, Tools};
use crate::domain::public_url::PublicUrl;
use crate::http::{ModelTools, ToolCaller};
use crate::store::Store;

/// The tools of a server.
pub struct ServedTools {
    store: Store,
    base: PublicUrl,
    consents: Mutex<Consents>,
}

impl ServedTools {
    /// Of the server on that database, whose readers come to `base`.
    pub fn new(store: Store, base: PublicUrl) -> Self {
        Self { store, base, consents: Mutex::default() }
    }
}

impl ModelTools for ServedTools {
    fn answer(&self, caller: ToolCaller, message: &Value) -> Option<Value> {
        let id = message.get("id").filter(|id| id.is_string() || id.is_number())?;
        let method = message["method"].as_str()?;
        let mut tools: Tools<'_, Empty, Sink> = Tools {
            place: CalledFrom::Served { caller, base: &self.base },
            store: self.store.clone(),
            connection: Connection::new(io::empty(), io::sink()),
            consents: &self.consents,
        };
        Some(answer(id, tools.answer(method, &message["params"])))
    }
}
