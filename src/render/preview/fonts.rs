//! The fonts that pictures are written with: one that is part of the program, for Latin, Greek and
//! Cyrillic, and for other scripts what the machine has.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use cosmic_text::fontdb::{Database, FaceInfo, Source, Style};
use swash::FontRef;

/// The family of the font that is part of the program.
pub const FAMILY: &str = "Noto Sans";

/// The most fonts of the machine that one picture uses: each is opened and looked through.
const MOST: usize = 4;

/// The fonts.
pub struct Fonts {
    /// Those of the machine, looked for when a text first needs them.
    system: OnceLock<Database>,
}

impl Fonts {
    /// With those of the machine.
    pub const fn new() -> Self {
        Self { system: OnceLock::new() }
    }

    /// Fonts that have these texts' characters together, and the characters that none has.
    pub fn of(&self, texts: &[&str]) -> (Database, BTreeSet<char>) {
        let mut chosen = Database::new();
        for bytes in [notosans::BOLD_TTF, notosans::REGULAR_TTF] {
            chosen.load_font_source(Source::Binary(Arc::new(bytes)));
        }
        let mut missing: BTreeSet<char> =
            texts.iter().flat_map(|text| text.chars()).filter(|c| crate::render::visible::is_drawn(*c)).collect();
        if let Some(font) = FontRef::from_index(notosans::BOLD_TTF, 0) {
            missing.retain(|c| font.charmap().map(*c) == 0);
        }
        if !missing.is_empty() {
            let system = self.system.get_or_init(|| {
                let mut system = Database::new();
                system.load_system_fonts();
                system
            });
            choose(system, &mut chosen, &mut missing);
        }
        (chosen, missing)
    }
}

/// Takes the font that has most of what is missing, and so on.
fn choose(system: &Database, chosen: &mut Database, missing: &mut BTreeSet<char>) {
    let mut candidates: Vec<(&FaceInfo, BTreeSet<char>)> = system
        .faces()
        .filter(|face| face.style == Style::Normal && !is_placeholder(face))
        .map(|face| (face, held(system, face, missing)))
        .filter(|(_, held)| !held.is_empty())
        .collect();
    for _ in 0..MOST {
        let best = candidates.iter().max_by_key(|(face, held)| {
            (held.intersection(missing).count(), Reverse(strangeness(face)), Reverse(face.weight.0.abs_diff(700)))
        });
        let Some((face, held)) = best.filter(|(_, held)| !held.is_disjoint(missing)) else { break };
        chosen.push_face_info((*face).clone());
        missing.retain(|c| !held.contains(c));
        candidates.retain(|(_, held)| !held.is_disjoint(missing));
    }
}

/// Which of these characters a font has.
fn held(system: &Database, face: &FaceInfo, wanted: &BTreeSet<char>) -> BTreeSet<char> {
    let look = |bytes: &[u8], index: u32| {
        let font = FontRef::from_index(bytes, usize::try_from(index).ok()?)?;
        let charmap = font.charmap();
        Some(wanted.iter().copied().filter(|c| charmap.map(*c) != 0).collect())
    };
    system.with_face_data(face.id, look).flatten().unwrap_or_default()
}

/// Fonts that have a box for every character.
fn is_placeholder(face: &FaceInfo) -> bool {
    let name = face.post_script_name.replace([' ', '-'], "").to_lowercase();
    ["lastresort", "adobeblank", "notdef", "unifont"].iter().any(|word| name.contains(word))
}

/// How far a font is from the look of ours.
fn strangeness(face: &FaceInfo) -> u8 {
    let name = face.post_script_name.to_lowercase();
    let is_alike = ["sans", "gothic", "hei", "emoji", "segoe", "arial"].iter().any(|word| name.contains(word));
    let is_other = ["serif", "ming", "song", "kufi", "display", "condensed"].iter().any(|word| name.contains(word));
    u8::from(!is_alike) + u8::from(is_other) + u8::from(face.monospaced)
}

#[cfg(test)]
impl Fonts {
    /// As on a machine without any.
    pub fn embedded() -> Self {
        Self { system: OnceLock::from(Database::new()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn most_european_languages_need_no_font_of_the_machine() {
        let texts =
            ["Größe, čtyři, Übermäßig – “quoted” … · €", "Ελληνικά", "Українська мова", "Tiếng Việt", "a\u{200D}b"];
        let (fonts, missing) = Fonts::embedded().of(&texts);
        assert_eq!((fonts.len(), missing), (2, BTreeSet::new()));
    }

    #[test]
    fn what_no_font_has_is_named() {
        let (_, missing) = Fonts::embedded().of(&["字 and 🚀"]);
        assert_eq!(missing, BTreeSet::from(['字', '🚀']));
    }
}
