// The choice of theme: light, dark, or as in the system. theme.js applies and remembers it.

import { h, freshId } from "../lib/dom.js";
import { strings } from "../strings/reader.js";

export function themeChoice() {
  const name = freshId("theme");
  const choose = ({ target }) => dispatchEvent(new CustomEvent("theme", { detail: target.value }));
  const radios = Object.keys(strings.theme.choices).map((value) =>
    h("input", { type: "radio", name, value, class: "visually-hidden", onChange: choose }),
  );
  const element = h(
    "fieldset",
    { class: "menu-part theme" },
    h("legend", { class: "menu-title soft" }, strings.theme.title),
    h(
      "div",
      { class: "theme-choices cluster" },
      radios.map((radio) => h("label", { class: "theme-choice" }, radio, h("span", {}, strings.theme.choices[radio.value]))),
    ),
  );

  /** Shows what is in force; another tab may have changed it. */
  function update() {
    const theme = document.documentElement.dataset.theme ?? "system";
    for (const radio of radios) radio.checked = radio.value === theme;
  }
  update();
  return { element, update };
}
