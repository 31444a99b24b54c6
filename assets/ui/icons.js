// The drawn signs of the page, which each page holds once (sprite.svg). They only repeat what a word beside them says, so screen
// readers skip them.

import { svg } from "../lib/dom.js";

export function icon(name) {
  return svg("svg", { class: "icon", "aria-hidden": "true" }, svg("use", { href: `#icon-${name}` }));
}
