// The account page: password, sessions, tokens, invitations, harmless findings, and deleting the account. Each part is
// a separate module.

import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { viewHead } from "../../ui/view-head.js";
import { deleteAccountSection } from "./delete-account.js";
import { displayNameSection } from "./display-name.js";
import { harmlessSection } from "./harmless-findings.js";
import { invitationsSection } from "./invitations.js";
import { passwordSection } from "./password-change.js";
import { sessionsSection } from "./sessions.js";
import { tokensSection } from "./tokens.js";

const words = strings.account;

export function accountView(context) {
  const head = viewHead({ title: words.title, lead: [words.lead, h("span", { class: "address" }, context.me.user.primary_email)] });
  const name = displayNameSection(context);
  const sessions = sessionsSection(context);
  const invitations = invitationsSection(context);
  const tokens = tokensSection(context);
  const harmless = harmlessSection(context);
  // Whom a proxy signs in needs no password, and has none to prove who they are.
  const hasPassword = context.me.session !== null;
  const password = hasPassword && passwordSection({ ...context, onChanged: sessions.refresh });
  const end = hasPassword && deleteAccountSection(context);
  const parts = [name, password, sessions, invitations, tokens, harmless, end].filter(Boolean).map((part) => part.element);
  return {
    name: "account",
    element: h("div", { class: "view view-narrow" }, head.element, parts),
    title: words.title,
    heading: head.heading,
    ready: Promise.all([sessions.ready, invitations.ready, tokens.ready, harmless.ready]),
  };
}
