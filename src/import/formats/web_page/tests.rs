use serde_json::json;

use super::*;
use crate::import::sidecars::Sidecars;

fn read_page(page: &str) -> Result<ImportedChat, String> {
    let sidecars = Sidecars::default();
    read(&Value::from(page), &mut Context::new("page", &sidecars))
}

#[test]
fn a_page_without_messages_is_not_recognised_and_one_with_half_of_them_is_refused() {
    for page in
        ["<!doctype html><p>User: hi</p><p>ChatGPT: hello</p>", "<html><title>ChatGPT - x</title>", "<p>no page"]
    {
        assert!(!recognises(&Value::from(page)), "{page}");
    }
    let asked = r#"<html><div data-message-author-role="user">Why?</div>"#;
    let why = read_page(asked).expect_err("half of it");
    assert!(recognises(&Value::from(asked)) && why.contains("no words of a model"), "{why}");
    let answered = r#"<html><message-content>So.</message-content>"#;
    assert!(read_page(answered).expect_err("half of it").contains("no words of a person"));
}

#[test]
fn scripts_comments_and_values_with_tags_in_them_are_no_messages() {
    let page = r#"<html><script>'<div data-message-author-role="user">script</div>'</script>
        <!-- <div data-message-author-role="user">comment</div> -->
        <a title='<div data-message-author-role="user">value</div>'>x</a>
        <div data-message-author-role="user">asked<div>in it</div></div>
        <div data-message-author-role="assistant">said"#;
    let chat = read_page(page).expect("read");
    let said: Vec<_> = chat.messages.iter().map(|message| (message.role, message.parts.clone())).collect();
    let [user, assistant] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(*user, (Role::User, vec![Part::text("asked\n\nin it")]));
    assert_eq!(*assistant, (Role::Assistant, vec![Part::text("said")]));
}

#[test]
fn data_that_goes_round_in_circles_ends() {
    let stream = json!([{ "_1": 2, "_3": 0 }, "mapping", { "_4": 0, "_5": 0 }, "x", "y", "z"]).to_string() + "\n";
    let page = format!("<html><script>streamController.enqueue({});</script>", json!(stream));
    assert!(read_page(&page).is_err());
}

#[test]
fn a_long_text_that_is_named_again_and_again_does_not_become_a_mountain() {
    let text = "x".repeat(100_000);
    // As a value, as a field's name, and within what is taken as it is: gigabytes each.
    for (named, other) in [(3, json!(0)), (5, json!({ "_3": 1 })), (5, json!(["D", text]))] {
        let places = vec![named; 50_000];
        let stream = json!([{ "_1": 2 }, "mapping", { "_1": 4 }, text, places, other]).to_string() + "\n";
        let page = format!("<html><script>streamController.enqueue({});</script>", json!(stream));
        let made = data::conversation(&page).expect("made").to_string();
        assert!(made.len() < 200 * 1024 * 1024, "{}", made.len());
    }
}

#[test]
fn nested_and_unclosed_elements_are_read_in_reasonable_time() {
    for piece in ["<pre><code>", "<button>", "<span class=\"katex\">", "<div>", "<!--", "<a b=\"", "<script>"] {
        let page = format!("<html><div data-message-author-role=\"user\">a{}", piece.repeat(20_000));
        let _ = read_page(&page);
    }
}
