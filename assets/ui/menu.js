// A button that opens a box with more buttons and links. The browser closes the box on Escape or a click beside it, and
// restores the focus; this module places it beside its button, and handles the arrow keys.

import { h, freshId } from "../lib/dom.js";
import { icon } from "./icons.js";

const GAP_PX = 4;

/**
 * `label` is what the button is called, `look` its class, `face` what is seen on it (else three dots); `parts` are the children
 * of the box: `menuItem`s, or anything. Gives the button with its box behind it as `element`.
 */
export function menu({ label, look = "act", face = icon("more"), parts, onOpen }) {
  const id = freshId("menu");
  const button = h(
    "button",
    { type: "button", class: look, popovertarget: id, "aria-expanded": "false", "aria-label": label, title: label },
    face,
  );
  const box = h(
    "div",
    {
      id,
      class: "menu menu-at",
      popover: "auto",
      role: "group",
      "aria-label": label,
      onBeforetoggle: toggles,
      onToggle: toggled,
      onFocusout: left,
    },
    parts,
  );
  // Before what the item does: a dialog then finds the focus where it is to come back to.
  box.addEventListener("click", pressed, true);
  const close = () => box.matches(":popover-open") && box.hidePopover();

  return { element: h("div", { class: "menu-place", onKeydown: walk }, button, box), button, box, close };

  /** Not at `toggle`, which comes after the box is seen: a screen reader would hear the old state. */
  function toggles({ newState }) {
    const opens = newState === "open";
    button.ariaExpanded = String(opens);
    if (opens) putIt();
  }

  /** Below the button, or above it in the lower half of the window; its end where the button's is. */
  function putIt() {
    const { top, bottom, left: start, right } = button.getBoundingClientRect();
    const isLow = top > innerHeight * 0.6;
    const isLeft = right < innerWidth / 2;
    put("top", isLow ? null : bottom + GAP_PX);
    put("bottom", isLow ? innerHeight - top + GAP_PX : null);
    put("left", isLeft ? Math.max(8, start) : null);
    put("right", isLeft ? null : Math.max(8, document.documentElement.clientWidth - right));
    put("max-height", (isLow ? top : innerHeight - bottom) - 3 * GAP_PX);
  }

  function put(name, pixels) {
    box.style.setProperty(name, pixels === null ? "auto" : `${pixels}px`);
  }

  function toggled({ newState }) {
    const isOpen = newState === "open";
    // It would stay where it is while its button goes.
    if (isOpen) addEventListener("scroll", close, { once: true, passive: true });
    else removeEventListener("scroll", close);
    if (isOpen) addEventListener("resize", putIt);
    else removeEventListener("resize", putIt);
    if (isOpen) onOpen?.();
  }

  /** Who tabs out of it is done with it. */
  function left({ relatedTarget }) {
    if (relatedTarget && relatedTarget !== button && !box.contains(relatedTarget)) close();
  }

  function pressed({ target }) {
    if (target.closest(".menu-item")) close();
  }

  function walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !box.matches(":popover-open") || event.target.matches("input")) return;
    const items = [...box.querySelectorAll(".menu-item")];
    event.preventDefault();
    const at = items.indexOf(document.activeElement);
    items.at(at < 0 && step < 0 ? -1 : (at + step) % items.length)?.focus();
  }
}

/** One line of a menu: a link with `href`, else a button with `onPress`. */
export function menuItem({ sign, text, href, onPress, look = "" }) {
  const attributes = { class: `menu-item ${look}`.trim() };
  if (href) return h("a", { ...attributes, href }, icon(sign), text);
  return h("button", { ...attributes, type: "button", onClick: onPress }, icon(sign), text);
}

/** A line between two kinds of things. */
export const menuLine = () => h("hr", { class: "menu-line" });
