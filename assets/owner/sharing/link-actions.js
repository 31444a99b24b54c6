// What you can do with an existing link, from the dialog and from the list. Each action gives a result (calls.js) with
// the share as `value`. Actions that can't be undone ask first, and give null if they are cancelled.

import { strings } from "../../strings/owner.js";
import { confirm } from "../../ui/confirm.js";

const words = strings.sharing;

export function linkActions(calls) {
  const of = (share) => `/chats/${share.chat_conversation_id}/shares`;
  const shareIn = (result) => (result.kind === "done" ? { kind: "done", value: result.value.share } : result);
  // By its number: what another window has stopped meanwhile is not to be made anew.
  const setShared = async ({ id }, is_shared) => {
    const result = await calls.patch("/shares", { share_ids: [id], is_shared });
    return result.kind === "done" ? { kind: "done", value: result.value.shares[0] } : result;
  };

  /** What is gone is not shared any more: just as well. If it is one of several, the server stops none: then one by one. */
  async function stopAll(shares) {
    const result = await calls.remove("/shares", { share_ids: shares.map((share) => share.id) });
    if (result.status !== 404) return result;
    for (const share of shares.length > 1 ? shares : []) {
      const one = await stopAll([share]);
      if (one.kind !== "done") return one;
    }
    return { kind: "done", value: true };
  }

  return {
    pause: (share) => setShared(share, false),
    resume: (share) => setShared(share, true),
    update: async (share) => shareIn(await calls.post(`${of(share)}/${share.id}/update`)),
    newLink: (share, { returnTo } = {}) =>
      asked({ words: words.newLink, returnTo, run: async () => shareIn(await calls.post(`${of(share)}/${share.id}/new-link`)) }),
    /** Stops several at once, too. */
    stop: (shares, { returnTo } = {}) =>
      asked({
        words: { ...words.stop, title: words.stop.title(shares.length), text: words.stop.text(shares.length) },
        returnTo,
        run: () => stopAll(shares),
      }),
  };
}

/** The share as it is now, whatever other windows have done since; refused if it is gone. */
export async function shareNow(calls, { id, chat_conversation_id }) {
  const result = await calls.get(`/shares?chat_id=${chat_conversation_id}&limit=1`);
  if (result.kind !== "done") return result;
  const now = result.value.shares.find((share) => share.id === id);
  return now ? { kind: "done", value: now } : { kind: "refused", status: 404 };
}

function asked({ words, run, returnTo }) {
  return new Promise((resolve) => {
    let result = null;
    const onConfirm = async () => (result = await run());
    const dialog = confirm({ words, isDangerous: true, onConfirm, returnTo });
    dialog.element.addEventListener("close", () => resolve(result?.kind === "done" ? result : null));
  });
}
