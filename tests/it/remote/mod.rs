//! A machine that works on a server elsewhere: the real command line with a real server, and with malicious ones.

mod follow;
mod hostile;
mod links;
mod login;
mod share;
mod tls;

use crate::support::cli_sandbox::CliSandbox;
use crate::support::{Person, Server};

/// Signs the machine in to the server with a token of that person's; the server's name there.
#[track_caller]
fn sign_in(cli: &CliSandbox, server: &Server, person: &Person, scope: &str) -> String {
    let secret = person.token(server, scope);
    let (code, _, err) = cli.run(&["login", &server.url(), "--token", "-"], &format!("{secret}\n"));
    assert_eq!(code, 0, "{err}");
    server.address().to_string()
}
