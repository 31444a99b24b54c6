// A dialog over the page: the browser's own, so that nothing behind it can be reached. On a phone it fills the window.
//
//   const dialog = openDialog({ title: "Rename", body: [field.element], actions: [cancel, save] });
//   dialog.close();
//
// The focus goes to the element with `autofocus`, or else to the title; when the dialog closes, it returns to where it was,
// or to `returnTo`. Progress and errors are shown in the dialog itself (`say`), because the notice at the bottom is behind it.

import { freshId, h } from "../lib/dom.js";
import { strings } from "../strings/owner.js";
import { icon } from "./icons.js";

const open = new Set();

/**
 * `body` and `actions` are nodes; `look` is a class ("dialog-wide"); `mayClose` is asked at Escape, the cross and a press beside
 * it, and says false while something runs; `onClose` runs once it is closed; `returnTo` gives where the focus goes then.
 */
export function openDialog({ title, body = [], actions = [], look = "", mayClose = () => true, onClose, returnTo }) {
  const id = freshId("dialog");
  const before = document.activeElement;
  const heading = h("h2", { id, class: "dialog-title", tabindex: "-1" }, title);
  const cross = h(
    "button",
    { type: "button", class: "act dialog-cross", "aria-label": strings.dialog.close, title: strings.dialog.close, onClick: dismiss },
    icon("close"),
  );
  const status = h("div", { class: "dialog-status", role: "status" });
  const content = h("div", { class: "dialog-body stack" }, body);
  const foot = h("div", { class: "dialog-actions cluster" }, actions);
  const element = h(
    "dialog",
    {
      class: `dialog ${look}`.trim(),
      "aria-labelledby": id,
      onCancel: cancelled,
      onClose: closed,
      onPointerdown: pressed,
      onClick: clicked,
    },
    h("div", { class: "dialog-sheet" }, h("div", { class: "dialog-head" }, heading, cross), content, status, foot),
  );
  let isPressedBeside = false;

  const dialog = {
    element,
    heading,
    body: content,
    /** Another content, and other buttons; the focus goes to `focus`, or to the title. */
    replace({ title: newTitle = heading.textContent, body: newBody, actions: newActions = [], focus }) {
      heading.replaceChildren(newTitle);
      content.replaceChildren(...[newBody].flat());
      foot.replaceChildren(...newActions);
      dialog.say();
      for (const scrolled of [content, content.parentNode]) scrolled.scrollTop = 0;
      (focus ?? heading).focus();
    },
    /** A word at the foot of the dialog, read out, too; nothing given: none. */
    say(message, { isProblem = false } = {}) {
      status.replaceChildren(...(message ? [h("p", { class: isProblem ? "dialog-problem" : null }, message)] : []));
    },
    close: () => element.open && element.close(),
  };
  // Behind a dialog the page does not scroll (CSS). The room for a scroll bar stays, so that nothing moves; that there is some, the
  // width of the root tells, also where the page is too short to scroll. Where the dialog fills the window, nothing is seen to move.
  const root = document.documentElement;
  const isKept = innerWidth > root.offsetWidth && !matchMedia("(max-width: 40rem)").matches;
  if (open.size === 0) root.style.scrollbarGutter = isKept ? "stable" : "auto";
  document.body.append(element);
  open.add(dialog);
  element.showModal();
  if (!element.querySelector("[autofocus]")) heading.focus();
  return dialog;

  function dismiss() {
    if (mayClose()) dialog.close();
  }

  function cancelled(event) {
    // Also of a file field within.
    if (event.target !== element) return;
    if (!mayClose()) event.preventDefault();
  }

  /** A press that begins in the dialog and ends beside it (text that is selected, say) is none beside it. */
  function pressed({ target }) {
    isPressedBeside = target === element;
  }

  function clicked({ target }) {
    if (target === element && isPressedBeside) dismiss();
  }

  function closed(event) {
    if (event.target !== element) return;
    open.delete(dialog);
    element.remove();
    const target = returnTo?.() ?? before;
    if (target?.isConnected && target !== document.body) target.focus();
    else document.querySelector("main h1")?.focus();
    onClose?.();
  }
}

/** Closes what is open: the page goes to another view. */
export function closeDialogs() {
  for (const dialog of [...open]) dialog.close();
}
