// The order of a list as a drop-down, for places without column heads to click (list.css).

import { freshId, h } from "../lib/dom.js";

/** `sorts` has the text of each order; one that is in force and not among them is called `other`. */
export function sortChoice({ label, sorts, other, value, onSort }) {
  const id = freshId("sort");
  const select = h("select", { id, class: "field-input", onChange: () => onSort(select.value) });
  const element = h(
    "div",
    { class: "list-sort" },
    h("label", { class: "field-label", for: id }, label),
    h("div", { class: "field-box" }, select),
  );
  set(value);
  return { element, set };

  function set(now) {
    const known = Object.entries(sorts);
    const all = now in sorts ? known : [[now, other], ...known];
    select.replaceChildren(...all.map(([one, text]) => h("option", { value: one, selected: one === now }, text)));
  }
}
