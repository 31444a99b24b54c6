// The icons of the page, each of which is in the page once (sprite.svg). They only repeat what the text beside them
// says, so screen readers skip them.

import { svg } from "../lib/dom.js";

export function icon(name) {
  return svg("svg", { class: "icon", "aria-hidden": "true" }, svg("use", { href: `#icon-${name}` }));
}
