// Several short texts in one field, such as addresses. Each becomes a chip on Enter, a comma, a space, or when the
// field loses focus; pasted text is split. Backspace at the beginning takes the last chip back into the field.

import { freshId, h, setAttribute } from "../lib/dom.js";
import { strings } from "../strings/owner.js";
import { icon } from "./icons.js";

const words = strings.chips;

/**
 * `check` gives an error for a text, or null; `clean` brings it into the form in which it is compared. `separator` splits what is
 * typed or pasted. `onChange` gets the list. Other attributes go to the input.
 */
export function tagInput({
  label,
  hint,
  values = [],
  check,
  clean = (text) => text.trim(),
  separator = /[\s,;]+/,
  onChange,
  ...attributes
}) {
  const id = freshId("chips");
  const list = h("ul", { class: "chips", "aria-label": label });
  const input = h("input", {
    id,
    class: "chips-input",
    spellcheck: "false",
    autocapitalize: "none",
    autocomplete: "off",
    onKeydown: key,
    onInput: typed,
    onBlur: () => take(),
    onPaste: paste,
    ...attributes,
  });
  const box = h("div", { class: "field-box chips-box", onClick: ({ target }) => target === box && input.focus() }, list, input);
  const error = h("p", { class: "field-error", id: `${id}-error`, role: "alert" });
  const help = hint && h("p", { class: "field-hint", id: `${id}-hint` }, hint);
  const said = h("span", { class: "visually-hidden", role: "status" });
  const element = h("div", { class: "field" }, h("label", { class: "field-label", for: id }, label), box, help, error, said);
  let chips = values.map((text) => chipOf(text));
  draw();
  refuse(null);

  /** Takes what is typed as chips; false when some of it is wrong, which then stays in the field. */
  function take() {
    const wrong = [];
    let problem = null;
    for (const text of input.value.split(separator).map(clean).filter(Boolean)) {
      const message = check?.(text) ?? null;
      if (message) wrong.push(text);
      else add(text);
      problem ??= message;
    }
    input.value = wrong.join(" ");
    refuse(problem);
    return wrong.length === 0;
  }

  function add(text) {
    if (chips.some((chip) => chip.text === text)) return;
    chips.push(chipOf(text));
    changed(words.added(text));
  }

  function remove(chip) {
    const at = chips.indexOf(chip);
    chips = chips.filter((other) => other !== chip);
    changed(words.removed(chip.text));
    (chips[at] ?? chips[at - 1])?.button.focus();
    if (chips.length === 0) input.focus();
  }

  function changed(message) {
    draw();
    said.replaceChildren(message);
    onChange?.(chips.map((chip) => chip.text));
  }

  function draw() {
    list.replaceChildren(...chips.map((chip) => chip.element));
    list.hidden = chips.length === 0;
  }

  function chipOf(text) {
    const button = h(
      "button",
      { type: "button", class: "chip-remove", "aria-label": words.remove(text), title: words.remove(text), onClick: () => remove(chip) },
      icon("close"),
    );
    const chip = { text, button, element: h("li", { class: "chip" }, h("span", { class: "chip-text" }, text), button) };
    return chip;
  }

  function refuse(message) {
    error.replaceChildren(message ?? "");
    setAttribute(input, "aria-invalid", message && "true");
    setAttribute(input, "aria-describedby", [help?.id, message && error.id].filter(Boolean).join(" ") || null);
  }

  function key(event) {
    // A key that ends the choice of a word in Japanese, say.
    if (event.isComposing) return;
    if (event.key === "Enter" && input.value.trim() !== "") {
      event.preventDefault();
      take();
    } else if (event.key === "Backspace" && input.value === "" && chips.length > 0) {
      event.preventDefault();
      const last = chips.at(-1);
      chips = chips.slice(0, -1);
      input.value = last.text;
      changed(words.removed(last.text));
      input.focus();
    }
  }

  function typed({ isComposing }) {
    if (!isComposing && separator.test(input.value)) take();
    else if (input.value === "") refuse(null);
  }

  function paste(event) {
    const text = event.clipboardData?.getData("text") ?? "";
    if (!separator.test(text.trim())) return;
    event.preventDefault();
    // A field of one line would take the line ends away, and make one address of two.
    input.value += text.replace(/[\r\n]+/g, ", ");
    take();
  }

  return {
    element,
    input,
    /** Says what is wrong; false. */
    refuse(message) {
      refuse(message);
      return false;
    },
    values: () => chips.map((chip) => chip.text),
    setValues(texts) {
      chips = texts.map((text) => chipOf(text));
      draw();
    },
    /** Takes what is still typed; true when all is fine. */
    isFine: take,
    mark: () => {},
  };
}
