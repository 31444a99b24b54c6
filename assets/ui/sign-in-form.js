// Signs somebody in: a reader if a share is for named people, or an owner on the start page.

import { h } from "../lib/dom.js";
import { strings } from "../strings/reader.js";
import { field } from "./field.js";
import { form } from "./form.js";

/**
 * `again`: the reader is signed in, but as somebody who was not invited. `onSignIn` gets address and password. The heading and
 * what else `form` takes may be others (`frame`).
 */
export function signInForm({ again, onSignIn, ...frame }) {
  const words = { ...strings.signIn, ...frame.words };
  const email = field({
    label: words.email,
    type: "email",
    name: "email",
    autocomplete: "username",
    check: (value) => (value.trim() === "" ? words.missingEmail : null),
  });
  const password = field({
    label: words.password,
    type: "password",
    name: "password",
    autocomplete: "current-password",
    check: (value) => (value === "" ? words.missingPassword : null),
  });
  const view = form({
    sign: "people",
    intro: again ? words.introAgain : words.intro,
    more: [forgotten(words.forgotten)],
    ...frame,
    words,
    fields: [email, password],
    onSubmit: () => onSignIn(email.input.value.trim(), password.input.value),
  });
  return {
    ...view,
    name: "signIn",
    /** Says why nobody is signed in; false where somebody is. */
    tell(result) {
      if (result.kind === "refused") view.refuse(words.wrong);
      else if (result.kind === "denied") view.say(result.message);
      else if (result.kind === "invalidEmail") view.refuseField(email, words.invalidEmail);
      else if (result.kind === "failure") view.fail(result);
      else return false;
      return true;
    },
    cookieWasLost: () => view.say(words.noCookie),
  };
}

/** No mail is sent from here: the words say who can help. */
export function forgotten({ action, text, command }) {
  return h("details", { class: "panel-more" }, h("summary", {}, action), h("p", {}, text, command && h("code", {}, command)));
}
