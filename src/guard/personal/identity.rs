//! Numbers under which states, tax offices and health services know people and firms, country by country: how each is written,
//! and its check digits. Where those let one in ten pass, a number counts beside its name or in its usual punctuation only.

mod americas;
mod asia;
mod europe;
mod spain;
mod vat;

use super::number_form::Form;
use crate::domain::redaction::SecretKind;

/// What all rows share.
const BASE: Form =
    Form { name: "", kind: SecretKind::IdentityNumber, alone: &[], named: &[], names: "", check: |_| true };

/// All rows.
pub fn all() -> impl Iterator<Item = &'static Form> {
    [americas::FORMS, asia::FORMS, europe::FORMS, vat::FORMS].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::super::tests::found;

    #[track_caller]
    fn assert_found(text: &str) {
        let number: String =
            text.rsplit(": ").next().expect("a number").chars().filter(char::is_ascii_alphanumeric).collect();
        let found: Vec<String> = found(text).into_iter().map(|(_, value)| value).collect();
        assert_eq!(found, [number.to_ascii_uppercase()], "{text}");
    }

    /// None of them is anybody's: all were made for this test.
    #[rustfmt::skip]
    const NUMBERS: [(&str, &str); 84] = [
        ("SSN", "260-18-1590"), ("", "260-18-1590"), ("", "901-76-6131"),
        ("my social security number is", "260181590"), ("EIN", "47-2913846"),
        ("National Insurance number", "JB482913C"), ("", "JB 48 29 13 C"), ("NHS number", "186 252 7601"),
        ("", "71 800 239 042"), ("Steuer-ID", "71800239042"), ("steuerIdNr", "71800239042"),
        ("", "1 85 57 75 644 739 27"), ("", "185577564473927"), ("", "96331190Z"), ("DNI", "96331190-Z"),
        ("NIE", "X0830940L"), ("BSN", "792553780"), ("PESEL", "85071079331"),
        ("", "927-724-40-79"), ("", "85.07.08-137.02"), ("", "756.9511.1998.92"), ("SVNR", "1724 121785"),
        ("personnummer", "850712-8075"), ("", "120785-349K"), ("fødselsnummer", "12478510983"), ("", "859712/8419"),
        ("CNP", "1850712412392"), ("OIB", "79661426983"), ("PPS number", "3892723W"), ("NIF", "230198406"),
        ("ЕГН", "8527123719"), ("ΑΦΜ", "168261232"), ("SIN", "262-757-867"), ("", "940.887.449-85"),
        ("CPF", "94088744985"), ("", "80.846.488/2751-27"), ("", "LOAA850712MDFVDD23"), ("", "20-78352018-5"),
        ("", "12.736.858-9"), ("Aadhaar", "260813553239"), ("", "2608 1355 3239"), ("PAN", "BXZCK4821M"),
        ("", "BXZPK4821M"), ("", "850712-1351862"), ("", "1-1211-40526-56-9"), ("ת.ז", "243062221"),
        ("RSA ID number", "8507123499085"), ("TFN", "559 081 927"), ("TCKN", "16502288518"), ("ИНН", "4134656592"),
        ("ИНН", "724060800201"), ("", "LVLDAA85L52F205Q"), ("codice fiscale", "lvldaa85l52f20rl"),
        ("", "DE183697330"), ("USt-IdNr.", "DE 183697330"), ("", "ATU90237510"), ("", "BE0461598749"),
        ("", "DK76117756"), ("", "FI92149047"), ("", "IT76772940532"), ("P. IVA", "76772940532"), ("", "LU27421102"),
        ("", "NL036639357B41"), ("", "PL1059182206"), ("", "PT391472674"), ("", "SE378083899501"), ("", "SI99893398"),
        ("", "EE707723350"), ("", "HU27766813"), ("", "SK9559265628"), ("", "FR17185119393"),
        ("VAT", "FR 17 185 119 393"), ("", "GB305417543"), ("", "EL727801809"), ("", "HR48877744882"),
        ("", "ESB22663900"), ("VAT no.", "CZ27419386"), ("", "11010519850712431X"), ("", "S8271364F"),
        ("", "K482913(1)"), ("Medicare", "2951 83648 1"), ("マイナンバー", "4829 1736 2518"), ("", "482-917-362 22"),
        ("РНОКПП", "2847163954"),
    ];

    #[test]
    fn numbers_are_found_alone_or_beside_their_name() {
        for (name, number) in NUMBERS {
            assert_found(&format!("{name}: {number}"));
        }
    }
}
