// Who viewed a link, when, from where and with what; only if its owner records visitors.

import { h } from "../../lib/dom.js";
import { listTime } from "../../lib/list-times.js";
import { strings } from "../../strings/owner.js";
import { confirm, problemText } from "../../ui/confirm.js";
import { openDialog } from "../../ui/dialog.js";
import { table } from "../../ui/table.js";
import { failureState, skeleton } from "../../ui/view-states.js";

const words = strings.sharing.visitors;
/** As many as the server keeps ready. */
const MOST = 1000;

export function openVisitors({ calls, chat, share, returnTo }) {
  const at = `/chats/${share.chat_conversation_id}/shares/${share.id}/visitors`;
  const list = table({
    label: words.list,
    keyOf: (row) => row.key,
    columns: [
      { id: "when", head: words.when, look: "main", cell: (row) => listTime(row.opened_at) },
      { id: "who", head: words.who, cell: (row) => row.email ?? words.nobody },
      { id: "from", head: words.from, cell: (row) => row.address },
      { id: "client", head: words.client, cell: (row) => row.client || words.unknown },
    ],
  });
  const place = h("div", {}, skeleton(2));
  const forget = h("button", { type: "button", class: "button", hidden: true, onClick: askToForget }, words.forget);
  const done = h("button", { type: "button", class: "button button-main", onClick: () => dialog.close() }, strings.sharing.done);
  const dialog = openDialog({
    title: words.title,
    look: "dialog-wide",
    body: [h("p", {}, words.lead(chat.name)), place],
    actions: [forget, done],
    returnTo,
  });
  refresh();

  async function refresh() {
    const result = await calls.get(at);
    if (result.kind === "failure") return place.replaceChildren(failureState(result, { onRetry: refresh }));
    if (result.kind !== "done") return place.replaceChildren(h("p", {}, problemText(result)));
    const { visitors } = result.value;
    list.fill(visitors.map((visitor, key) => ({ ...visitor, key })));
    forget.hidden = visitors.length === 0;
    const empty = h("p", { class: "section-empty soft medium" }, share.records_visitors ? words.emptyOn : words.emptyOff);
    place.replaceChildren(
      ...(visitors.length > 0 ? [list.element] : [empty]),
      ...(visitors.length === MOST ? [h("p", { class: "field-hint" }, words.most)] : []),
    );
  }

  function askToForget() {
    confirm({
      words: words.confirm,
      isDangerous: true,
      onConfirm: () => calls.remove(at),
      onDone() {
        refresh();
        dialog.say(words.forgotten);
      },
      returnTo: () => dialog.heading,
    });
  }
}
