// Pictures on other people's servers. Loading one tells its server who is reading, so the reader is asked first. It is
// then shown in a frame of its own, which can do nothing else.

import { h } from "../lib/dom.js";
import { oneLine } from "../lib/values.js";
import { strings } from "../strings/reader.js";
import { icon } from "../ui/icons.js";

const words = strings.remoteImages;

export function remoteImages(element) {
  let allAgreed = false;

  /** Turns the links to pictures under `part` into boxes that ask. */
  function dress(part) {
    for (const link of part.querySelectorAll("a.remote-image")) {
      if (allAgreed) show(link);
      else ask(link);
    }
  }

  function ask(link) {
    const one = button(words.show, (asking) => show(asking, true));
    const all = button(words.showAll, (asking) => {
      allAgreed = true;
      show(asking, true);
      for (const other of element.querySelectorAll(".remote-picture:has(.remote-ask)")) show(other);
    });
    const box = h(
      "span",
      { class: "remote-picture" },
      icon("image"),
      h("span", { class: "remote-what" }, words.from(link.host), h("span", { class: "visually-hidden" }, ": "), copyOf(link)),
      h(
        "span",
        { class: "remote-ask" },
        h("span", { class: "remote-why soft" }, words.why),
        h("span", { class: "remote-actions cluster" }, one, all),
      ),
    );
    link.replaceWith(box);
  }

  function button(label, onPress) {
    const press = ({ currentTarget }) => onPress(currentTarget.closest(".remote-picture"));
    return h("button", { type: "button", class: "button button-small", onClick: press }, label);
  }

  /** `place` is a box that asked, or the link itself. */
  function show(place, wasPressed = false) {
    const link = place.matches("a") ? place : place.querySelector("a");
    const src = `/shared/picture?url=${encodeURIComponent(link.href)}`;
    const title = oneLine(link.textContent, 300) || words.from(link.host);
    const frame = h("iframe", { sandbox: true, referrerpolicy: "no-referrer", loading: "lazy", src, title, class: "remote-frame" });
    const box = h("span", { class: "remote-picture", tabindex: "-1" }, frame, h("span", { class: "remote-what" }, copyOf(link)));
    place.replaceWith(box);
    // The button that had the focus is gone.
    if (wasPressed) box.focus({ preventScroll: true });
  }

  return { dress };
}

/** The link as the renderer made it, which goes on without a word about where from. */
function copyOf(link) {
  const copy = link.cloneNode(true);
  copy.className = "remote-link";
  return copy;
}
