//! Asia, Africa, Australia.

use super::super::check_digits::{digits, is_date, mod11_2, number, sum11, verhoeff, weighted};
use super::{BASE, Form};
use crate::guard::checks::luhn;

pub const FORMS: &[Form] = &[
    // GB 11643-1999: region, date of birth, check digit.
    Form {
        name: "Resident identity number (China)",
        alone: &["00000000000000000*"],
        names: "身份证",
        check: |id| {
            let digits = digits(&id[..17]);
            digits.len() == 17
                && matches!(digits[0], 1..=6 | 8)
                && matches!(number(&digits[6..10]), 1900..2100)
                && is_date(number(&digits[10..12]), number(&digits[12..14]))
                && mod11_2(id)
        },
        ..BASE
    },
    // <https://uidai.gov.in>
    Form {
        name: "Aadhaar number (India)",
        alone: &["0000 0000 0000", "0000-0000-0000"],
        named: &["000000000000"],
        names: "aadhaar aadhar uidai uid आधार",
        check: |aadhaar| {
            let digits = digits(aadhaar);
            // Three years in a row.
            let are_years = digits.chunks(4).all(|group| matches!(number(group), 1900..2100));
            digits[0] > 1 && !are_years && verhoeff(&digits)
        },
        ..BASE
    },
    Form {
        name: "PAN of a person (India)",
        alone: &["AAAAA0000A"],
        names: "pan pancard panno",
        check: |pan| pan.as_bytes()[3] == b'P',
        ..BASE
    },
    Form {
        name: "PAN (India)",
        named: &["AAAAA0000A"],
        names: "pan pancard panno permanentaccount",
        check: |pan| b"ABCFGHJLPT".contains(&pan.as_bytes()[3]),
        ..BASE
    },
    Form {
        name: "Resident registration number (Korea)",
        alone: &["000000-0000000"],
        named: &["0000000000000"],
        names: "주민등록 주민등록번호 rrn",
        check: |rrn| {
            let digits = digits(rrn);
            is_date(number(&digits[2..4]), number(&digits[4..6]))
                && (11 - weighted(&digits, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11) % 10 == digits[12]
        },
        ..BASE
    },
    Form {
        name: "My Number (Japan)",
        named: &["0000 0000 0000", "0000-0000-0000", "000000000000"],
        names: "マイナンバー 個人番号 個人 mynumber",
        check: |id| {
            let digits = digits(id);
            let sum = weighted(&digits, &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
            digits[11] == if sum < 2 { 0 } else { 11 - sum }
        },
        ..BASE
    },
    Form {
        name: "NRIC or FIN (Singapore)",
        alone: &["A0000000A"],
        names: "nric fin",
        check: |id| {
            let digits = digits(id);
            let first = id.as_bytes()[0];
            let sum = weighted(&digits, &[2, 7, 6, 5, 4, 3, 2]) + if matches!(first, b'T' | b'G') { 4 } else { 0 };
            let letters: &[u8] = match first {
                b'S' | b'T' => b"JZIHGFEDCBA",
                b'F' | b'G' => b"XWUTRQPNMLK",
                _ => return false,
            };
            id.as_bytes().last() == letters.get((sum % 11) as usize)
        },
        ..BASE
    },
    Form {
        name: "Identity card (Hong Kong)",
        alone: &["A000000(*)"],
        named: &["A000000*"],
        names: "hkid",
        check: |id| {
            let values: Vec<u32> = id.chars().filter_map(|c| c.to_digit(36)).collect();
            (36 * 9 + weighted(&values, &[8, 7, 6, 5, 4, 3, 2, 1])).is_multiple_of(11)
        },
        ..BASE
    },
    Form {
        name: "National identity number (Thailand)",
        alone: &["0-0000-00000-00-0"],
        check: |id| {
            let digits = digits(id);
            (11 - weighted(&digits, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 10 == digits[12]
        },
        ..BASE
    },
    Form {
        name: "Identity number (Israel)",
        named: &["000000000"],
        names: "תעודתזהות תז teudatzehut israeliid",
        check: luhn,
        ..BASE
    },
    Form {
        name: "Identity number (South Africa)",
        named: &["0000000000000", "000000 0000 000"],
        names: "id idnumber rsaid saidnumber identity identitynumber",
        check: |id| luhn(id) && is_date(number(&digits(&id[2..4])), number(&digits(&id[4..6]))),
        ..BASE
    },
    Form {
        name: "Tax file number (Australia)",
        named: &["000 000 000", "000000000", "000-000-000"],
        names: "tfn taxfile taxfilenumber",
        check: |id| weighted(&digits(id), &[1, 4, 3, 7, 5, 8, 6, 9, 10]).is_multiple_of(11),
        ..BASE
    },
    Form {
        name: "Medicare number (Australia)",
        named: &["0000 00000 0", "0000000000"],
        names: "medicare medicarecard",
        check: |id| {
            let digits = digits(id);
            weighted(&digits, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10 == digits[8]
        },
        ..BASE
    },
    Form {
        name: "Identity number (Turkey)",
        named: &["00000000000"],
        names: "tckn tckimlik kimlik tc",
        check: |id| {
            let digits = digits(id);
            let odd: u32 = digits[..9].iter().step_by(2).sum();
            let even: u32 = digits[1..8].iter().step_by(2).sum();
            digits[0] > 0
                && (odd * 7 + 90 - even) % 10 == digits[9]
                && digits[..10].iter().sum::<u32>() % 10 == digits[10]
        },
        ..BASE
    },
    Form {
        name: "SNILS (Russia)",
        alone: &["000-000-000 00"],
        named: &["00000000000"],
        names: "снилс snils",
        check: |id| {
            let digits = digits(id);
            weighted(&digits, &[9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100 == number(&digits[9..])
        },
        ..BASE
    },
    Form {
        name: "INN (Russia)",
        named: &["000000000000", "0000000000"],
        names: "инн inn",
        check: |id| {
            let digits = digits(id);
            match digits.len() {
                10 => sum11(&digits, &[2, 4, 10, 3, 5, 9, 4, 6, 8]),
                _ => {
                    sum11(&digits[..11], &[7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
                        && sum11(&digits, &[3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8])
                }
            }
        },
        ..BASE
    },
    Form {
        name: "Tax number (Ukraine)",
        named: &["0000000000"],
        names: "рнокпп іпн ипн",
        check: |id| {
            let digits = digits(id);
            // The first weight is -1.
            (weighted(&digits[1..], &[5, 7, 9, 4, 6, 10, 5, 7]) + 11 - digits[0]) % 11 % 10 == digits[9]
        },
        ..BASE
    },
];
