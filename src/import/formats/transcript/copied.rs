//! What a copy of a page has beside the words of a message.

/// Under an answer, or a conversation.
const MISTAKES: [&str; 2] = [" can make mistakes", " may display inaccurate"];
/// What buttons are called.
const BUTTONS: [&str; 4] = ["Copy code", "Show more", "Show less", "CopyEdit"];
/// How lines begin, or end, that say how long a model thought.
const THOUGHT: [&str; 3] = ["Thought for ", "Reasoned for ", "Pensado durante "];
const THOUGHT_END: &str = " nachgedacht";
/// The longest line of these, in bytes.
const MAX_LINE: usize = 120;

/// The words of a message whose mark says that they follow: `rest` is what stands behind it on its line, often the
/// beginning of the words, which stand below once more.
pub fn words(rest: &str, below: &str) -> String {
    let mut lines: Vec<&str> = below.lines().filter(|line| !BUTTONS.contains(&line.trim())).collect();
    let is_beside = |line: &&str| line.trim().is_empty() || is_clock(line.trim()) || is_warning(line);
    while lines.last().is_some_and(is_beside) {
        lines.pop();
    }
    let is_head = |line: &&&str| line.trim().is_empty() || is_thought(line.trim()) || line.trim() == "ChatGPT";
    let heads = lines.iter().take_while(is_head).count();
    let below = lines.split_off(heads).join("\n");
    let beginning = rest.trim_end_matches(['.', '…']);
    if below.trim_start().starts_with(beginning) { below } else { format!("{rest}\n{below}") }
}

fn is_warning(line: &&str) -> bool {
    line.len() <= MAX_LINE && MISTAKES.iter().any(|words| line.contains(words))
}

fn is_thought(line: &str) -> bool {
    line.len() <= MAX_LINE / 2 && (THOUGHT.iter().any(|words| line.starts_with(words)) || line.ends_with(THOUGHT_END))
}

/// Whether a line is a time of day: `4:50 AM`.
fn is_clock(line: &str) -> bool {
    let time = line.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c.is_whitespace());
    let is_number = |part: &str| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    line.len() - time.len() <= 3
        && time.split_once(':').is_some_and(|(hour, minute)| is_number(hour) && is_number(minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_has_beside_the_words_is_left_out() {
        for (rest, below, expected) in [
            ("", "\nThought for 8s\n\nIt rains.\n\nChatGPT can make mistakes. Check it.\n", "It rains."),
            ("", "ChatGPT\nfn x()\nCopy code", "fn x()"),
            ("hm i want to", "hm i want to use ssh..\n4:50 AM", "hm i want to use ssh.."),
            ("Good…", "\nGood choice.\nShow more", "Good choice."),
            ("Why", "is it so?\n\nAt 4:50 AM", "Why\nis it so?\n\nAt 4:50 AM"),
        ] {
            assert_eq!(words(rest, below), expected, "{rest} {below}");
        }
    }
}
