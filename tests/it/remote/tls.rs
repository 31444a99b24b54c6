//! A server behind https: whose certificate is taken, and what is said of the others.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::cli_sandbox::CliSandbox;
use crate::support::process::Process;
use crate::support::server::finish;
use crate::support::world;

/// An authority of its own, with a certificate for that name.
struct Authority(tempfile::TempDir);

impl Authority {
    fn new(name: &str) -> Self {
        let authority = Self(tempfile::tempdir().expect("a folder"));
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
        let ca = ["req", "-x509", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", name];
        authority.openssl(&[&ca[..], &key].concat());
        authority
    }

    fn openssl(&self, arguments: &[&str]) {
        let done = Command::new("openssl").args(arguments).current_dir(self.0.path()).output().expect("openssl");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A proxy with a certificate for that name in front of a server; its port.
    fn proxy(&self, name: &str, server: u16) -> (Process, u16) {
        let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
        let request = ["req", "-keyout", "own.key", "-out", "own.csr", "-subj", "/CN=a server"];
        self.openssl(&[&request[..], &key].concat());
        std::fs::write(self.path("names"), format!("subjectAltName={name}\n")).expect("written");
        let sign =
            ["x509", "-req", "-in", "own.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "1"];
        self.openssl(&[&sign[..], &["-out", "own.pem", "-extfile", "names"]].concat());
        let mut command = Command::new("python3");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/support/tls_proxy.py");
        command.arg(script).args([self.path("own.pem"), self.path("own.key")]).arg(server.to_string());
        let mut proxy = Process::start(command);
        let port = proxy.line().parse().expect("a port");
        (proxy, port)
    }
}

#[test]
fn a_certificate_is_taken_from_a_known_authority_and_for_its_own_name() {
    let (server, ada, _) = world();
    let secret = ada.token(&server, "write");
    let authority = Authority::new("/CN=A known authority");
    let (_proxy, port) = authority.proxy("IP:127.0.0.1", server.address().port());
    let cli = CliSandbox::empty();
    let login = |port: u16, trusted: Option<PathBuf>| {
        let mut command = cli.command(&["login", &format!("https://127.0.0.1:{port}"), "--token", "-"]);
        if let Some(trusted) = trusted {
            command.env("SSL_CERT_FILE", trusted);
        }
        finish(command, &format!("{secret}\n"))
    };

    let (code, _, err) = login(port, Some(authority.path("ca.pem")));
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("Signed in to 127.0.0.1") && !err.contains("plain http"), "{err}");

    let stranger = Authority::new("/CN=A stranger");
    let (code, _, err) = login(port, Some(stranger.path("ca.pem")));
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("an authority that this machine does not know") && err.contains("SSL_CERT_FILE"), "{err}");

    let (_other, port) = authority.proxy("DNS:another.example.com", server.address().port());
    let (code, _, err) = login(port, Some(authority.path("ca.pem")));
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("for another name"), "{err}");
}
