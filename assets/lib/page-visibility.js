// Waits until somebody sees the page: browsers preload pages that nobody may ever look at.

/** Calls `callback` once the page is in front of somebody. */
export function whenPageVisible(callback) {
  if (document.prerendering) document.addEventListener("prerenderingchange", () => whenPageVisible(callback), { once: true });
  else if (document.visibilityState === "visible") callback();
  else document.addEventListener("visibilitychange", () => whenPageVisible(callback), { once: true });
}
