// Generates random passwords: words that can be read out, or characters that can't be mistaken for each other. All are
// equally likely.

/** Without 0 O, 1 I l, 5 S, 8 B and 2 Z: of such pairs one at most. 20 of these 52 are 114 bits. */
const CHARACTERS = "abcdefghijkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY2345679";
const CHARACTER_COUNT = 20;
const WORD_COUNT = 4;

/** `words` is the list to choose from; four out of some 1,400 are 42 bits, more than anybody can try at a server. */
export function makeWords(words, count = WORD_COUNT) {
  return Array.from({ length: count }, () => words[below(words.length)]).join("-");
}

export function makeCharacters(count = CHARACTER_COUNT) {
  return Array.from({ length: count }, () => CHARACTERS[below(CHARACTERS.length)]).join("");
}

/** A number from 0 to `bound` - 1. What lies above the largest multiple is thrown away: else the small ones would come more often. */
export function below(bound, random = randomNumber) {
  const most = 2 ** 32 - (2 ** 32 % bound);
  for (;;) {
    const number = random();
    if (number < most) return number % bound;
  }
}

const randomNumber = () => crypto.getRandomValues(new Uint32Array(1))[0];

let list = null; // a promise

/** The list of words, fetched when it is first needed; null when it can't be. */
export function wordList() {
  list ??= fetch(new URL("./passphrase-words.txt", import.meta.url))
    .then((response) => (response.ok ? response.text() : Promise.reject(new Error(response.statusText))))
    .then((text) => text.trim().split(/\s+/))
    .catch(() => {
      list = null;
      return null;
    });
  return list;
}
