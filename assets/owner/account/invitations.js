// Links with which others create an account here. The server sends no mail; whoever invites somebody passes the link
// on.

import { fieldsOf } from "../../api/session.js";
import { h } from "../../lib/dom.js";
import { endTime } from "../../lib/list-times.js";
import { emailField } from "../welcome/welcome.js";
import { strings } from "../../strings/owner.js";
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
      {
        id: "shares",
        head: words.for,
        cell: (invitation) => (invitation.share_ids.length > 0 ? words.conversations(invitation.share_ids.length) : words.account),
      },
      { id: "expires_at", head: words.expires, cell: (invitation) => endTime(invitation.expires_at) },
      { id: "actions", head: "", look: "actions", cell: actionsOf },
    ],
  });
  const part = listSection({
    ...words,
    actions: [add],
    list,
    load: () => calls.get("/invitations"),
    rowsOf: ({ invitations }) => invitations,
  });
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
        const result = await calls.post("/invitations", { email: email.input.value.trim() });
        if (result.kind === "failure") return form.fail(result);
        if (result.status === 409) return form.refuseField(email, words.hasAccount);
        if (result.status === 400 && fieldsOf(result).includes("email")) return form.refuseField(email, strings.welcome.invalidEmail);
        if (result.kind === "refused") return form.say(problemText(result));
        dialog.close();
        if (result.kind === "done") show(result.value.invitation);
      },
    });
  }

  async function renew({ email }) {
    const result = await calls.post("/invitations", { email });
    if (result.kind === "done") return show(result.value.invitation);
    if (result.kind === "signedOut") return;
    notice.problem(result.status === 409 ? words.hasAccount : problemText(result));
  }

  /** The link is told once, as it is made; another one can always be had. */
  function show({ email, url }) {
    const line = copyField({ label: words.link, value: url, hint: words.hint });
    const done = h("button", { type: "button", class: "button button-main", onClick: () => dialog.close() }, words.done);
    const dialog = openDialog({
      title: words.made(email),
      body: [line.element],
      actions: [done],
      onClose: () => part.refresh(),
      returnTo: () => add,
    });
    line.button.focus();
  }

  function revoke(invitation) {
    confirm({
      words: { ...words.confirm, title: words.revokeOf(invitation.email) },
      isDangerous: true,
      onConfirm: () => calls.discard(`/invitations/${invitation.id}`),
      onDone() {
        list.remove(invitation.id);
        part.draw();
      },
      returnTo: () => part.heading,
    });
  }
}
