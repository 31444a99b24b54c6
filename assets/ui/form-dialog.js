// A dialog that asks for something: fields, a button that sends them, and what went wrong.

import { h } from "../lib/dom.js";
import { strings } from "../strings/owner.js";
import { openDialog } from "./dialog.js";
import { bareForm } from "./form.js";

/**
 * `words` has title, submit, busy, and maybe text; `fields` are those of field.js, or anything with `element`, `input`, `isFine`.
 * `more` stands behind them. `onSubmit` gets the form (form.js) and the dialog, and says in the one what is wrong or closes the
 * other. What else `openDialog` takes may be given, too.
 */
export function formDialog({ words, fields, more = [], isDangerous = false, onSubmit, mayClose = () => true, ...rest }) {
  const form = bareForm({ words, fields, onSubmit: () => onSubmit(form, dialog) });
  if (isDangerous) form.button.classList.add("button-danger");
  const cancel = h("button", { type: "button", class: "button", onClick: () => !form.isBusy() && dialog.close() }, strings.dialog.cancel);
  form.element.append(...[more].flat());
  const dialog = openDialog({
    title: words.title,
    body: [words.text && h("p", {}, words.text), form.element],
    actions: [cancel, form.button],
    mayClose: () => !form.isBusy() && mayClose(),
    ...rest,
  });
  form.firstFocus?.focus();
  return dialog;
}
