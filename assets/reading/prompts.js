// The prompts of a conversation, and which of them the reader is at.

/** A message that stands so many pixels off the line under the bar still stands at it: browsers round. */
const TOLERANCE = 6;

export function promptsIn(element) {
  let list = null;

  const prompts = {
    get all() {
      list ??= [...element.querySelectorAll('.message[data-author="user"]')];
      return list;
    },
    /** Looks again, after messages came or went. */
    forget() {
      list = null;
    },
    /** The index of the prompt that the reader is at or below, or -1 before the first. */
    here() {
      const { all } = prompts;
      // Near the end the page can't scroll so far that a prompt stands at the top; the focus tells.
      const focused = all.indexOf(document.activeElement);
      if (focused >= 0 && isInView(all[focused])) return focused;
      return lastAbove(all, lineUnderBar() + TOLERANCE);
    },
    next: () => prompts.all[prompts.here() + 1] ?? null,
    /** The one before, or the beginning of the one that the reader is deep in. */
    previous() {
      const at = prompts.here();
      const current = prompts.all[at];
      const isDeep = current && current.getBoundingClientRect().top < lineUnderBar() - TOLERANCE;
      return prompts.all[isDeep ? at : at - 1] ?? null;
    },
  };
  return prompts;
}

/** Where the reading begins in the window, in pixels from its top. */
export const lineUnderBar = () => parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;

/** The index of the last of `elements`, which stand in order, that begins above that line; -1 when none does. */
export function lastAbove(elements, line) {
  let [low, high] = [0, elements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (elements[middle].getBoundingClientRect().top <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function isInView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > lineUnderBar() && top < innerHeight;
}
