// Options of the command line in a sentence: somebody types them off, so no line ends within one.

import { h } from "../lib/dom.js";

/** The sentence as text and nodes. */
export function wholeOptions(sentence) {
  return sentence.split(/(--[a-z][a-z-]*)/).map((piece, at) => (at % 2 === 1 ? h("span", { class: "whole" }, piece) : piece));
}
