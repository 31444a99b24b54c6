//! Where an agent goes on without what was said before.

use crate::domain::part::Part;

/// That a conversation was compacted, with the summary folded, as agents show it.
pub fn compacted(summary: Option<&str>) -> Part {
    let told = "The conversation was compacted.";
    match summary.map(str::trim).filter(|summary| !summary.is_empty()) {
        // It must not end the fold.
        Some(summary) => {
            let summary = summary.replace("</details", "&lt;/details");
            Part::text(format!("{told}\n\n<details>\n<summary>Summary</summary>\n\n{summary}\n\n</details>"))
        }
        None => Part::text(told),
    }
}
