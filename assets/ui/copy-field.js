// A field with something to copy, a link or a secret: a line that can be selected, and a copy button.

import { copyText } from "../lib/clipboard.js";
import { h, freshId } from "../lib/dom.js";
import { strings } from "../strings/owner.js";
import { actionButton } from "./action-button.js";

const words = strings.copying;

/** `label` says what it is; `isSecret`: nobody should read it over a shoulder for long, so it is set in a plain, spaced type. */
export function copyField({ label, value, hint }) {
  const id = freshId("copy");
  const input = h("input", {
    id,
    class: "field-input copy-text",
    readonly: true,
    value,
    spellcheck: "false",
    "aria-describedby": hint ? `${id}-hint` : null,
    onFocus: () => input.select(),
  });
  const said = h("span", { class: "visually-hidden", role: "status" });
  const button = actionButton({
    sign: "copy",
    name: `${words.action} (${label})`,
    text: words.action,
    look: "button copy-button",
    onPress: copy,
  });
  const element = h(
    "div",
    { class: "field" },
    h("label", { class: "field-label", for: id }, label),
    h("div", { class: "copy-row cluster" }, h("div", { class: "field-box" }, input), button, said),
    hint && h("p", { class: "field-hint", id: `${id}-hint` }, hint),
  );

  async function copy({ done }) {
    const isThere = await copyText(input.value);
    if (isThere) done(words.copied);
    else input.select();
    said.replaceChildren();
    setTimeout(() => said.replaceChildren(isThere ? words.copied : words.refused), 50);
  }

  return { element, input, button, setValue: (text) => (input.value = text) };
}
