// A new password for the account, which ends the sessions of all other browsers.

import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { problemText } from "../../ui/confirm.js";
import { field } from "../../ui/field.js";
import { formDialog } from "../../ui/form-dialog.js";
import { newPasswordField } from "../../ui/new-password.js";
import { section } from "./account-section.js";

const words = strings.account.password;

/** `onChanged` runs when it is changed. */
export function passwordSection({ me, calls, notice, onChanged }) {
  const button = h("button", { type: "button", class: "button", onClick: open }, words.action);
  return { element: section({ ...words, actions: [button] }) };

  function open() {
    const current = currentPasswordField();
    const fresh = newPasswordField({ label: words.fresh, email: () => me.user.primary_email });
    formDialog({ words: words.dialog, fields: [userName(me), current, fresh], onSubmit, onClose: fresh.dispose });
    current.input.focus();

    async function onSubmit(form, dialog) {
      const result = await calls.post("/password", { current_password: current.input.value, new_password: fresh.input.value });
      if (result.kind === "failure") return form.fail(result);
      if (result.status === 403) return form.refuseField(current, words.wrong);
      if (result.status === 400) return form.refuseField(fresh, strings.welcome.invalidPassword);
      if (result.kind === "refused") return form.say(problemText(result));
      dialog.close();
      notice.news(words.changed);
      onChanged();
    }
  }
}

/** What the person has now. */
export function currentPasswordField() {
  return field({
    label: words.current,
    type: "password",
    name: "password",
    autocomplete: "current-password",
    check: (value) => (value === "" ? words.missing : null),
  });
}

/**
 * What proves that it is the owner who sits here, where they have a password: `fields` to put last, what they add to the body, and
 * whether the server took it. Whom a proxy signs in has none.
 */
export function confirmation(me) {
  if (me.session === null) return { fields: [], body: () => ({}), isWrong: () => false };
  const password = currentPasswordField();
  return {
    fields: [userName(me), password],
    body: () => ({ current_password: password.input.value }),
    isWrong: (result) => result.status === 403,
    refuse: (form) => form.refuseField(password, words.wrong),
  };
}

/** For password managers, which else don't know whose password it is. */
export function userName(me) {
  const input = h("input", {
    type: "text",
    name: "username",
    autocomplete: "username",
    value: me.user.primary_email,
    hidden: true,
    readonly: true,
  });
  return { element: input, input, isFine: () => true, mark: () => {} };
}
