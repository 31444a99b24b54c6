// Asks for confirmation before something that can't be undone, or that others will notice.

import { failureWithWait } from "../api/failure.js";
import { h, setAttribute } from "../lib/dom.js";
import { strings } from "../strings/owner.js";
import { openDialog } from "./dialog.js";

/**
 * `words` has title, text, action, and busy. `onConfirm` does it and gives a result (calls.js): `done` closes the dialog, what
 * else came of it is said in it. `more` are further nodes. `onDone` runs afterwards, `returnTo` is where the focus goes then. Gives the
 * dialog.
 */
export function confirm({ words, more = [], isDangerous = false, onConfirm, onDone, returnTo }) {
  let busy = false;
  let result = null;
  const look = isDangerous ? "button button-main button-danger" : "button button-main";
  const button = h("button", { type: "button", class: look, onClick: run }, words.action);
  const cancel = h(
    "button",
    { type: "button", class: "button", autofocus: true, onClick: () => busy || dialog.close() },
    strings.dialog.cancel,
  );
  const dialog = openDialog({
    title: words.title,
    look: "dialog-small",
    body: [h("p", {}, words.text), ...[more].flat()],
    actions: [cancel, button],
    mayClose: () => !busy,
    returnTo: () => (result?.kind === "done" ? returnTo?.() : null),
    onClose: () => result?.kind === "done" && onDone?.(result.value),
  });
  return dialog;

  async function run() {
    if (busy) return;
    setBusy(true);
    result = await onConfirm();
    setBusy(false);
    if (["done", "signedOut", "aborted"].includes(result.kind)) return dialog.close();
    dialog.say(problemText(result), { isProblem: true });
  }

  function setBusy(on) {
    busy = on;
    if (on) dialog.say();
    button.replaceChildren(on ? words.busy : words.action);
    setAttribute(button, "aria-disabled", on && "true");
  }
}

/** Words for a result that is neither done nor signed out; about `count` things, of which all or none are changed. */
export function problemText(result, count = 1) {
  if (result.kind === "failure") return failureWithWait(result);
  if (result.status === 404) return count === 1 ? strings.gone : strings.someGone;
  return result.message || strings.refused;
}
