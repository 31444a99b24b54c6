// Invitation links for those on a list who have no account yet.

import { copyText } from "../../lib/clipboard.js";
import { h, setAttribute } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { actionButton } from "../../ui/action-button.js";
import { problemText } from "../../ui/confirm.js";
import { copyField } from "../../ui/copy-field.js";

const words = strings.sharing.invite;

/** `emails` are theirs; `onInvited` runs when links were made. */
export function invitePeople({ calls, share, emails, onInvited }) {
  let busy = false;
  const button = h("button", { type: "button", class: "button button-main", onClick: run }, words.action(emails.length));
  const problem = h("p", { class: "form-problem", role: "alert" });
  const names = h(
    "ul",
    { class: "chips-plain cluster" },
    emails.map((email) => h("li", { class: "chip" }, h("span", { class: "chip-text chip-alone" }, email))),
  );
  const element = h(
    "section",
    { class: "invite stack tinted" },
    h("h3", {}, words.heading(emails.length)),
    h("p", {}, words.text),
    names,
    problem,
    button,
  );
  return { element };

  async function run() {
    if (busy) return;
    setBusy(true);
    problem.replaceChildren();
    const made = [];
    const present = [];
    for (const email of emails) {
      const result = await calls.post("/invitations", { email, share_ids: [share.id] });
      if (result.kind === "signedOut") return;
      if (result.status === 409) {
        // They made an account since: then the list takes them.
        const added = await calls.post(`/chats/${share.chat_conversation_id}/shares/${share.id}/whitelist-entries`, { emails: [email] });
        if (added.kind === "done") {
          present.push(email);
          continue;
        }
      }
      if (result.kind !== "done") {
        problem.replaceChildren(h("p", {}, `${email}: ${problemText(result)}`));
        break;
      }
      made.push(result.value.invitation);
    }
    setBusy(false);
    emails = emails.filter(
      (email) => !present.includes(email) && !made.some((invitation) => invitation.email.toLowerCase() === email.toLowerCase()),
    );
    show(made, present);
    onInvited?.();
  }

  /** What was made stands here once; those that failed can be tried again. */
  function show(made, present) {
    if (made.length + present.length === 0) return;
    const links = invitationLinks(made);
    const notes = present.map((email) => h("p", {}, words.hasAccount(email)));
    button.replaceChildren(words.action(emails.length));
    element.replaceChildren(
      ...[h("h3", { tabindex: "-1" }, words.list), notes, made.length > 0 && links.element, problem, emails.length > 0 && button]
        .flat()
        .filter(Boolean),
    );
    (links.firstFocus ?? element.querySelector("h3")).focus();
  }

  function setBusy(on) {
    busy = on;
    button.replaceChildren(on ? words.busy : words.action(emails.length));
    setAttribute(button, "aria-disabled", on && "true");
  }
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
    h("p", { class: "field-hint" }, words.hint),
    invitations.length > 1 && copyAll,
  );
  return { element, firstFocus: fields[0]?.button };
}
