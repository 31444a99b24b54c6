// Text folded for searching: "naïve", "Naive" and "naı̈ve" become the same, and each character knows where it was.

const ascii = /^[\0-\x7f]*$/;
const marks = /[\p{M}\p{Default_Ignorable_Code_Point}]+/gu;
const alike = new Map([["ς", "σ"], ["‘", "'"], ["’", "'"], ["“", '"'], ["”", '"'], ["ı", "i"], ["ø", "o"], ["ł", "l"], ["đ", "d"]]);

const known = new Map();

function foldCharacter(character) {
  let folded = known.get(character);
  if (folded === undefined) {
    const plain = character.normalize("NFKD").replace(marks, "").toLowerCase();
    folded = Array.from(plain, (c) => alike.get(c) ?? c).join("");
    known.set(character, folded);
  }
  return folded;
}

/** The folded text, and for each of its characters where it begins in `text`; null where every one stayed in its place. */
export function foldText(text) {
  if (ascii.test(text)) return { folded: text.toLowerCase(), places: null };
  const places = [];
  let folded = "";
  let place = 0;
  for (const character of text) {
    const plain = foldCharacter(character);
    for (let i = 0; i < plain.length; i += 1) places.push(place);
    folded += plain;
    place += character.length;
  }
  return { folded, places };
}

/** What matches a question in folded text: any white space stands for any other. Null for one without anything to find. */
export function patternFor(question) {
  const { folded } = foldText(question);
  const words = folded.split(/\s+/).map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return words.some((word) => word !== "") ? new RegExp(words.join("\\s+"), "g") : null;
}
