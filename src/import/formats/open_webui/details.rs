//! The steps of an answer as Open WebUI writes them into its text: `<details type="...">` elements,
//! of which its page makes foldable lines.

use super::{files, output};
use crate::import::conversation::html::unescaped;
use crate::import::conversation::{Context, Part, Value, tools};

const OPEN: &str = "<details ";
const CLOSE: &str = "</details>";

/// Reads a text with such elements at the beginning of lines. What is something else, or has no
/// end, stays in the text.
pub fn read(text: &str, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    // Where the words begin that are not yet in `parts`, and where the next line does.
    let (mut from, mut at) = (0, 0);
    let mut in_fence = false;
    while at < text.len() {
        let rest = &text[at..];
        if !in_fence
            && rest.starts_with(OPEN)
            && let Some(element) = DetailsTag::at(rest).filter(DetailsTag::is_step)
        {
            let Some(length) = rest.find(CLOSE).map(|end| end + CLOSE.len()) else {
                // If there is no end from here, there is none later, either.
                break;
            };
            words(&text[from..at], &mut parts);
            parts.extend(element.read(&rest[element.length..length - CLOSE.len()], context));
            at += length;
            from = at;
            continue;
        }
        in_fence ^= rest.starts_with("```");
        at += rest.find('\n').map_or(rest.len(), |end| end + 1);
    }
    words(&text[from..], &mut parts);
    parts
}

fn words(text: &str, parts: &mut Vec<Part>) {
    if !text.trim().is_empty() {
        parts.push(Part::text(text.trim_matches('\n')));
    }
}

/// A `<details>` tag: the attributes that say what was done.
struct DetailsTag<'a> {
    attributes: Vec<(&'a str, &'a str)>,
    /// Of the tag, in bytes.
    length: usize,
}

impl<'a> DetailsTag<'a> {
    /// The tag with which the text begins, if all its attributes are well-formed.
    fn at(text: &'a str) -> Option<Self> {
        let mut attributes = Vec::new();
        let mut rest = &text[OPEN.len()..];
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix('>') {
                return Some(Self { attributes, length: text.len() - after.len() });
            }
            let (name, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')?);
            let (value, after) = match after.strip_prefix("=\"") {
                Some(after) => after.split_once('"')?,
                None => ("", after),
            };
            if name.is_empty() {
                return None;
            }
            attributes.push((name, value));
            rest = after;
        }
    }

    fn attribute(&self, name: &str) -> Option<String> {
        let (_, value) = self.attributes.iter().find(|(found, _)| *found == name)?;
        Some(unescaped(value)).filter(|value| !value.is_empty())
    }

    /// Whether it is Open WebUI's, and not the model's own.
    fn is_step(&self) -> bool {
        ["reasoning", "tool_calls", "code_interpreter"]
            .iter()
            .any(|step| self.attribute("type").as_deref() == Some(step))
    }

    fn read(&self, body: &str, context: &mut Context<'_>) -> Vec<Part> {
        let body = without_summary(body);
        match self.attribute("type").unwrap_or_default().as_str() {
            "reasoning" => {
                let text = thoughts(body);
                (!text.is_empty()).then(|| Part::reasoning(text)).into_iter().collect()
            }
            "code_interpreter" => {
                let (language, code) = fenced(body).unwrap_or((None, body.trim()));
                let printed = self.attribute("output").map_or(Value::Null, |output| json(&output));
                output::program(code, language, &printed)
            }
            _ => self.tool(body, context),
        }
    }

    fn tool(&self, body: &str, context: &mut Context<'_>) -> Vec<Part> {
        let (id, name) = (self.attribute("id"), self.attribute("name"));
        let (id, name) = (id.as_deref(), name.as_deref());
        let arguments = self.attribute("arguments").map_or(Value::Null, |arguments| json(&arguments));
        let mut parts = vec![tools::call(id, name, tools::input(&arguments))];
        // Newer versions write the result between the tags.
        let result = self.attribute("result").or_else(|| Some(unescaped(body.trim())).filter(|body| !body.is_empty()));
        parts.extend(result.map(|result| {
            let text = match json(&result) {
                Value::Null => result,
                value => tools::output(&value),
            };
            tools::result(id, name, text, false)
        }));
        if let Some(Value::Array(attached)) = self.attribute("files").map(|attached| json(&attached)) {
            parts.extend(attached.iter().map(|file| files::read(file, context)));
        }
        parts
    }
}

/// An attribute's value, which is usually JSON, sometimes within a string.
fn json(text: &str) -> Value {
    crate::base::json::parse(text.as_bytes()).unwrap_or_else(|_| Value::from(text))
}

fn without_summary(body: &str) -> &str {
    let rest = body.trim_start();
    match rest.strip_prefix("<summary>").and_then(|rest| rest.split_once("</summary>")) {
        Some((_, rest)) => rest,
        None => body,
    }
}

/// The thoughts, which are written as a block quote, escaped or not.
fn thoughts(body: &str) -> String {
    let body = if body.trim_start().starts_with("&gt;") { unescaped(body) } else { body.to_owned() };
    let unquoted = |line: &str| -> String {
        let line = line.trim_end();
        line.strip_prefix("> ").or_else(|| line.strip_prefix('>')).unwrap_or(line).to_owned()
    };
    body.trim().lines().map(unquoted).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The language and content of a fenced block that is all of the text.
fn fenced(text: &str) -> Option<(Option<&str>, &str)> {
    let (language, rest) = text.trim().strip_prefix("```")?.split_once('\n')?;
    let language = Some(language.trim()).filter(|language| !language.is_empty());
    Some((language, rest.strip_suffix("```")?.trim_end()))
}
