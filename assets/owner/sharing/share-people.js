// The people who may read: those on the list, and those who are invited to it.

import { h } from "../../lib/dom.js";
import { listTime } from "../../lib/list-times.js";
import { strings } from "../../strings/owner.js";
import { confirm, problemText } from "../../ui/confirm.js";
import { openDialog } from "../../ui/dialog.js";
import { bareForm } from "../../ui/form.js";
import { table } from "../../ui/table.js";
import { failureState, skeleton } from "../../ui/view-states.js";
import { invitationLinks, invitedPeople } from "./invite-people.js";
import { shareNow } from "./link-actions.js";
import { peopleField } from "./share-access.js";

const words = strings.sharing.people;

/** The entries of a share's list, and the invitations that name it; a result. */
export async function peopleOf({ calls, share }) {
  const list = await calls.get(`/chats/${share.chat_conversation_id}/shares/${share.id}/whitelist-entries?include=people`);
  if (list.kind !== "done") return list;
  return { kind: "done", value: { entries: list.value.shareWhitelistEntries, invitations: list.value.invited } };
}

/** `share` is a share with `chat_conversation_id`; `onChange` runs when it is closed after the list was changed. */
export function openPeople({ calls, chat, share, onChange, returnTo }) {
  const at = `/chats/${share.chat_conversation_id}/shares/${share.id}/whitelist-entries`;
  let isChanged = false;
  const list = table({
    label: words.list,
    keyOf: (row) => row.key,
    columns: [
      { id: "email", head: words.person, look: "main", cell: (row) => row.email },
      { id: "state", head: words.state, cell: stateOf },
      { id: "actions", head: "", look: "actions", cell: actionsOf },
    ],
  });
  const place = h("div", { class: "people-list" }, skeleton(2));
  const links = h("div", {});
  const people = peopleField({ label: words.addLabel, hint: strings.sharing.access.peopleHint });
  const form = bareForm({ words: { submit: words.add, busy: words.adding }, fields: [people], onSubmit: add });
  form.element.classList.add("add-people");
  form.button.classList.remove("button-main");
  form.element.append(form.button);
  const done = h("button", { type: "button", class: "button button-main", onClick: () => dialog.close() }, strings.sharing.done);
  const dialog = openDialog({
    title: words.title,
    look: "dialog-wide",
    body: [h("p", {}, words.lead(chat.name)), form.element, links, place],
    actions: [done],
    mayClose: () => !form.isBusy(),
    onClose: () => isChanged && onChange?.(),
    returnTo,
  });
  refresh();

  async function refresh() {
    const result = await peopleOf({ calls, share });
    if (result.kind === "failure") return place.replaceChildren(failureState(result, { onRetry: refresh }));
    if (result.kind !== "done") return place.replaceChildren(h("p", {}, problemText(result)));
    const { entries, invitations } = result.value;
    const rows = [
      ...entries.map((entry) => ({
        key: `entry-${entry.id}`,
        email: entry.email,
        entry,
        isMe: entry.whitelisted_neptun_user_id === calls.user.id,
      })),
      ...invitations.map((invitation) => ({ key: `invitation-${invitation.id}`, email: invitation.email, invitation })),
    ];
    list.fill(rows);
    if (rows.length > 0) {
      if (list.element.parentNode !== place) place.replaceChildren(list.element);
    } else place.replaceChildren(h("p", { class: "section-empty soft medium" }, words.open));
    return result.value;
  }

  function stateOf({ isMe, entry, invitation }) {
    if (isMe) return words.you;
    if (invitation) return Date.parse(invitation.expires_at) > Date.now() ? words.invited : words.invitedBefore;
    return entry.last_viewed_at ? [words.hasRead, " ", listTime(entry.last_viewed_at)] : words.hasAccount;
  }

  function actionsOf(row) {
    if (row.isMe) return null;
    const again =
      row.invitation &&
      h(
        "button",
        { type: "button", class: "button button-small", "aria-label": words.inviteAgainOf(row.email), onClick: () => invite(row) },
        words.inviteAgain,
      );
    const remove = h(
      "button",
      {
        type: "button",
        class: "button button-small",
        "aria-label": words.removeOf(row.email),
        onClick: () => (row.invitation ? takeBack(row) : removeEntry(row)),
      },
      words.remove,
    );
    return [again, remove].filter(Boolean);
  }

  async function add() {
    const emails = people.values();
    if (emails.length === 0) {
      people.refuse(strings.sharing.access.nobody);
      form.setBusy(false);
      return people.input.focus();
    }
    const now = await shareNow(calls, share);
    const result = now.kind === "done" ? await calls.post(`/chats/${share.chat_conversation_id}/shares`, { emails }) : now;
    if (result.kind === "failure") return form.fail(result);
    if (result.kind !== "done") return form.say(problemText(result));
    isChanged = true;
    form.setBusy(false);
    people.setValues([]);
    await refresh();
    dialog.say(words.added(emails.length));
    const { invited } = result.value;
    if (invited.length === 0) return people.input.focus();
    const section = invitedPeople(invited);
    links.replaceChildren(section.element);
    section.firstFocus.focus();
  }

  async function invite({ email }) {
    const result = await calls.post("/invitations", { email, share_ids: [share.id] });
    if (result.kind === "signedOut") return;
    if (result.kind !== "done") return dialog.say(problemText(result), { isProblem: true });
    const made = invitationLinks([result.value.invitation]);
    links.replaceChildren(h("section", { class: "invite stack tinted" }, made.element));
    made.firstFocus.focus();
  }

  async function removeEntry(row) {
    const result = await calls.discard(`${at}/${row.entry.id}`);
    if (result.kind === "signedOut") return;
    if (result.kind !== "done") return dialog.say(problemText(result), { isProblem: true });
    gone(row);
    dialog.say(words.removed(row.email));
  }

  function takeBack(row) {
    confirm({
      words: {
        ...words.confirmInvitation,
        title: words.confirmInvitation.title(row.email),
        text: words.confirmInvitation.text(row.invitation.share_ids.length),
      },
      isDangerous: true,
      onConfirm: () => calls.discard(`/invitations/${row.invitation.id}`),
      onDone: () => gone(row),
      returnTo: () => dialog.heading,
    });
  }

  function gone(row) {
    isChanged = true;
    list.remove(row.key);
    if (!dialog.element.contains(document.activeElement)) dialog.heading.focus();
  }
}
