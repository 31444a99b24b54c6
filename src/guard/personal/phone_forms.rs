//! Telephone numbers as they are written within their country, in forms that nothing else has. Those that could be
//! anything count behind a name only.

use super::check_digits::{self, is_date, number};
use super::number_form::Form;
use super::phone_plans::is_north_american;
use crate::domain::redaction::SecretKind;

const BASE: Form = Form { name: "", kind: SecretKind::Phone, alone: &[], named: &[], names: "", check: |_| true };

/// What people call a telephone's number.
pub const NAMES: &str = "phone phones mobile cell cellphone telephone tel telno fax landline whatsapp callme textme reachme phonenumber \
    telephonenumber mobilenumber mobilephone sms phoneno mobileno msisdn faxnumber contactnumber telefon \
    telefonnummer handy handynummer handynr mobil mobilnummer mobiltelefon rufnummer festnetz telefonnr durchwahl \
    telefono teléfono móvil movil celular fijo téléphone portable mobiel telefoon telefoonnummer gsm telefone \
    telemóvel telemovel cellulare komórka komórkowy telefonu puhelin puhelinnumero telefonszám cep cepteltelefonu \
    телефон тел моб мобильный телефона мобільний τηλέφωνο 電話 携帯 手机 手機 电话 전화 휴대폰";

pub const FORMS: &[Form] = &[
    Form {
        name: "Telephone number in North America",
        alone: &[
            "(000) 000-0000",
            "(000)000-0000",
            "(000) 000 0000",
            "(000) 000.0000",
            "000-000-0000",
            "000.000.0000",
            "000/000-0000",
            "1-000-000-0000",
            "1.000.000.0000",
            "1 (000) 000-0000",
            "1-(000)-000-0000",
        ],
        check: |number| is_north_american(if number.len() == 11 { &number[1..] } else { number }),
        ..BASE
    },
    // The 0 that is dialled before the area in most countries. It begins no other number that has such groups.
    Form {
        name: "Telephone number with a trunk prefix",
        alone: &[
            // Belgium, France, the Netherlands.
            "00 00 00 00 00",
            "00.00.00.00.00",
            "00-00-00-00-00",
            "00 00000000",
            "00-00000000",
            "0000 00 00 00",
            "000 00 00 00",
            // Switzerland, Ukraine, Turkey.
            "000 000 00 00",
            "000 000-00-00",
            "(000) 000 00 00",
            "(000) 000-00-00",
            "0000 000 00 00",
            "(0000) 000 00 00",
            "0 000 000 00 00",
            "0(000) 000 00 00",
            "0 (000) 000 00 00",
            // The United Kingdom, Australia.
            "000 0000 0000",
            "(000) 0000 0000",
            "0000 000 0000",
            "(0000) 000 0000",
            "00000 000000",
            "00000 0000000",
            "(00000) 000000",
            "00000 000 000",
            "00 0000 0000",
            "(00) 0000 0000",
            "0000 000 000",
            "0000-000-000",
            // Italy, South Africa.
            "000 000 0000",
            "000 000000",
            "000-000-0000",
            // Japan, Korea, China.
            "000-0000-0000",
            "00-0000-0000",
            "00-000-0000",
            "000-00000000",
            "0000-00000000",
            // Austria, Germany.
            "(000) 000000",
            "(000) 0000000",
            "(000) 00000000",
            "(0000) 000000",
            "(0000) 0000000",
            "000 0000000",
            "000 00000000",
            "0000 000000",
            "0000 0000000",
            "0000 00000000",
            "000-0000000",
            "0000-000000",
            "0000-0000000",
            "000/000000",
            "000/0000000",
            "000/00000000",
            "0000/000000",
            "0000/0000000",
            "0000/00000000",
            "000/0000-000",
            "000 / 0000000",
            "000 / 00000000",
            "0000 / 0000000",
            "0000/000 00 00",
            "0000 000 00 000",
            "000 000 00 000",
            "000 000000-0",
            "000 000000-00",
            "0000 00000-0",
            "0000 00000-00",
            // Ten digits behind it: India, China.
            "00000-000000",
            "000000 00000",
            "00000 00000",
            "0000 000-0000",
        ],
        check: |number| {
            let mut digits = number.bytes();
            let is_trunk = digits.next() == Some(b'0') && digits.next().is_some_and(|digit| digit > b'0');
            // `012 20240131`
            let is_day = number.len().checked_sub(8).is_some_and(|at| is_day(&check_digits::digits(&number[at..])));
            is_trunk && number.bytes().any(|digit| digit > b'1') && !is_day
        },
        ..BASE
    },
    Form {
        name: "Telephone number in Russia",
        alone: &[
            "8 (000) 000-00-00",
            "8(000)000-00-00",
            "8 (000) 000 00 00",
            "8 000 000-00-00",
            "8 000 000 00 00",
            "8-000-000-00-00",
            "8 (0000) 00-00-00",
            "8-0000-00-00-00",
        ],
        check: |number| matches!(number.as_bytes().get(1), Some(b'3' | b'4' | b'8' | b'9')),
        ..BASE
    },
    Form {
        name: "Telephone number in Russia or Turkey, without its trunk prefix",
        alone: &["(000) 000-00-00", "(000) 000 00 00"],
        ..BASE
    },
    Form {
        name: "Telephone number in China",
        alone: &["000 0000 0000", "000-0000-0000"],
        check: |number| number.starts_with('1') && number.as_bytes().get(1).is_some_and(|digit| *digit > b'2'),
        ..BASE
    },
    Form {
        name: "Telephone number in Brazil",
        alone: &["(00) 00000-0000", "(00)00000-0000", "(00) 0 0000-0000", "00 00000-0000", "(00) 0000-0000"],
        check: |number| number.len() == 10 || number.as_bytes().get(2) == Some(&b'9'),
        ..BASE
    },
    Form {
        name: "Telephone number in Spain",
        alone: &["000 00 00 00"],
        check: |number| number.as_bytes().first().is_some_and(|digit| *digit > b'5'),
        ..BASE
    },
];

/// Whether these are a year, month and day.
fn is_day(digits: &[u32]) -> bool {
    digits.len() == 8
        && (1970..2100).contains(&number(&digits[..4]))
        && is_date(number(&digits[4..6]), number(&digits[6..]))
}
