//! A member of ours in an object of JSON with comments.

use std::ops::Range;

use super::State;
use crate::base::jsonc;

/// What an object has, by places in the text.
struct Object {
    /// Behind its opening brace.
    open: usize,
    members: Vec<Member>,
}

struct Member {
    name: String,
    /// From its name to the end of its value.
    whole: Range<usize>,
    value: usize,
}

/// Whether it is there, as it was added or as the agent has written it since.
pub fn state(text: &str, within: &[&str], name: &str, value: &str) -> State {
    let Some(settings) = jsonc::parse(text) else { return State::Other("it is no JSON".to_owned()) };
    let mut inner = &settings;
    for (depth, part) in within.iter().enumerate() {
        match inner.as_object() {
            None => return State::Other(no_object(within, depth)),
            Some(members) => match members.get(*part) {
                None => return State::Absent,
                Some(next) => inner = next,
            },
        }
    }
    match inner.as_object() {
        None => State::Other(no_object(within, within.len())),
        Some(members) => match members.get(name) {
            None => State::Absent,
            Some(present) if Some(present) == jsonc::parse(value).as_ref() => State::Present,
            Some(_) => State::Other(format!(
                "its {} is another than ours; remove that first",
                [within, &[name]].concat().join(".")
            )),
        },
    }
}

fn no_object(within: &[&str], depth: usize) -> String {
    let path = within.get(..depth).unwrap_or_default().join(".");
    if path.is_empty() { "it is no object".to_owned() } else { format!("its {path} is no object") }
}

/// The text with the member. A file that is made for it is indented by tabs, by which it is known again.
pub fn added(text: Option<&str>, within: &[&str], name: &str, value: &str) -> Result<String, String> {
    let Some(text) = text else { return Ok(made(within, name, value)) };
    let (depth, object) = innermost(text, within).ok_or("its form is not understood")?;
    let own = inserted(within, depth, name, value, object.members.is_empty());
    let (before, behind) = text.split_at(object.open);
    Ok(format!("{before}{own}{behind}"))
}

/// The text without the member; `None` where the file was made for it.
pub fn removed(text: &str, within: &[&str], name: &str, value: &str) -> Result<Option<String>, String> {
    if text == made(within, name, value) {
        return Ok(None);
    }
    // As it was added.
    for depth in 0..=within.len() {
        let Some(object) = object_at(text, within.get(..depth).unwrap_or_default()) else { continue };
        let (before, behind) = text.split_at(object.open);
        let own = [true, false].map(|is_alone| inserted(within, depth, name, value, is_alone));
        if let Some(rest) = own.iter().find_map(|own| behind.strip_prefix(own.as_str())) {
            return Ok(Some(format!("{before}{rest}")));
        }
    }
    // As the agent has written it since: with the comma behind it, or else the one before.
    let object = object_at(text, within).ok_or("its form is not understood")?;
    let at = object.members.iter().position(|member| member.name == name).ok_or("its form is not understood")?;
    let ends = |at: usize| object.members.get(at).map(|member| member.whole.clone());
    let range = match (at.checked_sub(1).and_then(ends), ends(at), ends(at + 1)) {
        (_, Some(own), Some(next)) => own.start..next.start,
        (Some(last), Some(own), None) => last.end..own.end,
        (None, Some(own), None) => own,
        _ => return Err("its form is not understood".to_owned()),
    };
    let mut rest = text.to_owned();
    rest.replace_range(range, "");
    Ok(Some(rest))
}

fn made(within: &[&str], name: &str, value: &str) -> String {
    let tabs = |depth: usize| "\t".repeat(depth + 1);
    let begin: String =
        within.iter().enumerate().map(|(depth, part)| format!("{}\"{part}\": {{\n", tabs(depth))).collect();
    let end: String = (0..within.len()).rev().map(|depth| format!("{}}}\n", tabs(depth))).collect();
    let value = value.replace('\n', &format!("\n{}", tabs(within.len())));
    format!("{{\n{begin}{}\"{name}\": {value}\n{end}}}\n", tabs(within.len()))
}

/// What goes behind the brace of the object at that depth.
fn inserted(within: &[&str], depth: usize, name: &str, value: &str, is_alone: bool) -> String {
    let indent = |depth: usize| "  ".repeat(depth + 1);
    let missing = within.get(depth..).unwrap_or_default();
    let begin: String =
        missing.iter().zip(depth..).map(|(part, depth)| format!("\n{}\"{part}\": {{", indent(depth))).collect();
    let end: String = (depth..within.len()).rev().map(|depth| format!("\n{}}}", indent(depth))).collect();
    let value = value.replace('\n', &format!("\n{}", indent(within.len())));
    let own = format!("{begin}\n{}\"{name}\": {value}{end}", indent(within.len()));
    if is_alone { format!("{own}\n{}", "  ".repeat(depth)) } else { format!("{own},") }
}

/// The innermost object of these that is there, and how deep it is.
fn innermost(text: &str, within: &[&str]) -> Option<(usize, Object)> {
    (0..=within.len()).rev().find_map(|depth| Some((depth, object_at(text, within.get(..depth)?)?)))
}

fn object_at(text: &str, within: &[&str]) -> Option<Object> {
    let blanked = jsonc::blanked(text);
    let mut object = object(blanked.as_bytes(), skip_blanks(blanked.as_bytes(), 0))?;
    for part in within {
        let member = object.members.iter().rev().find(|member| member.name == *part)?;
        object = self::object(blanked.as_bytes(), member.value)?;
    }
    Some(object)
}

/// The object whose brace is there; the text is JSON.
fn object(bytes: &[u8], start: usize) -> Option<Object> {
    (bytes.get(start) == Some(&b'{')).then_some(())?;
    let (open, mut members) = (start + 1, Vec::new());
    let mut at = skip_blanks(bytes, open);
    while bytes.get(at) == Some(&b'"') {
        let name_end = value_end(bytes, at)?;
        let name: String = serde_json::from_slice(bytes.get(at..name_end)?).ok()?;
        let colon = skip_blanks(bytes, name_end);
        let value = skip_blanks(bytes, colon + 1);
        let end = value_end(bytes, value)?;
        members.push(Member { name, whole: at..end, value });
        at = skip_blanks(bytes, end);
        if bytes.get(at) == Some(&b',') {
            at = skip_blanks(bytes, at + 1);
        }
    }
    Some(Object { open, members })
}

fn skip_blanks(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// The place behind a value.
fn value_end(bytes: &[u8], start: usize) -> Option<usize> {
    let (mut at, mut depth) = (start, 0_usize);
    loop {
        match bytes.get(at)? {
            b'"' => {
                at = jsonc::string_end(bytes, at);
                if depth == 0 {
                    return Some(at);
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return Some(at),
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b',' if depth == 0 => return Some(at),
            byte if depth == 0 && byte.is_ascii_whitespace() => return Some(at),
            _ => {}
        }
        at += 1;
    }
}
