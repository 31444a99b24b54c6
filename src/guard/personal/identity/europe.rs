//! Europe, without tax numbers of firms.

use super::super::check_digits::{digits, is_date, mod11, mod11_10, number, remainder, sum11, weighted};
use super::{BASE, Form, spain};
use crate::guard::checks::luhn;

pub const FORMS: &[Form] = &[
    // <https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110>
    Form {
        name: "National insurance number (UK)",
        alone: &["AA 00 00 00 A", "AA-00-00-00-A"],
        named: &["AA000000A", "AA 000000 A", "AA 000000A"],
        names: "ni nino nationalinsurance ninumber nationalinsurancenumber",
        check: |id| {
            let [first, second, ..] = *id.as_bytes() else { return false };
            let is_prefix = !b"DFIQUV".contains(&first)
                && !b"DFIOQUV".contains(&second)
                && !["BG", "GB", "NK", "KN", "TN", "NT", "ZZ"].contains(&&id[..2]);
            is_prefix && matches!(id.as_bytes().last(), Some(b'A'..=b'D'))
        },
        ..BASE
    },
    Form {
        name: "NHS number (UK)",
        named: &["000 000 0000", "000-000-0000", "0000000000"],
        names: "nhs nhsnumber nhsno",
        check: |id| {
            let digits = digits(id);
            let sum = weighted(&digits, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11;
            sum != 1 && (11 - sum) % 11 == digits[9]
        },
        ..BASE
    },
    // One digit stands twice or three times among the first ten.
    Form {
        name: "Tax identification number (Germany)",
        alone: &["00 000 000 000"],
        named: &["00000000000", "00 000000000"],
        names: "idnr steuerid steueridnr steueridentifikationsnummer steuerlicheidentifikationsnummer taxid tin \
            identifikationsnummer steuernummer steuer",
        check: |id| {
            let digits = digits(id);
            let mut counts = [0; 10];
            digits[..10].iter().for_each(|digit| counts[*digit as usize] += 1);
            let repeated = counts.iter().filter(|count| **count > 1).count();
            digits[0] > 0 && repeated == 1 && counts.iter().all(|count| *count < 4) && mod11_10(&digits)
        },
        ..BASE
    },
    // Sex, year, month, place of birth, order, key. Corsica has letters, for 19 and 18.
    Form {
        name: "NIR (France)",
        alone: &["0 00 00 00 000 000 00", "0 00 00 0A 000 000 00", "000000000000000", "000000A00000000"],
        named: &["0000000000000 00"],
        names: "nir nss sécuritésociale securitesociale insee sécu",
        check: |nir| {
            let (corsica, letter) = (nir.get(5..7), nir.as_bytes()[6]);
            if letter.is_ascii_alphabetic() && !matches!(corsica, Some("2A" | "2B")) {
                return false;
            }
            let digits = digits(&nir.replacen("2A", "19", 1).replacen("2B", "18", 1));
            matches!(digits[0], 1 | 2)
                && matches!(number(&digits[3..5]), 1..=12 | 20..=42 | 50..=99)
                && 97 - remainder(&digits[..13], 97) == number(&digits[13..])
        },
        ..BASE
    },
    Form {
        name: "DNI or NIE (Spain)",
        alone: &["00000000A", "00000000-A", "00.000.000-A", "00.000.000A", "A0000000A", "A0000000-A"],
        names: "dni nie nif documento identidad",
        check: spain::is_person,
        ..BASE
    },
    // A letter counts for a digit where two people would have the same.
    Form {
        name: "Codice fiscale (Italy)",
        alone: &["AAAAAA**A**A***A", "AAA AAA **A** A***A"],
        names: "codicefiscale cf",
        check: |code| {
            const ODD: [u32; 26] =
                [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
            let bytes = code.as_bytes();
            let place = |byte: u8| if byte.is_ascii_digit() { byte - b'0' } else { byte.wrapping_sub(b'A') };
            let value = |(at, byte): (usize, &u8)| {
                let place = place(*byte);
                if at % 2 == 0 { ODD.get(usize::from(place)).copied().unwrap_or(0) } else { u32::from(place) }
            };
            let sum: u32 = bytes[..15].iter().enumerate().map(value).sum();
            let numbers = [6, 7, 9, 10, 12, 13, 14];
            bytes[8].is_ascii_alphabetic()
                && b"ABCDEHLMPRST".contains(&bytes[8])
                && numbers.iter().all(|at| bytes[*at].is_ascii_digit() || b"LMNPQRSTUV".contains(&bytes[*at]))
                && sum % 26 == u32::from(place(bytes[15]))
        },
        ..BASE
    },
    Form {
        name: "BSN (Netherlands)",
        named: &["000000000", "0000.00.000", "0000 00 000", "000 000 000"],
        names: "bsn burgerservice burgerservicenummer sofinummer sofi",
        check: |id| {
            let digits = digits(id);
            (weighted(&digits, &[9, 8, 7, 6, 5, 4, 3, 2]) + 10 * digits[8]).is_multiple_of(11)
        },
        ..BASE
    },
    // The century is in the month.
    Form {
        name: "PESEL (Poland)",
        named: &["00000000000"],
        names: "pesel",
        check: |id| {
            let digits = digits(id);
            let sum = weighted(&digits, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]);
            is_date(number(&digits[2..4]) % 20, number(&digits[4..6])) && (10 - sum % 10) % 10 == digits[10]
        },
        ..BASE
    },
    Form {
        name: "National register number (Belgium)",
        alone: &["00.00.00-000.00"],
        named: &["00000000000"],
        names: "rijksregister rijksregisternummer registrenational niss insz nationaalnummer",
        check: |id| {
            let digits = digits(id);
            let is_right = |first: u32| {
                97 - (first * 1_000_000_000 % 97 + remainder(&digits[..9], 97)) % 97 == number(&digits[9..])
            };
            // A 2 stands before the numbers of those born from 2000 on.
            is_date(number(&digits[2..4]) % 20, number(&digits[4..6])) && (is_right(0) || is_right(2))
        },
        ..BASE
    },
    Form {
        name: "AHV number (Switzerland)",
        alone: &["000.0000.0000.00", "0000000000000"],
        names: "ahv avs ahvnummer",
        check: |id| {
            let digits = digits(id);
            let sum = weighted(&digits, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]);
            id.starts_with("756") && (10 - sum % 10) % 10 == digits[12]
        },
        ..BASE
    },
    Form {
        name: "Social insurance number (Austria)",
        named: &["0000 000000", "0000000000"],
        names: "svnr sozialversicherungsnummer sv svnummer versicherungsnummer",
        check: |id| {
            let digits = digits(id);
            weighted(&digits, &[3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == digits[3]
        },
        ..BASE
    },
    Form {
        name: "Personal number (Sweden)",
        named: &["000000-0000", "00000000-0000", "0000000000", "000000000000"],
        names: "personnummer personnr samordningsnummer pnr",
        check: |id| {
            let id = &id[id.len() - 10..];
            luhn(id) && is_date(number(&digits(&id[2..4])), number(&digits(&id[4..6])) % 60)
        },
        ..BASE
    },
    Form {
        name: "Personal identity code (Finland)",
        alone: &["000000-000A", "000000A000A", "000000A0000", "000000+000A"],
        named: &["000000-0000"],
        names: "henkilötunnus hetu personbeteckning",
        check: |id| {
            let bytes = id.as_bytes();
            let digits = digits(&[&id[..6], &id[id.len() - 4..id.len() - 1]].concat());
            let is_century = bytes.len() == 10 || b"ABCDEFUVWXY".contains(&bytes[6]);
            let check = b"0123456789ABCDEFHJKLMNPRSTUVWXY".get((number(&digits) % 31) as usize);
            is_century
                && digits.len() == 9
                && is_date(number(&digits[2..4]), number(&digits[..2]))
                && bytes.last() == check
        },
        ..BASE
    },
    Form {
        name: "Identity number (Norway)",
        alone: &["000000 00000"],
        named: &["00000000000"],
        names: "fødselsnummer fødselsnr fnr personnummer dnummer",
        check: |id| {
            let digits = digits(id);
            is_date(number(&digits[2..4]) % 40, number(&digits[..2]) % 40)
                && mod11(&digits[..10], &[3, 7, 6, 1, 8, 9, 4, 5, 2])
                && mod11(&digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2])
        },
        ..BASE
    },
    Form {
        name: "CPR number (Denmark)",
        named: &["000000-0000", "0000000000"],
        names: "cpr cprnr cprnummer personnummer",
        check: |id| is_date(number(&digits(&id[2..4])), number(&digits(&id[..2]))),
        ..BASE
    },
    // Women have 50 more in the month.
    Form {
        name: "Birth number (Czechia, Slovakia)",
        alone: &["000000/0000"],
        named: &["0000000000"],
        names: "rodnéčíslo rodnécislo rodnecislo rč",
        check: |id| {
            let digits = digits(id);
            is_date(number(&digits[2..4]) % 50 % 20, number(&digits[4..6])) && remainder(&digits, 11) == 0
        },
        ..BASE
    },
    Form {
        name: "CNP (Romania)",
        named: &["0000000000000"],
        names: "cnp codnumericpersonal",
        check: |id| {
            let digits = digits(id);
            let sum = weighted(&digits, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
            digits[12] == if sum == 10 { 1 } else { sum }
        },
        ..BASE
    },
    Form { name: "OIB (Croatia)", named: &["00000000000"], names: "oib", check: |id| mod11_10(&digits(id)), ..BASE },
    Form {
        name: "PPS number (Ireland)",
        named: &["0000000A", "0000000AA"],
        names: "pps ppsn ppsnumber",
        check: |id| {
            let extra = id.as_bytes().get(8).map_or(0, |letter| u32::from(*letter - b'@') * 9);
            let sum = weighted(&digits(id), &[8, 7, 6, 5, 4, 3, 2]) + extra;
            b"WABCDEFGHIJKLMNOPQRSTUV".get((sum % 23) as usize) == id.as_bytes().get(7)
        },
        ..BASE
    },
    Form {
        name: "NIF (Portugal)",
        named: &["000000000", "000 000 000"],
        names: "nif contribuinte nifnumber",
        check: |id| mod11(&digits(id), &[9, 8, 7, 6, 5, 4, 3, 2]),
        ..BASE
    },
    Form {
        name: "EGN (Bulgaria)",
        named: &["0000000000"],
        names: "егн egn",
        check: |id| sum11(&digits(id), &[2, 4, 8, 5, 10, 9, 7, 3, 6]),
        ..BASE
    },
    Form {
        name: "AFM (Greece)",
        named: &["000000000"],
        names: "αφμ afm",
        check: |id| sum11(&digits(id), &[256, 128, 64, 32, 16, 8, 4, 2]),
        ..BASE
    },
];
