//! Where an address ends that stands in a sentence. GFM goes on to the next blank, which many scripts do not write, and
//! takes closing quotes and brackets along.

use unicode_normalization::char::is_combining_mark;

use super::END;

/// The longest address that is looked at, in bytes.
const LONGEST: usize = 4_000;

/// The text with a mark behind each address that GFM would read on from. The mark is a comment in HTML.
pub fn ended(text: &str) -> String {
    let mut ended = String::with_capacity(text.len() + 32);
    let mut done = 0;
    // Behind the last address: none begins within another.
    let mut behind = 0;
    for start in beginnings(text) {
        if start < behind || text[..start].ends_with(['<', '"', '\'']) && !is_sentence(text, start) {
            continue;
        }
        let length = length(&text[start..]);
        let end = start + length;
        behind = end;
        let is_end = text[end..].chars().next().is_some_and(|c| !c.is_ascii_whitespace() && c != '<');
        // The address of a link ends with its bracket.
        if is_end && !text[..start].ends_with("](") {
            ended.push_str(&text[done..end]);
            ended.push_str(END);
            done = end;
        }
    }
    ended.push_str(&text[done..]);
    ended
}

/// Whether a quote before an address is of prose, and not of a tag's attribute.
fn is_sentence(text: &str, start: usize) -> bool {
    !text[..start].ends_with('<') && !text[..start].trim_end_matches(['"', '\'']).ends_with('=')
}

/// Where addresses begin.
fn beginnings(text: &str) -> Vec<usize> {
    let mut starts: Vec<usize> = ["http://", "https://", "www."]
        .iter()
        .flat_map(|scheme| memchr::memmem::find_iter(text.as_bytes(), scheme))
        .filter(|start| text.is_char_boundary(*start))
        .collect();
    starts.sort_unstable();
    starts
}

/// The length of an address in bytes.
fn length(text: &str) -> usize {
    let scheme = text.find("://").filter(|at| *at < 6).map_or(0, |at| at + 3);
    let mut open: Vec<char> = Vec::new();
    let mut end = text.len().min(text.floor_char_boundary(LONGEST));
    for (at, c) in text[..end].char_indices().skip(scheme) {
        let is_inside = match c {
            '(' => push(&mut open, ')'),
            '[' => push(&mut open, ']'),
            '{' => push(&mut open, '}'),
            ')' | ']' | '}' => open.pop() == Some(c),
            '"' | '<' | '>' | '`' | '|' => false,
            _ if c.is_ascii() => !c.is_ascii_whitespace() && !c.is_ascii_control(),
            // Joiners, and what stands for something here.
            '\u{200c}' | '\u{200d}' | '\u{fdd0}'..='\u{fdd7}' => true,
            _ => c.is_alphanumeric() || is_combining_mark(c),
        };
        if !is_inside {
            end = at;
            break;
        }
    }
    let host = text[scheme..end].find(['/', '?', '#', ':']).map_or(end, |host| scheme + host);
    host_end(&text[scheme..host]).map_or(end, |host| scheme + host)
}

fn push(open: &mut Vec<char>, closing: char) -> bool {
    open.push(closing);
    true
}

/// Where a host ends whose last name goes over into another script: no top-level domain has two.
fn host_end(host: &str) -> Option<usize> {
    let last = host.rfind('.').map_or(0, |dot| dot + 1);
    let end = host[last..].find(|c: char| !c.is_ascii())?;
    (end > 0).then_some(last + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_where_its_sentence_does() {
        for (text, address) in [
            ("https://a.example。谢谢", "https://a.example"),
            ("https://a.example/b，完", "https://a.example/b"),
            ("https://a.example看", "https://a.example"),
            ("https://a.example/b) c", "https://a.example/b"),
            ("https://a.example/b_(c) d", "https://a.example/b_(c)"),
            ("https://a.example/x؟", "https://a.example/x"),
            ("https://a.example/x” y", "https://a.example/x"),
            ("https://zh.example/wiki/维基百科。", "https://zh.example/wiki/维基百科"),
            ("https://hi.example/हिन्दी।", "https://hi.example/हिन्दी"),
            ("https://bücher.example/a", "https://bücher.example/a"),
            ("https://例え.テスト/a、", "https://例え.テスト/a"),
            ("https://a.example/b\u{200b}c", "https://a.example/b"),
            ("www.a.example）", "www.a.example"),
        ] {
            assert_eq!(&text[..length(text)], address, "{text}");
        }
    }
}
