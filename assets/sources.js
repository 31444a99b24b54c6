// Links to pages of others. They learn neither the reader's page nor anything by its being open: nothing is loaded.

import { h } from "./dom.js";
import { strings } from "./strings.js";
import { oneLine } from "./values.js";

/** A list of {title, url}, each address once. */
export function sourceList(list) {
  const seen = new Set();
  const once = list.filter(({ title, url }) => {
    const isNew = !seen.has(url ?? title);
    seen.add(url ?? title);
    return isNew;
  });
  return h("ul", { class: "sources" }, once.map(({ title, url }) => h("li", {}, sourceElement(title, url))));
}

function sourceElement(title, url) {
  if (!url) return h("bdi", {}, oneLine(title, 200));
  const { host } = new URL(url);
  const link = outwardLink(url, oneLine(title ?? url, 200));
  return title === null || title === url ? link : [link, " ", h("span", { class: "source-host" }, host)];
}

/** A link out of this server, to an address that `webAddress` gave. */
export function outwardLink(url, ...words) {
  const hint = h("span", { class: "visually-hidden" }, ` ${strings.parts.newTab}`);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer nofollow" }, h("bdi", {}, words), hint);
}
