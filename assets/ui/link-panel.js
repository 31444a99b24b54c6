// The view behind a single-use link: checks whether the link is still valid, and then shows its form.

import { h } from "../lib/dom.js";
import { strings } from "../strings/owner.js";
import { failurePanel, loadingPanel, panel } from "./panels.js";

/**
 * `look` asks the server (a result of calls.js); `show` makes the form of what it says; `gone` has the words for a link that is
 * no good (any more), and `go` to lead elsewhere.
 */
export function linkPanel({ look, show, gone }) {
  let inner = { dispose: null };
  const element = h("div", {});
  const view = { name: "link", element, title: gone.words.title, heading: null, dispose: () => inner.dispose?.() };
  put(loadingPanel(strings.loading));
  view.ready = ask();
  return view;

  async function ask() {
    inner.setBusy?.(true);
    const result = await look();
    if (!element.isConnected) return;
    const hadFocus = document.activeElement !== document.body;
    if (result.kind === "done") put(show(result.value));
    else if (result.kind === "failure") put(failurePanel(result, { onRetry: ask }));
    else put(gonePanel(gone));
    if (inner.firstFocus) inner.firstFocus.focus();
    else if (hadFocus) inner.heading?.focus();
  }

  function put(next) {
    inner.dispose?.();
    inner = next;
    element.replaceChildren(next.element);
    view.heading = next.heading ?? element.querySelector("h1");
  }
}

function gonePanel({ words, go }) {
  const button = h("button", { type: "button", class: "button", onClick: () => go("/") }, words.action);
  return panel("gone", "missing", words.heading, words.text, [button]);
}
