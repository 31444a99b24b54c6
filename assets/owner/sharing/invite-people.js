// Invitation links for people on a list who have no account yet.

import { copyText } from "../../lib/clipboard.js";
import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { actionButton } from "../../ui/action-button.js";
import { copyField } from "../../ui/copy-field.js";

const words = strings.sharing.invite;

/** `invited` are those whom the server has just invited; a link that they were given before is not told again. */
export function invitedPeople(invited) {
  const links = invitationLinks(invited.filter(({ url }) => url !== null));
  const notes = invited.filter(({ url }) => url === null).map(({ email }) => h("p", {}, words.before(email)));
  const head = h("h3", { tabindex: "-1" }, words.heading(invited.length));
  const element = h("section", { class: "invite stack tinted" }, head, h("p", {}, words.text), links.element, notes);
  return { element, firstFocus: links.firstFocus ?? head };
}

/** A line to copy for each, and all of them at once. */
export function invitationLinks(invitations) {
  const fields = invitations.map(({ email, url }) => copyField({ label: words.made(email), value: url }));
  const all = invitations.map(({ email, url }) => words.line(email, url)).join("\n");
  const copyAll = actionButton({
    sign: "copy",
    name: words.copyAll,
    text: words.copyAll,
    look: "button copy-button",
    onPress: async ({ done }) => (await copyText(all)) && done(words.copied),
  });
  const element = h(
    "div",
    { class: "invite-links stack" },
    fields.map((field) => field.element),
    invitations.length > 0 && h("p", { class: "field-hint" }, words.hint),
    invitations.length > 1 && copyAll,
  );
  return { element, firstFocus: fields[0]?.button };
}
