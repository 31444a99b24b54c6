// Publishes a conversation or changes its link, with the requests in such an order that nobody can ever read without
// being allowed to: not before the list is in place, not between two rules, and not if a request in between is lost. What the
// owner has not changed in the form is left alone: it may have been changed in another window since.

import { shareNow } from "./link-actions.js";

/** Addresses that one request takes. */
const MOST_PEOPLE = 1000;

/**
 * `share` is the present one or null; `wanted` as share-form.js gives it; `entries` are those of its list; `redactionsFor` gives the new
 * redactions for the present ones, undefined for the same; `isToWork`: the link works afterwards (a paused one stays paused); `isBegun`:
 * the share is what a try that failed has left of it. Gives the result of calls.js, `done` with the share and `invited`, those without
 * an account; what failed on the way says in `isClosed` whether the link is switched off now, and in `share` how far it came.
 */
export async function publish({ calls, chat, share, wanted, entries, redactionsFor, isToWork, isBegun = false }) {
  let present = share;
  if (share !== null) {
    const now = await shareNow(calls, share);
    if (now.kind !== "done") return lost(now);
    present = now.value;
    // Paused or resumed elsewhere.
    if (present.is_shared !== share.is_shared) isToWork = present.is_shared;
  }
  const invited = []; // who was named and has no account
  const shares = `/chats/${chat.id}/shares`;
  const redactions = redactionsFor(present?.redactions);
  const settings = { ...wanted.settings, ...(redactions && { redactions }) };
  if (share !== null && !isBegun && wanted.access.isAsBefore) {
    const changed = await calls.post(shares, { ...settings, ...wanted.word });
    return changed.kind === "done" ? { kind: "done", value: changed.value.share, invited } : lost(changed);
  }
  const { isProtected, password, people } = wanted.access;
  const rules = {
    ...settings,
    // A word may need the list that comes later.
    ...(people === null && wanted.word),
    is_protected: isProtected,
    ...(password !== undefined && { hashed_password: password }),
    // What nobody needs any more is not kept.
    ...(!isProtected && present?.is_protected && { hashed_password: null }),
  };
  const isListed = people !== null;
  // Closed until its list is there; a link that works and has one stays open for those who are on it.
  const isShutMeanwhile = isListed && !(present?.has_whitelist && present.is_shared);

  // 1. Who is to go, goes before anything else.
  if (isListed && present?.has_whitelist) {
    const removed = await removeOthers();
    if (removed.kind !== "done") return lost(removed);
  }

  // 2. All rules at once.
  const first = await calls.post(shares, { ...rules, is_shared: isShutMeanwhile ? false : isToWork });
  if (first.kind !== "done") return lost(first);
  present = first.value.share;

  // 3. The list.
  const list = `${shares}/${present.id}/whitelist-entries`;
  const listed = isListed ? await addPeople() : present.has_whitelist ? await calls.remove(list) : { kind: "done" };
  if (listed.kind !== "done") return lost(listed);

  // 4. The word, and the door.
  const last = { ...(isListed && wanted.word), ...(isShutMeanwhile && isToWork && { is_shared: true }) };
  if (Object.keys(last).length > 0) {
    const opened = await calls.post(shares, last);
    if (opened.kind !== "done") return lost(opened);
    present = opened.value.share;
  }
  return { kind: "done", value: { ...present, has_whitelist: isListed }, invited };

  function lost(result) {
    return { ...result, share: present, isClosed: present !== null && !present.is_shared };
  }

  async function removeOthers() {
    const gone = entries.filter(
      (entry) => !people.includes(entry.email.toLowerCase()) && entry.whitelisted_neptun_user_id !== calls.user.id,
    );
    for (const entry of gone) {
      const removed = await calls.discard(`${shares}/${present.id}/whitelist-entries/${entry.id}`);
      if (removed.kind !== "done") return removed;
    }
    return { kind: "done" };
  }

  /** Also when nobody is new: the first entry, the owner's own, is what closes it. */
  async function addPeople() {
    const emails = people.length > 0 ? people : [calls.user.primary_email];
    for (let from = 0; from < emails.length; from += MOST_PEOPLE) {
      const added = await calls.post(shares, { emails: emails.slice(from, from + MOST_PEOPLE) });
      if (added.kind !== "done") return added;
      invited.push(...added.value.invited);
    }
    return { kind: "done" };
  }
}
