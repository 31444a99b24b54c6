// Times in lists: "3 hours ago", "in 2 days", and the exact one on hover.

import { h } from "./dom.js";
import { wordsFor } from "./times.js";

const DAY = 86_400_000;

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const dayOnly = new Intl.DateTimeFormat(undefined, { dateStyle: "medium" });
const distance = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/** A `time` element for when something was, as the API says it (RFC 3339); null for none. What a slow clock takes for ahead is not. */
export const listTime = (text) => timeIn(text, ago);

/** The same for an end, which may lie ahead. */
export const endTime = (text) => timeIn(text, (date) => (date > new Date() ? ahead(date) : ago(date)));

function timeIn(text, words) {
  const date = new Date(text ?? NaN);
  if (Number.isNaN(date.getTime())) return null;
  return h("time", { datetime: text, title: exact.format(date) }, words(date));
}

/** The day and the clock time of what the API says, as text. */
export const exactTime = (text) => moment.format(new Date(text));

/** What has passed: a list needs no clock time for what is older than a week. */
function ago(date) {
  return new Date() - date < 6 * DAY ? wordsFor(date) : dayOnly.format(date);
}

function ahead(date) {
  const left = date - new Date();
  if (left < 3_600_000) return distance.format(Math.max(1, Math.round(left / 60_000)), "minute");
  if (left < DAY) return distance.format(Math.round(left / 3_600_000), "hour");
  const days = Math.round(left / DAY);
  return days <= 31 ? distance.format(days, "day") : dayOnly.format(date);
}
