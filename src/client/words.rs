//! What went wrong between here and a server, in words that say what to do.

use std::io::ErrorKind;

use rustls::CertificateError;
use ureq::{Error, Timeout};

/// Why there is no answer of a host: a sentence without its full stop.
pub fn problem(host: &str, error: Error) -> String {
    if let Some(error) = of_tls(&error) {
        return tls(host, error);
    }
    let is_unknown = match &error {
        Error::HostNotFound => true,
        // The standard library has no kind of error for it.
        Error::Io(error) => error.to_string().contains("lookup address"),
        _ => false,
    };
    if is_unknown {
        return format!("there is no host {host}; is its name right, and is this machine connected to the network?");
    }
    match error {
        Error::Timeout(Timeout::Resolve | Timeout::Connect) => {
            format!(
                "{host} can't be reached: it did not answer in time. Is the server running, and is a firewall between?"
            )
        }
        Error::Timeout(_) => format!("{host} stopped answering; try again"),
        Error::Io(error) => match error.kind() {
            ErrorKind::ConnectionRefused => format!("{host} refuses the connection: no server is listening there"),
            ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable => {
                format!("{host} can't be reached from this network")
            }
            ErrorKind::ConnectionReset | ErrorKind::UnexpectedEof | ErrorKind::BrokenPipe => {
                format!("{host} ended the connection before its answer was complete; try again")
            }
            ErrorKind::TimedOut | ErrorKind::WouldBlock => format!("{host} stopped answering; try again"),
            _ => format!("the connection to {host} failed: {error}"),
        },
        Error::InvalidProxyUrl => "the address of the proxy in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY is none".to_owned(),
        Error::ConnectProxyFailed(why) => format!("the proxy does not connect to {host}: {why}"),
        Error::Protocol(_) | Error::LargeResponseHeader(..) => {
            format!("what answers on {host} does not speak HTTP; if the server takes https, write https://")
        }
        error => format!("asking {host} failed: {error}"),
    }
}

/// The error of TLS in an error of the connection.
fn of_tls(error: &Error) -> Option<&rustls::Error> {
    match error {
        Error::Rustls(error) => Some(error),
        Error::Io(error) => error.get_ref()?.downcast_ref(),
        _ => None,
    }
}

fn tls(host: &str, error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidCertificate(why) => match why {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
                format!("the certificate of {host} has expired, or this machine's clock is wrong")
            }
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                format!("the certificate of {host} is not valid yet, or this machine's clock is wrong")
            }
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                format!("the certificate that {host} shows is for another name, so it may be somebody else")
            }
            CertificateError::UnknownIssuer => format!(
                "the certificate of {host} is signed by an authority that this machine does not know; if that is your own, \
                 name its file with SSL_CERT_FILE"
            ),
            why => format!("the certificate of {host} is not accepted: {why}"),
        },
        rustls::Error::InvalidMessage(_) => {
            format!("what answers on {host} does not speak TLS; if the server takes plain http, write http://")
        }
        error => format!("no encrypted connection to {host}: {error}"),
    }
}
