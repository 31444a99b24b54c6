//! Applies the rules to one projection of a text. The literals of all rules are searched for in one pass; a rule's
//! pattern is tried only next to one of its literals, on a bounded number of bytes.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use regex::bytes::{Regex, RegexBuilder};

use super::checks::{is_monotone, is_wordy};
use super::matches::{RawMatch, Weight};
use super::named::{self, NamedScan, WordKind};
use super::projections::Projection;
use super::rules::{self, Rule};

/// What a rule needs at run time.
struct CompiledRule {
    rule: &'static Rule,
    pattern: Regex,
}

struct RuleTable {
    rules: Vec<CompiledRule>,
    literals: AhoCorasick,
    /// What each literal is looked for.
    owners: Vec<Owner>,
}

/// What a literal leads to.
#[derive(Clone, Copy)]
enum Owner {
    /// The pattern of a rule.
    Rule(usize),
    /// A name, which may have a value.
    Name(WordKind),
    /// The name of a service, which may have a key.
    Service,
}

// A rule that doesn't compile is one less; a test holds that there is none.
static RULES: LazyLock<Option<RuleTable>> = LazyLock::new(|| {
    let compile = |rule: &'static Rule| {
        let anchor = if rule.literals.is_empty() { "" } else { r"\A" };
        let pattern = RegexBuilder::new(&format!("{anchor}(?:{})", rule.pattern)).unicode(false).build().ok()?;
        Some(CompiledRule { rule, pattern })
    };
    let rules: Vec<_> = rules::all().filter_map(compile).collect();
    let of_rules = rules
        .iter()
        .enumerate()
        .flat_map(|(at, rule)| rule.rule.literals.iter().map(move |text| (Cow::Borrowed(*text), Owner::Rule(at))));
    let of_names = named::words().map(|(word, kind)| (word, Owner::Name(kind)));
    let of_services = named::services().map(|name| (Cow::Borrowed(name), Owner::Service));
    let (texts, owners): (Vec<Cow<'static, str>>, Vec<_>) = of_rules.chain(of_names).chain(of_services).unzip();
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        // Some megabytes once, and half the time for each text.
        .kind(Some(AhoCorasickKind::DFA))
        .build(texts.iter().map(|text| text.as_bytes()))
        .ok()?;
    Some(RuleTable { rules, literals: automaton, owners })
});

/// What the table of rules finds.
pub fn scan(projection: &Projection<'_>) -> Vec<RawMatch> {
    let Some(table) = &*RULES else { return Vec::new() };
    let text = projection.text.as_ref();
    let mut matches = Vec::new();
    // Up to where each rule has found something.
    let mut done = vec![0; table.rules.len()];
    let mut names = NamedScan::new(projection);
    for literal in table.literals.find_overlapping_iter(text) {
        let owner = match table.owners[literal.pattern().as_usize()] {
            Owner::Rule(owner) => owner,
            Owner::Name(kind) => {
                matches.extend(names.word(literal.range(), kind));
                continue;
            }
            Owner::Service => {
                matches.extend(names.service(literal.range()));
                continue;
            }
        };
        let compiled = &table.rules[owner];
        let start = lead(text, literal.start(), compiled.rule.lead);
        if start < done[owner] || !text.is_char_boundary(start) {
            continue;
        }
        let (end, matched) = compiled.at(projection, start);
        done[owner] = end;
        matches.extend(matched);
    }
    for compiled in table.rules.iter().filter(|compiled| compiled.rule.literals.is_empty()) {
        let found = compiled.pattern.find_iter(text.as_bytes());
        matches.extend(found.filter_map(|found| compiled.matched(projection, found.start(), found.range())));
    }
    matches
}

impl CompiledRule {
    /// What the rule finds that begins here, and from where on it is to be tried again.
    fn at(&self, projection: &Projection<'_>, start: usize) -> (usize, Option<RawMatch>) {
        if self.rule.weight == Weight::Formed && is_inside(projection, start) {
            return (start, None);
        }
        let text = projection.text.as_bytes();
        let Some(mut range) = self.range(text, start) else { return (start, None) };
        // A word that only seems to go on, over markup or the end of a line.
        if !ends(projection, range.end)
            && let Some(seam) = projection.seams(range.clone()).last()
            && let Some(shorter) = self.range(&text[..seam], start)
        {
            range = shorter;
        }
        let matched = self.matched(projection, start, range.clone());
        // Long stretches that are no secret are not gone through again from each place in them.
        let is_done = matched.is_some() || range.len() > 256;
        (if is_done { range.end } else { start }, matched)
    }

    /// What the pattern finds that begins here.
    fn range(&self, text: &[u8], start: usize) -> Option<Range<usize>> {
        let end = text.len().min(start + self.rule.longest);
        let slice = text.get(start..end)?;
        // Most texts behind a literal are no match, which takes no groups to see.
        let whole = self.pattern.find(slice)?;
        let mut found = match self.pattern.captures_len() {
            1 => whole.range(),
            _ => self.pattern.captures(slice)?.iter().skip(1).flatten().next()?.range(),
        };
        if start + found.end == end {
            found.end += text[end..].iter().take_while(|byte| is_key(**byte)).count();
        }
        Some(start + found.start..start + found.end)
    }

