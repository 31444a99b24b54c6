//! Values of `serve`.

use std::fmt::Display;
use std::net::{Ipv4Addr, SocketAddr};
use std::str::FromStr;

/// Where metrics are served: an address and a port, or a port of this machine alone.
pub fn metrics_address(text: &str) -> Result<SocketAddr, String> {
    let port = || text.parse().ok().map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    text.parse().ok().or_else(port).ok_or_else(|| {
        "expected an address and a port such as 127.0.0.1:9090, or a port alone (this machine only)".to_owned()
    })
}

/// A name of the server, as clients send it in `Host`.
pub fn host_name(text: &str) -> Result<String, String> {
    let name = text.trim();
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:[]".contains(&byte));
    is_name
        .then(|| name.to_owned())
        .ok_or_else(|| "expected a name such as share.example.com, without https://".to_owned())
}

/// A number within these bounds.
pub fn number<T: FromStr + PartialOrd + Display + Copy>(
    least: T,
    most: T,
) -> impl Fn(&str) -> Result<T, String> + Clone {
    move |text| {
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| format!("expected a number from {least} to {most}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_are_served_at_an_address_or_on_a_port_of_this_machine() {
        for (text, expected) in [("9090", "127.0.0.1:9090"), ("0.0.0.0:9090", "0.0.0.0:9090"), ("[::1]:1", "[::1]:1")] {
            assert_eq!(metrics_address(text).expect(text).to_string(), expected);
        }
        for text in ["", "127.0.0.1", "localhost:9090", "70000"] {
            assert!(metrics_address(text).is_err_and(|error| error.contains("127.0.0.1:9090")), "{text}");
        }
    }

    #[test]
    fn a_host_is_named_without_scheme_and_path() {
        for name in ["share.example.com", "nas", "nas.home:8080", "[::1]"] {
            assert_eq!(host_name(name).as_deref(), Ok(name));
        }
        for text in ["", "https://share.example.com", "share.example.com/", "a b"] {
            assert!(host_name(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_number_is_within_its_bounds() {
        assert_eq!(number(16_u8, 100)("100"), Ok(100));
        for text in ["15", "101", "300", "-1", "many"] {
            assert_eq!(number(16_u8, 100)(text), Err("expected a number from 16 to 100".to_owned()));
        }
    }
}
