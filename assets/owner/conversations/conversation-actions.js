// What you can do with a conversation wherever it appears: rename, delete and undo that, share, save as a file.

import { openSharing } from "../sharing/sharing.js";
import { downloadLinks } from "../../reading/downloads.js";
import { strings } from "../../strings/owner.js";
import { problemText } from "../../ui/confirm.js";
import { field } from "../../ui/field.js";
import { formDialog } from "../../ui/form-dialog.js";

const words = strings.chat;

/** As the server counts. */
const LONGEST_NAME = 255;

/**
 * Opens the dialog; `context` is that of the view (views.js), `onChange` runs when it is shared otherwise than before, `returnTo`
 * gives where the focus goes then.
 */
export function shareConversation({ calls, notice }, { id, name }, { onChange, returnTo }) {
  openSharing({ calls, notice, chat: { id, name }, onChange, returnTo });
}

/** `onDone` gets the chat with its new name; `returnTo` gives where the focus goes then. */
export function renameConversation({ calls }, chat, { onDone, returnTo }) {
  const name = field({
    label: words.renaming.label,
    value: chat.name,
    autocomplete: "off",
    dir: "auto",
    spellcheck: "true",
    autocapitalize: "sentences",
    check,
  });
  formDialog({
    words: words.renaming,
    fields: [name],
    returnTo,
    async onSubmit(form, dialog) {
      const result = await calls.patch(`/chats/${chat.id}`, { name: name.input.value.trim() });
      if (result.kind === "failure") return form.fail(result);
      if (result.status === 400) return form.refuseField(name, result.issues[0]?.message || problemText(result));
      if (result.kind === "refused") return form.say(problemText(result));
      dialog.close();
      if (result.kind === "done") onDone(result.value.chat);
    },
  });
  name.input.select();

  function check(value) {
    if (value.trim() === "") return words.renaming.missing;
    return [...value.trim()].length > LONGEST_NAME ? words.renaming.tooLong : null;
  }
}

/**
 * Deletes at once, and offers to take it back. `onRemoved` and `onRestored` run when the server has done it, `onGone` if some of
 * several are gone already.
 */
export async function deleteConversations({ calls, notice }, chats, { onRemoved, onRestored, onGone }) {
  const ids = chats.map((chat) => chat.id);
  const result = await (ids.length === 1 ? calls.remove(`/chats/${ids[0]}`) : calls.remove("/chats", { chat_ids: ids }));
  if (result.kind === "signedOut") return;
  // One that is gone already is as it should be; of several the server deletes all or none.
  const isDone = result.kind === "done" || (result.status === 404 && ids.length === 1);
  if (!isDone) notice.problem(problemText(result, ids.length));
  if (!isDone) return result.status === 404 && onGone();
  onRemoved();
  if (result.kind === "done") notice.timed(removedText(chats), { word: strings.undo, onPress: restore });

  async function restore() {
    const back = await calls.post("/chats/restore", { chat_ids: ids });
    if (back.kind === "signedOut") return;
    if (back.kind !== "done") return notice.problem(words.restoreFailed(back.status === 404 ? words.tooLate : problemText(back)));
    await onRestored();
    notice.news(words.restored(ids.length));
  }
}

/**
 * Pauses the links of conversations, all or none, and offers to take it back. `onChange` gets the links as they are then, `onGone` runs
 * if some are gone.
 */
export async function pauseLinks({ calls, notice }, chats, { onChange, onGone }) {
  const said = strings.sharing.links;
  if (!(await change(false))) return;
  notice.timed(said.paused(chats.length), {
    word: strings.undo,
    onPress: async () => (await change(true)) && notice.news(said.resumed(chats.length)),
  });

  async function change(is_shared) {
    const result = await calls.patch("/shares", { share_ids: chats.map((chat) => chat.share.id), is_shared });
    if (result.kind === "done") onChange(result.value.shares);
    else if (result.kind !== "signedOut") notice.problem(problemText(result, chats.length));
    if (result.status === 404) onGone();
    return result.kind === "done";
  }
}

function removedText(chats) {
  const shared = chats.filter((chat) => chat.share?.state === "active").length;
  if (chats.length === 1) return words.removed(chats[0].name) + (shared > 0 ? words.linkIsDead : "");
  return words.removedMany(chats.length) + (shared > 0 ? words.linksAreDead(shared) : "");
}

/** Links to the conversation as a file, for a menu. `home` is `calls.home`. */
export function conversationDownloads({ id, name }, { home, notice }) {
  const tell = (message) => notice.problem(message);
  return downloadLinks({ share: ownFile(home, id), titleNow: () => name, tell });
}

/** Where its files are: the owner's session is enough. */
export const ownFile = (home, id) => ({
  hasPassword: () => false,
  exportAddress: (format) => `${home}/chats/${id}/export?format=${format}`,
});

/** Where several conversations are, as one archive. */
export function archiveAddress(home, chats, format) {
  return `${home}/chats/export?${new URLSearchParams({ format, chat_ids: chats.map(({ id }) => id).join() })}`;
}
