//! How files are cut into conversations: whatever the layout, and whatever is broken in it.

use serde_json::json;

use super::super::{ImportEvent, ImportSource, ReadOptions};
use super::hostile::{good, read_text};

#[test]
fn a_file_that_breaks_off_is_read_as_far_as_it_goes() {
    let whole = format!("[{}, {}, {}]", good(), good(), good());
    let import = read_text(&whole[..whole.len() - 9]).expect("two of three");
    assert_eq!(import.chats.len(), 2);
    assert!(import.skipped[0].starts_with("The file ends unexpectedly at line 1"), "{:?}", import.skipped);
    let wrapped = format!("{{\"conversations\": [{}, {{\"mapp", good());
    assert_eq!(read_text(&wrapped).expect("one of two").chats.len(), 1);
}

#[test]
fn of_several_lists_in_one_object_each_is_read() {
    let named = |title: &str| {
        let mut chat = good();
        chat["title"] = json!(title);
        chat
    };
    let file = json!({"version": 2, "active": [named("Rain"), named("Sun")], "archived": {"a": named("Snow")}});
    let titles: Vec<String> =
        read_text(&file.to_string()).expect("three").chats.iter().map(|chat| chat.name.as_str().to_owned()).collect();
    assert_eq!(titles, ["Rain", "Sun", "Snow"]);
}

#[test]
fn values_one_after_the_other_are_read_however_they_are_laid_out() {
    let laid_out = serde_json::to_string_pretty(&good()).expect("JSON");
    assert_eq!(read_text(&format!("{laid_out}\n{laid_out}{laid_out}")).expect("three").chats.len(), 3);
    let import = read_text(&format!("{{broken\n{}\n", good())).expect("the second line");
    assert_eq!((import.chats.len(), import.skipped.len()), (1, 1));
    for with_more in [format!("{} and more", good()), format!("[{}],", good())] {
        let import = read_text(&with_more).expect("the value before");
        assert_eq!((import.chats.len(), import.skipped.len()), (1, 1));
    }
}

#[test]
fn a_conversation_line_by_line_is_held_to_the_same_bound() {
    let line = json!({"role": "user", "content": "x".repeat(300)}).to_string();
    let source =
        ImportSource::of("file".to_owned(), [line.as_str(); 10].join("\n").into_bytes().into()).expect("opened");
    let options = ReadOptions { conversation_bytes: 1000, ..ReadOptions::default() };
    let (mut messages, mut remarks) = (0, Vec::new());
    crate::import::read(&source, &options, &mut |event| {
        if let ImportEvent::Chat { chat, notes } = event {
            messages += chat.messages.len();
            remarks.extend(notes);
        }
        Ok(())
    })
    .expect("read");
    assert_eq!((messages, remarks.len()), (3, 1), "{remarks:?}");
    assert!(remarks[0].starts_with("line 4: from here on it is longer than"), "{remarks:?}");
}

#[test]
fn a_conversation_that_is_too_long_costs_no_other() {
    let long = json!({"messages": [{"role": "user", "content": "x".repeat(5000)}]});
    let short = json!({"messages": [{"role": "user", "content": "Hi"}]});
    for file in [
        format!("[{short}, {long}, {short}]"),
        format!("[{long}, {short}, {short}]"),
        format!("{short}\n{long}\n{short}\n"),
        format!("{long}{short}{short}"),
        format!("{{\"a\": 1, \"conversations\": [{short}, {long}, {short}]}}"),
        format!("{{\"conversations\": [{long}, {short}, {short}], \"b\": 2}}"),
    ] {
        let source = ImportSource::of("file".to_owned(), file.clone().into_bytes().into()).expect("opened");
        let options = ReadOptions { conversation_bytes: 1000, ..ReadOptions::default() };
        let (mut chats, mut skipped) = (0, Vec::new());
        crate::import::read(&source, &options, &mut |event| {
            match event {
                ImportEvent::Chat { .. } => chats += 1,
                ImportEvent::Skipped { reason, .. } => skipped.push(reason),
                _ => {}
            }
            Ok(())
        })
        .expect("read");
        assert_eq!((chats, skipped.len()), (2, 1), "{file:.60} {skipped:?}");
        assert!(skipped[0].contains("longer than"), "{skipped:?}");
    }
}

