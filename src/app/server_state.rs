//! The state of the server for whoever runs it: how much is stored, when it was backed up, and problems with its public
//! address.

use std::net::IpAddr;

use serde::Serialize;

use super::backups::{self, Backup};
use crate::base::untrusted_proxy;
use crate::domain::public_url::PublicUrl;
use crate::store::inspection::{self, Inspection};
use crate::store::{Store, StoreError, chats};

/// What is stored, in numbers.
pub struct Stored {
    /// How much of what.
    pub contents: Inspection,
    /// Conversations that go for good once their owners can't take that back any more.
    pub deleted_conversations: u32,
}

/// Something about the public address that somebody should know who sends links on it.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub struct Hint {
    /// `loopback`, `plain_http` or `untrusted_proxy`.
    pub code: &'static str,
    /// What it is, and what to do about it.
    pub message: String,
}

/// Counts what is stored.
pub fn stored(store: &Store) -> Result<Stored, StoreError> {
    store.read(|db| {
        Ok(Stored {
            contents: inspection::of_store(db, store.path())?,
            deleted_conversations: chats::count_deleted(db)?,
        })
    })
}

/// The last backup that was made, as far as is known.
pub fn last_backup(store: &Store) -> Option<Backup> {
    backups::last(store.path())
}

/// A proxy that forwards requests of others and is not trusted, if one was met.
pub fn untrusted_proxy() -> Option<IpAddr> {
    untrusted_proxy::met()
}

/// What speaks against a public address; nothing where all is well.
pub fn hints(public_url: &PublicUrl, untrusted_proxy: Option<IpAddr>) -> Vec<Hint> {
    let mut hints = Vec::new();
    let address = public_url.at("");
    if public_url.is_loopback() {
        hints.push(Hint {
            code: "loopback",
            message: format!(
                "Only this machine can open links on {address}. For others on the network, start the server with --listen \
                 0.0.0.0:8080; for everyone, put a reverse proxy with https in front of it and name its address with \
                 --public-url."
            ),
        });
    } else if !public_url.is_https() {
        hints.push(Hint {
            code: "plain_http",
            message: format!(
                "Passwords and conversations on {address} go over plain http: whoever is on the way can read them. Put a \
                 reverse proxy with https before the server, and name its address with --public-url."
            ),
        });
    }
    if let Some(proxy) = untrusted_proxy {
        hints.push(Hint {
            code: "untrusted_proxy",
            message: format!(
                "Requests come through a proxy at {proxy}, which is not trusted: all readers count as one, and share its \
                 limits. If it is yours, start the server with --trusted-proxy {proxy}."
            ),
        });
    }
    hints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_few_reach_or_many_can_listen_to_is_told_of() {
        let codes = |url, proxy: Option<&str>| -> Vec<&str> {
            let url = PublicUrl::parse(url).expect("a URL");
            let proxy = proxy.map(|proxy| proxy.parse().expect("an address"));
            hints(&url, proxy).into_iter().map(|hint| hint.code).collect()
        };
        for here in ["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080", "http://a.localhost"] {
            assert_eq!(codes(here, None), ["loopback"], "{here}");
        }
        for plain in ["http://192.168.1.20:8080", "http://share.example.com", "http://localhost.example.com"] {
            assert_eq!(codes(plain, None), ["plain_http"], "{plain}");
        }
        assert!(codes("https://share.example.com", None).is_empty());
        assert_eq!(codes("https://share.example.com", Some("172.18.0.2")), ["untrusted_proxy"]);
    }
}
