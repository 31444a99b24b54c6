// The numbers of a list's pages, as links.

import { h } from "../lib/dom.js";
import { strings } from "../strings/owner.js";
import { icon } from "./icons.js";

const words = strings.pager;

/** `hrefOf` gives the address of a page; a plain press goes there by `onGo`. Nothing for a single page. */
export function pager({ page, pages, hrefOf, onGo }) {
  if (pages < 2) return null;
  const steps = shown(page, pages).map((number) =>
    h("li", {}, number === null ? h("span", { class: "pager-gap" }, "…") : numbered(number)),
  );
  return h(
    "nav",
    { class: "pager cluster", "aria-label": words.label },
    step(page - 1, "back", words.previous, page > 1),
    h("ol", { class: "pager-numbers cluster plain-list" }, steps),
    step(page + 1, "on", words.next, page < pages),
  );

  function numbered(number) {
    const current = number === page && "page";
    return h(
      "a",
      {
        class: "pager-number",
        href: hrefOf(number),
        "aria-current": current,
        "aria-label": words.page(number),
        onClick: (event) => press(event, number),
      },
      number.toLocaleString(),
    );
  }

  function step(number, sign, word, isThere) {
    // Not hidden: what is pressed next must not stand under the pointer all of a sudden.
    if (!isThere)
      return h("span", { class: "button pager-step", "aria-hidden": "true", "data-off": true }, icon(sign), h("span", {}, word));
    return h(
      "a",
      {
        class: "button pager-step",
        href: hrefOf(number),
        rel: sign === "back" ? "prev" : "next",
        onClick: (event) => press(event, number),
      },
      icon(sign),
      h("span", {}, word),
    );
  }

  /** With a key or another button of the mouse the browser opens it elsewhere. */
  function press(event, number) {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    onGo(number);
  }
}

/** The first, the last, and those around the present one; null for a gap. */
function shown(page, pages) {
  const near = [1, page - 1, page, page + 1, pages].filter((number) => number >= 1 && number <= pages);
  const numbers = [...new Set(near)];
  return numbers.flatMap((number, i) => {
    const gap = i > 0 ? number - numbers[i - 1] - 1 : 0;
    // A gap of one takes as much room as the number.
    return gap === 0 ? [number] : [gap === 1 ? number - 1 : null, number];
  });
}
