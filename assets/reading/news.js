// New messages that arrive while somebody reads: how many there are, and the way to the first of them, until it is
// seen.

import { strings } from "../strings/reader.js";

/** `notice` says it, `goTo` leads to a message by its id. */
export function newsIn(list, { notice, goTo }) {
  let unseen = []; // their ids
  const observer = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) seen();
  });

  function seen() {
    if (unseen.length === 0) return;
    unseen = [];
    observer.disconnect();
    notice.clear();
  }

  return {
    /** What came and was not seen yet. */
    get unseen() {
      return unseen.filter((id) => document.getElementById(id));
    },
    tell(added) {
      unseen = [...unseen.filter((id) => document.getElementById(id)), ...added];
      const text = strings.refresh.added(unseen.length);
      const first = document.getElementById(unseen[0]);
      if (!first || !list.contains(first)) return;
      if (first.getBoundingClientRect().top < innerHeight) {
        unseen = [];
        return notice.whisper(text);
      }
      const show = () => {
        const [id] = unseen;
        seen();
        goTo(id);
      };
      notice.offer(text, show);
      observer.disconnect();
      observer.observe(first);
    },
    dispose: () => observer.disconnect(),
  };
}