    fn matched(&self, projection: &Projection<'_>, start: usize, range: Range<usize>) -> Option<RawMatch> {
        let text = projection.text.as_ref();
        let rule = self.rule;
        let range = text.floor_char_boundary(range.start)..text.ceil_char_boundary(range.end);
        // What stands before it in an address says what it is.
        let is_placed = start < range.start && text[..range.start].ends_with('/');
        let is_alone = rule.weight != Weight::Formed || is_placed || stands_alone(projection, range.clone());
        let begins_here = !rule.literals.is_empty() || begins(projection, range.start);
        let is_whole = is_alone && begins_here && ends(projection, range.end);
        let value = text.get(range.clone()).filter(|value| is_whole && !value.is_empty())?;
        let before = text.get(text.floor_char_boundary(start.saturating_sub(96))..start)?;
        if !(rule.check)(value) || !(rule.context)(before, text.get(start..range.start)?) {
            return None;
        }
        Some(RawMatch { kind: rule.kind, rule: rule.name, weight: rule.weight, value: value.to_owned(), range })
    }
}

/// Where the word begins in which a literal stands, at most so many bytes before it.
fn lead(text: &str, literal: usize, most: usize) -> usize {
    let before = text.as_bytes()[..literal].iter().rev().take(most);
    literal
        - before.take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'~' | b'.')).count()
}

/// Whether this stands within a word, and no markup before it.
fn is_inside(projection: &Projection<'_>, at: usize) -> bool {
    projection.text.as_bytes()[..at].last().is_some_and(u8::is_ascii_alphanumeric) && !projection.is_seam(at)
}

/// Whether a key begins here that its beginning tells, and not a piece of something longer. Hyphens and underscores
/// before it are a bullet, emphasis, or behind a word of which the key is no part.
fn stands_alone(projection: &Projection<'_>, range: Range<usize>) -> bool {
    let text = projection.text.as_ref();
    let before = &text.as_bytes()[..range.start];
    let dashes = before.iter().rev().take(4).take_while(|byte| matches!(byte, b'-' | b'_')).count();
    if is_inside(projection, range.start) {
        return false;
    }
    let run = |end: usize, is_part: fn(&&u8) -> bool| {
        let length = before[..end].iter().rev().take(48).take_while(is_part).count();
        text.get(end - length..end).unwrap_or_default()
    };
    let value = &text[range.clone()];
    let has = |what: fn(char) -> bool| value.contains(what);
    if dashes > 0 && is_inside(projection, range.start - dashes) {
        let head = &value[..value.floor_char_boundary(12)];
        let is_mixed = has(|c| c.is_ascii_uppercase()) && has(|c| c.is_ascii_digit());
        let word = run(range.start - dashes, |byte| byte.is_ascii_alphanumeric());
        return head.contains('_') || (is_mixed && (head.contains(['-', '.']) || is_wordy(word)));
    }
    let is_in_base64 = matches!(before.last(), Some(b'+' | b'/')) && !has(|c| matches!(c, '_' | '-' | '.' | ':'));
    let rest = run(range.start, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'));
    let is_path = rest.len() < 8 || (is_wordy(rest) && !is_monotone(rest));
    !is_in_base64 || is_path || projection.is_seam(range.start)
}

/// Whether a word can begin here: not within one, unless markup stands between. Hyphens and underscores before it are a
/// bullet or emphasis, if no word stands before them.
pub fn begins(projection: &Projection<'_>, at: usize) -> bool {
    let before = &projection.text.as_bytes()[..at];
    let dashes = before.iter().rev().take(4).take_while(|byte| matches!(byte, b'-' | b'_')).count();
    !is_inside(projection, at) && (dashes == 0 || !is_inside(projection, at - dashes))
}

/// Whether a key can end here.
pub fn ends(projection: &Projection<'_>, at: usize) -> bool {
    !projection.text.as_bytes().get(at).is_some_and(u8::is_ascii_alphanumeric)
        || projection.is_seam(at)
        || !projection.text.as_bytes()[..at].last().is_some_and(u8::is_ascii_alphanumeric)
}

/// Characters of keys of any kind.
pub fn is_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'/' | b'=' | b'.' | b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_compiles_and_has_literals_in_lower_case() {
        let table = RULES.as_ref().expect("an automaton");
        let broken: Vec<_> = rules::all()
            .filter(|rule| !table.rules.iter().any(|compiled| compiled.rule.pattern == rule.pattern))
            .map(|rule| rule.name)
            .collect();
        assert!(broken.is_empty(), "{broken:?}");
        for rule in rules::all() {
            assert!(!rule.name.is_empty() && rule.literals.iter().all(|text| text.to_ascii_lowercase() == **text));
        }
        assert!(rules::all().count() >= 45);
    }
}
