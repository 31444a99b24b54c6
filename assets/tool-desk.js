// Brings the results of tools to the calls that asked for them: they often stand in a message of their own, or behind others.

/** For one conversation, whose parts are handed in from the first to the last. */
export function toolDesk() {
  const byId = new Map();
  const served = new Set();
  let waiting = []; // in order, for results that name no call
  let next = 0;

  return {
    /** Somebody else speaks: their results belong to their own calls. */
    begin() {
      waiting = [];
      next = 0;
    },
    call(tool) {
      if (tool.id !== null) byId.set(tool.id, tool);
      waiting.push(tool);
    },
    /** The call that a result belongs to, which is from then on served, or null. */
    claim({ id, name }) {
      const named = id === null ? null : byId.get(id);
      if (named && !served.has(named)) {
        served.add(named);
        return named;
      }
      while (served.has(waiting[next])) next += 1;
      const first = waiting[next];
      // Both have an id, or both a name, and they differ: it is another's.
      if (!first || (id !== null && first.id !== null) || (name !== null && name !== first.name)) return null;
      served.add(first);
      return first;
    },
  };
}
