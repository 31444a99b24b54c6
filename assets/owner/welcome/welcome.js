// The page for people who are not signed in: where they are, and the ways in.

import { fieldsOf, signUp } from "../../api/session.js";
import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { problemText } from "../../ui/confirm.js";
import { field } from "../../ui/field.js";
import { form } from "../../ui/form.js";
import { icon } from "../../ui/icons.js";
import { newPasswordField } from "../../ui/new-password.js";
import { forgotten, signInForm } from "../../ui/sign-in-form.js";

const words = strings.welcome;

/** Wide enough for both columns: who comes to sign in can begin to type. On a phone a keyboard would cover the words. */
const isWide = () => matchMedia("(min-width: 60rem)").matches;

/**
 * `isStart`: at the start page, which says more than where one only has to sign in to go on; `why` says what happened before.
 * `onJoin` opens the form for a new account, where this server lets everybody make one.
 */
export function welcomeView({ isStart, needsSetUp, why, onSignIn, onJoin }) {
  if (needsSetUp) return notSetUp();
  const join =
    onJoin &&
    h("p", { class: "panel-more" }, words.noAccount, h("button", { type: "button", class: "link-button", onClick: onJoin }, words.join));
  const frame = {
    sign: "user",
    intro: why ?? "",
    level: isStart ? 2 : 1,
    words: isStart ? words.signIn : words.signInToGoOn,
    more: [join, forgotten(words.forgotten)].filter(Boolean),
  };
  const view = signInForm({ again: false, onSignIn, ...frame });
  if (!isStart) return { ...view, name: "welcome" };
  const { heading, element } = besides(view.element);
  return { ...view, name: "welcome", element, heading, title: words.title, firstFocus: isWide() ? view.firstFocus : null };
}

/** A new account, where everybody may have one. */
export function signUpView({ onBack, signedIn }) {
  const email = emailField();
  const password = newPasswordField({ email: () => email.input.value });
  const back = h(
    "p",
    { class: "panel-more" },
    words.haveAccount,
    h("button", { type: "button", class: "link-button", onClick: onBack }, words.signIn.submit),
  );
  const view = form({
    sign: "user",
    words: words.signUp,
    intro: words.signUp.intro,
    fields: [email, password],
    onSubmit: send,
    more: [back],
  });
  return { ...view, name: "signUp", dispose: password.dispose };

  async function send() {
    const result = await signUp(email.input.value.trim(), password.input.value);
    if (!settle(result, view, { email, password })) return;
    await signedIn({ onLost: () => view.say(words.noCookie) });
  }
}

/** An e-mail address that is to be typed. */
export function emailField(attributes = {}) {
  return field({
    label: words.email,
    type: "email",
    name: "email",
    autocomplete: "username",
    check: (value) => (value.trim() === "" ? words.missingEmail : null),
    ...attributes,
  });
}

/** Shows in the form what came of a new account; true when it is there. */
export function settle(result, view, { email, password }) {
  if (result.kind === "done") return true;
  if (result.kind === "failure") view.fail(result);
  else if (result.status === 400 && fieldsOf(result).includes("email")) view.refuseField(email, words.invalidEmail);
  else if (result.status === 400 && fieldsOf(result).includes("password")) view.refuseField(password, words.invalidPassword);
  else if (result.status === 409) view.refuseField(email, words.taken);
  else view.say(problemText(result));
  return false;
}

function besides(panel) {
  const heading = h("h1", { tabindex: "-1" }, words.heading);
  const points = words.points.map(({ sign, text }) => h("li", {}, h("span", { class: "panel-sign" }, icon(sign)), h("span", {}, text)));
  const side = h(
    "div",
    { class: "welcome-words stack" },
    heading,
    h("p", { class: "welcome-lead soft" }, words.lead),
    h("ul", { class: "welcome-points plain-list" }, points),
    h("p", { class: "welcome-hint soft small" }, words.reader),
  );
  return { heading, element: h("div", { class: "welcome" }, side, panel) };
}

/** No account at all: only who runs the server can go on. */
function notSetUp() {
  const text = words.notSetUp;
  const heading = h("h1", { tabindex: "-1" }, text.heading);
  const element = h(
    "div",
    { class: "panel" },
    h("div", { class: "panel-sign" }, icon("tool")),
    heading,
    text.paragraphs.map((line) => h("p", {}, line)),
  );
  return { name: "notSetUp", element, heading, title: text.heading };
}
