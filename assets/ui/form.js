// The frame of all forms: heading, fields, one button, and error messages. While a form is busy or waiting, the focus
// must stay where it is, so the button is marked as disabled and ignored instead of being disabled.

import { failureText } from "../api/failure.js";
import { freshId, h, setAttribute } from "../lib/dom.js";
import { countdown } from "./countdown.js";
import { icon } from "./icons.js";

/**
 * A form that is a page, or a card on it: `words` has heading, submit and busy; `onSubmit` runs when every field is fine.
 * `level` is that of the heading, `more` stands behind the button.
 */
export function form({ sign, words, intro, fields, onSubmit, level = 1, more = [] }) {
  const heading = h(`h${level}`, { class: "panel-title", tabindex: "-1" }, words.heading);
  const core = bareForm({ words, fields, onSubmit });
  core.element.className = "panel form";
  core.element.prepend(h("div", { class: "panel-sign" }, icon(sign)), heading, ...(intro ? [h("p", {}, intro)] : []));
  core.element.append(core.button, ...more);
  return { ...core, heading, title: words.heading };
}

/** The same without heading and card, for a dialog or a part of a page; its `button` is to be put somewhere in or about it. */
export function bareForm({ words, fields, onSubmit }) {
  let busy = false;
  let waiting = false;
  const id = freshId("form");
  const problem = h("div", { class: "form-problem", id: freshId("problem"), role: "alert" });
  const button = h("button", { class: "button button-main", type: "submit", form: id }, words.submit);
  const element = h("form", { id, class: "form", novalidate: true, onSubmit: submit }, problem, fields.map((field) => field.element));

  function submit(event) {
    event.preventDefault();
    if (busy || waiting) return;
    say();
    const wrong = fields.filter((field) => !field.isFine());
    if (wrong.length > 0) return lead(wrong[0]);
    setBusy(true);
    onSubmit();
  }

  /** To a field that is wrong, with what is said below it: focus alone brings only the input into view. */
  function lead({ element, input }) {
    element.scrollIntoView({ block: "nearest" });
    input.focus();
  }

  function setBusy(on) {
    busy = on;
    showButton();
  }

  function showButton() {
    button.replaceChildren(busy ? words.busy : words.submit);
    setAttribute(button, "aria-disabled", (busy || waiting) && "true");
  }

  /** Says what is wrong with the whole form, or with nothing given, nothing. In a dialog the form may have scrolled away from it. */
  function say(...what) {
    problem.replaceChildren(...what);
    if (what.length > 0) problem.scrollIntoView({ block: "nearest" });
  }

  return {
    element,
    button,
    firstFocus: fields[0]?.input,
    isBusy: () => busy,
    setBusy,
    /** The server refuses what was typed: the message belongs to all `fields`, the last of them is the likeliest to be wrong. */
    refuse(message) {
      setBusy(false);
      say(h("p", {}, message));
      for (const field of fields) field.mark(problem.id);
      fields.at(-1).input.select();
    },
    /** The server refuses one field. */
    refuseField(field, message) {
      setBusy(false);
      field.refuse(message);
      lead(field);
      field.input.select();
    },
    /** No decision: what was typed stays, to be sent again. */
    fail(failure) {
      waiting = failure.wait > 0;
      setBusy(false);
      say(h("p", {}, failureText(failure)));
      if (waiting) problem.append(countdown(failure.wait, waitIsOver));
    },
    say(message) {
      setBusy(false);
      say(h("p", {}, message));
    },
  };

  function waitIsOver() {
    waiting = false;
    showButton();
  }
}
