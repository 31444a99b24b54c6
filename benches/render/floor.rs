//! What can't be done without: the Markdown parsed and written, without highlighting, formulas, or a
//! look at what it is.

use comrak::Options;

/// The length of all HTML.
pub fn run(messages: &[String]) -> usize {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.tasklist = true;
    options.extension.footnotes = true;
    options.extension.autolink = true;
    messages.iter().map(|text| comrak::markdown_to_html(text, &options).len()).sum()
}
