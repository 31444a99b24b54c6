// Times in the reader's own language and time zone, with the exact one for machines in `datetime`.

import { h } from "./dom.js";

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });

/** A Date, or null for what is none: a strange time is left out rather than shown as "Invalid Date". */
export function parseTime(text) {
  const date = typeof text === "string" ? new Date(text) : null;
  return date && !Number.isNaN(date.getTime()) ? date : null;
}

/** Date and time; only the time on the day that the reader knows already, `day`. */
export function timeElement(date, day = null) {
  const known = day && day.toDateString() === date.toDateString();
  return h("time", { datetime: date.toISOString(), title: exact.format(date) }, (known ? clock : moment).format(date));
}
