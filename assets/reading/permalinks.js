// Links to single messages, `#m-17`: they scroll to the message, even if it arrives later than the page (behind a
// password), mark it, and focus it.

import { anchorTo, returnToAnchor } from "./scroll-anchor.js";
import { unfold } from "./tools-shown.js";

/** The mark of the message that the address names. `:target` alone does not see what comes later. */
const MARK = "is-target";

/** Follows the address, now and later; `onMissing` is called when the message that it names is not there. */
export function followAddress(onMissing) {
  const remark = () => mark(targetOf(location.hash)?.closest(".message") ?? null);
  /** Who was here before (a reload, or back in the history) comes to where they were, others to what the address names. */
  const follow = () => {
    remark();
    const target = targetOf(location.hash);
    if (returnToAnchor()) target?.closest(".message").focus({ preventScroll: true });
    else if (target) goTo(target);
    else if (isPermalink(location.hash)) onMissing();
  };
  addEventListener("hashchange", follow);
  return { follow, remark, dispose: () => removeEventListener("hashchange", follow) };
}

const isPermalink = (hash) => /^#m-\d+$/.test(hash);

/** Takes the reader to a message, or to something in one. */
export function goTo(element) {
  const article = element.closest(".message") ?? element;
  unfold(element);
  article.focus({ preventScroll: true });
  anchorTo(element);
}

/** What a fragment names in the conversation: `#m-17`, or a note in a message. */
function targetOf(hash) {
  if (!/^#m-\d+(-|$)/.test(hash)) return null;
  const target = document.getElementById(hash.slice(1));
  return target?.closest(".messages") ? target : null;
}

function mark(article) {
  for (const marked of document.querySelectorAll(`.${MARK}`)) if (marked !== article) marked.classList.remove(MARK);
  article?.classList.add(MARK);
}
