// Puts one view into the page at a time: its element, its buttons in the bar, the tab's title, the focus.
// A view has `name`, `element` and `title`, and may have `heading`, `actions`, `firstFocus`, and `dispose` for when it goes.

import { oneLine } from "../lib/values.js";
import { strings } from "../strings/reader.js";

/** Leaves only this child. */
function settle(main, element) {
  for (const child of [...main.childNodes]) if (child !== element) child.remove();
}

export function viewHostIn(main, bar) {
  let shown = null;

  return {
    get view() {
      return shown;
    },
    /** The focus goes to the field to fill in, else to the heading. The first view leaves it alone unless it has a field. */
    show(view) {
      const first = shown === null || shown.name === "loading";
      shown?.dispose?.();
      shown = view;
      // What the server wrote stays where it is.
      if (view.element.parentNode === main) settle(main, view.element);
      else main.replaceChildren(view.element);
      bar.replaceChildren(...(view.actions ?? []));
      this.retitle();
      if (view.firstFocus) view.firstFocus.focus();
      else if (!first) view.heading.focus();
      if (!first) scrollTo(0, 0);
    },
    retitle() {
      // Where what turns a line around would turn our name around.
      document.title = `${oneLine(shown.title, 300)} · ${strings.product}`;
    },
  };
}
