// When something expires: in an hour, a day, a week, a month, on a date, or never.

import { h } from "../lib/dom.js";
import { exactTime } from "../lib/list-times.js";
import { strings } from "../strings/owner.js";
import { field } from "./field.js";
import { selectField } from "./select-field.js";

const words = strings.sharing.limits;
const HOUR = 3_600_000;
const lives = { hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR };

/**
 * `present` is when it ends now (RFC 3339), null for never. A field as forms take it, with `wanted()`: the time, null for never,
 * or undefined for what it is now.
 */
export function expiryField({ present = null, label = words.end } = {}) {
  const kept = present !== null && {
    value: "kept",
    text: (new Date(present) > new Date() ? words.keptEnd : words.over)(exactTime(present)),
  };
  const options = [kept, ...Object.entries(words.ends).map(([value, text]) => ({ value, text }))].filter(Boolean);
  const choice = selectField({ label, options, value: kept ? "kept" : "never", onChange: draw });
  const date = field({ label: words.date, type: "datetime-local", check: problemOf });
  const element = h("div", { class: "field-group stack" }, choice.element, date.element);
  draw();

  function draw() {
    date.element.hidden = choice.input.value !== "date";
    if (date.element.hidden) return date.refuse(null);
    date.input.min = local(new Date());
    if (date.input.value === "") date.input.value = local(present ? new Date(present) : new Date(Date.now() + lives.week));
  }

  return {
    element,
    get input() {
      return date.element.hidden ? choice.input : date.input;
    },
    mark: () => {},
    isFine: () => date.element.hidden || date.isFine(),
    wanted() {
      const { value } = choice.input;
      if (value === "kept") return undefined;
      if (value === "never") return present === null ? undefined : null;
      return endOf(value, date.input.value).toISOString();
    },
  };
}

function endOf(choice, date) {
  if (choice === "date") return new Date(date);
  if (choice === "month") return inAMonth(new Date());
  return new Date(Date.now() + lives[choice]);
}

/** On the same day of the next month, or its last. */
function inAMonth(now) {
  const then = new Date(now);
  then.setMonth(then.getMonth() + 1);
  if (then.getDate() !== now.getDate()) then.setDate(0);
  return then;
}

function problemOf(text) {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return words.missingDate;
  return date > new Date() ? null : words.pastDate;
}

/** As a field of the type `datetime-local` has it: in the reader's zone, to the minute. */
function local(date) {
  const two = (n) => String(n).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
