// What others share with somebody by name; the start page for people who only read.

import { h } from "../../lib/dom.js";
import { listTime } from "../../lib/list-times.js";
import { strings } from "../../strings/owner.js";
import { problemText } from "../../ui/confirm.js";
import { pager } from "../../ui/pager.js";
import { table } from "../../ui/table.js";
import { viewHead } from "../../ui/view-head.js";
import { emptyState, failureState, skeleton } from "../../ui/view-states.js";

const words = strings.sharedWithMe;
const PAGE = 50;

export function sharedWithMeView({ calls, query, setQuery }) {
  const running = new AbortController();
  const head = viewHead({ title: words.title });
  const list = table({
    label: words.title,
    keyOf: (shared) => shared.uuid,
    columns: [
      { id: "name", head: words.name, look: "main", cell: nameCell },
      { id: "by", head: words.by, cell: byCell },
      { id: "since", head: words.since, cell: (shared) => listTime(shared.shared_at) },
    ],
  });
  const place = h("div", {}, skeleton(3));
  const pages = h("div", { class: "stack" });
  const own = h("p", { class: "soft" }, `${words.own} `, h("a", { href: "/?own=1" }, words.import));
  const element = h("div", { class: "view" }, head.element, h("div", { class: "stack" }, place, pages, own));
  let page = Math.max(1, Number.parseInt(query.get("page") ?? "1", 10) || 1);
  return { name: "sharedWithMe", element, title: words.title, heading: head.heading, ready: load(), dispose: () => running.abort() };

  async function load() {
    const { signal } = running;
    const result = await calls.get(`/shared-with-me?limit=${PAGE}&offset=${(page - 1) * PAGE}`, { signal });
    if (signal.aborted || result.kind === "signedOut") return;
    if (result.kind === "failure") return place.replaceChildren(failureState(result, { onRetry: load }));
    if (result.kind !== "done") return place.replaceChildren(h("p", {}, problemText(result)));
    const { shared, total } = result.value;
    if (total === 0) return place.replaceChildren(emptyState({ sign: "people", words: words.empty }));
    list.fill(shared);
    if (list.element.parentNode !== place) place.replaceChildren(list.element);
    const turn = (number) => {
      page = number;
      setQuery({ page: number > 1 ? String(number) : null }, { isStep: true });
      return load();
    };
    const hrefOf = (number) => (number > 1 ? `/shared-with-me?page=${number}` : "/shared-with-me");
    pages.replaceChildren(...[pager({ page, pages: Math.ceil(total / PAGE), hrefOf, onGo: turn })].filter(Boolean));
  }
}

function nameCell({ uuid, name, is_new: isNew }) {
  if (name === null) return h("span", { class: "soft" }, words.ended);
  const mark = isNew && h("span", { class: "badge" }, words.new);
  return [h("a", { class: "row-link", href: `/shared/chats/${uuid}`, dir: "auto" }, name), mark && " ", mark].filter(Boolean);
}

/** The name that the owner chose, and always the address: anybody may choose any name. */
function byCell({ shared_by: address, shared_by_name: name }) {
  return name === null ? h("bdi", {}, address) : [h("bdi", {}, name), " ", h("bdi", { class: "soft" }, address)];
}
