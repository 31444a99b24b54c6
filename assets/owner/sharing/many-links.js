// The links of several conversations, to copy one by one or all at once, and what became of those without a link.

import { copyText } from "../../lib/clipboard.js";
import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { actionButton } from "../../ui/action-button.js";
import { wholeOptions } from "../../ui/command-options.js";
import { invitedPeople } from "./invite-people.js";
import { newPassword } from "./new-password.js";
import { stateBadge } from "./share-facts.js";
import { reachOf } from "./share-reach.js";

const words = strings.sharing.many;
const reaches = strings.sharing.panel.reach;

/**
 * `outcomes` have a `chat`, its `share` or null, `isNew`, and why it could not be shared; `invited` are those without an account,
 * `password` the one that the new links have.
 */
export function manyLinks({ outcomes, invited, password }) {
  const shared = outcomes.filter(({ share }) => share !== null);
  const reach = shared.length > 0 ? reachOf(shared[0].share.short_url) : "everyone";
  const urls = (some) => some.map(({ chat, share }) => words.line(chat.name, share.short_url)).join("\n");
  const copyAll = actionButton({
    sign: "copy",
    name: words.copyAll,
    text: words.copyAll,
    look: "button copy-button",
    onPress: async ({ done }) => (await copyText(urls(shared))) && done(words.copied),
  });
  const made = shared.filter(({ isNew }) => isNew);
  const element = h(
    "div",
    { class: "stack" },
    h("ul", { class: "many-links plain-list" }, outcomes.map(rowOf)),
    shared.length > 1 && copyAll,
    reach !== "everyone" && h("p", { class: "field-hint" }, wholeOptions(reaches[reach])),
    password !== undefined && made.length > 0 && newPassword({ url: urls(made), password }),
    invited.length > 0 && invitedPeople(invited).element,
  );
  return { element, ready: shared.length, copyAll: shared.length > 1 ? copyAll : element.querySelector("button") };
}

function rowOf({ chat, share, isNew, why }) {
  const name = h("p", { class: "many-name" }, h("bdi", {}, chat.name));
  if (share === null) return h("li", { class: "many-link" }, name, h("p", { class: "many-problem" }, why));
  const state = share.state !== "active" ? stateBadge(share) : !isNew && h("span", { class: "soft small" }, words.before);
  const link = h("a", { href: share.short_url, target: "_blank", rel: "noopener" }, share.short_url);
  const copy = actionButton({
    sign: "copy",
    name: words.copyOf(chat.name),
    look: "act",
    onPress: async ({ done }) => (await copyText(share.short_url)) && done(words.copied),
  });
  return h("li", { class: "many-link" }, name, h("div", { class: "many-url cluster" }, link, state, copy));
}
