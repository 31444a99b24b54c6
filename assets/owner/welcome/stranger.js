// For people whom a proxy in front of the server has signed in, but who have no account here, or a disabled one.

import { asText } from "../../lib/values.js";
import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { icon } from "../../ui/icons.js";

const words = strings.stranger;

export function strangerView({ email, sign_out_url: signOut }) {
  const heading = h("h1", { tabindex: "-1" }, words.heading);
  // The proxy's own address: not below the path of this server.
  const out =
    asText(signOut) &&
    h("div", { class: "panel-actions cluster" }, h("a", { class: "button", href: new URL(signOut, location.origin).href }, words.action));
  const element = h(
    "div",
    { class: "panel" },
    h("div", { class: "panel-sign" }, icon("user")),
    heading,
    h("p", {}, words.text(asText(email))),
    out,
  );
  return { name: "stranger", element, heading, title: words.heading };
}
