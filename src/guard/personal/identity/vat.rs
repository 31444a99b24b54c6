//! Tax numbers of firms and of the self-employed: VAT numbers with their country before them, and the numbers that they are
//! made of behind their name. <https://ec.europa.eu/taxation_customs/vies>

use super::super::check_digits::{digits, mod11, mod11_10, number, remainder, sum11, weighted};
use super::{BASE, Form, spain};
use crate::guard::checks::luhn;

const NAMES: &str = "vat vatid vatno vatnumber vatin ustid ustidnr umsatzsteuerid uid mwst tva iva btw btwnummer moms piva \
    partitaiva nip dič dic ičdph pvn pvm alv áfa adószám ддс φπα cif nif cvr siren siret kvk";

pub const FORMS: &[Form] = &[
    Form {
        name: "VAT number",
        alone: &[
            "AA000000000",
            "AA 000000000",
            "AA 000 000 000",
            "AA00000000",
            "AA 00000000",
            "AA 00 00 00 00",
            "AA00000000000",
            "AA 00000000000",
            "AA**000000000",
            "AA** 000 000 000",
            "AA ** 000 000 000",
            "AA0000000000",
            "AA 0000.000.000",
            "AA 0000 000 000",
            "AA000000000000",
            "AA 000000000000",
            "AAA00000000",
            "AA A00000000",
            "AA000000000A00",
            "AA*0000000*",
            "AA 0000000000",
            "AA 000 000 00 00",
        ],
        names: NAMES,
        check: is_vat,
        ..BASE
    },
    Form {
        name: "Tax number of a firm",
        named: &[
            "AA********",
            "AA*********",
            "AA**********",
            "000000000",
            "0000000000",
            "00000000000",
            "A00000000",
            "A0000000A",
        ],
        names: NAMES,
        check: is_firm,
        ..BASE
    },
    Form {
        name: "NIP (Poland)",
        alone: &["000-000-00-00", "000-00-00-000"],
        check: |id| sum11(&digits(id), &[6, 5, 7, 2, 3, 4, 5, 6, 7]),
        ..BASE
    },
];

/// A number behind its country, with the check digits of that country.
fn is_vat(vat: &str) -> bool {
    let (country, rest) = vat.split_at(2);
    let digits = digits(rest);
    let is_numeric = |length: usize| rest.len() == length && digits.len() == length;
    match country {
        "DE" => is_numeric(9) && digits[0] > 0 && mod11_10(&digits),
        "HR" => is_numeric(11) && mod11_10(&digits),
        "AT" => rest.len() == 9 && rest.starts_with('U') && digits.len() == 8 && is_austrian(&digits),
        "BE" => is_numeric(10) && digits[0] < 2 && 97 - remainder(&digits[..8], 97) == number(&digits[8..]),
        "DK" => is_numeric(8) && digits[0] > 0 && weighted(&digits, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11),
        "FI" => is_numeric(8) && mod11(&digits, &[7, 9, 10, 5, 8, 4, 2]),
        "FR" => is_french(rest),
        "IT" => is_numeric(11) && luhn(rest),
        "LU" => is_numeric(8) && remainder(&digits[..6], 89) == number(&digits[6..]),
        "NL" => rest.len() == 12 && rest.as_bytes()[9] == b'B' && is_dutch(vat),
        "PL" => is_numeric(10) && sum11(&digits, &[6, 5, 7, 2, 3, 4, 5, 6, 7]),
        "PT" => is_numeric(9) && digits[0] > 0 && mod11(&digits, &[9, 8, 7, 6, 5, 4, 3, 2]),
        "EL" => is_numeric(9) && sum11(&digits, &[256, 128, 64, 32, 16, 8, 4, 2]),
        "SE" => is_numeric(12) && rest.ends_with("01") && luhn(&rest[..10]),
        "SI" => is_numeric(8) && digits[0] > 0 && mod11(&digits, &[8, 7, 6, 5, 4, 3, 2]),
        "EE" => is_numeric(9) && (10 - weighted(&digits, &[3, 7, 1, 3, 7, 1, 3, 7]) % 10) % 10 == digits[8],
        "HU" => is_numeric(8) && (10 - weighted(&digits, &[9, 7, 3, 1, 9, 7, 3]) % 10) % 10 == digits[7],
        "SK" => is_numeric(10) && digits[0] > 0 && remainder(&digits, 11) == 0,
        "GB" | "XI" => is_numeric(9) && is_british(&digits),
        "ES" => rest.len() == 9 && (spain::is_person(rest) || spain::is_firm(rest)),
        _ => false,
    }
}

/// Of countries whose check digits are not known here, and without a country.
fn is_firm(id: &str) -> bool {
    const COUNTRIES: [&str; 9] = ["BG", "CY", "CZ", "IE", "LT", "LV", "MT", "RO", "NO"];
    let digits = digits(id);
    match (id.get(..2), id.len()) {
        (Some(country), _) if COUNTRIES.contains(&country) => digits.len() >= 6,
        (_, 9) => spain::is_person(id) || spain::is_firm(id) || (digits.len() == 9 && luhn(id)) || mod11_10(&digits),
        (_, 10) => digits.len() == 10 && sum11(&digits, &[6, 5, 7, 2, 3, 4, 5, 6, 7]),
        (_, 11) => digits.len() == 11 && luhn(id),
        _ => false,
    }
}

fn is_austrian(digits: &[u32]) -> bool {
    let double = |digit: u32| digit * 2 / 10 + digit * 2 % 10;
    let sum: u32 =
        digits[..7].iter().enumerate().map(|(at, digit)| if at % 2 == 1 { double(*digit) } else { *digit }).sum();
    (10 - (sum + 4) % 10) % 10 == digits[7]
}

/// Two digits of a key, and the SIREN of the firm. Keys with letters are rare.
fn is_french(number_of: &str) -> bool {
    let digits = digits(number_of);
    digits.len() == 11 && luhn(&number_of[2..]) && (12 + 3 * remainder(&digits[2..], 97)) % 97 == number(&digits[..2])
}

/// A person's by the 97 of ISO 7064 over letters, too; a firm's by the BSN's.
fn is_dutch(vat: &str) -> bool {
    let values = vat.chars().filter_map(|c| c.to_digit(36));
    let rest = values.fold(0, |rest, value| (rest * if value < 10 { 10 } else { 100 } + value) % 97);
    let digits = digits(&vat[2..11]);
    let is_bsn =
        digits.len() == 9 && (weighted(&digits, &[9, 8, 7, 6, 5, 4, 3, 2]) + 10 * digits[8]).is_multiple_of(11);
    rest == 1 || is_bsn
}

fn is_british(digits: &[u32]) -> bool {
    let sum = weighted(&digits[..7], &[8, 7, 6, 5, 4, 3, 2]) + number(&digits[7..]);
    matches!(sum % 97, 0 | 42 | 55)
}
