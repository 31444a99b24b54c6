// The foot of a long list: which part is shown, and links to the next and the previous page.

import { h, setAttribute } from "../../lib/dom.js";
import { icon } from "../../ui/icons.js";

/** `size` is that of a page; `words` has pages, previous, next, and range(from, to, total). */
export function linksPager({ size, words, onPage }) {
  let shown = { page: 1, total: 0 };
  const range = h("p", { class: "links-range soft medium", role: "status" });
  const previous = h("button", { type: "button", class: "button", onClick: () => turn(-1) }, icon("back"), words.previous);
  const next = h("button", { type: "button", class: "button", onClick: () => turn(1) }, words.next, icon("fold"));
  const element = h("nav", { class: "pager cluster", "aria-label": words.pages, hidden: true }, previous, range, next);

  const last = () => Math.max(1, Math.ceil(shown.total / size));

  /** The button stays where it is, and with it the focus; what is new begins at the top. */
  function turn(step) {
    const page = shown.page + step;
    if (page < 1 || page > last()) return;
    onPage(page);
    scrollTo(0, 0);
  }

  function draw() {
    const { page, total } = shown;
    element.hidden = total <= size && page === 1;
    range.replaceChildren(words.range((page - 1) * size + 1, Math.min(page * size, total), total));
    setAttribute(previous, "aria-disabled", page <= 1 && "true");
    setAttribute(next, "aria-disabled", page >= last() && "true");
  }

  return {
    element,
    show(page, total) {
      shown = { page, total };
      draw();
    },
    hide: () => (element.hidden = true),
    /** One of the list is gone. */
    less() {
      shown.total -= 1;
      draw();
    },
  };
}
