// A short notice at the bottom of the window: what a refresh brought, or why it brought nothing. It never moves the
// page.

import { h } from "../lib/dom.js";
import { strings } from "../strings/reader.js";

const GOOD_NEWS_MS = 8_000;
/** Who is to decide something needs longer. */
const CHANCE_MS = 12_000;

/** `frame` holds the live region, there from the start: screen readers ignore one that comes together with its text. */
export function noticeIn(frame) {
  const text = frame.querySelector("[role=status]");
  let isChance = false; // whether it offers what is gone with it
  let pending = null; // what ends by itself: {left, since, timer, onOver}; `since` is 0 while it is held
  let before = null; // what had the focus before a button of the notice had it

  function put(message, look, ...buttons) {
    end();
    isChance = false;
    const hasFocus = frame.contains(document.activeElement);
    frame.replaceChildren(text, h("div", { class: "notice-actions cluster" }, buttons));
    text.replaceChildren(message);
    frame.dataset.look = look;
    // Whose button is gone goes on where they were, not at the top of the page.
    if (hasFocus) (before?.isConnected ? before : document.querySelector("main")).focus({ preventScroll: true });
  }

  /** What is replaced or dismissed is over, too. */
  function end() {
    const ended = pending;
    pending = null;
    clearTimeout(ended?.timer);
    ended?.onOver?.();
  }

  function goIn(left, onOver) {
    pending = { left, onOver };
    run();
  }

  /** The time does not run while somebody is at it, with the pointer or the focus. */
  function run() {
    if (!pending || pending.since || frame.matches(":hover, :focus-within")) return;
    pending.since = Date.now();
    pending.timer = setTimeout(clear, pending.left);
  }

  function pause() {
    if (!pending?.since) return;
    clearTimeout(pending.timer);
    // A moment at least is left for who goes away again.
    pending.left = Math.max(2_000, pending.left - (Date.now() - pending.since));
    pending.since = 0;
  }

  frame.addEventListener("focusin", ({ relatedTarget }) => {
    if (!frame.contains(relatedTarget)) before = relatedTarget;
  });
  for (const type of ["pointerenter", "focusin"]) frame.addEventListener(type, pause);
  // The focus is nowhere at that moment.
  for (const type of ["pointerleave", "focusout"]) frame.addEventListener(type, () => setTimeout(run));

  const clear = () => put("", "none");
  const button = (label, onClick) => h("button", { type: "button", class: "button", onClick }, label);

  return {
    clear,
    /** Another view comes: only a chance that goes by itself stays. */
    leave: () => isChance || clear(),
    /** For screen readers only: those who see have it before their eyes. */
    whisper: (message) => put(message, "none"),
    /** Goes by itself. */
    news(message) {
      put(message, "news");
      goIn(GOOD_NEWS_MS);
    },
    /** Stays until it is dismissed. */
    note: (message) => put(message, "news", button(strings.refresh.dismiss, clear)),
    /** Stays, and offers to go to what it speaks of. */
    offer(message, onShow) {
      const show = () => {
        clear();
        onShow();
      };
      put(message, "news", button(strings.refresh.show, show), button(strings.refresh.dismiss, clear));
    },
    /** Goes by itself unless somebody is at it, and offers to do something until then (Undo): `word` is on the button. */
    timed(message, { word, onPress, onOver }) {
      const press = () => {
        pending.onOver = null;
        clear();
        onPress();
      };
      put(message, "news", button(word, press), button(strings.refresh.dismiss, clear));
      isChance = true;
      goIn(CHANCE_MS, onOver);
    },
    problem: (message) => put(message, "problem", button(strings.refresh.dismiss, clear)),
  };
}
