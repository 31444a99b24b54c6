// Tokens for scripts, which act as this account. Each is shown only once, when it is created.

import { h } from "../../lib/dom.js";
import { endTime, listTime } from "../../lib/list-times.js";
import { outside } from "../../lib/base.js";
import { strings } from "../../strings/owner.js";
import { confirm, problemText } from "../../ui/confirm.js";
import { copyField } from "../../ui/copy-field.js";
import { openDialog } from "../../ui/dialog.js";
import { field } from "../../ui/field.js";
import { formDialog } from "../../ui/form-dialog.js";
import { radioGroup } from "../../ui/radio-group.js";
import { selectField } from "../../ui/select-field.js";
import { table } from "../../ui/table.js";
import { listSection } from "./account-section.js";
import { confirmation } from "./password-change.js";

const words = strings.account.tokens;

const DAY_MS = 86_400_000;
const MOST_CHARACTERS = 255;

export function tokensSection({ me, calls }) {
  const add = h("button", { type: "button", class: "button", onClick: make }, words.add);
  const list = table({
    label: words.title,
    keyOf: (token) => token.id,
    columns: [
      { id: "name", head: words.name, look: "main", cell: (token) => token.name },
      { id: "scope", head: words.scope, cell: (token) => words.scopes[token.scope]?.short ?? token.scope },
      { id: "last_used_at", head: words.lastUsed, cell: (token) => listTime(token.last_used_at) ?? words.never },
      { id: "expires_at", head: words.expires, cell: (token) => endTime(token.expires_at) },
      {
        id: "actions",
        head: "",
        look: "actions",
        cell: (token) =>
          h(
            "button",
            { type: "button", class: "button button-small", "aria-label": words.removeNamed(token.name), onClick: () => remove(token) },
            words.remove,
          ),
      },
    ],
  });
  const part = listSection({ ...words, actions: [add], list, load: () => calls.get("/tokens"), rowsOf: ({ tokens }) => tokens });
  return part;

  function make() {
    const name = field({
      label: words.name,
      hint: words.nameHint,
      name: "token-name",
      autocomplete: "off",
      maxlength: MOST_CHARACTERS,
      check: (value) => (value.trim() === "" ? words.missingName : null),
    });
    const scope = radioGroup({
      label: words.scope,
      value: "read",
      options: Object.entries(words.scopes).map(([value, { name, text }]) => ({ value, name, text })),
    });
    const days = selectField({
      label: words.expires,
      value: "90",
      options: Object.entries(words.lives).map(([value, text]) => ({ value, text })),
    });
    const confirmed = confirmation(me);
    formDialog({
      words: words.dialog,
      fields: [name, scope, days, ...confirmed.fields],
      onClose: () => part.refresh(),
      async onSubmit(form, dialog) {
        const expires_at = new Date(Date.now() + Number(days.input.value) * DAY_MS).toISOString();
        const result = await calls.post("/tokens", { ...confirmed.body(), name: name.input.value.trim(), scope: scope.value, expires_at });
        if (result.kind === "failure") return form.fail(result);
        if (confirmed.isWrong(result)) return confirmed.refuse(form);
        if (result.status === 400) return form.refuseField(name, problemText(result));
        if (result.kind === "refused") return form.say(problemText(result));
        if (result.kind !== "done") return dialog.close();
        dialog.close();
        show(result.value.token);
      },
    });
  }

  /** It can't be read again: a press beside the dialog must not lose it. */
  function show({ name, secret, scope }) {
    const line = copyField({ label: words.secret, value: secret, hint: words.once });
    const isInAddress = scope === "publish";
    const home = `${location.origin}${outside(isInAddress ? "" : calls.home)}`;
    const lines = isInAddress ? words.settings(home, secret) : words.example(home);
    const example = h("pre", { class: "code" }, h("code", {}, lines));
    const done = h("button", { type: "button", class: "button button-main", onClick: () => dialog.close() }, words.done);
    const dialog = openDialog({
      title: words.made(name),
      body: [line.element, h("p", {}, isInAddress ? words.publish : words.use), example],
      actions: [done],
      mayClose: () => false,
      returnTo: () => add,
    });
    line.button.focus();
  }

  function remove(token) {
    confirm({
      words: { ...words.confirm, title: words.removeAsk(token.name) },
      isDangerous: true,
      onConfirm: () => calls.discard(`/tokens/${token.id}`),
      onDone() {
        list.remove(token.id);
        part.draw();
      },
      returnTo: () => part.heading,
    });
  }
}
