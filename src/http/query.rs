//! The parameters of an address's query. As with a body, all wrong ones are collected.

use super::error::{ApiError, Issue};
use super::fields::Violation;
use super::request_context::RequestContext;
use crate::domain::order::{Column, Order};

/// Items of a list that one answer holds.
const MOST_ITEMS: u32 = 200;

/// The parameters of a request, and what was found wrong with them.
pub struct Parameters<'a> {
    context: &'a RequestContext<'a>,
    status_message: &'static str,
    issues: Vec<Issue>,
}

impl<'a> Parameters<'a> {
    /// Those of this request; `status_message` is the phrase of the 400 when they break a rule.
    pub const fn of(context: &'a RequestContext<'a>, status_message: &'static str) -> Self {
        Self { context, status_message, issues: Vec::new() }
    }

    /// One of these words.
    pub fn word<'w>(&mut self, name: &'static str, words: &[&'w str]) -> Option<&'w str> {
        let text = self.context.query(name)?;
        let found = words.iter().copied().find(|word| *word == text);
        if found.is_none() {
            let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
            self.issue(name, "custom", format!("Expected {}", words.join(" | ")));
        }
        found
    }

    /// A text that `parse` accepts.
    pub fn text<T>(&mut self, name: &'static str, parse: impl FnOnce(&str) -> Result<T, Violation>) -> Option<T> {
        let parsed = parse(&self.context.query(name)?);
        parsed.map_err(|Violation { code, message }| self.issue(name, code, message)).ok()
    }

    /// What comes first; `columns` are those that there are.
    pub fn order<C: Column>(&mut self, name: &'static str, columns: &str) -> Option<Vec<Order<C>>> {
        let order = Order::parse_list(&self.context.query(name)?);
        if order.is_none() {
            let message = format!("Expected columns of {columns}, each with :asc or :desc, separated by commas");
            self.issue(name, "custom", message);
        }
        order
    }

    /// A row's number, or one below the first.
    pub fn id(&mut self, name: &'static str, least: i64) -> Option<i64> {
        let number = self.context.query(name)?.parse().ok().filter(|number| *number >= least);
        if number.is_none() {
            self.issue(name, "custom", "Expected a whole number".to_owned());
        }
        number
    }

    /// How many items of a list are wanted at most; `None` for all.
    pub fn limit(&mut self) -> Option<u32> {
        self.number("limit", 1, MOST_ITEMS)
    }

    /// How many items of a list are to be passed over.
    pub fn offset(&mut self) -> u32 {
        self.number("offset", 0, u32::MAX).unwrap_or(0)
    }

    /// A whole number.
    pub fn number(&mut self, name: &'static str, least: u32, most: u32) -> Option<u32> {
        let number = self.context.query(name)?.parse().ok().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.issue(name, "custom", format!("Expected a whole number from {least} to {most}"));
        }
        number
    }

    /// Whether nothing was wrong, or all that was.
    pub fn done(self) -> Result<(), ApiError> {
        if self.issues.is_empty() { Ok(()) } else { Err(ApiError::invalid(self.status_message, &self.issues)) }
    }

    /// Something that is wrong with one of them.
    pub fn issue(&mut self, name: &str, code: &'static str, message: String) {
        self.issues.push(Issue { code, message, path: vec![name.to_owned()] });
    }
}
