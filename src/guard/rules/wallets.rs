//! Keys of wallets.

use sha2::{Digest as _, Sha256};

use super::super::checks::entropy;
use super::{BASE, Rule, Weight};
use crate::domain::redaction::SecretKind;

/// A key that opens a wallet.
const WALLET: Rule = Rule { kind: SecretKind::PrivateKey, check: |key| entropy(key) >= 3.5, ..BASE };

pub const RULES: &[Rule] = &[
    // https://github.com/bitcoin/bips/blob/master/bip-0032.mediawiki#serialization-format
    Rule {
        name: "Extended private key (BIP 32)",
        literals: &["xprv", "yprv", "zprv", "tprv", "uprv", "vprv"],
        pattern: r"[xyztuv]prv[1-9A-HJ-NP-Za-km-z]{107}",
        ..WALLET
    },
    // https://en.bitcoin.it/wiki/Wallet_import_format
    Rule {
        name: "Bitcoin private key",
        literals: &["privkey", "private key", "private_key", "privatekey", "wif", "bitcoin", "wallet"],
        pattern: r"(?i:[\w ]{0,24})[^\n\w]{1,16}([5KLc9][1-9A-HJ-NP-Za-km-z]{50,51})",
        weight: Weight::Placed,
        check: is_base58check,
        ..WALLET
    },
    // https://github.com/nostr-protocol/nips/blob/master/19.md
    Rule { name: "Nostr private key", literals: &["nsec1"], pattern: "nsec1[02-9ac-hj-np-z]{58}", ..WALLET },
];

/// Whether the last four bytes are the checksum of the others.
fn is_base58check(key: &str) -> bool {
    const DIGITS: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let mut bytes = [0_u8; 38];
    for c in key.chars() {
        let Some(mut carry) = DIGITS.find(c) else { return false };
        for byte in bytes.iter_mut().rev() {
            carry += usize::from(*byte) * 58;
            *byte = (carry % 256) as u8;
            carry /= 256;
        }
    }
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(0);
    let Some((body, check)) = bytes[start..].split_last_chunk::<4>() else { return false };
    Sha256::digest(Sha256::digest(body))[..4] == *check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wallet_keys_have_a_checksum() {
        // The example of the Bitcoin wiki, which nobody uses.
        let key = ["5HueCGU8rMjxEXxiPuD5BDku", "4MkFqeZyd4dZ1jvhTVqvbTLvyTJ"].concat();
        assert!(is_base58check(&key));
        assert!(!is_base58check(&key.replace('8', "9")));
    }
}
