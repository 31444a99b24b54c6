// Searches a conversation a few messages at a time, so that the page stays responsive.

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

  /**
   * All places of `question` in their order, or null when `signal` gave it up. Each has its `article` and its `range()`. Of too
   * many, those from the article with the number `from` on come first.
   */
  return async function find(question, signal, from = 0) {
    const pattern = patternFor(question);
    if (!pattern) return [];
    const articles = [...element.querySelectorAll(".message")];
    const start = Math.min(Math.max(from, 0), articles.length);
    const behind = await findIn(articles.slice(start), pattern, signal, MOST_MATCHES);
    const before = behind && (await findIn(articles.slice(0, start), pattern, signal, MOST_MATCHES - behind.length));
    return before && [...before, ...behind];
  };

  async function findIn(articles, pattern, signal, most) {
    const matches = [];
    if (most <= 0) return matches;
    let until = performance.now() + SLICE_MS;
    for (const article of articles) {
      if (performance.now() > until) {
        await pause();
        until = performance.now() + SLICE_MS;
      }
      if (signal.aborted) return null;
      const index = indexed(article);
      for (const { 0: found, index: start } of index.text.matchAll(pattern)) {
        matches.push({ article, range: () => index.range(start, start + found.length) });
        if (matches.length >= most) return matches;
      }
    }
    return matches;
  }
}
