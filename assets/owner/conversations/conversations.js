// The start page: your conversations, to search, sort, open, share and delete; and a place to drop files.

import { h, setAttribute } from "../../lib/dom.js";
import { openHistory } from "../import/import-history.js";
import { importPanel } from "../import/import-panel.js";
import { importsOf } from "../import/imports.js";
import { openPaste, takePastes } from "../import/paste-dialog.js";
import { openSharingOfMany } from "../sharing/share-many.js";
import { strings } from "../../strings/owner.js";
import { dropZone } from "../../ui/drop-zone.js";
import { icon } from "../../ui/icons.js";
import { pager } from "../../ui/pager.js";
import { viewHead } from "../../ui/view-head.js";
import { emptyState, failureState, skeleton } from "../../ui/view-states.js";
import { archiveAddress, deleteConversations, pauseLinks, renameConversation, shareConversation } from "./conversation-actions.js";
import { conversationTable } from "./conversation-table.js";
import { listCount } from "./list-count.js";
import { addressOf, inAddress, PAGE, requestOf, wantedFrom } from "./list-query.js";
import { listTools } from "./list-tools.js";
import { messageHits } from "./message-hits.js";

const words = strings.conversations;

export function conversationsView(context) {
  const { calls, setQuery } = context;
  const imports = importsOf(calls);
  let wanted = wantedFrom(context.query);
  let running = new AbortController();

  const picker = h("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", "aria-hidden": "true", onChange: chosen });
  const bring = importButton(strings.imports.action, "button button-main");
  const pasting = otherButton(strings.imports.paste.action, () => paste());
  const past = otherButton(strings.imports.history.action, () => openHistory({ calls }));
  const head = viewHead({ title: words.title, actions: [bring, pasting, past, picker] });
  const panel = importPanel(imports, {
    onChange: () => load(),
    onShare: share,
    onClosed: () => (bring.hidden ? head.heading : bring).focus(),
  });
  const zone = dropZone((found) => imports.add(found));
  const pastes = takePastes({ onText: paste, onFiles: (found) => imports.add(found) });
  const tools = listTools({
    ...wanted,
    onSearch: (search) => search.trim() !== wanted.search.trim() && ask({ search, page: 1 }),
    onSort: (sort) => ask({ sort, page: 1 }),
  });
  const count = listCount({
    exportAddress: (format) => archiveAddress(calls.home, ticked(), format),
    onShare: shareTicked,
    onPause: pause,
    onRemove: () => remove(ticked()),
    onUnpick: unpick,
  });
  const list = conversationTable(context, {
    share,
    rename,
    remove: (chat) => remove([chat]),
    sort: (column, isDescending) => ask({ sort: `${column}:${isDescending ? "desc" : "asc"}`, page: 1 }),
    pick: drawPicked,
  });
  const pages = h("div", {});
  const filled = h("div", { class: "list-filled" }, count.element, list.element, pages);
  const place = h("div", { class: "list-place" }, skeleton(8));
  const hits = messageHits(calls);
  tools.element.hidden = true;
  // By when something was imported one can sort only there: it has no column.
  tools.element.classList.add("conversation-tools");
  const element = h("div", { class: "view" }, head.element, panel.element, tools.element, place, hits.element, zone.element);

  return { name: "conversations", element, title: words.title, heading: head.heading, ready: load(), dispose };

  function dispose() {
    running.abort();
    for (const part of [panel, zone, pastes, tools, hits]) part.dispose();
  }

  /** Another part of the list, in place; `isStep`: the way back leads to the former one. */
  async function ask(change, { isStep = false } = {}) {
    wanted = { ...wanted, ...change };
    setQuery(inAddress(wanted), { isStep });
    tools.setSort(wanted.sort);
    await load();
  }

  async function turnTo(page) {
    await ask({ page }, { isStep: true });
    if (!filled.isConnected) return;
    count.focus();
    const { top } = count.element.getBoundingClientRect();
    const edge = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
    if (top < edge) scrollBy({ top: top - edge, behavior: "instant" });
  }

  /** Asks for what is wanted; an older question that is still on its way is given up. */
  async function load() {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    setAttribute(place, "aria-busy", "true");
    hits.ask(wanted.search);
    const result = await calls.get(requestOf(wanted), { signal });
    if (signal.aborted || result.kind === "signedOut") return;
    place.removeAttribute("aria-busy");
    if (result.kind !== "done") return fail(result);
    const { chats, total, total_is_estimate: isEstimate } = result.value;
    const last = Math.max(1, Math.ceil(total / PAGE));
    // What stood on the last page was deleted.
    if (chats.length === 0 && wanted.page > last) return ask({ page: last });
    if (total === 0 && (await isReader(signal))) return context.go("/shared-with-me", { isReplacing: true });
    if (!signal.aborted) draw(chats, total, isEstimate);
  }

  /** Who has nothing here and reads what others share has that as the start, unless they want to begin. */
  async function isReader(signal) {
    if (wanted.search.trim() !== "" || context.query.has("own")) return false;
    const result = await calls.get("/shared-with-me?limit=1", { signal });
    return !signal.aborted && result.kind === "done" && result.value.total > 0;
  }

  function fail(result) {
    const failure = result.kind === "failure" ? result : { kind: "failure", why: "garbled", wait: 0 };
    put(failureState(failure, { onRetry: load }));
  }

  function draw(chats, total, isEstimate) {
    const isSearch = wanted.search.trim() !== "";
    tools.element.hidden = total === 0 && !isSearch;
    for (const button of [bring, pasting]) button.hidden = total === 0 && !isSearch;
    if (total === 0) return put(isSearch ? nothing() : empty());
    const [column, direction] = wanted.sort.split(":");
    list.fill(chats);
    list.setSort(column, direction === "desc");
    drawPicked();
    const first = (wanted.page - 1) * PAGE + 1;
    count.tell({ search: wanted.search, first, last: first + chats.length - 1, total, isEstimate });
    drawPager(Math.ceil(total / PAGE));
    put(filled);
  }

  function drawPager(number) {
    const element = pager({ page: wanted.page, pages: number, hrefOf: (page) => addressOf({ ...wanted, page }), onGo: turnTo });
    pages.replaceChildren(...[element].filter(Boolean));
  }

  /** What takes the place of what had the focus does not leave it nowhere. */
  function put(content) {
    if (content.parentNode === place) return;
    const hadFocus = place.contains(document.activeElement);
    place.replaceChildren(content);
    if (hadFocus) head.heading.focus({ preventScroll: true });
  }

  function nothing() {
    const all = h("button", { type: "button", class: "button", onClick: tools.clear }, words.nothing.action);
    const element = emptyState({
      sign: "find",
      words: { heading: words.nothing.heading, text: words.nothing.text(wanted.search.trim()) },
      actions: [all],
    });
    element.setAttribute("role", "status");
    return element;
  }

  function empty() {
    const programs = strings.imports.programs.map(({ name, text }) => h("div", {}, h("dt", {}, name), h("dd", {}, text)));
    const actions = [importButton(words.empty.action, "button button-main"), otherButton(words.empty.paste, () => paste())];
    const state = emptyState({ sign: "import", words: words.empty, actions });
    return h(
      "div",
      { class: "list-empty" },
      state,
      h("section", { class: "programs" }, h("h2", {}, words.empty.programs), h("dl", {}, programs)),
    );
  }

  function importButton(text, look) {
    return h("button", { type: "button", class: look, onClick: () => picker.click() }, icon("import"), text);
  }

  function otherButton(text, onClick) {
    return h("button", { type: "button", class: "button", onClick }, text);
  }

  function paste(text = "") {
    openPaste({ calls, text, onKeep: (file) => imports.add([{ file, isFolder: false }]) });
  }

  function chosen() {
    imports.add([...picker.files].map((file) => ({ file, isFolder: false })));
    // The same file once more is a choice, too.
    picker.value = "";
  }

  function unpick() {
    list.unpick();
    drawPicked();
    count.focus();
  }

  function ticked() {
    return list.rows().filter(({ id }) => list.picked().has(id));
  }

  function linked() {
    return ticked().filter((chat) => chat.share?.state === "active");
  }

  function drawPicked() {
    count.setPicked(list.picked().size, linked().length);
  }

  function pause() {
    const chats = linked();
    return pauseLinks(context, chats, {
      onGone: load,
      onChange(shares) {
        for (const share of shares) list.update({ ...chats.find(({ id }) => id === share.chat_conversation_id), share });
        drawPicked();
        count.focus();
      },
    });
  }

  function shareTicked() {
    const [first, ...others] = ticked();
    if (others.length === 0) return share(first);
    openSharingOfMany({ calls, chats: [first, ...others], onChange: () => element.isConnected && load() });
  }

  function share(chat) {
    shareConversation(context, chat, { onChange: () => element.isConnected && load(), returnTo: buttonOf(chat) });
  }

  function rename(chat) {
    renameConversation(context, chat, {
      onDone: (renamed) => list.update({ ...chat, ...renamed }),
      returnTo: buttonOf(chat),
    });
  }

  /** Where the focus was when a dialog of a row opened: that row may be another one by now. */
  function buttonOf({ id }) {
    return () => list.rowElement(id)?.querySelector(".cell-actions button");
  }

  function remove(chats) {
    return deleteConversations(context, chats, {
      onGone: load,
      async onRemoved() {
        const wasPicked = count.element.contains(document.activeElement);
        const wasHere = place.contains(document.activeElement);
        for (const { id } of chats) list.remove(id);
        drawPicked();
        if (wasPicked) count.focus();
        await load();
        // With the last row its place is gone, too.
        if (wasHere && document.activeElement === document.body) head.heading.focus({ preventScroll: true });
      },
      async onRestored() {
        if (!element.isConnected) return;
        await load();
        (list.rowElement(chats[0].id)?.querySelector("a") ?? head.heading).focus();
      },
    });
  }
}
