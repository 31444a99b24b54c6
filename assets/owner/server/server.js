// The page Server, for administrators: its address, everybody's accounts and invitations, storage, backups. Each part
// is a separate module.

import { h } from "../../lib/dom.js";
import { listTime } from "../../lib/list-times.js";
import { strings } from "../../strings/owner.js";
import { problemText } from "../../ui/confirm.js";
import { viewHead } from "../../ui/view-head.js";
import { failureState, skeleton } from "../../ui/view-states.js";
import { accountsSection } from "./accounts.js";
import { allInvitationsSection } from "./all-invitations.js";
import { addressSection, backupsSection, storageSection } from "./server-facts.js";

const words = strings.server;

export function serverView(context) {
  const { admin } = context.calls;
  const about = h("span", {});
  const head = viewHead({ title: words.title, lead: about });
  const place = h("div", {}, skeleton(3));
  const element = h("div", { class: "view" }, head.element, place);
  return { name: "server", element, title: words.title, heading: head.heading, ready: load() };

  async function load() {
    const result = await admin.get("/server");
    if (result.kind === "signedOut") return;
    if (result.kind === "failure") return place.replaceChildren(failureState(result, { onRetry: load }));
    if (result.status === 403) return place.replaceChildren(h("p", {}, words.refused));
    if (result.kind !== "done") return place.replaceChildren(h("p", {}, problemText(result)));
    const state = result.value;
    about.replaceChildren(words.running(state.version), listTime(state.started_at));
    const accounts = accountsSection(context);
    const invitations = allInvitationsSection(context);
    const parts = [addressSection(state), accounts, invitations, storageSection(state), backupsSection(context, state)];
    place.replaceChildren(...parts.map((part) => part.element));
    await Promise.all([accounts.ready, invitations.ready]);
  }
}
