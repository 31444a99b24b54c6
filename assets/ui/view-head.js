// The head of a view: its heading, which gets the focus when the view opens, a sentence, and the first actions.

import { h } from "../lib/dom.js";

export function viewHead({ title, lead, actions = [] }) {
  const heading = h("h1", { tabindex: "-1" }, title);
  const words = h("div", { class: "view-words" }, heading, lead && h("p", { class: "view-lead soft" }, lead));
  return { heading, element: h("header", { class: "view-head cluster" }, words, h("div", { class: "view-actions cluster" }, actions)) };
}
