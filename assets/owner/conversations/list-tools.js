// The tools above the list of conversations: the search and the order.

import { freshId, h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { icon } from "../../ui/icons.js";
import { sortChoice } from "../../ui/sort-choice.js";

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
  const order = sortChoice({ label: words.sort, sorts: words.sorts, other: words.otherSort, value: sort, onSort });
  const element = h(
    "div",
    { class: "list-tools cluster" },
    h("search", { class: "list-search", role: "search" }, h("div", { class: "field-box" }, icon("find"), field)),
    order.element,
  );

  return {
    element,
    setSort: order.set,
    /** Searches for nothing, and goes to the field. */
    clear() {
      field.value = "";
      now();
      field.focus();
    },
    dispose: () => clearTimeout(timer),
  };

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
