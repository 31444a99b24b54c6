//! What a model gives a tool.

use serde_json::Value;

use crate::cli::{ChatName, chat_name};
use crate::commands::Failure;

/// Fields by name; those that nobody knows are left.
pub struct Arguments(Value);

impl Arguments {
    /// Those of a call.
    pub fn of(value: &Value) -> Self {
        Self(value.clone())
    }

    /// The field of that name, as it came.
    pub fn value(&self, name: &str) -> &Value {
        &self.0[name]
    }

    /// A text; `None` where there is none, or a blank one.
    pub fn text(&self, name: &str) -> Result<Option<&str>, Failure> {
        match &self.0[name] {
            Value::Null => Ok(None),
            Value::String(text) => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
            _ => Err(Failure::new(format!("{name} is to be a text"))),
        }
    }

    /// A text that has to be there.
    pub fn required(&self, name: &str) -> Result<&str, Failure> {
        self.text(name)?.ok_or_else(|| Failure::new(format!("{name} is missing")))
    }

    /// A text, read as a flag of the command line is.
    pub fn parsed<T>(&self, name: &str, parse: fn(&str) -> Result<T, String>) -> Result<Option<T>, Failure> {
        self.text(name)?.map(parse).transpose().map_err(|why| Failure::new(format!("{name}: {why}")))
    }

    /// Texts.
    pub fn list<T>(&self, name: &str, parse: fn(&str) -> Result<T, String>) -> Result<Vec<T>, Failure> {
        let wrong = || Failure::new(format!("{name} is to be a list of texts"));
        let items = match &self.0[name] {
            Value::Null => return Ok(Vec::new()),
            Value::Array(items) => items,
            _ => return Err(wrong()),
        };
        let parsed = |item: &Value| {
            let text = item.as_str().ok_or_else(wrong)?;
            parse(text).map_err(|why| Failure::new(format!("{name}: {text}: {why}")))
        };
        items.iter().map(parsed).collect()
    }

    /// A number from 1 to `most`, or this one.
    pub fn number(&self, name: &str, usual: usize, most: usize) -> Result<usize, Failure> {
        match &self.0[name] {
            Value::Null => Ok(usual),
            value => {
                let number = value.as_u64().and_then(|number| usize::try_from(number).ok());
                let number = number.filter(|number| (1..=most).contains(number));
                number.ok_or_else(|| Failure::new(format!("{name} is to be a number from 1 to {most}")))
            }
        }
    }

    /// Yes or no; no where nothing is said.
    pub fn flag(&self, name: &str) -> Result<bool, Failure> {
        match &self.0[name] {
            Value::Null => Ok(false),
            value => value.as_bool().ok_or_else(|| Failure::new(format!("{name} is to be true or false"))),
        }
    }

    /// A stored conversation, by its number or its link.
    pub fn conversation(&self) -> Result<ChatName, Failure> {
        let value = &self.0["conversation"];
        let text = value.as_u64().map(|number| number.to_string());
        let text = text.or_else(|| value.as_str().map(str::to_owned));
        let text =
            text.ok_or_else(|| Failure::new("conversation is missing: its number in list_links, or its link"))?;
        chat_name(text.trim()).map_err(|why| Failure::new(format!("conversation: {why}")))
    }

    /// All of them but for those by which a person's decision comes.
    pub fn without_decision(&self) -> String {
        let mut value = self.0.clone();
        if let Some(fields) = value.as_object_mut() {
            fields.remove("code");
            fields.remove("decision");
        }
        value.to_string()
    }
}
