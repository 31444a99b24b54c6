// What you can do with several links at once: the bar that appears when some are selected.

import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { problemText } from "../../ui/confirm.js";
import { expiryField } from "../../ui/expiry-field.js";
import { formDialog } from "../../ui/form-dialog.js";

const words = strings.sharing.links;

/**
 * `list` is the table; `changed` gets shares in their new state, `gone` the ids of those that are no more, `refresh` looks which there
 * are.
 */
export function bulkActions({ calls, notice, actions, list, changed, gone, refresh }) {
  const said = h("p", { class: "many-said medium", role: "status" });
  const buttons = [
    [words.pause, () => setShared(false)],
    [words.resume, () => setShared(true)],
    [words.letEnd, letEnd],
    [words.stop, stop, "button-warn"],
  ].map(([text, onClick, look = ""]) =>
    h("button", { type: "button", class: `button button-small ${look}`.trim(), onClick: () => picked().length > 0 && onClick() }, text),
  );
  const clear = h("button", { type: "button", class: "link-button", onClick: unpick }, words.unpick);
  const element = h(
    "div",
    { class: "many cluster tinted", role: "group", "aria-label": words.many, hidden: true },
    said,
    h("div", { class: "many-actions cluster" }, buttons),
    clear,
  );

  return { element, draw };

  function draw() {
    const n = picked().length;
    element.hidden = n === 0;
    said.replaceChildren(n > 0 ? words.picked(n) : "");
  }

  function picked() {
    const keys = list.picked();
    return list.rows().filter((share) => keys.has(share.id));
  }

  function unpick() {
    list.unpick();
    draw();
    list.element.querySelector(".tick")?.focus();
  }

  async function setShared(is_shared) {
    const shares = picked().filter((share) => share.is_shared !== is_shared);
    if (!(await change(shares, { is_shared }))) return;
    if (is_shared) return notice.news(words.resumed(shares.length));
    notice.timed(words.paused(shares.length), { word: strings.undo, onPress: () => undo(shares) });
  }

  async function undo(shares) {
    if (await change(shares, { is_shared: true })) notice.news(words.resumed(shares.length));
  }

  async function change(shares, what) {
    if (shares.length === 0) return true;
    const result = await calls.patch("/shares", { share_ids: shares.map((share) => share.id), ...what });
    if (result.kind === "done") changed(result.value.shares);
    else if (result.kind !== "signedOut") notice.problem(problemText(result, shares.length));
    if (result.status === 404) refresh();
    return result.kind === "done";
  }

  function letEnd() {
    const end = expiryField({ label: strings.sharing.limits.end });
    formDialog({
      words: words.end,
      fields: [end],
      look: "dialog-small",
      async onSubmit(form, dialog) {
        const shares = picked();
        const expires_at = end.wanted() ?? null;
        const result = await calls.patch("/shares", { share_ids: shares.map((share) => share.id), expires_at });
        if (result.kind === "signedOut") return;
        if (result.kind === "failure") return form.fail(result);
        if (result.status === 404) refresh();
        if (result.kind !== "done") return form.say(problemText(result, shares.length));
        dialog.close();
        changed(result.value.shares);
        notice.news((expires_at === null ? words.neverEnds : words.ended)(shares.length));
      },
    });
  }

  async function stop() {
    const shares = picked();
    if ((await actions.stop(shares)) === null) return;
    gone(shares.map((share) => share.id));
    notice.news(words.stopped(shares.length));
  }
}
