// The limits of a link: until when, how often, and whether visitors are recorded.

import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { expiryField } from "../../ui/expiry-field.js";
import { field } from "../../ui/field.js";
import { selectField } from "../../ui/select-field.js";

const words = strings.sharing.limits;
const MOST_VIEWS = 1_000_000;

/** `share` is the present one or null. A field as forms take it, with `wanted()`: what is to be changed, in the API's words. */
export function limitsField({ share }) {
  const present = share?.max_views ?? null;
  const end = expiryField({ present: share?.expires_at ?? null });
  const options = Object.entries(words.viewsOptions).map(([value, text]) => ({ value, text }));
  const views = selectField({
    label: words.views,
    options,
    value: present === null ? "any" : present === 1 ? "once" : "many",
    onChange: draw,
  });
  const hint = present === null ? null : words.viewsHint(share.views_left, present);
  const number = field({
    label: words.viewsNumber,
    type: "number",
    min: 1,
    max: MOST_VIEWS,
    step: 1,
    inputmode: "numeric",
    value: present ?? 10,
    check: problemOf,
    hint,
  });
  const once = h("p", { class: "field-hint" }, words.onceHint);
  const records = h("input", { type: "checkbox", checked: share?.records_visitors === true, "aria-describedby": "records-hint" });
  const continues = h("input", { type: "checkbox", checked: share?.may_be_continued !== false, "aria-describedby": "continue-hint" });
  const element = h(
    "div",
    { class: "field-group stack" },
    h("div", { class: "field-row cluster" }, end.element, h("div", { class: "field-group stack" }, views.element, number.element)),
    once,
    checkLine(records, words.records, h("span", { id: "records-hint", class: "check-hint" }, words.recordsHint)),
    checkLine(continues, words.continues, h("span", { id: "continue-hint", class: "check-hint" }, words.continuesHint)),
  );
  draw();

  function draw() {
    number.element.hidden = views.input.value !== "many";
    once.hidden = views.input.value !== "once";
    if (number.element.hidden) number.refuse(null);
  }

  const isNumberFine = () => number.element.hidden || number.isFine();
  return {
    element,
    get input() {
      return end.isFine() ? number.input : end.input;
    },
    mark: () => {},
    // Both, so that both say what is wrong.
    isFine: () => [end.isFine(), isNumberFine()].every(Boolean),
    wanted() {
      const max_views = { any: null, once: 1, many: Number(number.input.value) }[views.input.value];
      const expires_at = end.wanted();
      return {
        ...(expires_at !== undefined && { expires_at }),
        ...(max_views !== present && { max_views }),
        ...(records.checked !== (share?.records_visitors ?? false) && { records_visitors: records.checked }),
        ...(continues.checked !== (share?.may_be_continued ?? true) && { may_be_continued: continues.checked }),
      };
    },
  };
}

/** A box to tick with its words, and a line below them. */
export function checkLine(input, text, hint) {
  return h("label", { class: "check" }, input, h("span", {}, h("span", { class: "check-name" }, text), hint));
}

function problemOf(text) {
  const number = Number(text);
  return text !== "" && Number.isInteger(number) && number >= 1 && number <= MOST_VIEWS ? null : words.viewsWrong;
}
