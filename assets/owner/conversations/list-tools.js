// What stands above the list of conversations: the search, the order, how many there are, and what can be done with those that
// are ticked.

import { freshId, h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { icon } from "../../ui/icons.js";
import { sortChoices } from "./list-query.js";

const words = strings.conversations;

/** While somebody types, their next letter comes sooner. */
const TYPING_MS = 200;

/** `onSearch` gets what is typed, a moment after the last letter; `onSort` a value of the choice. */
export function listTools({ search, sort, onSearch, onSort }) {
  const id = freshId("list");
  let timer;
  const field = h("input", {
    ...{
      type: "search",
      id: `${id}-search`,
      class: "field-input",
      value: search,
      placeholder: words.searchHint,
      "aria-label": words.search,
    },
    ...{ autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search", onInput: typed, onKeydown: key },
  });
  const choice = h("select", { id: `${id}-sort`, class: "field-input", onChange: () => onSort(choice.value) });
  const element = h(
    "div",
    { class: "list-tools cluster" },
    h("search", { class: "list-search", role: "search" }, h("div", { class: "field-box" }, icon("find"), field)),
    h(
      "div",
      { class: "list-sort" },
      h("label", { class: "field-label", for: `${id}-sort` }, words.sort),
      h("div", { class: "field-box" }, choice),
    ),
  );
  setSort(sort);

  return {
    element,
    setSort,
    /** Searches for nothing, and goes to the field. */
    clear() {
      field.value = "";
      now();
      field.focus();
    },
    dispose: () => clearTimeout(timer),
  };

  function setSort(value) {
    choice.replaceChildren(...sortChoices(value).map((one) => h("option", { value: one.value, selected: one.value === value }, one.text)));
  }

  function typed({ isComposing }) {
    clearTimeout(timer);
    if (!isComposing) timer = setTimeout(now, TYPING_MS);
  }

  function key(event) {
    if (event.key === "Enter" && !event.isComposing) now();
  }

  function now() {
    clearTimeout(timer);
    onSearch(field.value);
  }
}

/** The line between the tools and the list: how many there are, or how many are ticked. */
export function listCount({ onPause, onRemove, onUnpick }) {
  const text = h("p", { class: "list-count", role: "status", tabindex: "-1" });
  const picked = h("p", { class: "list-picked-count", role: "status" });
  const remove = h(
    "button",
    { type: "button", class: "button button-small button-warn", onClick: onRemove },
    icon("remove"),
    strings.chat.remove,
  );
  const pause = h("button", { type: "button", class: "button button-small", onClick: onPause }, icon("pause"), words.pauseLinks);
  const unpick = h("button", { type: "button", class: "button button-small", onClick: onUnpick }, words.unpick);
  const bar = h("div", { class: "list-picked cluster", hidden: true }, picked, pause, remove, unpick);
  return {
    element: h("div", { class: "list-line cluster soft small" }, text, bar),
    focus: () => text.focus({ preventScroll: true }),
    /** `first` and `last` are places in the list. */
    tell({ search, first, last, total, isEstimate }) {
      const isPart = last - first + 1 < total;
      if (search.trim()) text.replaceChildren(isPart ? words.foundPart(first, last, total, isEstimate) : words.found(total));
      else text.replaceChildren(isPart ? words.part(first, last, total) : words.total(total));
    },
    /** Of the ticked ones, `links` have a link that works. */
    setPicked(n, links) {
      bar.hidden = n === 0;
      pause.hidden = links === 0;
      picked.replaceChildren(n === 0 ? "" : words.picked(n));
    },
  };
}
