//! The report of a whole conversation.

use serde_json::json;

use super::messages::message;
use super::planted::planted;
use crate::domain::id::MessageId;
use crate::domain::part::Sha256;
use crate::domain::redaction::{Redactions, SecretKind};
use crate::guard::{ConversationScanner, Redactor};

#[test]
fn each_secret_is_told_once_with_its_places() {
    let key = planted().swap_remove(0).secret;
    let mut scanner = ConversationScanner::new();
    scanner.title(&format!("About {key}"));
    scanner.model("gpt-5");
    let parts = json!([{ "type": "reasoning", "text": format!("thinking of {key}") }, { "type": "text", "text": format!("It is {key}.") }]);
    scanner.message(3, Some(MessageId::new(7)), &message(&format!("It is {key}."), Some(parts)), None, None);
    scanner.file(
        Some("keys.txt"),
        Sha256::new([1; 32]),
        "text/plain",
        Some(format!("first\n{key}\nada@analytical.engine\n").as_bytes()),
    );
    scanner.file(Some("a.pdf"), Sha256::new([2; 32]), "application/pdf", Some(b"%PDF-1.7"));
    scanner.file(None, Sha256::new([3; 32]), "text/plain", None);

    let findings = scanner.finish();

    assert_eq!(
        findings.iter().map(|finding| finding.kind).collect::<Vec<_>>(),
        [SecretKind::ApiKey, SecretKind::Email, SecretKind::UnsearchedFile, SecretKind::UnsearchedFile]
    );
    let first = &findings[0];
    assert_eq!((first.rule, first.count, &first.value), ("OpenAI API key", 4, &key));
    assert_eq!(
        first.places.iter().map(|place| place.part).collect::<Vec<_>>(),
        ["title", "thought", "message", "file"]
    );
    assert_eq!(first.places[2].position, Some(3));
    assert_eq!(first.places[3].name.as_deref(), Some("keys.txt"));
    assert_eq!(first.places[3].context, format!("first {} a…@analytical.engine", first.masked));

    let told = serde_json::to_string(&findings).expect("JSON");
    assert!(
        !told.contains(&key[..16]) && told.contains("\"kind\":\"api_key\"") && told.contains("\"message_id\":7"),
        "{told}"
    );
}

#[test]
fn of_a_list_the_neighbours_of_a_finding_are_its_context() {
    let list: Vec<_> = (10..30).map(|n| format!("ada{n}@engine{n}.org")).collect();
    let mut scanner = ConversationScanner::new();
    scanner.message(0, None, &message(&list.join(", "), None), None, None);

    let findings = scanner.finish();

    assert_eq!(findings[10].value, "ada20@engine20.org");
    let context = &findings[10].places[0].context;
    assert_eq!(context, "a…@engine18.org, a…@engine19.org, a…@engine20.org, a…@engine21.org, a…@engine22.org");
}

#[test]
fn a_secret_told_is_masked_wherever_it_stands_near() {
    let mut scanner = ConversationScanner::new();
    scanner.message(
        0,
        None,
        &message("password: n3ptun-Sh4re (n3ptun-**Sh4re**, ada@analytical.engine)", None),
        None,
        None,
    );
    let told = serde_json::to_string(&scanner.finish()).expect("JSON");
    assert!(!told.contains("n3ptun-Sh") && !told.contains("Sh4re") && !told.contains("ada@"), "{told}");
}

#[test]
fn places_are_bounded_and_counted() {
    let mut scanner = ConversationScanner::new();
    scanner.message(0, None, &message(&"ada@analytical.engine ".repeat(500), None), None, None);
    let findings = scanner.finish();
    assert_eq!((findings.len(), findings[0].count, findings[0].places.len()), (1, 500, 20));
}

#[test]
fn what_a_scan_finds_is_taken_out_when_it_is_left_out() {
    for planted in planted() {
        let mut scanner = ConversationScanner::new();
        scanner.message(0, None, &message(&planted.text, None), None, None);
        let findings = scanner.finish();
        assert_eq!(findings.len(), 1, "{findings:#?}");
        let findings = findings.iter().map(|finding| (finding.kind, finding.value.clone())).collect();
        let mut message = message(&format!("It is {}!", planted.text), None);
        Redactor::new(&Redactions { findings, ..Redactions::default() }).message(&mut message, None, None);
        assert!(super::placements::left(&planted.secret, &message.content).is_empty(), "{}", message.content);
    }
}

#[test]
fn a_secret_split_over_two_messages_is_one() {
    let key = planted().swap_remove(0).secret;
    let (a, b) = key.split_at(30);
    let mut scanner = ConversationScanner::new();
    scanner.message(0, None, &message(a, None), None, Some(b));
    scanner.message(1, None, &message(b, None), Some(a), None);
    let findings = scanner.finish();
    assert_eq!((findings.len(), findings[0].count, &findings[0].value), (1, 2, &key));
}

#[test]
fn names_of_files_are_masked() {
    let key = planted().swap_remove(0).secret;
    let mut scanner = ConversationScanner::new();
    scanner.file(Some(&format!("{key}.pdf")), Sha256::new([2; 32]), "application/pdf", None);
    let findings = scanner.finish();
    let told = serde_json::to_string(&findings).expect("JSON");
    assert!(!told.contains(&key[..16]) && findings[0].masked.ends_with(".pdf"), "{told}");
}
