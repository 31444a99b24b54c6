// The query of the list of links: search words, a state, an order, a page. All of it is in the address, too.

import { freshId, h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { icon } from "../../ui/icons.js";
import { sortChoice } from "../../ui/sort-choice.js";

const words = strings.sharing.links;
const states = strings.sharing.facts.states;
/** Whoever types is not asked about at every key. */
const PAUSE_MS = 250;
const sortable = ["name", "created_at", "updated_at", "expires_at", "views", "last_viewed_at"];
/** That of the API where nothing is said. */
const usual = "updated_at:desc";

/** `query` is that of the address; `onChange` runs when something else is wanted. */
export function linksQuery({ query, setQuery, onChange }) {
  const [by, isDescending] = split(query.get("order_by") ?? "");
  let wanted = {
    search: query.get("search") ?? "",
    state: Object.hasOwn(states, query.get("state")) ? query.get("state") : "",
    by: sortable.includes(by) ? by : null,
    isDescending,
    page: Math.max(1, Number.parseInt(query.get("page") ?? "1", 10) || 1),
  };
  let timer;
  const ids = { search: freshId("search"), state: freshId("state") };
  const search = h("input", {
    id: ids.search,
    type: "search",
    class: "field-input",
    value: wanted.search,
    placeholder: words.searchHint,
    autocomplete: "off",
    spellcheck: "false",
    onInput: typed,
    onKeydown: ({ key }) => key === "Enter" && find(),
  });
  const state = h(
    "select",
    { id: ids.state, class: "field-input", onChange: () => want({ state: state.value, page: 1 }) },
    h("option", { value: "" }, words.anyState),
    Object.entries(states).map(([value, text]) => h("option", { value, selected: value === wanted.state }, text)),
  );
  const sorting = sortChoice({
    label: words.sort,
    sorts: words.sorts,
    other: words.otherSort,
    value: order() ?? usual,
    onSort: (value) => sort(...split(value)),
  });
  const said = h("p", { class: "links-said soft small", role: "status" });
  const element = h(
    "div",
    { class: "list-tools cluster", role: "search" },
    h("label", { class: "visually-hidden", for: ids.search }, words.search),
    h("div", { class: "list-search" }, h("div", { class: "field-box" }, icon("find"), search)),
    h("label", { class: "visually-hidden", for: ids.state }, words.state),
    h("div", { class: "field-box links-state" }, state),
    sorting.element,
    said,
  );

  function typed() {
    clearTimeout(timer);
    timer = setTimeout(find, PAUSE_MS);
  }

  function find() {
    clearTimeout(timer);
    if (search.value.trim() !== wanted.search) want({ search: search.value.trim(), page: 1 });
  }

  function want(change) {
    wanted = { ...wanted, ...change };
    sorting.set(order() ?? usual);
    setQuery({ search: wanted.search, state: wanted.state, order_by: order(), page: wanted.page > 1 ? String(wanted.page) : null });
    onChange();
  }

  function order() {
    return wanted.by ? `${wanted.by}:${wanted.isDescending ? "desc" : "asc"}` : null;
  }

  function sort(by, isDescending) {
    want({ by, isDescending, page: 1 });
  }

  return {
    element,
    now: () => wanted,
    isNarrow: () => wanted.search !== "" || wanted.state !== "",
    /** As the API takes it, without the page. */
    parameters() {
      const { search, state } = wanted;
      const given = Object.entries({ search, state, order_by: order() }).filter(([, value]) => value);
      return new URLSearchParams(given).toString();
    },
    sort,
    turn: (page) => want({ page }),
    reset() {
      search.value = "";
      state.value = "";
      want({ search: "", state: "", page: 1 });
      search.focus();
    },
    say: (text) => said.replaceChildren(text),
    dispose: () => clearTimeout(timer),
  };
}

/** A column, and whether it goes down. */
function split(order) {
  const [by, direction] = order.split(":");
  return [by, direction === "desc"];
}
