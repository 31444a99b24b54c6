// The texts for failures, for panels, forms and notices alike.

import { strings } from "../strings/reader.js";

export function failureText({ why }) {
  const { heading, text } = strings.failure[why];
  return `${heading}. ${text}`;
}

export function waitText(seconds) {
  const time = seconds > 90 ? strings.failure.minutes(Math.ceil(seconds / 60)) : strings.failure.seconds(seconds);
  return strings.failure.wait(time);
}

/** Both, where nothing counts down. */
export function failureWithWait(failure) {
  return failure.wait > 0 ? `${failureText(failure)} ${waitText(failure.wait)}` : failureText(failure);
}
