//! What a person at the terminal has chosen so far of what was found, and how they change it.

use std::collections::BTreeSet;

use super::listing::Listing;
use crate::app::sharing::{AcceptedFindings, RedactionRequest, Undecided, credentials};
use crate::commands::terminal::one_line;
use crate::domain::redaction::SecretKind;
use crate::guard::finding_id;

/// What is to be redacted, as marked in the list.
#[derive(Default)]
pub struct Selection {
    kinds: BTreeSet<SecretKind>,
    /// Ids of findings that are redacted by themselves.
    single: BTreeSet<String>,
    /// Ids of findings that stay although their kind is redacted, in this link.
    harmless: BTreeSet<String>,
    /// The same in all conversations.
    harmless_everywhere: BTreeSet<String>,
    words: BTreeSet<String>,
    /// Ids of all that was shown.
    shown: BTreeSet<String>,
}

/// What a person types, one piece of the line each.
pub enum Command {
    /// An empty line.
    Share,
    /// Store and publish nothing.
    Quit,
    /// List all findings.
    ShowAll,
    /// Redact everything that was found.
    All,
    /// Redact credentials alone.
    Credentials,
    /// Redact nothing.
    Nothing,
    /// Switch the findings with these numbers.
    Switch(usize, usize),
    /// Switch a kind, by the beginning of its name.
    Kind(String),
    /// The finding with that number is harmless wherever it stands.
    Harmless(usize),
    /// Redact a word.
    Word(String),
}

impl Command {
    /// The commands of a line; `None` for a piece that is none.
    pub fn parse(line: &str) -> Vec<Option<Self>> {
        let line = line.trim();
        if let Some(word) = line.strip_prefix('+') {
            let word = word.trim();
            return vec![(!word.is_empty()).then(|| Self::Word(word.to_owned()))];
        }
        if line.is_empty() {
            return vec![Some(Self::Share)];
        }
        line.split([' ', ',']).filter(|piece| !piece.is_empty()).map(Self::parse_piece).collect()
    }

    fn parse_piece(piece: &str) -> Option<Self> {
        let number = |text: &str| text.parse::<usize>().ok().filter(|number| *number > 0);
        Some(match piece.to_lowercase().as_str() {
            "y" | "yes" => Self::Share,
            "q" | "quit" => Self::Quit,
            "l" | "list" => Self::ShowAll,
            "a" | "all" => Self::All,
            "c" | "credentials" => Self::Credentials,
            "n" | "nothing" | "none" => Self::Nothing,
            piece => match (number(piece), piece.split_once('-'), piece.strip_prefix('!')) {
                (Some(one), ..) => Self::Switch(one, one),
                (_, Some((first, last)), _) if number(first).is_some() => Self::Switch(number(first)?, number(last)?),
                (.., Some(one)) => Self::Harmless(number(one)?),
                _ => Self::Kind(piece.to_owned()),
            },
        })
    }
}

impl Selection {
    /// What the links would redact as it stands: of new ones credentials.
    pub fn of(undecided: &[Undecided]) -> Self {
        let mut selection = Self::default();
        for Undecided { findings, redacted, redactions, .. } in undecided {
            let ids = |values: &BTreeSet<(SecretKind, String)>| -> Vec<String> {
                values.iter().map(|(kind, value)| finding_id(*kind, value)).collect()
            };
            selection.kinds.extend(&redactions.kinds);
            selection.single.extend(ids(&redactions.findings));
            selection.harmless.extend(ids(&redactions.harmless));
            selection.shown.extend(findings.iter().chain(redacted).map(|finding| finding.id.clone()));
        }
        selection
    }

    /// Whether the finding of that kind and id is redacted.
    pub fn is_redacted(&self, (kind, id): (SecretKind, &str)) -> bool {
        !self.harmless_everywhere.contains(id)
            && !self.harmless.contains(id)
            && (self.kinds.contains(&kind) || self.single.contains(id))
    }

