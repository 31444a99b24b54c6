//! Argentina, Brazil, Canada, Chile, Mexico, the United States.

use super::super::check_digits::{digits, is_date, mod11, number, weighted};
use super::{BASE, Form};
use crate::guard::checks::luhn;

pub const FORMS: &[Form] = &[
    // <https://www.ssa.gov/employer/randomization.html>, <https://www.irs.gov/individuals/individual-taxpayer-identification-number>
    Form {
        name: "Social security or taxpayer number (US)",
        alone: &["000-00-0000"],
        named: &["000000000", "000 00 0000", "000.00.0000"],
        names: "ssn ssns itin tin taxid taxpayerid taxpayeridentification socialsecurity socialsecuritynumber social \
            ssnumber",
        check: |ssn| {
            let digits = digits(ssn);
            let (area, group, serial) = (number(&digits[..3]), number(&digits[3..5]), number(&digits[5..]));
            let is_itin = matches!(group, 50..=65 | 70..=88 | 90..=92 | 94..=99);
            let is_area = if area < 900 { area != 0 && area != 666 } else { is_itin };
            is_area && group != 0 && serial != 0 && ssn != "078051120" && ssn != "219099999"
        },
        ..BASE
    },
    Form {
        name: "Employer identification number (US)",
        named: &["00-0000000", "000000000"],
        names: "ein fein employeridentification employerid",
        ..BASE
    },
    Form {
        name: "Social insurance number (Canada)",
        named: &["000 000 000", "000-000-000", "000000000"],
        names: "sin nas socialinsurance assurancesociale",
        check: luhn,
        ..BASE
    },
    // <https://www.gov.br/receitafederal>
    Form {
        name: "CPF (Brazil)",
        alone: &["000.000.000-00"],
        named: &["00000000000", "000000000-00"],
        names: "cpf",
        check: |cpf| {
            let digits = digits(cpf);
            let is_right = |count: usize| {
                weighted(&digits[..count], &descending(count as u32 + 1)) * 10 % 11 % 10 == digits[count]
            };
            is_right(9) && is_right(10)
        },
        ..BASE
    },
    // Letters count from 2026 on.
    Form {
        name: "CNPJ (Brazil)",
        alone: &["**.***.***/****-00"],
        named: &["************00"],
        names: "cnpj",
        check: |cnpj| {
            let values: Vec<u32> = cnpj.bytes().map(|byte| u32::from(byte - b'0')).collect();
            let is_right = |count: usize| {
                let weights: Vec<u32> = (0..count as u32).rev().map(|at| at % 8 + 2).collect();
                weighted(&values[..count], &weights) * 10 % 11 % 10 == values[count]
            };
            is_right(12) && is_right(13)
        },
        ..BASE
    },
    Form {
        name: "CURP (Mexico)",
        alone: &["AAAA000000AAAAAA*0"],
        names: "curp",
        check: |curp| {
            // The alphabet has an Ñ behind N.
            let value = |c: char| c.to_digit(36).map(|value| value + u32::from(value > 23));
            let values: Vec<u32> = curp.chars().filter_map(value).collect();
            let digits: Vec<u32> = values[4..10].to_vec();
            (10 - weighted(&values[..17], &descending(18)) % 10) % 10 == values[17]
                && is_date(number(&digits[2..4]), number(&digits[4..]))
        },
        ..BASE
    },
    Form { name: "RFC (Mexico)", named: &["AAAA000000***", "AAA000000***"], names: "rfc", ..BASE },
    Form {
        name: "CUIT or CUIL (Argentina)",
        alone: &["00-00000000-0"],
        named: &["00000000000"],
        names: "cuit cuil",
        check: |cuit| mod11(&digits(cuit), &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]),
        ..BASE
    },
    Form {
        name: "RUT (Chile)",
        alone: &["00.000.000-*", "0.000.000-*"],
        named: &["00000000-*", "0000000-*"],
        names: "rut run",
        check: |rut| {
            let (body, check) = rut.split_at(rut.len() - 1);
            let sum: u32 = digits(body).iter().rev().zip((2..=7).cycle()).map(|(digit, weight)| digit * weight).sum();
            match 11 - sum % 11 {
                11 => check == "0",
                10 => check == "K",
                digit => check == digit.to_string(),
            }
        },
        ..BASE
    },
];

/// 10, 9, 8, ... 2.
fn descending(from: u32) -> Vec<u32> {
    (2..=from).rev().collect()
}
