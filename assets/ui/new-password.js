// A field for a new password: a meter that shows how hard it is to guess, as the server estimates it (zxcvbn), and a
// way to generate one. It only advises: it never blocks anybody, and disappears if there is no answer.

import { call } from "../api/calls.js";
import { copyText } from "../lib/clipboard.js";
import { h } from "../lib/dom.js";
import { asText } from "../lib/values.js";
import { strings } from "../strings/owner.js";
import { field } from "./field.js";
import { makeCharacters, makeWords, wordList } from "./password-maker.js";

const words = strings.newPassword;

/** Of an account; the server has the same bounds. */
const ACCOUNT = { least: 8, most: 128 };
/** Whoever types is not asked about at every key. */
const PAUSE_MS = 250;

/**
 * `least` is the number of characters that it needs; `email` gives the address that it goes with; `onChange` runs at every change.
 * Other attributes go to the input.
 */
export function newPasswordField({ label = words.label, hint, least = ACCOUNT.least, email = () => "", onChange, ...attributes }) {
  const meter = strengthMeter();
  const made = h("span", { class: "maker-said", role: "status" });
  const maker = h(
    "div",
    { class: "maker cluster soft small" },
    h("span", { class: "maker-label" }, words.make),
    h(
      "button",
      {
        type: "button",
        class: "link-button",
        onClick: () => put(async () => ((list) => (list ? makeWords(list) : makeCharacters()))(await wordList())),
      },
      words.makeWords,
    ),
    h("button", { type: "button", class: "link-button", onClick: () => put(makeCharacters) }, words.makeCharacters),
    made,
  );
  const password = field({
    label,
    hint,
    type: "password",
    name: "new-password",
    autocomplete: "new-password",
    check: (value) => problemOf(value, least),
    more: [meter.element, maker],
    onInput: changed,
    ...attributes,
  });

  function changed() {
    made.replaceChildren();
    meter.measure(password.input.value, email());
    onChange?.(password.input.value);
  }

  /** What was made is shown, so that it can be kept. */
  async function put(make) {
    password.input.value = await make();
    password.reveal();
    changed();
    password.refuse(null);
    const isCopied = await copyText(password.input.value);
    made.replaceChildren(isCopied ? words.madeAndCopied : words.made);
  }

  return { ...password, setValue: (text) => ((password.input.value = text), changed()), dispose: meter.stop };
}

function problemOf(value, least) {
  const length = [...value].length;
  if (value === "") return words.missing;
  if (length < least || value.trim() === "") return words.tooShort(least);
  return length > ACCOUNT.most ? words.tooLong(ACCOUNT.most) : null;
}

/** Four bars, a word, and what would make it better. Read out when one stops typing. */
function strengthMeter() {
  const bars = h("div", { class: "meter-bars", "aria-hidden": "true" }, Array.from({ length: 4 }, () => h("i")));
  const word = h("span", { class: "meter-word" });
  const advice = h("span", { class: "meter-advice" });
  const element = h("div", { class: "meter small", hidden: true }, bars, h("p", { class: "soft", role: "status" }, word, " ", advice));
  let timer;
  let running = new AbortController();

  function measure(password, email) {
    stop();
    if (password === "" || [...password].length > ACCOUNT.most) return show(null);
    timer = setTimeout(async () => {
      running = new AbortController();
      const { signal } = running;
      const result = await call("POST", "/api/password-strength", { password, email }, { signal });
      if (!signal.aborted) show(result.kind === "done" ? result.value : null);
    }, PAUSE_MS);
  }

  function stop() {
    clearTimeout(timer);
    running.abort();
  }

  function show(strength) {
    const score = strength?.score;
    element.hidden = !Number.isInteger(score);
    if (element.hidden) return;
    element.dataset.score = score;
    word.replaceChildren(words.scores[score] ?? "");
    advice.replaceChildren(asText(strength.warning) || asText(strength.suggestions?.[0]));
  }

  return { element, measure, stop };
}
