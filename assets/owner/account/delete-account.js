// Deletes the account and everything in it.

import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { problemText } from "../../ui/confirm.js";
import { formDialog } from "../../ui/form-dialog.js";
import { section } from "./account-section.js";
import { currentPasswordField, userName } from "./password-change.js";

const words = strings.account.end;

/** `signedOut` shows the way in again. */
export function deleteAccountSection({ me, calls, signedOut }) {
  const button = h("button", { type: "button", class: "button button-warn", onClick: open }, words.action);
  return { element: section({ ...words, actions: [button] }) };

  function open() {
    const password = currentPasswordField();
    formDialog({
      words: { ...words.dialog, text: words.dialog.text(me.user.primary_email) },
      fields: [userName(me), password],
      isDangerous: true,
      async onSubmit(form, dialog) {
        const result = await calls.remove("", { password: password.input.value });
        if (result.kind === "failure") return form.fail(result);
        if (result.status === 403) return form.refuseField(password, strings.account.password.wrong);
        if (result.kind === "refused") return form.say(problemText(result));
        dialog.close();
        if (result.kind === "done") signedOut({ why: words.done, address: "/" });
      },
    });
    password.input.focus();
  }
}
