// Builds nodes. Text always becomes a text node, so nothing in a conversation can turn into markup.

import { outside } from "./base.js";

/** An element with attributes (true: present, false or null: absent), listeners (`onClick`), and children (nodes or text). */
export function h(tag, attributes = {}, ...children) {
  return dress(document.createElement(tag), attributes, children);
}

/** The same for SVG, which lives in a namespace of its own. */
export function svg(tag, attributes = {}, ...children) {
  return dress(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function dress(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2).toLowerCase(), value);
    else setAttribute(element, name, value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** Sets, or with false, null and undefined removes, one attribute. An address of this server is named without its path below a proxy. */
export function setAttribute(element, name, value) {
  if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : isOwnAddress(name, value) ? outside(value) : String(value));
}

const isOwnAddress = (name, value) => (name === "href" || name === "src") && /^\/(?!\/)/.test(value);

let ids = 0;

/** An id that no other element of this page has, to tie a label or a message to its field. */
export function freshId(prefix) {
  ids += 1;
  return `${prefix}-${ids}`;
}
