// All your links: searched, sorted, page by page, and what you can do with one or many of them.

import { h } from "../../lib/dom.js";
import { listTime } from "../../lib/list-times.js";
import { knownModel } from "../../lib/model.js";
import { linkActions } from "../sharing/link-actions.js";
import { expiryFact, partFact, stateBadge, viewsFactShortly, whoFactShortly } from "../sharing/share-facts.js";
import { openSharing } from "../sharing/sharing.js";
import { strings } from "../../strings/owner.js";
import { problemText } from "../../ui/confirm.js";
import { table } from "../../ui/table.js";
import { viewHead } from "../../ui/view-head.js";
import { emptyState, failureState, skeleton } from "../../ui/view-states.js";
import { bulkActions } from "./bulk-actions.js";
import { linkMenu } from "./link-menu.js";
import { linksPager } from "./links-pager.js";
import { linksQuery } from "./links-query.js";

const words = strings.sharing.links;
const PAGE = 50;

export function sharedLinksView({ calls, query, setQuery, notice }) {
  const head = viewHead({ title: words.title });
  const tools = linksQuery({ query, setQuery, onChange: () => load() });
  const actions = linkActions(calls);
  const list = table({
    label: words.title,
    keyOf: (share) => share.id,
    selection: { nameOf: (share) => words.pick(nameOf(share)), onChange: () => many.draw() },
    onSort: (by, isDescending) => tools.sort(by, isDescending),
    columns: [
      { id: "name", head: words.columns.name, look: "main", sort: true, cell: nameCell },
      { id: "state", head: words.columns.state, cell: stateBadge },
      { id: "who", head: words.columns.who, cell: whoFactShortly },
      { id: "expires_at", head: words.columns.ends, sort: true, cell: expiryFact },
      { id: "views", head: words.columns.views, sort: true, isDescendingFirst: true, cell: viewsFactShortly },
      {
        id: "last_viewed_at",
        head: words.columns.last,
        sort: true,
        isDescendingFirst: true,
        cell: (share) => listTime(share.last_viewed_at),
      },
      {
        id: "actions",
        head: "",
        look: "actions",
        cell: (share) => linkMenu({ calls, notice, actions, share, name: nameOf(share), edit, changed, gone }),
      },
    ],
  });
  const many = bulkActions({ calls, notice, actions, list, changed, gone: (ids) => ids.forEach(gone), refresh: () => load() });
  const pages = linksPager({ size: PAGE, words, onPage: (page) => tools.turn(page) });
  const place = h("div", { class: "links-place" }, skeleton(5));
  const element = h("div", { class: "view" }, head.element, tools.element, many.element, place, pages.element);
  let running = new AbortController();
  let isLoaded = false;
  const view = {
    name: "sharedLinks",
    element,
    title: words.title,
    heading: head.heading,
    ready: null,
    dispose: () => (running.abort(), tools.dispose()),
  };
  tools.element.hidden = true;
  view.ready = load();
  return view;

  async function load() {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    const { page } = tools.now();
    place.setAttribute("aria-busy", "true");
    const result = await calls.get(`/shares?${tools.parameters()}&limit=${PAGE}&offset=${(page - 1) * PAGE}`, { signal });
    if (signal.aborted || result.kind === "signedOut") return;
    place.removeAttribute("aria-busy");
    if (result.kind === "done") return show(result.value, page);
    pages.hide();
    if (result.kind === "failure") return place.replaceChildren(failureState(result, { onRetry: load }));
    // A query that somebody wrote into the address.
    place.replaceChildren(h("p", { class: "dialog-problem" }, problemText(result)));
  }

  function show({ shares, total }, page) {
    const isFirst = !isLoaded;
    isLoaded = true;
    // The last of a page may be gone.
    if (shares.length === 0 && page > 1) return tools.turn(Math.max(1, Math.ceil(total / PAGE)));
    const isNarrow = tools.isNarrow();
    tools.element.hidden = total === 0 && !isNarrow;
    tools.say(isFirst && !isNarrow ? "" : words.found(total));
    list.setSort(tools.now().by, tools.now().isDescending);
    list.fill(shares);
    many.draw();
    pages.show(page, total);
    const shown = total > 0 ? list.element : isNarrow ? nothingFound() : nothingShared();
    if (shown.parentNode !== place || place.childElementCount !== 1) place.replaceChildren(shown);
  }

  function nothingShared() {
    return emptyState({
      sign: "link",
      words: words.empty,
      actions: [h("a", { class: "button button-main", href: "/" }, words.toConversations)],
    });
  }

  function nothingFound() {
    return emptyState({
      sign: "find",
      words: words.nothing,
      actions: [h("button", { type: "button", class: "button", onClick: tools.reset }, words.everything)],
    });
  }

  function edit(share, { isEditing = true } = {}) {
    // The row is another one when it was changed.
    const returnTo = () => list.rowElement(share.id)?.querySelector(".menu-place > button");
    const chat = { id: share.chat_conversation_id, name: share.chat.name };
    openSharing({ calls, chat, notice, isEditing, returnTo, onChange: (now) => (now ? changed([now]) : gone(share.id)) });
  }

  /** What the API says of a share alone has no chat beside it. */
  function changed(shares) {
    const rows = new Map(list.rows().map((row) => [row.id, row]));
    for (const share of shares) if (rows.has(share.id)) list.update({ ...rows.get(share.id), ...share });
    many.draw();
  }

  function gone(id) {
    const hadFocus = list.rowElement(id)?.contains(document.activeElement) ?? false;
    list.remove(id);
    many.draw();
    if (list.rows().length > 0) return pages.less();
    if (hadFocus || document.activeElement === document.body) head.heading.focus();
    load();
  }
}

const nameOf = (share) => share.chat.name || strings.sharing.untitled;

function nameCell(share) {
  const model = knownModel(share.chat.model);
  return [
    h("a", { class: "row-link clip", href: `/conversations/${share.chat_conversation_id}` }, h("bdi", {}, nameOf(share))),
    h("small", {}, [model && `${model} · `, partFact(share)].flat().filter(Boolean)),
  ];
}
