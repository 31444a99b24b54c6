// One labelled input with its error below it, and for passwords a button to show what was typed.

import { freshId, h, setAttribute } from "./dom.js";
import { strings } from "./strings.js";

/** `check` gives an error for a value, or null. The other attributes go to the input as they are. */
export function field({ label, check, ...attributes }) {
  const id = freshId("field");
  const error = h("p", { class: "field-error", id: `${id}-error`, hidden: true });
  const plain = { spellcheck: "false", autocapitalize: "none" };
  const input = h("input", { id, class: "field-input", required: true, ...plain, ...attributes });
  const box = h("div", { class: "field-box" }, input, attributes.type === "password" && revealButton(input));
  const element = h("div", { class: "field" }, h("label", { class: "field-label", for: id }, label), box, error);

  /** Marks the input as wrong, for a reason that stands in the element with the id `reason`; null takes the mark away. */
  function mark(reason) {
    setAttribute(input, "aria-invalid", reason && "true");
    setAttribute(input, "aria-describedby", reason);
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
    input.type = input.type === "password" ? "text" : "password";
    draw();
    input.focus();
  }
  function draw() {
    const { word, name } = input.type === "password" ? strings.reveal.show : strings.reveal.hide;
    button.replaceChildren(word);
    button.setAttribute("aria-label", name);
  }
  draw();
  return button;
}
