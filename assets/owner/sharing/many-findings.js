// The findings of several conversations in one list. A finding that occurs in several of them is asked about only once.

import { findings } from "./share-findings.js";

/** `found` are answers to searches, each with its `chat`; the rest as findings() takes it. */
export function manyFindings({ found, keys, own, onChange }) {
  const merged = new Map();
  for (const { chat, findings: finds } of found) {
    for (const find of finds) {
      const places = find.places.map((place) => ({ ...place, chat: chat.name }));
      const known = merged.get(find.id);
      if (known) merged.set(find.id, { ...known, count: known.count + find.count, places: [...known.places, ...places] });
      else merged.set(find.id, { ...find, places });
    }
  }
  const searched = {
    messages: sum(found.map((one) => one.searched.messages)),
    files: sum(found.map((one) => one.searched.files)),
  };
  const list = findings({ findings: [...merged.values()], searched, before: null, keys, own, onChange });
  const idsIn = new Map(found.map(({ chat, findings: finds }) => [chat.id, new Set(finds.map(({ id }) => id))]));

  return {
    element: list.element,
    own: list.own,
    total: merged.size,
    chats: found.map(({ chat }) => chat),
    hidden: list.hidden,
    visible: list.visible,
    /** What is chosen, as far as it stands in that conversation. */
    redactionsOf({ id }) {
      const chosen = list.redactions();
      const here = (ids) => ids.filter((find) => idsIn.get(id).has(find));
      const [finds, harmless, everywhere] = [chosen.finds, chosen.harmless, chosen.harmless_everywhere].map(here);
      return { ...chosen, finds, harmless, harmless_everywhere: everywhere };
    },
  };
}

const sum = (numbers) => numbers.reduce((total, n) => total + n, 0);
