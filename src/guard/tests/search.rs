//! Planted secrets are found where they stand, as what they are.

use super::planted::planted;
use crate::domain::redaction::SecretKind;
use crate::guard::matches::Match;
use crate::guard::search;

#[test]
fn each_planted_secret_is_found_in_a_sentence() {
    assert!(planted().len() >= 45);
    let mut missed = Vec::new();
    for planted in planted() {
        let text = format!("Ich nehme dafür {} – geht das?", planted.text);
        let matches = search(&text);
        let start = text.find(&planted.secret).expect("planted");
        let kind = SecretKind::parse(planted.kind).expect("a kind");
        let is_found = |matched: &Match| matched.kind == kind && matched.range == (start..start + planted.secret.len());
        if matches.len() != 1 || !matches.iter().any(is_found) {
            missed.push(format!("{}: {text}\n    {matches:?}", planted.name));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn a_secret_has_one_value_wherever_it_stands() {
    for planted in planted() {
        let values =
            [planted.text.clone(), format!("> {}\n\nx", planted.text), format!("| a | {} |", planted.text.trim())];
        let matches: Vec<_> = values.iter().map(|text| search(text)).collect();
        assert!(matches.iter().all(|matches| matches.len() == 1), "{} {matches:#?}", planted.name);
        assert!(matches.iter().all(|found| found[0].value == matches[0][0].value), "{} {matches:#?}", planted.name);
    }
}

#[test]
fn addresses_are_found_in_links_and_brackets() {
    for text in [
        "mailto:ada@analytical.engine?subject=hi",
        "Ada <ada@analytical.engine>",
        "[write](mailto:ada@analytical.engine)",
        "to=ada@analytical.engine&x=1",
        "(ada@analytical.engine)",
        "Ada@Analytical.engine.",
        "ada&commat;analytical.engine",
        "ada%40analytical.engine",
    ] {
        let values: Vec<_> = search(text).into_iter().map(|matched| matched.value).collect();
        assert_eq!(values, ["ada@analytical.engine"], "{text}");
    }
}
