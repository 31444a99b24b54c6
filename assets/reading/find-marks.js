// Marks matches without touching the page's nodes (CSS Custom Highlight API), and scrolls to them. A browser that can't
// mark still scrolls there.

import { unfold } from "./tools-shown.js";

const canMark = typeof Highlight === "function" && Boolean(CSS.highlights);

/** Marks these ranges, and one among them as the one to look at. */
export function markAll(ranges) {
  if (!canMark) return;
  CSS.highlights.set("found", new Highlight(...ranges.map((range) => new StaticRange(range))));
}

export function markOne(range) {
  if (!canMark) return;
  const highlight = new Highlight(new StaticRange(range));
  highlight.priority = 1;
  CSS.highlights.set("found-now", highlight);
}

export function unmark() {
  if (!canMark) return;
  CSS.highlights.delete("found");
  CSS.highlights.delete("found-now");
}

/** A live range at those places. */
export function liveRange({ startContainer, startOffset, endContainer, endOffset }) {
  const range = document.createRange();
  range.setStart(startContainer, startOffset);
  range.setEnd(endContainer, endOffset);
  return range;
}

/** Scrolls to a range: opens what is folded around it, and scrolls in every box that holds it. */
export async function reveal(range) {
  for (const move of moves) addEventListener(move, stopRevealing, { passive: true });
  const asked = (latest += 1);
  const element = range.startContainer.parentElement;
  unfold(element);
  // What is far away has no place yet but a guessed one, and what is drawn around it then moves it once more.
  if (!isDrawn(element)) element.scrollIntoView({ block: "center", behavior: "instant" });
  for (let turn = 0, still = 0; turn < MOST_TURNS && still < 2; turn += 1) {
    const before = range.getBoundingClientRect().top;
    for (let box = element; box && box !== document.body; box = box.parentElement) scrollBox(box, range);
    scrollPage(range);
    still = Math.abs(range.getBoundingClientRect().top - before) < 1 ? still + 1 : 0;
    await drawn();
    if (asked !== latest) return;
  }
}

const MOST_TURNS = 8;

/** A reader who moves by themselves is not held. */
const moves = ["wheel", "touchmove"];

let latest = 0;

/** Leaves the page where it is. */
export function stopRevealing() {
  latest += 1;
}

const isDrawn = (element) => element.checkVisibility?.({ contentVisibilityAuto: true }) ?? true;

/** Not at the very edge, and not under the bar: the words around it are wanted, too. */
function isWellInView(range) {
  const { top, bottom } = range.getBoundingClientRect();
  const height = document.documentElement.clientHeight;
  return top >= height * 0.2 && bottom <= height * 0.8;
}

/** As near to two fifths of the window as the page can scroll. */
function scrollPage(range) {
  if (isWellInView(range)) return;
  const { top, bottom } = range.getBoundingClientRect();
  scrollBy({ top: (top + bottom) / 2 - document.documentElement.clientHeight * 0.4, behavior: "instant" });
}

/** What a scroll brings near is drawn in the frame after it, and has its size in the next. */
async function drawn() {
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
}

function scrollBox(box, range) {
  const isTall = box.scrollHeight > box.clientHeight + 1;
  const isBroad = box.scrollWidth > box.clientWidth + 1;
  if (!isTall && !isBroad) return;
  const { overflowX, overflowY } = getComputedStyle(box);
  const scrolls = (overflow) => overflow === "auto" || overflow === "scroll";
  const inner = range.getBoundingClientRect();
  const outer = box.getBoundingClientRect();
  if (isTall && scrolls(overflowY) && (inner.top < outer.top || inner.bottom > outer.bottom)) {
    box.scrollTop += (inner.top + inner.bottom) / 2 - (outer.top + outer.bottom) / 2;
  }
  if (isBroad && scrolls(overflowX) && (inner.left < outer.left || inner.right > outer.right)) {
    box.scrollLeft += (inner.left + inner.right) / 2 - (outer.left + outer.right) / 2;
  }
}
