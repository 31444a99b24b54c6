// Radio buttons, each with a line of explanation.

import { freshId, h } from "../lib/dom.js";

/** `options` are {value, name, text}. */
export function radioGroup({ label, options, value, onChange }) {
  const name = freshId("choice");
  const radios = options.map((option) =>
    h("input", { type: "radio", name, value: option.value, checked: option.value === value, onChange: () => onChange?.(option.value) }),
  );
  const lines = options.map((option, i) =>
    h(
      "label",
      { class: "choice" },
      radios[i],
      h("span", {}, h("span", { class: "choice-name" }, option.name), option.text && h("span", { class: "choice-text" }, option.text)),
    ),
  );
  return {
    element: h("fieldset", { class: "choices" }, h("legend", {}, label), lines),
    input: radios[0],
    get value() {
      return radios.find((radio) => radio.checked)?.value ?? null;
    },
    isFine: () => true,
    mark: () => {},
  };
}
