// The hostile snippets, in packs of which each makes one conversation: every snippet is a message, and behind each stands a
// calm one that nothing may happen to.

import { code } from "./code.js";
import { elements } from "./elements.js";
import { foreign } from "./foreign.js";
import { characters, forging, piled } from "./forging.js";
import { giants } from "./giants.js";
import { links } from "./links.js";
import { names, parts } from "./parts.js";
import { scripts } from "./scripts.js";

const PACK = 150;
const CALM = "Nothing has happened here.";
const roles = ["user", "assistant"];

const kinds = { scripts, foreign, links, elements, forging, characters, code, piled, giants, parts };

/** Snippets by kind, each `{name, word, message}`; `word` is in no other, and every reader must find it. */
export const snippets = Object.entries(kinds).flatMap(([kind, list]) =>
  list.map(([name, content], i) => {
    const word = `${kind}${i}x`;
    const message = typeof content === "string" ? { role: roles[i % 2], content } : content;
    return { kind, name: `${kind}: ${name}`, word, message: JSON.parse(JSON.stringify(message).replaceAll("WORD", word)) };
  }));

/** Conversations as `import` takes them, with what to expect of each message. */
export function packs() {
  const heavy = new Set(["giants"]);
  const light = cut(snippets.filter(({ kind }) => !heavy.has(kind)));
  return [...light, snippets.filter(({ kind }) => heavy.has(kind))].map(pack);
}

function cut(list) {
  return Array.from({ length: Math.ceil(list.length / PACK) }, (_, i) => list.slice(i * PACK, (i + 1) * PACK));
}

function pack(snippets, i) {
  // What an agent does between two prompts is one block: behind its steps somebody else speaks.
  const hasSteps = (k) => snippets[k]?.kind === "parts";
  const expected = snippets.flatMap((snippet, k) => [snippet, calm(k, hasSteps(k) || hasSteps(k + 1) ? "user" : undefined)]);
  // Files that are named alike would be taken for one conversation that has grown.
  const title = `${i}. ${names[i % names.length]}`;
  const model = names[(i + 3) % names.length];
  return { title, expected, conversation: { title, model, messages: expected.map(({ message }) => message) } };
}

/** A message in which nothing happens. */
function calm(k, role = roles[k % 2]) {
  return { name: "a calm message", calm: CALM, word: CALM, message: { role, content: CALM } };
}

/** A conversation in which nothing happens, to compare the others with. */
export function peace() {
  const expected = ["user", "assistant", "system", "tool"].map((role, k) => calm(k, role));
  return { title: "Peace", expected, conversation: { title: "Peace", model: "calm", messages: expected.map(({ message }) => message) } };
}

/** Marks that pile up beyond their line, between calm messages. */
export function piles() {
  const expected = snippets.filter(({ kind }) => kind === "piled").flatMap((snippet, k) => [calm(k), snippet]).concat(calm(0));
  return { title: "Piles", expected, conversation: { title: "Piles", model: "ink", messages: expected.map(({ message }) => message) } };
}
