//! The names to which the server answers. A page of another site could let its own name point to this machine (DNS
//! rebinding), and would then have the same origin; such a name is not one of ours.

use std::net::IpAddr;

use super::public_url::PublicUrl;

/// The names of the server: that of its public address, and those that its operator names. Always allowed is what no
/// site can point elsewhere: addresses, names without a dot, and those of multicast DNS (RFC 6762) and of the machine
/// itself (RFC 6761).
#[derive(Clone, Debug)]
pub struct AllowedHosts(Vec<String>);

impl AllowedHosts {
    /// That of the public address, and more names.
    pub fn new(public_url: &PublicUrl, more: &[String]) -> Self {
        let names = more.iter().map(String::as_str).chain([public_url.host()]);
        Self(names.map(|name| name_of(name).to_ascii_lowercase()).collect())
    }

    /// Whether a `Host` field names this server (RFC 9110, 7.2).
    pub fn include(&self, host: &str) -> bool {
        let name = name_of(host.trim()).trim_end_matches('.').to_ascii_lowercase();
        let address = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(&name);
        (!name.is_empty() && !name.contains(['.', ':']))
            || [".localhost", ".local"].iter().any(|end| name.ends_with(end))
            || address.parse::<IpAddr>().is_ok()
            || self.0.contains(&name)
    }
}

/// Without the port.
fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_others_are_told_from_ours() {
        let public_url = PublicUrl::parse("https://Share.example.com:8443").expect("an address");
        let hosts = AllowedHosts::new(&public_url, &["nas.home".to_owned()]);
        for own in [
            "share.example.com",
            "SHARE.example.com:8443",
            "share.example.com.",
            "nas.home:8080",
            "localhost",
            "nas",
            "nas.local:8080",
            "app.localhost:3000",
            "127.0.0.1:8080",
            "192.168.1.7",
            "[::1]:8080",
            "[fe80::1]",
        ] {
            assert!(hosts.include(own), "{own}");
        }
        for foreign in [
            "rebind.test",
            "evil.example.com:8443",
            "share.example.com.evil.test",
            "",
            "nas.local.evil.test",
            "localhost.evil.test",
            "127.0.0.1.evil.test:80",
        ] {
            assert!(!hosts.include(foreign), "{foreign}");
        }
    }
}
