// Occasional actions: the link, downloads, printing, the theme. A box of ordinary buttons over the page; the browser
// closes it on Escape or a click beside it, and restores the focus.

import { copyText } from "../lib/clipboard.js";
import { h, freshId } from "../lib/dom.js";
import { strings } from "../strings/reader.js";
import { actionButton } from "../ui/action-button.js";
import { icon } from "../ui/icons.js";
import { themeChoice } from "../ui/theme-choice.js";
import { linkTo } from "./copying.js";

const words = strings.more;

/**
 * `copies` and `downloads` are elements, `items` too, in place of the link and the theme where these are elsewhere; `onPrint`
 * prints in one of the ways of `words.prints`, `onKeys` shows the keys.
 */
export function moreMenu({ items, copies, downloads, onPrint, onKeys, tell }) {
  const id = freshId("more");
  const button = h(
    "button",
    {
      type: "button",
      class: "button bar-tool",
      popovertarget: id,
      "aria-expanded": "false",
      "aria-label": words.action,
      title: words.action,
    },
    icon("more"),
  );
  const theme = themeChoice();
  const copy = actionButton({ sign: "link", name: words.copyLink, text: words.copyLink, look: "menu-item", onPress: copyLink });
  const goOn = actionButton({ sign: "copy", name: words.continue, text: words.continue, look: "menu-item", onPress: copyCommand });
  const print = h("button", { type: "button", class: "menu-item", onClick: () => startPrint("seen") }, icon("print"), words.print);
  const prints = Object.entries(words.prints).map(([how, text]) =>
    h("button", { type: "button", class: "menu-item", onClick: () => startPrint(how) }, text),
  );
  const keys = h("button", { type: "button", class: "menu-item menu-keys", onClick: showKeys }, icon("more"), words.keys);
  const part = (name, ...children) =>
    h("div", { class: "menu-part", role: "group", "aria-labelledby": `${id}-${name}` }, h("p", { class: "menu-title soft", id: `${id}-${name}` }, words[name]), ...children);
  const menu = h(
    "div",
    { id, class: "menu", popover: "auto", role: "group", "aria-label": words.action, onBeforetoggle: toggles, onFocusout: left },
    items ?? copy,
    copies,
    !items && goOn,
    part("download", h("div", { class: "menu-row" }, downloads)),
    print,
    h("div", { class: "menu-sub", role: "group", "aria-label": words.print }, prints),
    keys,
    !items && theme.element,
  );

  return { button, menu };

  function toggles({ newState }) {
    button.ariaExpanded = String(newState === "open");
    theme.update();
    // Its owner may not offer that; the conversation may have come since.
    const isOffered = document.querySelector(".conversation-head[data-continue='no']") === null;
    for (const one of [goOn, menu.querySelector("[data-format='messages']")]) if (one) one.hidden = !isOffered;
  }

  async function copyLink({ done }) {
    const isThere = await copyText(linkTo());
    if (isThere) done(words.copied);
    tell(isThere ? words.linkCopied : words.linkIsInAddress, { isProblem: !isThere });
  }

  /** With the link's address alone: what leads to a message is not asked for. */
  async function copyCommand({ done }) {
    const command = words.continueCommand(`${location.origin}${location.pathname}`);
    const isThere = await copyText(command);
    if (isThere) done(words.copied);
    tell(isThere ? words.commandCopied : words.commandRefused(command), { isProblem: !isThere });
  }

  function startPrint(how) {
    menu.hidePopover();
    onPrint(how);
  }

  function showKeys() {
    menu.hidePopover();
    onKeys();
  }

  /** Who tabs out of it is done with it. */
  function left({ relatedTarget }) {
    if (relatedTarget && relatedTarget !== button && !menu.contains(relatedTarget)) menu.hidePopover();
  }
}
