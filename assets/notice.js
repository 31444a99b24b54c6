// A short word at the foot of the window: what a refresh brought, or why it brought nothing. It never moves the page.

import { h } from "./dom.js";
import { strings } from "./strings.js";

const GOOD_NEWS_MS = 8_000;

/** `frame` holds the live region, there from the start: screen readers ignore one that comes together with its text. */
export function noticeIn(frame) {
  const text = frame.querySelector("[role=status]");
  let timer;

  function put(message, look, ...buttons) {
    clearTimeout(timer);
    frame.replaceChildren(text, h("div", { class: "notice-actions" }, buttons));
    text.replaceChildren(message);
    frame.dataset.look = look;
  }

  const clear = () => put("", "none");
  const button = (label, onClick) => h("button", { type: "button", class: "button", onClick }, label);

  return {
    clear,
    /** For screen readers only: those who see have it before their eyes. */
    whisper: (message) => put(message, "none"),
    /** Goes by itself. */
    news(message) {
      put(message, "news");
      timer = setTimeout(clear, GOOD_NEWS_MS);
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
    problem: (message) => put(message, "problem", button(strings.refresh.dismiss, clear)),
  };
}
