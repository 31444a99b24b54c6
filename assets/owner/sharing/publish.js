// Publishes a conversation or changes its link, with the requests in such an order that nobody can ever read without
// being allowed to: not before the list is in place, not between two rules, and not if a request in between is lost.

/** Addresses that one request takes. */
const MOST_PEOPLE = 1000;

/**
 * `share` is the present one or null; `wanted` as share-form.js gives it; `entries` are those of its list; `isToWork`: the link
 * works afterwards (a paused one stays paused). Gives the result of calls.js, `done` with the share and `invited`, those without
 * an account; what failed on the way says in `isClosed` whether the link is switched off now, and in `share` how far it came.
 */
export async function publish({ calls, chat, share, wanted, entries, redactions, isToWork }) {
  let present = share;
  const invited = []; // who was named and has no account
  const shares = `/chats/${chat.id}/shares`;
  const { isProtected, password, people } = wanted.access;
  const settings = {
    ...wanted.settings,
    ...(redactions && { redactions }),
    // A word may need the list that comes later.
    ...(wanted.access.people === null && wanted.word),
    is_protected: isProtected,
    ...(password !== undefined && { hashed_password: password }),
    // What nobody needs any more is not kept.
    ...(!isProtected && share?.is_protected && { hashed_password: null }),
  };
  const isListed = people !== null;
  // Closed until its list is there; a link that works and has one stays open for those who are on it.
  const isShutMeanwhile = isListed && !(share?.has_whitelist && share.is_shared);

  // 1. Who is to go, goes before anything else.
  if (isListed && share?.has_whitelist) {
    const removed = await removeOthers();
    if (removed.kind !== "done") return lost(removed);
  }

  // 2. All rules at once.
  const first = await calls.post(shares, { ...settings, is_shared: isShutMeanwhile ? false : isToWork });
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
      const removed = await calls.discard(`${shares}/${share.id}/whitelist-entries/${entry.id}`);
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
