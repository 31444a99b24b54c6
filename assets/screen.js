// Puts one view into the page at a time: its element, its buttons in the bar, the tab's title, the focus.
// A view has `name`, `element` and `title`, and may have `heading`, `actions`, `firstFocus`, and `dispose` for when it goes.

import { strings } from "./strings.js";

export function screenIn(main, bar) {
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
      main.replaceChildren(view.element);
      bar.replaceChildren(...(view.actions ?? []));
      this.retitle();
      if (view.firstFocus) view.firstFocus.focus();
      else if (!first) view.heading.focus();
      if (!first) scrollTo(0, 0);
    },
    retitle() {
      document.title = `${shown.title} · ${strings.product}`;
    },
  };
}
