// An address at which there is nothing.

import { h } from "../lib/dom.js";
import { strings } from "../strings/owner.js";
import { icon } from "../ui/icons.js";

const words = strings.nothingHere;

export function nothingView() {
  const heading = h("h1", { tabindex: "-1" }, words.heading);
  const start = h("a", { class: "button", href: "/" }, words.action);
  const element = h(
    "div",
    { class: "panel" },
    h("div", { class: "panel-sign" }, icon("missing")),
    heading,
    h("p", {}, words.text),
    h("div", { class: "panel-actions cluster" }, start),
  );
  return { name: "nothing", element, heading, title: words.heading };
}
