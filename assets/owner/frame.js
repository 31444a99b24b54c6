// The frame around the views when somebody is signed in: navigation and the account menu.

import { h, setAttribute } from "../lib/dom.js";
import { strings } from "../strings/owner.js";
import { icon } from "../ui/icons.js";
import { accountMenu } from "./account-menu.js";

const tabs = [
  { path: "/", sign: "conversations", text: strings.frame.conversations },
  { path: "/shares", sign: "link", text: strings.frame.shares },
  { path: "/shared-with-me", sign: "people", text: strings.frame.sharedWithMe },
];

/** `bar` is the page's header; `onSignOut` ends the session. */
export function frameIn(bar, { onSignOut }) {
  const links = new Map(tabs.map(({ path, sign, text }) => [path, h("a", { class: "tab", href: path }, icon(sign), h("span", {}, text))]));
  const nav = h("nav", { class: "tabs", "aria-label": strings.frame.label }, [...links.values()]);
  let menu = null;

  return {
    /** `me` is who is signed in, `tab` where they are; the menu is that of this person. */
    show(me, tab) {
      if (!nav.isConnected) bar.querySelector(".brand").after(nav);
      if (menu?.user !== me.user.id) {
        menu?.element.remove();
        menu = { user: me.user.id, ...accountMenu({ me, onSignOut }) };
        bar.append(menu.element);
      }
      menu.close();
      for (const [path, link] of links) setAttribute(link, "aria-current", path === tab && "page");
    },
    /** Nobody is signed in. */
    hide() {
      nav.remove();
      menu?.element.remove();
      menu = null;
    },
  };
}
