//! What every format's messages need, done in one place when a conversation is read: thoughts are told from words,
//! frames of the page become blocks, and pictures in the text become files.

use super::context::Context;
use super::imported::{ImportedChat, ImportedMessage};
use super::{artifact, thinking};
use crate::domain::message::Role;
use crate::domain::part::{AttachmentKind, Part};

/// How a frame begins, on a line of its own: `:::writing{title="A letter"}`.
const FRAME: &str = ":::";
/// The frames that pages show, and never as they are written.
const FRAMES: [&str; 4] = ["writing", "artifact", "document", "email"];
/// How a picture in a text begins, behind its description.
const PICTURE: &str = "](data:image/";

impl ImportedChat {
    /// Completes its messages, whatever format they come from.
    pub fn finish(&mut self, context: &mut Context<'_>) {
        self.messages.iter_mut().for_each(|message| finish_message(message, context));
    }
}

/// Completes a message.
fn finish_message(message: &mut ImportedMessage, context: &mut Context<'_>) {
    if message.role == Role::Assistant {
        thinking::take_out(&mut message.parts);
        for part in &mut message.parts {
            if let Part::Text { text } = part
                && text.contains(FRAME)
                && let Some(shown) = without_frames(text)
            {
                *text = shown;
            }
        }
    }
    if message.parts.iter().any(|part| matches!(part, Part::Text { text } if text.contains(PICTURE))) {
        let parts = std::mem::take(&mut message.parts);
        let shown = parts.into_iter().flat_map(|part| match part {
            Part::Text { text } => pictures(&text, context),
            other => vec![other],
        });
        message.parts = shown.collect();
    }
}

/// A text with blocks for frames; `None` where there are none. One that does not end is left as it is.
fn without_frames(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.split('\n').collect();
    let (mut out, mut fence, mut at): (Vec<String>, Option<&str>, usize) = (Vec::new(), None, 0);
    let mut has_any = false;
    // From the last end of a frame on, none begins.
    let last = lines.iter().rposition(|line| line.trim() == FRAME)?;
    while let Some(line) = lines.get(at) {
        at += 1;
        let start = line.trim_start();
        match fence {
            Some(mark) if start.starts_with(mark) => fence = None,
            None => fence = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark)),
            Some(_) => {}
        }
        let begun = opening(line).filter(|_| fence.is_none() && at <= last);
        let body = || lines[at..].iter().take_while(|line| line.trim() != FRAME).copied().collect::<Vec<&str>>();
        match begun.map(|begun| (begun, body())) {
            Some(((before, name, head), body)) => {
                out.extend(
                    Some(before.trim_end()).filter(|before| !before.is_empty()).map(|before| format!("{before}\n")),
                );
                out.push(block(name, head, &body.join("\n")));
                at += body.len() + 1;
                has_any = true;
            }
            None => out.push((*line).to_owned()),
        }
    }
    has_any.then(|| out.join("\n"))
}

/// The words before, the name and the attributes on the line that begins a frame.
fn opening(line: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = line.trim_end().split_once(FRAME)?;
    // Only one with attributes can't be a word of the sentence.
    if !before.trim().is_empty() && !rest.ends_with('}') {
        return None;
    }
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (name, head) = rest.split_at(end);
    let head = if head.is_empty() { head } else { head.strip_prefix('{')?.strip_suffix('}')? };
    FRAMES.contains(&name).then_some((before, name, head))
}

/// The block in place of a frame: a document as it was written, a letter as a quote.
fn block(name: &str, head: &str, body: &str) -> String {
    let attribute = |name| super::elements::attribute(head, name).filter(|value| !value.trim().is_empty());
    let title = attribute("title").or_else(|| attribute("subject"));
    if name == "artifact" {
        // The document is fenced already, or else all there is.
        let is_fenced = body.trim_start().starts_with("```");
        let language = attribute("language").or_else(|| attribute("type").map(artifact::language)).unwrap_or_default();
        return if is_fenced { artifact::titled(title, body.trim()) } else { artifact::block(title, language, body) };
    }
    artifact::titled(title, &super::markdown::quoted(body))
}

/// A text with the pictures in it as files: `![chart](data:image/png;base64,...)`.
fn pictures(text: &str, context: &mut Context<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(middle) = text[at..].find(PICTURE).map(|step| at + step) {
        let begin = text[at..middle].rfind("![").map(|step| at + step);
        at = middle + PICTURE.len();
        let Some(begin) = begin else { continue };
        let Some(end) = text[at..].find(')').map(|step| at + step) else { break };
        let url = text[middle + 2..end].split(char::is_whitespace).next().unwrap_or_default();
        let name = text[begin + 2..middle].trim();
        parts.extend(said(text[from..begin].trim_end()));
        parts.push(context.at_url(url, AttachmentKind::Image, Some(name).filter(|name| !name.is_empty())));
        (from, at) = (end + 1, end + 1);
    }
    parts.extend(said(if from > 0 { text[from..].trim_start() } else { text }));
    parts
}

fn said(text: &str) -> Option<Part> {
    (!text.trim().is_empty()).then(|| Part::text(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::sidecars::Sidecars;

    #[test]
    fn frames_are_blocks() {
        let framed = ":::writing{variant=\"email\" subject=\"Review\"}\nDear A,\n\nBody\n:::\nafter\n:::artifact{identifier=\"h\" type=\"text/html\" title=\"Hello\"}\n```html\n<h1>\n```\n:::";
        assert_eq!(
            without_frames(framed).as_deref(),
            Some("**Review**\n\n> Dear A,\n>\n> Body\nafter\n**Hello**\n\n```html\n<h1>\n```")
        );
        assert_eq!(without_frames("and :::writing{id=\"1\"}\nx\n:::\n").as_deref(), Some("and\n\n> x\n"));
        for same in
            ["```\n:::writing\nx\n:::\n```", ":::writing\nnever ends", ":::note\nx\n:::", "a :::writing\nx\n:::"]
        {
            assert_eq!(without_frames(same), None, "{same}");
        }
    }

    #[test]
    fn pictures_in_a_text_are_files() {
        let sidecars = Sidecars::default();
        let mut context = Context::new("file", &sidecars);
        let parts = pictures("a ![dot](data:image/png;base64,iVBORw0KGgo=) b ![x](https://x.y/z.png)", &mut context);
        let [Part::Text { text: before }, Part::Attachment(file), Part::Text { text: after }] = parts.as_slice() else {
            panic!("{parts:?}")
        };
        assert_eq!(
            (before.as_str(), file.name.as_deref(), after.as_str()),
            ("a", Some("dot"), "b ![x](https://x.y/z.png)")
        );
        assert_eq!(pictures("](data:image/", &mut context), [Part::text("](data:image/")]);
    }
}
