// A dialog for choosing messages of a conversation: the one up to which it is shared, or several. The list is loaded page
// by page and shown at once; of 5,000 rows, the browser draws only those in view (CSS).

import { freshId, h, setAttribute } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { problemText } from "../../ui/confirm.js";
import { openDialog } from "../../ui/dialog.js";

const words = strings.sharing.picker;
/** What the server gives at a time, and what one share may choose. */
const PAGE = 200;
const MOST = 10_000;

/** Gives the messages that were chosen, {id, position, excerpt}, in their order; null when it was closed without. */
export function pickMessages({ calls, chat, isSingle, chosen, returnTo }) {
  return new Promise((resolve) => open({ calls, chat, isSingle, chosen: new Set(chosen), returnTo, resolve }));
}

function open({ calls, chat, isSingle, chosen, returnTo, resolve }) {
  const texts = isSingle ? words.until : words.chosen;
  const name = freshId("pick");
  const rows = [];
  const giveUp = new AbortController();
  let answer = null;
  let last = null; // the row that was pressed before
  let total = null;

  const list = h("ol", { class: "picks plain-list divided", "aria-label": words.list, onKeydown: walk });
  const said = h("p", { class: "pick-count soft small", role: "status" }, words.fetching);
  const problem = h("div", { class: "pick-problem stack", role: "alert" });
  const quick = [
    [words.all, () => setAll(() => true)],
    [words.none, () => setAll(() => false)],
    [words.prompts, () => setAll((row) => row.message.role === "user")],
  ].map(([text, onClick]) => h("button", { type: "button", class: "button button-small", onClick }, text));
  const action = h("button", { type: "button", class: "button button-main", onClick: take }, texts.action);
  const cancel = h("button", { type: "button", class: "button", onClick: () => dialog.close() }, strings.dialog.cancel);
  const tools = h("div", { class: "pick-tools cluster" }, !isSingle && h("div", { class: "pick-quick cluster" }, quick), said);
  const hint = !isSingle && h("p", { class: "field-hint pick-hint" }, words.keys);
  const dialog = openDialog({
    title: texts.title,
    look: "dialog-wide dialog-tall",
    body: [tools, hint, list, problem].filter(Boolean),
    actions: [cancel, action],
    returnTo,
    onClose() {
      giveUp.abort();
      resolve(answer);
    },
  });
  load();

  async function load(after = 0) {
    problem.replaceChildren();
    for (;;) {
      const result = await calls.get(`/chats/${chat.id}/messages?brief=true&limit=${PAGE}&after=${after}`, { signal: giveUp.signal });
      if (result.kind === "aborted" || result.kind === "signedOut") return;
      if (result.kind !== "done") return failed(result, after);
      const page = result.value.chatMessages;
      total = result.value.total;
      add(page);
      if (page.length < PAGE) return whole();
      after = page.at(-1).id;
      said.replaceChildren(words.loading(rows.length, total));
    }
  }

  function failed(result, after) {
    const again = h("button", { type: "button", class: "button", onClick: () => load(after) }, strings.sharing.tryAgain);
    problem.replaceChildren(h("p", { class: "dialog-problem" }, problemText(result)), again);
  }

  function whole() {
    total = rows.length;
    if (rows.length === 0) list.replaceWith(h("p", {}, words.empty));
    count();
    const first = rows.find((row) => row.input.checked) ?? (isSingle ? rows.at(-1) : rows[0]);
    if (isSingle && first && !rows.some((row) => row.input.checked)) first.input.checked = true;
    count();
    reach(first);
    first?.element.scrollIntoView({ block: "center" });
  }

  function add(messages) {
    for (const message of messages) {
      const position = rows.length + 1;
      const input = h("input", {
        type: isSingle ? "radio" : "checkbox",
        name,
        checked: chosen.has(message.id),
        tabindex: isSingle ? null : "-1",
        onClick: pressed,
        onFocus: () => reach(row),
      });
      const text = message.excerpt.trim() === "" ? words.noWords : message.excerpt;
      const element = h(
        "li",
        { class: `pick pick-${message.role}` },
        h(
          "label",
          {},
          input,
          h("span", { class: "pick-number soft" }, position.toLocaleString()),
          h("span", { class: "pick-role soft small" }, words.roles[message.role] ?? message.role),
          h("span", { class: "pick-text", dir: "auto" }, text),
        ),
      );
      const row = { message, position, text, input, element };
      rows.push(row);
    }
    list.append(...rows.slice(-messages.length).filter(() => messages.length > 0).map((row) => row.element));
  }

  /** With Shift all between this one and the one before. */
  function pressed({ target, shiftKey }) {
    const at = rows.findIndex((row) => row.input === target);
    if (shiftKey && last !== null && !isSingle) {
      const [from, to] = [last, at].sort((a, b) => a - b);
      for (const row of rows.slice(from, to + 1)) row.input.checked = target.checked;
    }
    last = at;
    count();
  }

  function setAll(isOn) {
    for (const row of rows) row.input.checked = isOn(row);
    count();
  }

  function count() {
    const n = rows.filter((row) => row.input.checked).length;
    said.replaceChildren(isSingle ? "" : words.count(n, total ?? rows.length));
    problem.replaceChildren();
  }

  /** Of several boxes Tab reaches one; the arrow keys lead from it to the others. */
  function reach(row) {
    if (isSingle || !row) return;
    for (const other of list.querySelectorAll('[tabindex="0"]')) setAttribute(other, "tabindex", "-1");
    setAttribute(row.input, "tabindex", "0");
  }

  function walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -rows.length, End: rows.length }[event.key];
    if (!step || isSingle) return;
    event.preventDefault();
    const at = rows.findIndex((row) => row.input === document.activeElement);
    const row = rows[Math.min(rows.length - 1, Math.max(0, at + step))];
    row?.input.focus();
    row?.element.scrollIntoView({ block: "nearest" });
  }

  function take() {
    const picked = rows.filter((row) => row.input.checked);
    // Of those that were chosen before some may not have come yet.
    if (total === null || rows.length < total) return;
    if (picked.length === 0) return refuse(words.wanted);
    if (picked.length > MOST) return refuse(words.tooMany);
    answer = picked.map(({ message, position, text }) => ({ id: message.id, position, excerpt: text }));
    dialog.close();
  }

  function refuse(message) {
    problem.replaceChildren(h("p", { class: "dialog-problem" }, message));
  }
}
