// What opens at a press: a line that says what is in it, and the rest below.

import { h } from "./dom.js";
import { icon } from "./icons.js";

/** `gist` tells more in grey; `state` is a word of warning; both may be null. The text of each keeps to its own direction. */
export function fold({ sign, label, gist = null, state = null, open = false, look = null }, ...content) {
  const words = [
    h("bdi", { class: "fold-label" }, label),
    gist && h("bdi", { class: "fold-gist" }, gist),
    state && h("span", { class: "fold-state" }, state),
  ];
  // Blanks between the words are for those who hear the line.
  const line = words.filter(Boolean).flatMap((word) => [" ", word]);
  const summary = h("summary", {}, icon("fold"), icon(sign), line);
  return h("details", { class: look ? `fold fold-${look}` : "fold", open }, summary, h("div", { class: "fold-body" }, content));
}
