// What a list shows instead of rows: that it is loading, that it is empty, or that there was no answer.

import { h } from "../lib/dom.js";
import { strings } from "../strings/owner.js";
import { strings as shared } from "../strings/reader.js";
import { countdown } from "./countdown.js";
import { icon } from "./icons.js";
import { failureIcon, retryButton } from "./panels.js";

/** Grey lines where rows will be. They come after a moment (CSS), so that a fast answer does not flicker. */
export function skeleton(rows = 4) {
  const row = () => h("div", { class: "skeleton-row" }, h("i"), h("i"), h("i"));
  const lines = h("div", { class: "skeleton card divided", "aria-hidden": "true" }, Array.from({ length: rows }, row));
  return h("div", {}, h("p", { class: "visually-hidden", role: "status" }, strings.loading), lines);
}

/** `words` has text, and a heading where none stands above it; `actions` are buttons; `sign` names a drawing of sprite.svg. */
export function emptyState({ sign, words, actions = [] }) {
  return state(sign, words.heading, words.text, actions);
}

/** No answer: why, when to try again, and a button to do so. What came back by itself (the network) tries at once. */
export function failureState(failure, { onRetry }) {
  const { heading, text } = shared.failure[failure.why];
  const retry = retryButton("button button-main", again, failure.wait);
  const element = state(failureIcon(failure), heading, text, [retry.button]);
  element.setAttribute("role", "group");
  if (failure.wait > 0)
    element.querySelector(".state-actions").before(h("div", { role: "status" }, countdown(failure.wait, retry.waitIsOver)));
  addEventListener("online", back);
  return element;

  function again() {
    retry.setBusy(true);
    removeEventListener("online", back);
    onRetry();
  }

  function back() {
    removeEventListener("online", back);
    if (element.isConnected && failure.wait === 0) again();
  }
}

function state(sign, heading, text, actions) {
  return h(
    "div",
    { class: "state stack" },
    h("div", { class: "panel-sign state-sign" }, icon(sign)),
    heading && h("h2", {}, heading),
    text && h("p", {}, text),
    h("div", { class: "state-actions cluster" }, actions),
  );
}