    /// Carries a command out; false where it means nothing in this list.
    pub fn change(&mut self, command: &Command, listing: &Listing) -> bool {
        let only = |selection: &mut Self, kinds: BTreeSet<SecretKind>| {
            selection.kinds = kinds;
            for set in [&mut selection.single, &mut selection.harmless, &mut selection.harmless_everywhere] {
                set.clear();
            }
            true
        };
        match command {
            Command::Share | Command::Quit | Command::ShowAll => true,
            Command::All => only(self, SecretKind::ALL.into()),
            Command::Credentials => only(self, credentials().collect()),
            Command::Nothing => only(self, BTreeSet::new()),
            Command::Word(word) => {
                self.words.insert(word.clone());
                true
            }
            Command::Kind(name) => {
                let is_named = |kind: &SecretKind| {
                    let (name_of, label) = (kind.name().replace('_', " "), kind.label().to_lowercase());
                    let name = name.replace(['_', '-'], " ");
                    name_of.starts_with(&name) || label.replace('-', " ").starts_with(&name)
                };
                let named: Vec<SecretKind> = listing.kinds().filter(is_named).collect();
                let [kind] = named.as_slice() else { return false };
                if !self.kinds.remove(kind) {
                    self.kinds.insert(*kind);
                }
                true
            }
            Command::Harmless(number) => {
                let Some((_, id)) = listing.get(*number) else { return false };
                self.single.remove(id);
                self.harmless_everywhere.insert(id.to_owned());
                true
            }
            Command::Switch(first, last) => {
                let found: Option<Vec<_>> = (*first..=*last).take(10_000).map(|number| listing.get(number)).collect();
                let Some(found) = found.filter(|found| !found.is_empty()) else { return false };
                found.into_iter().for_each(|finding| self.switch(finding));
                true
            }
        }
    }

    fn switch(&mut self, (kind, id): (SecretKind, &str)) {
        let is_redacted = self.is_redacted((kind, id));
        for set in [&mut self.single, &mut self.harmless, &mut self.harmless_everywhere] {
            set.remove(id);
        }
        match (is_redacted, self.kinds.contains(&kind)) {
            (true, true) => drop(self.harmless.insert(id.to_owned())),
            (false, false) => drop(self.single.insert(id.to_owned())),
            (true, false) | (false, true) => {}
        }
    }

    /// The words that were added, as a line; empty where there are none.
    pub fn words_line(&self) -> String {
        let words: Vec<String> = self.words.iter().map(|word| format!("\"{}\"", one_line(word))).collect();
        if words.is_empty() { String::new() } else { format!("Redacted words: {}\n", words.join(", ")) }
    }

    /// What is asked for.
    pub fn request(&self) -> RedactionRequest {
        RedactionRequest {
            kinds: Some(self.kinds.clone()),
            findings: Some(self.single.clone()),
            harmless: Some(self.harmless.clone()),
            harmless_everywhere: self.harmless_everywhere.clone(),
            words: None,
            more_words: self.words.clone(),
        }
    }

    /// What may be published: what was shown, and no more.
    pub fn accepted(&self) -> AcceptedFindings {
        AcceptedFindings::Shown(self.shown.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_several_commands() {
        let commands = Command::parse("2 5-7, email !3");
        assert!(matches!(
            commands.as_slice(),
            [
                Some(Command::Switch(2, 2)),
                Some(Command::Switch(5, 7)),
                Some(Command::Kind(kind)),
                Some(Command::Harmless(3))
            ] if kind == "email"
        ));
        assert!(matches!(Command::parse(" \n").as_slice(), [Some(Command::Share)]));
        assert!(matches!(Command::parse("+ Project X").as_slice(), [Some(Command::Word(word))] if word == "Project X"));
        assert!(matches!(Command::parse("0").as_slice(), [Some(Command::Kind(_))]));
        assert!(matches!(Command::parse("!x").as_slice(), [None]));
    }
}
