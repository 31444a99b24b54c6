// Pages that are neither a conversation nor a form: loading, not on the list, no such share, and failures.

import { h, setAttribute } from "../lib/dom.js";
import { strings } from "../strings/reader.js";
import { countdown } from "./countdown.js";
import { icon } from "./icons.js";

export function loadingPanel(words = strings.loading) {
  // Nothing to look at for the first moment (CSS), so that a fast answer does not flicker.
  const dots = h("span", { class: "loading-dots cluster", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
  const element = h("div", { class: "loading" }, dots, h("h1", {}, words));
  return { name: "loading", element, title: strings.untitled };
}

/** `email` is null when the reader signed in before this page was opened: the server does not tell. */
export function forbiddenPanel({ email, onOther, onSignOut }) {
  const { heading, text, hint, other, mine, signOut } = strings.forbidden;
  return panel("forbidden", "people", heading, `${text(email)} ${hint}`, [
    h("button", { type: "button", class: "button button-main", onClick: onOther }, other),
    h("a", { class: "button", href: "/shared-with-me" }, mine),
    h("button", { type: "button", class: "button", onClick: onSignOut }, signOut),
  ]);
}

/** `left` is how many views are left. */
export function viewPanel({ left, onOpen }) {
  const { heading, text, open, busy: opening } = strings.view;
  let busy = false;
  const button = h("button", { type: "button", class: "button button-main", onClick: () => busy || onOpen() }, open);
  const setBusy = (on) => {
    busy = on;
    button.replaceChildren(on ? opening : open);
    setAttribute(button, "aria-disabled", on && "true");
  };
  return { ...panel("view", "lock", heading(left), text(left), [button]), setBusy };
}

export function missingPanel({ onRetry }) {
  const { heading, text } = strings.missing;
  const retry = retryButton("button", onRetry, 0);
  return { ...panel("missing", "missing", heading, text, [retry.button]), setBusy: retry.setBusy };
}

const signs = { offline: "offline", unreachable: "offline", tooMany: "wait", busy: "wait" };

/** The drawing for what failed. */
export const failureIcon = (failure) => signs[failure.why] ?? "broken";

export function failurePanel(failure, { onRetry }) {
  const { heading, text } = strings.failure[failure.why];
  const retry = retryButton("button button-main", onRetry, failure.wait);
  const view = panel("failure", failureIcon(failure), heading, text, [retry.button]);
  if (failure.wait > 0) {
    const wait = h("div", { role: "status" }, countdown(failure.wait, retry.waitIsOver));
    view.element.querySelector(".panel-actions").before(wait);
  }
  return { ...view, setBusy: retry.setBusy };
}

/** Marked as disabled and ignored, not really disabled, while it waits or works: it would lose the focus. */
export function retryButton(look, onRetry, wait) {
  let waiting = wait > 0;
  let busy = false;
  const button = h("button", { type: "button", class: look, onClick: () => waiting || busy || onRetry() });
  function draw() {
    button.replaceChildren(busy ? strings.trying : strings.tryAgain);
    setAttribute(button, "aria-disabled", (waiting || busy) && "true");
  }
  draw();
  return {
    button,
    setBusy(on) {
      busy = on;
      draw();
    },
    waitIsOver() {
      waiting = false;
      draw();
    },
  };
}

/** What says one thing in the place of all else, with what can be done about it. */
export function panel(name, sign, title, text, actions) {
  const heading = h("h1", { tabindex: "-1" }, title);
  const element = h(
    "div",
    { class: "panel" },
    h("div", { class: "panel-sign" }, icon(sign)),
    heading,
    h("p", {}, text),
    h("div", { class: "panel-actions cluster" }, actions),
  );
  return { name, element, heading, title };
}
