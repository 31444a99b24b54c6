// One part of the account page: a heading, an explanation, a button, and a list that is fetched.

import { freshId, h } from "../../lib/dom.js";
import { problemText } from "../../ui/confirm.js";
import { failureState, skeleton } from "../../ui/view-states.js";

export function section({ title, text, actions = [], content = [] }) {
  const id = freshId("section");
  return h(
    "section",
    { class: "section", "aria-labelledby": id },
    h(
      "div",
      { class: "section-head cluster" },
      h("div", { class: "section-words" }, h("h2", { id, tabindex: "-1" }, title), h("p", {}, text)),
      h("div", { class: "section-actions" }, actions),
    ),
    content,
  );
}

/**
 * `load` gives a result, `rowsOf` takes the rows out of its value, `list` is a table (table.js), `empty` a sentence in its place.
 * `whenLoaded` gets the rows.
 */
export function listSection({ load, rowsOf, list, empty, whenLoaded, ...rest }) {
  const place = h("div", { class: "section-list" }, skeleton(2));
  const element = section({ ...rest, content: [place] });
  const nothing = h("p", { class: "section-empty soft medium" }, empty);
  const part = { element, refresh, ready: null, draw, heading: element.querySelector("h2") };
  part.ready = refresh();
  return part;

  async function refresh() {
    const result = await load();
    if (result.kind === "failure") return place.replaceChildren(failureState(result, { onRetry: refresh }));
    if (result.kind === "refused") return place.replaceChildren(h("p", { class: "section-empty soft medium" }, problemText(result)));
    if (result.kind !== "done") return;
    const rows = rowsOf(result.value);
    list.fill(rows);
    draw();
    whenLoaded?.(rows);
  }

  /** The list, or what stands for an empty one. */
  function draw() {
    const shown = list.rows().length > 0 ? list.element : nothing;
    // To be put where it is already would cost it the focus.
    if (shown.parentNode !== place || place.childElementCount !== 1) place.replaceChildren(shown);
  }
}
