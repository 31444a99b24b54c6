//! Passwords that people choose and that look like something else: like a sentence, a variable or a placeholder.

use std::sync::LazyLock;

use super::super::checks::entropy;
use super::names::{WordSet, is_in, set};
use super::usual::is_usual;

/// The words of a phrase: at least so many where it has no digits, and with digits; and at most.
const LEAST_WORDS: usize = 4;
const LEAST_WITH_DIGITS: usize = 2;
/// Words of four letters and more, where one has but two.
const LEAST_HEAVY: usize = 3;
const MOST_WORDS: usize = 12;

/// What applications say of passwords and of forms, and no words that somebody strings together.
static SAID: WordSet = LazyLock::new(|| {
    set("least minimum maximum min max characters chars character letters letter digits digit numbers numeric \
    symbol symbols special uppercase lowercase length long longer short shorter please choose pick use using try \
    wrong typing contain contains include includes including cannot can't isn't don't doesn't match matches \
    matching expires sent ago days day hours hour minutes minute weeks week times attempt attempts step level \
    version option line page bytes bits bit retype type too minimum_length required requires need needs empty blank \
    account accounts sign signing log login logged click press show hide view see get set reset recover help \
    support optional between exactly bitte eingeben mindestens höchstens zeichen ziffern buchstaben erforderlich \
    muss stimmen überein falsch kurz lang ist doit contenir moins obligatoire saisir saisissez votre confirmer \
    oublié debe contener menos obligatorio ingrese tu su olvidaste deve conter pelo insira sua obrigatório almeno \
    inserisci obbligatorio minstens moet bevatten vul verplicht должен содержать менее введите обязательно неверный \
    поле пустое короткий feld leer ungültig champ court courte trop vide requis requise incorrecte identifiants \
    campo corto corta largo vacío incorrecto incorrecta vuoto errata lungo vazio curto longo incorreta veld leeg \
    ongeldig kort valide válida válido geändert gespeichert modifié changé cambiada cambiato alterada")
});
/// How words of other languages for characters begin.
const CHARACTERS: [&str; 8] = ["caract", "caratter", "karakt", "zeichen", "tecken", "tegn", "znak", "символ"];

/// Words that somebody strung together as a password, and no sentence about one: `correct horse battery staple`,
/// `Summer Rain 2024`.
pub fn is_phrase(value: &str) -> bool {
    let words: Vec<&str> = value.split(' ').collect();
    let is_said = |word: &&str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        is_usual(&word) || is_in(&SAID, &word) || CHARACTERS.iter().any(|start| word.starts_with(start))
    };
    let is_readable =
        |word: &&str| !word.is_empty() && word.chars().count() <= 24 && !word.ends_with(['.', ',', ':', ';']);
    if words.len() > MOST_WORDS
        || value.contains(['{', '}', '<', '>', '%', '$', '(', ')', '[', ']', '=', '/', '\\', '|', ':', ';', '"'])
        || !words.iter().all(is_readable)
        || words.iter().any(is_said)
    {
        return false;
    }
    if value.contains(|c: char| c.is_ascii_digit()) {
        return words.len() >= LEAST_WITH_DIGITS && value.contains(char::is_alphabetic);
    }
    let is_word = |word: &&str| (2..=12).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic);
    // Sentences have more short words.
    let least = |length: usize| words.iter().filter(|word| word.chars().count() >= length).count();
    let is_heavy = least(3) == words.len() || least(4) >= LEAST_HEAVY && least(3) + 1 >= words.len();
    let is_small = |word: &&str| word.chars().skip(1).all(char::is_lowercase);
    let capitals = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    let is_sentence =
        capitals < words.len() && words.first().is_some_and(|first| first.starts_with(char::is_uppercase));
    words.len() >= LEAST_WORDS && is_heavy && words.iter().all(is_word) && words.iter().all(is_small) && !is_sentence
}

/// Whether somebody made a password of a word that mostly stands for one: `ChangeMe2024!Prod`, where `YourStrong!Passw0rd`
/// is as a manual has it.
pub fn is_made_of_placeholder(value: &str) -> bool {
    const WORDS: [&str; 16] = [
        "change-me",
        "change_me",
        "changeme",
        "replace",
        "insert",
        "foobar",
        "dummy",
        "your",
        "strong",
        "passw0rd",
        "password",
        "secret",
        "here",
        "1234",
        "123",
        "pass",
    ];
    let has = |what: fn(&u8) -> bool| value.as_bytes().iter().any(what);
    let rest = WORDS.iter().fold(value.to_ascii_lowercase(), |rest, word| rest.replace(word, ""));
    let is_mark = |c: char| "!@#$%^&*+?".contains(c);
    value.starts_with(|c: char| c.is_ascii_alphabetic())
        && has(u8::is_ascii_uppercase) | has(u8::is_ascii_digit)
        && value.contains(is_mark)
        && rest.len() < value.len()
        && rest.trim_matches(is_mark).len() >= 5
        && rest.contains(|c: char| c.is_ascii_digit())
        && !rest.contains(['x', '.', '<', '*', '…'])
}

/// A password that begins with a mark, as variables and placeholders do, and has others and digits, as these don't:
/// `$ecretP4ss!`, `@dmin2024!x`.
pub fn is_marked(value: &str) -> bool {
    let Some(rest) = value.strip_prefix(['$', '%', '#', '&', '@', '!', '*', '^', '~', '?', '-', '=', '{', '[']) else {
        return false;
    };
    let has = |what: fn(&u8) -> bool| rest.as_bytes().iter().any(what);
    // What is in brackets has a mark among its letters, where names have none.
    let inner = if value.starts_with(['{', '[']) { rest.trim_end_matches(['}', ']']) } else { rest };
    (8..=64).contains(&value.len())
        && value.is_ascii()
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_lowercase)
        && inner.contains(['!', '^', '*', '+', '&', '@', '#', '?', '~', '$', '%'])
        && !inner
            .contains(['(', ')', '{', '}', '<', '>', '[', ']', '=', '|', ';', ',', ':', '.', '/', '\\', '\'', '"', ' '])
        && !(value.starts_with('%') && value.ends_with('%'))
        && entropy(value) >= 2.5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_told_from_what_is_said_of_passwords() {
        for phrase in [
            "correct horse battery staple",
            "Correct Horse Battery Staple",
            "grüner Elefant tanzt leise",
            "mi gato negro duerme",
            "Summer Rain 2024",
            "My dog Rex is 7!",
            "Tr0ub4dor & 3 friends",
            "purple Sky 88 dance",
        ] {
            assert!(is_phrase(phrase), "{phrase}");
        }
        for other in [
            "Enter your password",
            "must be at least 8 characters",
            "8 to 16 characters",
            "Mindestens 8 Zeichen",
            "debe tener 8 caracteres",
            "Please try again in 5 minutes",
            "Too short",
            "three small turtles",
            "le champ est trop court",
            "el campo es muy corto",
            "ask the admin about it",
            "given to you by mail",
            "Everybody who has one may enter",
            "Line 1, column 2",
            "expired 3 days ago",
            "attempt %d of %d",
            "",
            " ",
        ] {
            assert!(!is_phrase(other), "{other}");
        }
    }
}
