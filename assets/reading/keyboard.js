// Keyboard shortcuts of the page. They are never the browser's own: browsers do nothing on a letter alone. People who
// use speech input or press keys by accident can switch the letters off (WCAG 2.1.4).

import { h, freshId } from "../lib/dom.js";
import { strings } from "../strings/reader.js";
import { anchorToEnd } from "./scroll-anchor.js";

const words = strings.keys;
const STORED = "neptun-share-keys";

/** `acts` are what the letters do, by the letter; those that need two hands are the caller's. Gives the list of all keys. */
export function keyboard({ next, previous, find, outline }) {
  const id = freshId("keys");
  const letters = { j: next, k: previous, "/": find, o: outline, "?": show };
  const choice = h("input", { type: "checkbox", checked: isOn(), onChange: () => remember(choice.checked) });
  const help = h(
    "div",
    { id, class: "menu keys", popover: "auto", role: "dialog", "aria-labelledby": `${id}-title`, tabindex: "-1" },
    h("p", { class: "menu-title soft", id: `${id}-title` }, words.title),
    h("dl", { class: "keys-list" }, words.list.map(([keys, what]) => h("div", {}, h("dt", {}, keys.map((key) => h("kbd", {}, key))), h("dd", {}, what)))),
    h("label", { class: "keys-choice" }, choice, words.letters),
  );
  addEventListener("keydown", pressed);

  return { help, show, dispose: () => removeEventListener("keydown", pressed) };

  function pressed(event) {
    if (event.defaultPrevented || event.isComposing || isElsewhere(event)) return;
    if (event.altKey || event.metaKey) {
      const step = event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey && { ArrowDown: next, ArrowUp: previous }[event.key];
      if (step) run(event, step);
      return;
    }
    // The browser's own, which stops short where what is below was never drawn.
    if (event.key === "End" && !event.shiftKey) return run(event, anchorToEnd);
    const act = !event.ctrlKey && isOn() && Object.hasOwn(letters, event.key) ? letters[event.key] : null;
    if (act) run(event, act);
  }

  function show() {
    help.showPopover();
    help.focus();
  }
}

function run(event, act) {
  event.preventDefault();
  // After the key: what opens must not get it, too.
  act();
}

/** In a field, a list or a box the keys belong to it. */
function isElsewhere({ target }) {
  return target.closest?.("input, textarea, select, [contenteditable], [popover]") || document.querySelector("dialog:modal") !== null;
}

function isOn() {
  try {
    return localStorage.getItem(STORED) !== "off";
  } catch {
    return true;
  }
}

function remember(on) {
  try {
    if (on) localStorage.removeItem(STORED);
    else localStorage.setItem(STORED, "off");
  } catch {
    // Without storage it holds for this press only.
  }
}
