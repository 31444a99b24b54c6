// The account menu: who is signed in, their account, the theme, and signing out.

import { h } from "../lib/dom.js";
import { strings } from "../strings/owner.js";
import { icon } from "../ui/icons.js";
import { menu, menuItem } from "../ui/menu.js";
import { themeChoice } from "../ui/theme-choice.js";

const words = strings.frame;

export function accountMenu({ me, onSignOut }) {
  const theme = themeChoice();
  const address = me.user.primary_email;
  // Whom a proxy signs in with each request signs out there, if anybody knows where.
  const mayLeave = me.session !== null || me.sign_out_url !== null;
  return menu({
    label: words.account,
    look: "button bar-tool account-button",
    face: icon("user"),
    onOpen: theme.update,
    parts: [
      h(
        "p",
        { class: "menu-who" },
        h("span", { class: "menu-title soft" }, words.signedInAs),
        h("span", { class: "menu-address medium" }, address),
      ),
      menuItem({ sign: "system", text: words.settings, href: "/account" }),
      me.user.is_admin && menuItem({ sign: "tool", text: words.server, href: "/server" }),
      theme.element,
      mayLeave && h("div", { class: "menu-part" }, menuItem({ sign: "leave", text: words.signOut, onPress: onSignOut })),
    ],
  });
}
