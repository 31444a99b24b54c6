// Searches a conversation, some messages at a time, so that the page never stands still.

import { patternFor } from "../lib/fold-text.js";
import { indexOf } from "./find-index.js";

/** As long as may be searched without a pause, in milliseconds: less than one frame. */
const SLICE_MS = 12;

/** More matches than these nobody goes through. */
export const MOST_MATCHES = 10_000;

const pause = () => new Promise((resolve) => setTimeout(resolve));

export function finderIn(element) {
  const indexes = new WeakMap();

  function indexed(article) {
    let index = indexes.get(article);
    if (!index?.isCurrent()) {
      index = indexOf(article.querySelector(".message-parts") ?? article);
      indexes.set(article, index);
    }
    return index;
  }

  /** All places of `question` in their order, or null when `signal` gave it up. Each has its `article` and its `range()`. */
  return async function find(question, signal) {
    const pattern = patternFor(question);
    const matches = [];
    if (!pattern) return matches;
    let until = performance.now() + SLICE_MS;
    for (const article of [...element.querySelectorAll(".message")]) {
      if (performance.now() > until) {
        await pause();
        until = performance.now() + SLICE_MS;
      }
      if (signal.aborted) return null;
      const index = indexed(article);
      for (const { 0: found, index: start } of index.text.matchAll(pattern)) {
        matches.push({ article, range: () => index.range(start, start + found.length) });
        if (matches.length >= MOST_MATCHES) return matches;
      }
    }
    return matches;
  };
}
