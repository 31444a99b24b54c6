// "You can try again in 12 seconds": a line that counts down visibly, but is read out only at its start and end.

import { waitText } from "../api/failure.js";
import { h } from "../lib/dom.js";
import { strings } from "../strings/reader.js";

/** An element that counts down and then calls `onOver`. It stops by itself once it has left the page. */
export function countdown(seconds, onOver) {
  const seen = h("span", { "aria-hidden": "true" }, waitText(seconds));
  const heard = h("span", { class: "visually-hidden" }, waitText(seconds));
  const element = h("p", { class: "countdown" }, seen, heard);

  // Reckoned from a clock: a page in the background gets its timers late.
  const end = Date.now() + seconds * 1000;
  const timer = setInterval(() => {
    const left = Math.ceil((end - Date.now()) / 1000);
    if (!element.isConnected) return clearInterval(timer);
    if (left > 0) return seen.replaceChildren(waitText(left));

    clearInterval(timer);
    element.replaceChildren(strings.failure.waitOver);
    onOver();
  }, 250);
  return element;
}
