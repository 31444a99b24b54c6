// A choice from a drop-down list.

import { freshId, h } from "../lib/dom.js";

/** `options` are {value, text}; other attributes go to the `select`. */
export function selectField({ label, options, value, hint, ...attributes }) {
  const id = freshId("field");
  const help = hint && h("p", { class: "field-hint", id: `${id}-hint` }, hint);
  const items = options.map((option) => h("option", { value: option.value, selected: option.value === value }, option.text));
  const input = h("select", { id, class: "field-input", "aria-describedby": help ? `${id}-hint` : null, ...attributes }, items);
  const element = h(
    "div",
    { class: "field" },
    h("label", { class: "field-label", for: id }, label),
    h("div", { class: "field-box" }, input),
    help,
  );
  return { element, input, isFine: () => true, mark: () => {} };
}
