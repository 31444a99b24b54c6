// The reader's place: keeps a message where it is while estimated heights around it (`content-visibility`) become real
// ones, and finds the place again after a reload.

/** So many frames without a correction, and it has come to rest. */
const QUIET_FRAMES = 5;
const MOST_FRAMES = 120;

/** A reader who moves by themselves is not held. */
const moves = ["wheel", "touchstart", "pointerdown", "keydown"];

let holding = null;

/** Scrolls so that the element's upper edge is `top` pixels below the window's, or where a link to it would lead. */
export function anchorTo(element, top = null) {
  hold(() => element.isConnected && put(element, top));
}

/** Scrolls to the end of the page, which goes down as what comes near becomes as high as it is. */
export function anchorToEnd() {
  hold(() => {
    const before = scrollY;
    scrollTo({ top: document.documentElement.scrollHeight, behavior: "instant" });
    return Math.abs(scrollY - before) >= 1;
  });
}

/** Moves at every frame until it has come to rest: `move` tells whether it had to. */
function hold(move) {
  holding?.();
  let left = MOST_FRAMES;
  let quiet = 0;
  let frame = null;
  const stop = () => {
    cancelAnimationFrame(frame);
    for (const move of moves) removeEventListener(move, stop);
    if (holding === stop) holding = null;
  };
  const step = () => {
    quiet = move() ? 0 : quiet + 1;
    left -= 1;
    if (left === 0 || quiet === QUIET_FRAMES) return stop();
    frame = requestAnimationFrame(step);
  };
  for (const move of moves) addEventListener(move, stop, { passive: true });
  holding = stop;
  step();
}

/** Puts it there; false when it is, or can't be. */
function put(element, top) {
  const before = scrollY;
  if (top === null) element.scrollIntoView({ block: "start", behavior: "instant" });
  else scrollBy({ top: element.getBoundingClientRect().top - top, behavior: "instant" });
  return Math.abs(scrollY - before) >= 1;
}

/** Remembers in this entry of the history which message the reader is at: offsets change with the estimates. */
export function rememberAnchor(list) {
  let timer;
  const keep = () => {
    const article = articleAtTop(list);
    const place = article && { id: article.id, top: Math.round(article.getBoundingClientRect().top) };
    if (article || history.state?.place) history.replaceState({ ...history.state, place }, "");
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 150);
  };
  addEventListener("scroll", later, { passive: true });
  return () => {
    clearTimeout(timer);
    removeEventListener("scroll", later);
  };
}

/** Leads back to the message that this entry of the history remembers; false when it remembers none. */
export function returnToAnchor() {
  const { id, top } = history.state?.place ?? {};
  const article = typeof id === "string" ? document.getElementById(id) : null;
  if (!article?.matches(".message")) return false;
  anchorTo(article, Number(top) || 0);
  return true;
}

/** The message under the bar, or null while the head of the conversation is to be seen. */
function articleAtTop(list) {
  const { top, bottom, left, right } = list.getBoundingClientRect();
  const edge = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  if (top > edge || bottom < edge) return null;
  // Between two messages there is none: a little lower there is.
  for (const down of [0, 40, 80]) {
    const article = document.elementFromPoint((left + right) / 2, edge + down)?.closest(".message");
    if (article) return article;
  }
  return null;
}
