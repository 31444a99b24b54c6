// An address at which there is nothing.

import { h } from "../lib/dom.js";
import { strings } from "../strings/owner.js";
import { panel } from "../ui/panels.js";

const words = strings.nothingHere;

export function nothingView() {
  return panel("nothing", "missing", words.heading, words.text, [h("a", { class: "button", href: "/" }, words.action)]);
}
