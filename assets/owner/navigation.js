// Navigation: links within the page and the browser's history switch between views without loading a new document, and
// restore the position in them. All other addresses are left to the browser.

import { inside, outside } from "../lib/base.js";

/** `isOurs` knows the paths that have a view; `onArrive` shows what the address names, `scroll` pixels down. */
export function navigationFrom({ isOurs, onArrive }) {
  const scrolled = new Map(); // how far, by entry of the history
  let entries = 0;
  let entry;
  let shown;

  // Else the browser scrolls before the view is there.
  history.scrollRestoration = "manual";
  enter();
  addEventListener("popstate", arrive);
  document.addEventListener("click", follow);

  return {
    go,
    /** Shows the view of the address anew. */
    again: () => onArrive({ scroll: 0 }),
    /**
     * Keeps what is searched, say, in the address, for a reload and for who comes back: texts by name, null for none.
     * `isStep`: what was there before is one step back in the history, where the view opens anew.
     */
    setQuery(query, { isStep = false } = {}) {
      const address = new URL(location.href);
      for (const [name, value] of Object.entries(query)) {
        if (value === null || value === "") address.searchParams.delete(name);
        else address.searchParams.set(name, value);
      }
      if (!isStep) history.replaceState(history.state, "", address);
      else leave(() => history.pushState({}, "", address));
      shown = addressNow();
    },
  };

  /** Goes to an address of ours; `isReplacing`: in place of the present one in the history; `why` is passed on. */
  function go(address, { isReplacing = false, why } = {}) {
    leave(() => (isReplacing ? history.replaceState({}, "", outside(address)) : history.pushState({}, "", outside(address))));
    onArrive({ scroll: 0, why });
  }

  function leave(step) {
    scrolled.set(entry, scrollY);
    step();
    enter();
  }

  function arrive() {
    const was = shown;
    scrolled.set(entry, scrollY);
    enter();
    // Another fragment is another place in the same view.
    if (shown !== was) onArrive({ scroll: scrolled.get(entry) ?? 0 });
  }

  /** Takes note of the address, and gives its entry of the history a name. */
  function enter() {
    if (history.state?.entry === undefined) {
      entries += 1;
      history.replaceState({ ...history.state, entry: `${performance.timeOrigin}-${entries}` }, "");
    }
    entry = history.state.entry;
    shown = addressNow();
  }

  function follow(event) {
    const link = event.target.closest?.("a[href]");
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!link || !isPlain || event.defaultPrevented || link.target || link.hasAttribute("download")) return;
    const path = inside(link.pathname);
    if (link.origin !== location.origin || path === null || !isOurs(path)) return;
    // To a place in the view.
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return;
    event.preventDefault();
    go(path + link.search + link.hash);
  }
}

/** What names the view. The token of a link that works once stands in the fragment. */
function addressNow() {
  const { pathname, search, hash } = location;
  return pathname + search + (/^\/(set-up|invitation|new-password)$/.test(inside(pathname)) ? hash : "");
}
