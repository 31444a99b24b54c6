// How a conversation is shared, as an icon with words, wherever the conversation appears.

import { h } from "../../lib/dom.js";
import { endTime } from "../../lib/list-times.js";
import { strings } from "../../strings/owner.js";
import { icon } from "../../ui/icons.js";

const words = strings.shareState;

const closed = {
  paused: { sign: "pause", text: words.paused },
  expired: { sign: "wait", text: words.expired },
  used_up: { sign: "eye", text: words.usedUp },
};

/** `share` is that of a listed chat, not null. What works leads to what others see, what does not, to the settings. */
export function shareState(share, { onSettings }) {
  const isOpen = share.state === "active";
  const { sign, text } = isOpen ? access(share) : (closed[share.state] ?? closed.paused);
  const face = [icon(sign), h("span", { class: "share-words" }, text)];
  const hidden = (word) => h("span", { class: "visually-hidden" }, word);
  const door = isOpen
    ? h("a", { class: "share-state", href: share.short_url, target: "_blank", rel: "noopener" }, face, hidden(words.newTab))
    : h("button", { type: "button", class: "share-state share-closed", onClick: onSettings }, face, hidden(words.settings));
  const more = isOpen ? details(share) : [];
  return h("div", { class: "share-cell" }, door, more.length > 0 && h("small", { class: "share-details soft" }, more));
}

function access({ is_protected: hasPassword, has_whitelist: hasList }) {
  if (hasList) return { sign: "people", text: hasPassword ? words.peopleAndPassword : words.people };
  return hasPassword ? { sign: "lock", text: words.password } : { sign: "link", text: words.anyone };
}

function details({ expires_at: ends, views, max_views: most, is_frozen: isFrozen }) {
  const parts = [
    (views > 0 || most !== null) && [words.views(views, most)],
    ends && [words.ends, endTime(ends)],
    isFrozen && [words.frozen],
  ].filter(Boolean);
  return parts.flatMap((part, i) => (i > 0 ? [" · ", ...part] : part));
}
