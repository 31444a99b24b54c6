// A share in words: who may read, which part, until when. For the list of links and for the dialog.

import { h } from "../../lib/dom.js";
import { endTime, exactTime, listTime } from "../../lib/list-times.js";
import { strings } from "../../strings/owner.js";
import { icon } from "../../ui/icons.js";

const words = strings.sharing.facts;

/** "anyone", "password", "people" or "both". */
export function accessOf({ is_protected, has_whitelist }) {
  if (is_protected) return has_whitelist ? "both" : "password";
  return has_whitelist ? "people" : "anyone";
}

const signs = { anyone: "link", password: "key", people: "people", both: "lock" };

export function whoFact(share) {
  return who(share, words.who);
}

/** The same for a narrow column. */
export function whoFactShortly(share) {
  return who(share, words.shortly);
}

function who(share, texts) {
  const access = accessOf(share);
  return h("span", { class: "fact" }, icon(signs[access]), h("span", {}, texts[access]));
}

/** Whether the link works, or why not. */
export function stateBadge({ state }) {
  return h("span", { class: `badge badge-state badge-${state}` }, words.states[state] ?? state);
}

export function expiryFact({ expires_at }) {
  return expires_at === null ? words.never : endTime(expires_at);
}

/** The same with the clock time, for one share alone. */
export function exactExpiryFact({ expires_at }) {
  return expires_at === null ? words.never : [endTime(expires_at), ` (${exactTime(expires_at)})`];
}

export function viewsFact({ views, views_left }) {
  return views_left === null ? words.views(views) : words.viewsOf(views, views_left);
}

/** The same for a narrow column. */
export function viewsFactShortly({ views, views_left }) {
  return [h("span", {}, words.views(views)), views_left !== null && h("small", {}, words.left(views_left))].filter(Boolean);
}

export function partFact({ until_message_id, message_ids, is_frozen, frozen_at }) {
  const part = message_ids ? words.chosen(message_ids.length) : until_message_id ? words.until : words.whole;
  return is_frozen ? [`${part}, ${words.frozen} `, listTime(frozen_at)] : `${part}, ${words.live}`;
}

const credentials = new Set(["api_key", "access_token", "password", "private_key", "card_number", "bank_account"]);

/** Kinds that tell of people, the most telling first: about these the owner is asked. */
export const personalKinds = ["identity_number", "email", "phone", "ip_address", "home_folder", "user_name"];

/** The kinds of what opens something, or pays, to who has it. */
export const credentialKinds = [...credentials];
export const isCredential = (kind) => credentials.has(kind);

/** `keys`: how many a search has found of what is redacted; undefined before that. */
export function redactionFact({ redactions }, keys) {
  const { kinds, finds, words: own } = redactions;
  const others = kinds.filter((kind) => !isCredential(kind)).map((kind) => strings.sharing.kindName(kind, 2));
  const parts = [
    kinds.some(isCredential) && (keys > 0 ? words.keysFound(keys) : keys === 0 ? words.keysNone : words.keys),
    ...others,
    finds.length > 0 && words.finds(finds.length),
    own.length > 0 && words.words(own.length),
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(", ") : words.nothing;
}
