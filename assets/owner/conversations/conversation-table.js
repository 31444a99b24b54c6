// The table of conversations: what each row shows, and what you can do with it.

import { h } from "../../lib/dom.js";
import { listTime } from "../../lib/list-times.js";
import { knownModel } from "../../lib/model.js";
import { shareState } from "../sharing/share-state.js";
import { strings } from "../../strings/owner.js";
import { menu, menuItem, menuLine } from "../../ui/menu.js";
import { table } from "../../ui/table.js";
import { conversationDownloads } from "./conversation-actions.js";

const words = strings.conversations;
const acts = strings.chat;

/** `on` has `share`, `rename`, `remove`, which get a chat, `sort` (column, isDescending), and `pick`; `context` is that of the view. */
export function conversationTable({ calls, notice }, on) {
  const list = table({
    label: words.list,
    keyOf: (chat) => chat.id,
    selection: { nameOf: (chat) => words.pick(chat.name), onChange: on.pick },
    onSort: on.sort,
    columns: [
      {
        id: "name",
        head: words.name,
        look: "main",
        sort: true,
        cell: (chat) => h("a", { class: "chat-link row-link clip", href: `/conversations/${chat.id}` }, h("bdi", {}, chat.name)),
      },
      { id: "share", head: words.shared, cell: shareOf },
      { id: "model", head: words.model, sort: true, cell: modelOf },
      { id: "messages", head: words.messages, look: "number", cell: lengthOf },
      { id: "updated_at", head: words.changed, sort: true, isDescendingFirst: true, cell: (chat) => listTime(chat.updated_at) },
      { id: "created_at", head: words.created, sort: true, isDescendingFirst: true, cell: (chat) => (chat.is_undated ? null : listTime(chat.created_at)) },
      { id: "actions", head: "", look: "actions", cell: actionsOf },
    ],
  });
  list.element.classList.add("chat-list");
  return list;

  function modelOf({ model }) {
    return knownModel(model) && h("bdi", { class: "chat-model clip soft small" }, model);
  }

  /** The word is for cards, which have no heads. */
  function lengthOf({ message_count: n }) {
    return h(
      "span",
      { class: "chat-length" },
      n.toLocaleString(),
      h("span", { class: "chat-unit", "aria-hidden": "true" }, ` ${words.unit(n)}`),
    );
  }

  function shareOf(chat) {
    if (!chat.share) return h("span", { class: "share-none" }, strings.shareState.none);
    return shareState(chat.share, { onSettings: () => on.share(chat) });
  }

  function actionsOf(chat) {
    return menu({
      label: words.actionsOf(chat.name),
      parts: [
        menuItem({ sign: "conversations", text: acts.open, href: `/conversations/${chat.id}` }),
        menuItem({ sign: "share", text: acts.share, onPress: () => on.share(chat) }),
        menuItem({ sign: "rename", text: acts.rename, onPress: () => on.rename(chat) }),
        h(
          "div",
          { class: "menu-part" },
          h("p", { class: "menu-title soft" }, acts.download),
          h("div", { class: "menu-row" }, conversationDownloads(chat, { home: calls.home, notice })),
        ),
        menuLine(),
        menuItem({ sign: "remove", text: acts.remove, look: "menu-item-danger", onPress: () => on.remove(chat) }),
      ],
    }).element;
  }
}
