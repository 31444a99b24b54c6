//! Public network addresses: who has them can be found by them. Private networks, this machine, documentation (RFC 6890),
//! netmasks and the resolvers that everybody uses tell of nobody, and versions of programs only look like addresses.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

use super::{Place, begins_alone, matched};
use crate::domain::redaction::SecretKind;
use crate::guard::matches::RawMatch;

/// Words that make an address of four small numbers, which else is a version.
pub const NAMES: &str = "ip ipv4 ipaddress ipaddr addr address host hostname server client clientip remoteaddr remote from ssh ping \
    peer source src dst publicip inet traceroute whois adresse forwardedfor";
/// Words that make such a one a version.
pub const VERSIONS: &str = "version versions ver v release build upgrade tag oid section chapter";
/// Resolvers of Google, Cloudflare, Quad9 and OpenDNS.
const RESOLVERS: [Ipv4Addr; 9] = [
    Ipv4Addr::new(8, 8, 8, 8),
    Ipv4Addr::new(8, 8, 4, 4),
    Ipv4Addr::new(1, 1, 1, 1),
    Ipv4Addr::new(1, 0, 0, 1),
    Ipv4Addr::new(9, 9, 9, 9),
    Ipv4Addr::new(149, 112, 112, 112),
    Ipv4Addr::new(208, 67, 222, 222),
    Ipv4Addr::new(208, 67, 220, 220),
    Ipv4Addr::new(4, 4, 4, 4),
];
/// The beginnings of theirs.
const RESOLVERS_6: [[u16; 3]; 4] =
    [[0x2001, 0x4860, 0x4860], [0x2606, 0x4700, 0x4700], [0x2620, 0xfe, 0], [0x2620, 0x119, 0x35]];

/// The address that begins at this word.
pub fn at(place: &Place<'_>) -> Option<RawMatch> {
    let Place { text, start, .. } = *place;
    let length = text.as_bytes()[start..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let (range, value) = match text.as_bytes().get(start + length)? {
        b'.' if length <= 3 => v4(place)?,
        b':' if length <= 4 => v6(text, start)?,
        _ => return None,
    };
    Some(matched(SecretKind::IpAddress, "IP address", range, value))
}

fn v4(place: &Place<'_>) -> Option<(Range<usize>, String)> {
    let Place { text, start, .. } = *place;
    let rest = &text.as_bytes()[start..];
    let length = rest.iter().take(16).take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    let written = text.get(start..start + length)?.trim_end_matches('.');
    let address: Ipv4Addr = written.parse().ok()?;
    let range = start..start + written.len();
    let (before, after) = (&text[..start], &text[range.end..]);
    // `ada@5.9.88.12`, `http://5.9.88.12:80/`, and a network instead of a host in it.
    let is_user = before.ends_with('@') || before.ends_with("//");
    let is_compared = ["==", ">=", "<=", "~=", "^", "~"].iter().any(|sign| before.ends_with(sign));
    let is_begun = is_user || (begins_alone(text, start) && !is_compared);
    let is_ended = !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '\\'))
        && !after.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    let is_network = is_network(after, 32) && address.octets()[3] == 0;
    let is_host = || place.is_named(NAMES) || before.ends_with("//");
    // The first arcs of object identifiers, and the numbers of a version, which mostly are small.
    let [first, second, ..] = address.octets();
    let is_object = matches!((first, second), (1, 0..=3) | (2, 5 | 16));
    let is_large = !is_object && address.octets().into_iter().filter(|octet| *octet >= 32).count() >= 2;
    let is_address = is_begun
        && is_ended
        && !is_network
        && is_public(address)
        && !place.is_named(VERSIONS)
        && (is_large || is_host());
    is_address.then(|| (range, address.to_string()))
}

/// Whether a length of a prefix follows that leaves room for hosts.
fn is_network(after: &str, most: u32) -> bool {
    let digits = after
        .strip_prefix('/')
        .map(|rest| &rest[..rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len()]);
    digits.and_then(|digits| digits.parse::<u32>().ok()).is_some_and(|length| length < most)
}

fn is_public(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = match (a, b) {
        (0 | 10 | 127 | 224.., _) | (169, 254) | (192, 168) | (198, 18 | 19) => true,
        (100, 64..=127) | (172, 16..=31) => true,
        (192, 0) => c == 0 || c == 2,
        (198, 51) => c == 100,
        (203, 0) => c == 113,
        _ => false,
    };
    !is_special && !RESOLVERS.contains(&address)
}

fn v6(text: &str, start: usize) -> Option<(Range<usize>, String)> {
    let rest = &text.as_bytes()[start..];
    let length = rest.iter().take(40).take_while(|byte| byte.is_ascii_hexdigit() || **byte == b':').count();
    let written = text.get(start..start + length)?;
    let written = written.strip_suffix(':').filter(|rest| !rest.ends_with(':')).unwrap_or(written);
    let address: Ipv6Addr = written.parse().ok()?;
    let groups = address.segments();
    let is_global = (0x2000..0x4000).contains(&groups[0])
        && groups[..2] != [0x2001, 0xdb8]
        && !(groups[0] == 0x2001 && groups[1] < 0x200)
        && groups[0] != 0x3fff
        && !RESOLVERS_6.contains(&[groups[0], groups[1], groups[2]]);
    let range = start..start + written.len();
    let is_network = written.ends_with("::");
    let is_begun = text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, ':' | '_' | '.'));
    let is_ended = !text[range.end..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    // `2024::12` is a path in a program.
    let is_long = groups.iter().filter(|group| **group != 0).count() >= 3;
    (is_global && is_long && !is_network && !is_begun && is_ended).then(|| (range, address.to_string()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn public_addresses_are_found() {
        for (text, address) in [
            ("from 91.198.174.192.", "91.198.174.192"),
            ("http://91.198.174.192:8080/", "91.198.174.192"),
            ("ssh root@91.198.174.192", "91.198.174.192"),
            ("HOST=91.198.174.192", "91.198.174.192"),
            ("inet 91.198.174.192/24", "91.198.174.192"),
            ("\"ip\": \"5.9.8.12\"", "5.9.8.12"),
            ("inet6 2a01:4f8:c17:b0f::2/64 scope global", "2a01:4f8:c17:b0f::2"),
            ("[2a01:4f8:c17:b0f:0:0:0:2]:443", "2a01:4f8:c17:b0f::2"),
        ] {
            assert_eq!(found(text).first().map(|found| found.1.as_str()), Some(address), "{text}");
        }
    }

    #[test]
    fn addresses_of_everybody_and_versions_are_not() {
        for text in [
            "127.0.0.1 0.0.0.0 10.1.2.3 172.17.0.2 192.168.178.21:8080 169.254.169.254 100.100.1.2",
            "192.0.2.77 198.51.100.4 203.0.113.200 255.255.255.0 224.0.0.251 8.8.8.8 1.1.1.1",
            "52.94.0.0/16 version 91.198.174.192 v91.198.174.192 foo-91.198.174.192.tar.gz a==91.198.174.192",
            "ImageMagick 6.9.11.60, Chrome/120.45.88.99, 1.2.3.4, 2.5.29.17, 91.198.174.192.33 1.91.198.174.192",
            "::1 fe80::1 2001:db8::1:2:3 fd00::1 2606:4700:4700::1111 2a01:4f8::/32 std::2024::month 2024:01:31:12:30:45",
            "91.198.174.300 091.198.174.192 IP: 127.0.0.1",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
