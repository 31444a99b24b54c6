// The find bar. The browser's own find works, too; this one counts matches, ignores accents, and looks into folded
// parts.

import { h, freshId, setAttribute } from "../lib/dom.js";
import { strings } from "../strings/reader.js";
import { icon } from "../ui/icons.js";
import { liveRange, markAll, markOne, reveal, stopRevealing, unmark } from "./find-marks.js";
import { finderIn, MOST_MATCHES } from "./find.js";
import { lastAbove, lineUnderBar } from "./prompts.js";

const words = strings.find;

/** While somebody types, their next letter comes sooner. */
const TYPING_MS = 150;

/** So many matches before and behind the one to look at are marked. */
const MARKED_AROUND = 500;

export function findBar(element) {
  const find = finderIn(element);
  const id = freshId("find");
  let matches = [];
  let at = -1;
  let asked = null; // what `matches` are of
  let markedFrom = null; // the first match that is marked
  let timer;
  let running = new AbortController();

  const keys = "Control+Shift+F";
  const button = h(
    "button",
    {
      type: "button",
      class: "button bar-tool",
      "aria-expanded": "false",
      "aria-controls": id,
      "aria-keyshortcuts": keys,
      title: words.keys,
      onClick: toggle,
    },
    icon("find"),
    h("span", { class: "bar-label" }, words.action),
  );
  const field = h("input", {
    ...{
      type: "text",
      id: `${id}-field`,
      class: "find-field",
      "aria-label": words.field,
      placeholder: words.field,
      enterkeyhint: "search",
    },
    ...{ autocomplete: "off", autocapitalize: "off", spellcheck: "false", onInput: typed },
  });
  const count = h("p", { class: "find-count soft small", role: "status" });
  const act = (sign, name, onClick) => h("button", { type: "button", class: "act", "aria-label": name, title: name, onClick }, icon(sign));
  const back = act("up", words.previous, () => step(-1));
  const on = act("down", words.next, () => step(1));
  const bar = h(
    "search",
    { class: "find", id, hidden: true, "aria-label": words.title, onKeydown: key },
    field,
    count,
    h("div", { class: "find-actions" }, back, on, act("close", words.close, close)),
  );
  // Also for browsers that don't know the element.
  bar.setAttribute("role", "search");
  document.querySelector("main").before(bar);
  addEventListener("keydown", shortcut);

  return { button, open, update, dispose };

  function dispose() {
    removeEventListener("keydown", shortcut);
    shut();
    bar.remove();
  }

  /** Messages came or went. */
  function update() {
    if (!bar.hidden) search({ stay: true });
  }

  function toggle() {
    if (bar.hidden) open();
    else close();
  }

  function open() {
    const selected = String(getSelection()).trim();
    // A word that was selected is what one looks for; a page of it is not.
    if (selected && selected.length <= 100 && !selected.includes("\n")) field.value = selected;
    bar.hidden = false;
    button.ariaExpanded = "true";
    field.focus({ preventScroll: true });
    field.select();
    if (field.value) search({});
  }

  function shut() {
    clearTimeout(timer);
    running.abort();
    stopRevealing();
    unmark();
    bar.hidden = true;
    button.ariaExpanded = "false";
    [matches, at, asked] = [[], -1, null];
    count.replaceChildren();
  }

  /** Leaves the reader where they were led: with the place selected, and the focus on its message. */
  function close() {
    const match = matches[at];
    shut();
    if (!match?.article.isConnected) return button.focus({ preventScroll: true });
    match.article.focus({ preventScroll: true });
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(liveRange(match.range()));
  }

  /** Control+Shift+F also with Command; the browser's own Control+F stays its own. */
  function shortcut(event) {
    if (!event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "f") return;
    if (document.querySelector("dialog:modal")) return;
    event.preventDefault();
    open();
  }

  function key(event) {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === field && !event.isComposing) step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  }

  function typed() {
    clearTimeout(timer);
    timer = setTimeout(() => search({}), TYPING_MS);
  }

  async function step(by) {
    clearTimeout(timer);
    if (field.value !== asked) return search({});
    if (matches.length > 0) await show((at + by + matches.length) % matches.length);
  }

  async function search({ stay = false }) {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    const question = field.value;
    const was = matches[at];
    const articles = [...element.querySelectorAll(".message")];
    const found = await find(question, signal, lastAbove(articles, lineUnderBar()));
    if (found === null || signal.aborted) return;
    [matches, at, asked] = [found, -1, question];
    markedFrom = null;
    for (const button of [back, on]) setAttribute(button, "aria-disabled", matches.length === 0 && "true");
    setAttribute(bar, "data-found", matches.length === 0 && question !== "" ? "nothing" : false);
    if (matches.length > 0) return show(nearest(was), stay);
    unmark();
    count.replaceChildren(question === "" ? "" : words.nothing);
  }

  /** The first match from where the reader is on; typing on stays at the one that they were at. */
  function nearest(was) {
    const articles = [...element.querySelectorAll(".message")];
    const order = new Map(articles.map((article, i) => [article, i]));
    const here = was?.article.isConnected ? order.get(was.article) : lastAbove(articles, lineUnderBar());
    const place = was?.article.isConnected ? was.range() : null;
    const found = matches.findIndex((match) => {
      const there = order.get(match.article);
      if (there !== here) return there > here;
      const range = liveRange(match.range());
      if (place) return range.comparePoint(place.startContainer, place.startOffset) <= 0;
      const { top, height } = range.getBoundingClientRect();
      // In a closed fold it has no place.
      return height === 0 || top >= lineUnderBar();
    });
    return Math.max(found, 0);
  }

  /** Marks those that can be seen from there; thousands of marks would make the page slow. */
  function markAround(index) {
    const first = Math.max(0, index - MARKED_AROUND);
    if (markedFrom !== null && Math.abs(first - markedFrom) < MARKED_AROUND / 2) return;
    markedFrom = first;
    markAll(matches.slice(first, index + MARKED_AROUND).map((match) => match.range()));
  }

  async function show(index, stay = false) {
    at = index;
    const total = matches.length >= MOST_MATCHES ? words.orMore(MOST_MATCHES) : `${matches.length}`;
    count.replaceChildren(words.count(index + 1, total));
    markAround(index);
    const range = liveRange(matches[index].range());
    markOne(range);
    if (!stay) await reveal(range);
  }
}
