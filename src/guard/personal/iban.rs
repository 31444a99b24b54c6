//! International bank account numbers, by the form of each country's accounts and their check digits (ISO 13616).

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::{Place, is_alone};
use crate::domain::redaction::SecretKind;
use crate::guard::checks::mod97;
use crate::guard::matches::{RawMatch, Weight};

/// Country, and what stands behind its two check digits: so many digits (`n`), letters (`a`), or either (`c`).
/// <https://www.swift.com/standards/data-standards/iban-international-bank-account-number>
const ACCOUNTS: &str = "AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BI23n BR23n1a1c BY4c4n16c CH5n12c CR18n \
    CY8n16c CZ20n DE18n DJ23n DK14n DO4c20n EE16n EG25n ES20n FI14n FK2a12n FO14n FR10n11c2n GB4a14n GE2a16n GI4a15c GL14n \
    GR7n16c GT24c HN4a20n HR17n HU24n IE4a14n IL19n IQ4a15n IS22n IT1a10n12c JO4a4n18c KW4a22c KZ3n13c LB4n20c LC4a24c LI5n12c \
    LT16n LU3n13c LV4a13c LY21n MC10n11c2n MD20c ME18n MK3n10c2n MN16n MR23n MT4a5n18c MU4a19n3a NI4a20n NL4a10n NO11n OM3n16c \
    PK4a16c PL24n PS4a21c PT21n QA4a21c RO4a16c RS18n RU14n15c SA2n18c SC4a20n3a SD14n SE20n SI15n SK20n SM1a10n12c SO19n ST21n \
    SV4a20n TL19n TN20n TR6n16c UA6n19c VA18n VG4a16n XK16n YE4a4n18c";

/// The same by country.
static FORMS: LazyLock<HashMap<&[u8], &str>> = LazyLock::new(|| {
    let forms = ACCOUNTS.split_ascii_whitespace().filter_map(|form| form.split_at_checked(2));
    forms.map(|(country, form)| (country.as_bytes(), form)).collect()
});

/// The account that begins here, without its blanks.
pub fn at(place: &Place<'_>) -> Option<RawMatch> {
    let Place { text, start, .. } = *place;
    let bytes = text.as_bytes();
    let [first, second, b'0'..=b'9', b'0'..=b'9', ..] = *bytes.get(start..)? else { return None };
    if !first.is_ascii_alphabetic() || !second.is_ascii_alphabetic() {
        return None;
    }
    let form = FORMS.get([first.to_ascii_uppercase(), second.to_ascii_uppercase()].as_slice())?;
    let mut account: String = text.get(start..start + 4)?.to_ascii_uppercase();
    let mut at = start + 4;
    for (count, kind) in runs(form) {
        for _ in 0..count {
            if matches!(bytes.get(at), Some(b' ' | b'-')) {
                at += 1;
            }
            let byte = *bytes.get(at)?;
            let is_fit = match kind {
                b'n' => byte.is_ascii_digit(),
                b'a' => byte.is_ascii_alphabetic(),
                _ => byte.is_ascii_alphanumeric(),
            };
            if !is_fit {
                return None;
            }
            account.push(char::from(byte.to_ascii_uppercase()));
            at += 1;
        }
    }
    let range: Range<usize> = start..at;
    let matched =
        RawMatch { kind: SecretKind::BankAccount, rule: "IBAN", weight: Weight::Placed, value: account, range };
    (is_alone(text, &matched.range) && mod97(&matched.value)).then_some(matched)
}

/// `4a14n`: four of `a`, then 14 of `n`.
fn runs(form: &str) -> impl Iterator<Item = (usize, u8)> {
    form.split_inclusive(char::is_alphabetic).filter_map(|run| {
        let (kind, count) = run.as_bytes().split_last()?;
        Some((std::str::from_utf8(count).ok()?.parse().ok()?, *kind))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[test]
    fn accounts_have_the_form_of_their_country() {
        for (text, account) in [
            ("DE89 3704 0044 0532 0130 00", "DE89370400440532013000"),
            ("gb82 west 1234 5698 7654 32.", "GB82WEST12345698765432"),
            ("IBAN: FR1420041010050500013M02606", "FR1420041010050500013M02606"),
            ("NL91ABNA0417164300", "NL91ABNA0417164300"),
            ("CH93 0076 2011 6238 5295 7", "CH9300762011623852957"),
        ] {
            assert_eq!(found(text).first().map(|found| found.1.as_str()), Some(account), "{text}");
        }
        for text in [
            "DE88 3704 0044 0532 0130 00",
            // The right check digits, and letters where that country has none.
            "DE71ABCD0044053201300A",
            "9c3e5a1f-7c11-4b77-BE86-370400440532",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
