//! The API's description as a page for people, made from what programs get of it (`assets/openapi.json`).

use maud::{DOCTYPE, Markup, PreEscaped, html};
use serde_json::{Map, Value};

use crate::render;

/// The page. `base` is where the server's addresses begin, `assets` where the pages' files are.
pub fn html(description: &str, base: &str, assets: &str) -> String {
    let document: Value = serde_json::from_str(description).unwrap_or_default();
    let page = ApiPage(&document);
    let title = format!("{} API", text(&document["info"], "title"));
    let home = format!("{base}/");
    let html = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { (title) }
                link rel="icon" type="image/svg+xml" href={ (assets) "/icon.svg" };
                link rel="stylesheet" href={ (assets) "/viewer.css" };
                script src={ (assets) "/theme.js" } {}
            }
            body {
                header class="bar" {
                    a class="brand" href=(home) {
                        img src={ (assets) "/icon.svg" } alt="" width="24" height="24";
                        "neptun-share"
                    }
                }
                main id="main" {
                    div class="conversation" {
                        header class="conversation-head" { h1 { (title) } }
                        div class="message-text" {
                            (markdown(text(&document["info"], "description"), "about-"))
                            p { "For programs: " a href={ (base) "/api/openapi.json" } { "openapi.json" } }
                            ul {
                                @for tag in list(&document["tags"]) {
                                    li { a href={ "#" (anchor(text(tag, "name"))) } { (text(tag, "name")) } ": " (text(tag, "description")) }
                                }
                            }
                        }
                        @for tag in list(&document["tags"]) { (page.section(text(tag, "name"))) }
                    }
                }
            }
        }
    };
    html.into_string()
}

/// The description, with what its parts refer to.
struct ApiPage<'a>(&'a Value);

impl<'a> ApiPage<'a> {
    /// The operations of a tag.
    fn section(&self, tag: &str) -> Markup {
        let operations = object(&self.0["paths"]).flat_map(|(path, item)| {
            object(item)
                .filter(|(method, _)| *method != "parameters")
                .map(move |(method, operation)| (method, path, list(&item["parameters"]), operation))
        });
        html! {
            section class="api-part" {
                h2 id=(anchor(tag)) { (tag) }
                @for (method, path, shared, operation) in operations {
                    @if list(&operation["tags"]).iter().any(|own| own == tag) {
                        div class="message-text" { (self.operation(method, path, shared, operation)) }
                    }
                }
            }
        }
    }

    fn operation(&self, method: &str, path: &str, shared: &[Value], operation: &Value) -> Markup {
        let id = text(operation, "operationId");
        let parameters: Vec<&Value> =
            shared.iter().chain(list(&operation["parameters"])).map(|parameter| self.resolved(parameter)).collect();
        let body = object(&self.resolved(&operation["requestBody"])["content"]).next();
        let fields = body.map(|(_, content)| self.resolved(&content["schema"]));
        html! {
            hr;
            h3 id=(id) { (method.to_uppercase()) " " code { (path) } }
            p { (text(operation, "summary")) "." }
            (markdown(text(operation, "description"), &format!("{id}-")))
            @if !parameters.is_empty() {
                (table(["Parameter", "In", "Is"], html! {
                    @for parameter in parameters {
                        tr {
                            td { code { (text(parameter, "name")) } }
                            td { (text(parameter, "in")) }
                            td { (inline(text(parameter, "description"))) }
                        }
                    }
                }))
            }
            @if let Some(fields) = fields.filter(|fields| fields["properties"].is_object()) { (self.fields(fields)) }
            (table(["Status", "When"], html! {
                @for (status, response) in object(&operation["responses"]) {
                    tr { td { (status) } td { (inline(text(self.resolved(response), "description"))) } }
                }
            }))
        }
    }

    fn fields(&self, schema: &Value) -> Markup {
        let required = list(&schema["required"]);
        table(
            ["Field", "Type", "Is"],
            html! {
                @for (name, field) in object(&schema["properties"]) {
                    tr {
                        td { code { (name) } @if !required.iter().any(|own| own == name) { "?" } }
                        td { (kind(field)) }
                        td { (inline(described(field).or_else(|| described(self.resolved(field))).unwrap_or_default())) }
                    }
                }
            },
        )
    }

    /// What a reference leads to, or the value itself.
    fn resolved(&self, value: &'a Value) -> &'a Value {
        let reference = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
        reference.and_then(|pointer| self.0.pointer(pointer)).unwrap_or(value)
    }
}

/// A table in the box in which a wide one scrolls, which a keyboard can do, too.
fn table<const COLUMNS: usize>(heads: [&str; COLUMNS], rows: Markup) -> Markup {
    html! {
        div class="table-box" tabindex="0" role="group" aria-label=(heads.join(", ")) {
            table {
                thead { tr { @for head in heads { th { (head) } } } }
                tbody { (rows) }
            }
        }
    }
}

/// What a value may be, in a word or two.
fn kind(schema: &Value) -> String {
    let joined =
        |values: &[Value], each: fn(&Value) -> String| values.iter().map(each).collect::<Vec<_>>().join(" or ");
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    match (&schema["anyOf"], &schema["enum"], &schema["type"]) {
        (Value::Array(choices), _, _) => joined(choices, kind),
        (_, Value::Array(values), _) => joined(values, Value::to_string),
        (_, _, Value::String(name)) if name == "array" => format!("list of {}", kind(&schema["items"])),
        (_, _, Value::String(name)) => name.clone(),
        (_, _, Value::Array(names)) => joined(names, |name| name.as_str().unwrap_or_default().to_owned()),
        _ => "anything".to_owned(),
    }
}

fn described(schema: &Value) -> Option<&str> {
    schema["description"].as_str()
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn object(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter).map(|(name, value)| (name.as_str(), value))
}

fn anchor(tag: &str) -> String {
    format!("tag-{}", tag.to_lowercase().replace(' ', "-"))
}

fn markdown(text: &str, ids: &str) -> Markup {
    PreEscaped(render::document(text, ids))
}

/// Text of one paragraph in a cell: only its code is set apart.
fn inline(text: &str) -> Markup {
    html! {
        @for (number, piece) in text.split('`').enumerate() {
            @if number % 2 == 1 { code { (piece) } } @else { (piece) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn every_operation_stands_on_the_page_with_what_it_takes_and_answers() {
        let description = include_str!("../../assets/openapi.json");
        let page = html(description, "/share", "/share/assets/v");
        let document: serde_json::Value = serde_json::from_str(description).expect("JSON");
        for (path, item) in document["paths"].as_object().expect("paths") {
            for (method, operation) in
                item.as_object().expect("methods").iter().filter(|(name, _)| *name != "parameters")
            {
                let id = operation["operationId"].as_str().expect("an id");
                let head = format!("<h3 id=\"{id}\">{} <code>{path}</code></h3>", method.to_uppercase());
                assert_eq!(page.matches(&head).count(), 1, "{head}");
            }
        }
        assert!(page.contains("<td><code>is_word_public</code>?</td><td>boolean</td>"));
        assert!(page.contains("href=\"/share/api/openapi.json\"") && !page.contains("href=\"/api"));
        assert_eq!(page.matches("<script").count(), 1, "that of the theme, which is the server's own");
        assert!(!page.contains("src=\"http") && !page.contains("[redacted"));
    }
}