#[test]
fn a_session_with_broken_lines_is_read_around_them() {
    let line = |text: &str| json!({"type": "user", "sessionId": "s", "message": {"content": text}}).to_string();
    let (a, b) = (line("a"), line("b"));
    for broken in ["{\"type\": \"us", "nonsense", "{}}", "[", "]", "\"", "{\"a\": \"", "\u{0}", "1e999"] {
        for lines in [[broken, &a, &b], [&a, broken, &b], [&a, &b, broken]] {
            let import = read_text(&lines.join("\n")).unwrap_or_else(|error| panic!("{lines:?}: {error}"));
            let said: Vec<&str> = import.chats[0].messages.iter().map(|message| message.content.as_str()).collect();
            assert_eq!((import.chats.len(), said), (1, vec!["a", "b"]), "{lines:?}");
            assert_eq!(import.skipped.len(), 1, "{lines:?} {:?}", import.skipped);
        }
    }
}

#[test]
fn a_first_line_longer_than_is_looked_ahead_is_one_of_many() {
    let line = |text: &str| json!({"type": "user", "sessionId": "s", "message": {"content": text}}).to_string();
    let file = [line(&"x".repeat(3_000_000)), "{broken \"".to_owned(), line("b")].join("\n");
    let import = read_text(&file).expect("read");
    assert_eq!((import.chats[0].messages.len(), import.skipped.len()), (2, 1));
}

#[test]
fn a_wrapper_whose_first_element_is_broken_keeps_the_others() {
    for broken in ["{\"mapping\": 1e999}", "{\"mapping\": nul}", "{x}", "{\"mapping\": {\"a\": 1,}}"] {
        let import = read_text(&format!("{{\"conversations\": [{broken}, {}]}}", good())).expect("one");
        assert_eq!((import.chats.len(), import.skipped.len()), (1, 1), "{broken}");
    }
}

#[test]
fn one_conversation_over_several_lines_is_one() {
    let messages = "{\"role\": \"user\", \"content\": \"Hi\"}";
    for file in [
        format!("{{\"messages\": [\n{messages}\n]}}"),
        format!("{{\"messages\":\n[\n{messages}\n]}}"),
        format!("[\n{messages}\n]"),
        format!("{{\n\"title\": \"x\", \"messages\": [\n{messages}]\n}}"),
    ] {
        let import = read_text(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!((import.chats.len(), import.chats[0].messages.len(), import.skipped.len()), (1, 1, 0), "{file}");
    }
}

#[test]
fn stray_bytes_end_the_reading_and_do_not_stop_it() {
    for piece in ["[", "]", "{", "}", ":", ",", "\"", "\\", " ", "\n", "0", "x", "{\"conversations\":[", "{\"a\":1}"] {
        for other in ["[", "]", "{", "}", ":", ",", "\"", "\\", "\n", "[1", "{\"a\"", "\"history\":[{"] {
            for text in [format!("[{piece}{other}"), format!("{{{piece}{other}"), format!("{piece}{other}{piece}")] {
                assert!(read_text(&text).is_err(), "{text}");
                assert!(read_text(&text.repeat(50)).is_err(), "{text}");
            }
        }
    }
}

#[test]
fn lines_with_commas_behind_them_are_lines() {
    let line = |text: &str| json!({"messages": [{"role": "user", "content": text}]}).to_string();
    let file = format!("{},\n{},\r\n{}\n", line("a"), line("b"), line("c"));
    let import = read_text(&file).expect("three");
    assert_eq!((import.chats.len(), import.skipped.len()), (3, 0));
}

#[test]
fn lists_of_conversations_one_after_the_other_are_read_however_they_are_laid_out() {
    let conversation = |text: &str| json!({"title": text, "messages": [{"role": "user", "content": text}]});
    let (one, two) = (json!([conversation("a"), conversation("b")]), json!([conversation("c")]));
    for file in [format!("{one}\n{two}\n"), format!("{one:#}\n{two:#}"), format!("{one}{two}")] {
        let import = read_text(&file).expect("three");
        assert_eq!((import.chats.len(), import.skipped.len()), (3, 0), "{file}");
    }
}
