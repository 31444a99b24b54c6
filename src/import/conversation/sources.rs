//! The pages and documents on which a text rests.

use std::collections::HashSet;

use serde_json::Value;

use super::fields::LenientFields;
use super::markdown;
use crate::domain::part::Part;
use crate::domain::text::one_line;

/// A source, where there is something to name it by.
pub fn citation(title: Option<&str>, url: Option<&str>) -> Option<Part> {
    let url = url.filter(|url| markdown::is_web(url)).map(str::to_owned);
    let title = title.map(|title| one_line(title, 200)).filter(|title| !title.is_empty());
    (url.is_some() || title.is_some()).then_some(Part::Citation { title, url })
}

/// The sources of these titles and addresses, each once: by its address, or else by its title.
pub fn distinct<'a>(sources: impl IntoIterator<Item = (Option<&'a str>, Option<&'a str>)>) -> Vec<Part> {
    let mut seen = HashSet::new();
    let is_new = |part: &Part| match part {
        Part::Citation { title, url } => seen.insert(url.clone().or_else(|| title.clone())),
        _ => false,
    };
    sources.into_iter().filter_map(|(title, url)| citation(title, url)).filter(is_new).collect()
}

/// The source in an object, whose title and address have the first of these names that are there.
pub fn source(object: &Value, titles: &[&str], urls: &[&str]) -> Option<Part> {
    citation(object.any_text(titles), object.any_text(urls))
}

/// The pages that OpenAI's models cite, which link them in the text already.
pub fn annotations(object: &Value) -> impl Iterator<Item = Part> {
    object.list("annotations").iter().filter_map(|annotation| {
        source(annotation.get("url_citation").unwrap_or(annotation), &["title", "filename"], &["url"])
    })
}

/// The text with links to the pages that it cites behind it, and these as sources.
pub fn cited(text: &str, block: &Value) -> Vec<Part> {
    let citations = block.list("citations").iter();
    let mut sources: Vec<Part> =
        citations.filter_map(|cited| source(cited, &["title", "document_title"], &["url", "source"])).collect();
    sources.dedup();
    let link = |source: &Part| match source {
        Part::Citation { title, url } => markdown::link(title.as_deref(), url.as_deref()),
        _ => None,
    };
    let links: Vec<String> = sources.iter().filter_map(link).collect();
    let text = if links.is_empty() { text.to_owned() } else { format!("{text} ({})", links.join(", ")) };
    let text = Some(text).filter(|text| !text.is_empty()).map(Part::text);
    text.into_iter().chain(sources).chain(annotations(block)).collect()
}
