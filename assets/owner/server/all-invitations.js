// Everybody's pending invitations, for administrators.

import { h } from "../../lib/dom.js";
import { endTime } from "../../lib/list-times.js";
import { strings } from "../../strings/owner.js";
import { confirm } from "../../ui/confirm.js";
import { table } from "../../ui/table.js";
import { listSection } from "../account/account-section.js";

const words = strings.server.invitations;

export function allInvitationsSection({ calls }) {
  const { admin } = calls;
  const list = table({
    label: words.title,
    keyOf: (invitation) => invitation.id,
    columns: [
      { id: "email", head: words.email, look: "main", cell: (invitation) => invitation.email },
      { id: "by", head: words.by, cell: (invitation) => invitation.invited_by },
      { id: "expires_at", head: words.expires, cell: (invitation) => endTime(invitation.expires_at) },
      { id: "actions", head: "", look: "actions", cell: revokeButton },
    ],
  });
  const part = listSection({ ...words, list, load: () => admin.get("/invitations"), rowsOf: ({ invitations }) => invitations });
  return part;

  function revokeButton(invitation) {
    const name = words.revokeOf(invitation.email);
    return h("button", { type: "button", class: "button button-small", "aria-label": name, onClick: () => revoke(invitation) }, words.revoke);
  }

  function revoke(invitation) {
    confirm({
      words: { ...words.confirm, title: words.confirm.title(invitation.email) },
      isDangerous: true,
      onConfirm: () => admin.discard(`/invitations/${invitation.id}`),
      onDone() {
        list.remove(invitation.id);
        part.draw();
      },
      returnTo: () => part.heading,
    });
  }
}
