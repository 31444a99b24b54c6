// One labelled input with its error below it; for passwords, also a button that shows what was typed.

import { freshId, h, setAttribute } from "../lib/dom.js";
import { strings } from "../strings/reader.js";

/**
 * `check` gives an error for a value, or null. `hint` is a line below it, `more` are nodes behind that. The other attributes go to
 * the input as they are.
 */
export function field({ label, check = () => null, hint, more = [], ...attributes }) {
  const id = freshId("field");
  const error = h("p", { class: "field-error", id: `${id}-error`, hidden: true });
  const plain = { spellcheck: "false", autocapitalize: "none" };
  const input = h("input", { id, class: "field-input", required: true, ...plain, ...attributes });
  const reveal = attributes.type === "password" ? revealButton(input) : null;
  const box = h("div", { class: "field-box" }, input, reveal?.button);
  const help = hint && h("p", { class: "field-hint", id: `${id}-hint` }, hint);
  const element = h("div", { class: "field" }, h("label", { class: "field-label", for: id }, label), box, help, more, error);
  mark(null);

  /** Marks the input as wrong, for a reason that stands in the element with the id `reason`; null takes the mark away. */
  function mark(reason) {
    setAttribute(input, "aria-invalid", reason && "true");
    setAttribute(input, "aria-describedby", [help?.id, reason].filter(Boolean).join(" ") || null);
  }

  function refuse(message) {
    error.replaceChildren(message ?? "");
    error.hidden = !message;
    mark(message ? error.id : null);
  }

  return {
    element,
    input,
    mark,
    refuse,
    /** Shows the password. */
    reveal: () => reveal?.show(true),
    /** Shows what is wrong with the value; true when nothing is. */
    isFine() {
      const message = check(input.value);
      refuse(message);
      return !message;
    },
  };
}

function revealButton(input) {
  const button = h("button", { type: "button", class: "field-reveal", onClick: toggle });
  function toggle() {
    show(input.type === "password");
    input.focus();
  }
  function show(isShown) {
    input.type = isShown ? "text" : "password";
    const { word, name } = isShown ? strings.reveal.hide : strings.reveal.show;
    button.replaceChildren(word);
    button.setAttribute("aria-label", name);
  }
  show(false);
  return { button, show };
}
