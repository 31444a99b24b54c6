// Links by which others get an account here. The server sends no mail: whoever invites passes the link on.

import { fieldsOf } from "../../api/session.js";
import { h } from "../../lib/dom.js";
import { when } from "../../lib/when.js";
import { emailField } from "../welcome/welcome.js";
import { strings } from "../../strings/owner-strings.js";
import { confirm, problemText } from "../../ui/confirm.js";
import { copyField } from "../../ui/copy-field.js";
import { openDialog } from "../../ui/dialog.js";
import { formDialog } from "../../ui/form-dialog.js";
import { menu, menuItem } from "../../ui/menu.js";
import { table } from "../../ui/table.js";
import { listSection } from "./account-section.js";

const words = strings.account.invitations;

export function invitationsSection({ calls, notice }) {
  const add = h("button", { type: "button", class: "button", onClick: invite }, words.add);
  const list = table({
    label: words.title,
    keyOf: (invitation) => invitation.id,
    columns: [
      { id: "email", head: words.email, look: "main", cell: (invitation) => invitation.email },
      { id: "shares", head: words.for, cell: (invitation) => (invitation.share_ids.length > 0 ? words.conversations(invitation.share_ids.length) : words.account) },
      { id: "expires_at", head: words.expires, cell: (invitation) => when(invitation.expires_at) },
      { id: "actions", head: "", look: "actions", cell: actionsOf },
    ],
  });
  const part = listSection({ ...words, actions: [add], list, load: () => calls.get("/invitations"), rowsOf: ({ invitations }) => invitations });
  return part;

  function actionsOf(invitation) {
    return menu({
      label: words.actionsOf(invitation.email),
      parts: [
        menuItem({ sign: "link", text: words.again, onPress: () => renew(invitation) }),
        menuItem({ sign: "remove", text: words.revoke, look: "menu-item-danger", onPress: () => revoke(invitation) }),
      ],
    }).element;
  }

  function invite() {
    const email = emailField({ autocomplete: "off" });
    formDialog({
      words: words.dialog,
      fields: [email],
      async onSubmit(form, dialog) {
        const outcome = await calls.post("/invitations", { email: email.input.value.trim() });
        if (outcome.kind === "failure") return form.fail(outcome);
        if (outcome.status === 409) return form.refuseField(email, words.hasAccount);
        if (outcome.status === 400 && fieldsOf(outcome).includes("email")) return form.refuseField(email, strings.welcome.invalidEmail);
        if (outcome.kind === "refused") return form.say(problemText(outcome));
        dialog.close();
        if (outcome.kind === "done") show(outcome.value.invitation);
      },
    });
  }

  async function renew({ email }) {
    const outcome = await calls.post("/invitations", { email });
    if (outcome.kind === "done") return show(outcome.value.invitation);
    if (outcome.kind === "signedOut") return;
    notice.problem(outcome.status === 409 ? words.hasAccount : problemText(outcome));
  }

  /** The link is told once, as it is made; another one can always be had. */
  function show({ email, url }) {
    const line = copyField({ label: words.link, value: url, hint: words.hint });
    const done = h("button", { type: "button", class: "button button-main", onClick: () => dialog.close() }, words.done);
    const dialog = openDialog({ title: words.made(email), body: [line.element], actions: [done], onClose: () => part.refresh(), returnTo: () => add });
    line.button.focus();
  }

  function revoke(invitation) {
    confirm({
      words: { ...words.confirm, title: words.revokeOf(invitation.email) },
      isDangerous: true,
      async onConfirm() {
        const outcome = await calls.remove(`/invitations/${invitation.id}`);
        return outcome.status === 404 ? { kind: "done" } : outcome;
      },
      onDone() {
        list.remove(invitation.id);
        part.draw();
      },
      returnTo: () => part.heading,
    });
  }
}
