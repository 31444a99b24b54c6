// Everybody's accounts, for administrators.

import { h } from "../../lib/dom.js";
import { bytes } from "../../lib/files.js";
import { listTime } from "../../lib/list-times.js";
import { strings } from "../../strings/owner.js";
import { menu, menuItem } from "../../ui/menu.js";
import { pager } from "../../ui/pager.js";
import { table } from "../../ui/table.js";
import { listSection } from "../account/account-section.js";
import { accountActions } from "./account-actions.js";

const words = strings.server.accounts;
const PAGE = 50;

export function accountsSection(context) {
  const { me, calls, query, setQuery } = context;
  let page = Math.max(1, Number.parseInt(query.get("page") ?? "1", 10) || 1);
  const pages = h("div", {});
  const list = table({
    label: words.title,
    keyOf: (account) => account.id,
    columns: [
      { id: "email", head: words.account, look: "main", cell: nameCell },
      { id: "last_sign_in_at", head: words.lastSignIn, cell: (account) => listTime(account.last_sign_in_at) ?? words.never },
      { id: "conversations", head: words.conversations, look: "number", cell: (account) => account.conversations.toLocaleString() },
      { id: "links", head: words.links, look: "number", cell: (account) => account.links.toLocaleString() },
      { id: "bytes", head: words.size, look: "number", cell: (account) => bytes(account.bytes) },
      { id: "actions", head: "", look: "actions", cell: (account) => (isOwn(account) ? null : actionsOf(account)) },
    ],
  });
  const part = listSection({
    ...words,
    list,
    load: () => calls.admin.get(`/accounts?limit=${PAGE}&offset=${(page - 1) * PAGE}`),
    rowsOf: (value) => {
      drawPages(value.total);
      return value.accounts;
    },
  });
  part.element.append(pages);
  const actions = accountActions(context, { list, part });
  return part;

  function isOwn(account) {
    return account.id === me.user.id;
  }

  function nameCell(account) {
    const badge = (is, text) => is && h("span", { class: "badge" }, text);
    const badges = [badge(isOwn(account), words.you), badge(account.is_admin, words.admin), badge(account.is_disabled, words.disabled)];
    return [
      h("span", { class: "server-account" }, account.primary_email),
      account.display_name !== null && h("small", {}, h("bdi", {}, account.display_name)),
      h("div", { class: "cluster" }, badges.filter(Boolean)),
    ].filter(Boolean);
  }

  function actionsOf(account) {
    const item = (sign, text, onPress, look) => menuItem({ sign, text, onPress, look });
    return menu({
      label: words.actionsOf(account.primary_email),
      parts: [
        !account.is_disabled && item("link", words.passwordLink, () => actions.passwordLink(account)),
        !account.is_disabled && item("leave", words.signOut, () => actions.signOut(account)),
        !account.is_disabled &&
          item("shield", account.is_admin ? words.endAdmin : words.makeAdmin, () => actions.setAdmin(account, !account.is_admin)),
        account.is_disabled
          ? item("resume", words.enable, () => actions.enable(account))
          : item("pause", words.disable, () => actions.disable(account)),
        item("remove", words.remove, () => actions.remove(account), "menu-item-danger"),
      ],
    }).element;
  }

  function drawPages(total) {
    const hrefOf = (number) => (number > 1 ? `/server?page=${number}` : "/server");
    const onGo = (number) => {
      page = number;
      setQuery({ page: number > 1 ? String(number) : null }, { isStep: true });
      part.refresh();
    };
    pages.replaceChildren(...[pager({ page, pages: Math.ceil(total / PAGE), hrefOf, onGo })].filter(Boolean));
  }
}
