// An icon button that does something small, and shows for a moment that it is done.

import { h } from "../lib/dom.js";
import { icon } from "./icons.js";

const SHOWN_MS = 2_000;

/** `text` is seen beside the sign, where there is room for it; `name` is what it is called, and begins with it. */
export function actionButton({ sign, name, text, look, onPress }) {
  const label = text && h("span", { class: "act-label" }, text);
  const button = h("button", { type: "button", class: look, "aria-label": name, title: text ? null : name }, icon(sign), label);
  let timer;

  function done(word) {
    clearTimeout(timer);
    button.dataset.done = "";
    button.replaceChildren(...[icon("done"), label].filter(Boolean));
    label?.replaceChildren(word);
    timer = setTimeout(() => {
      delete button.dataset.done;
      button.replaceChildren(...[icon(sign), label].filter(Boolean));
      label?.replaceChildren(text);
    }, SHOWN_MS);
  }

  button.addEventListener("click", () => onPress({ button, done }));
  return button;
}
