// The QR code of a link, as the server draws it.

import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { wholeOptions } from "../../ui/command-options.js";
import { openDialog } from "../../ui/dialog.js";
import { icon } from "../../ui/icons.js";
import { reachOf } from "./share-reach.js";

const words = strings.sharing.qr;

/** Another link is another address: browsers keep pictures in memory while a page lives. */
const addressOf = (calls, share) => `${calls.home}/chats/${share.chat_conversation_id}/shares/${share.id}/qr.svg?${share.short_url.split("/").at(-1)}`;

export function qrImage({ calls, share }) {
  return h("img", { class: "qr", src: addressOf(calls, share), alt: strings.sharing.panel.qrOf(share.short_url), width: 160, height: 160 });
}

export function openQr({ calls, share, returnTo }) {
  const save = h("a", { class: "button", href: addressOf(calls, share), download: words.file }, icon("download"), words.save);
  const done = h(
    "button",
    { type: "button", class: "button button-main", autofocus: true, onClick: () => dialog.close() },
    strings.sharing.done,
  );
  const reach = strings.sharing.panel.reach[reachOf(share.short_url)];
  const dialog = openDialog({
    title: words.title,
    look: "dialog-small",
    body: [
      h("div", { class: "qr-large" }, qrImage({ calls, share })),
      h("p", { class: "qr-url" }, share.short_url),
      h("p", {}, words.hint),
      reach && h("p", { class: "field-hint" }, wholeOptions(reach)),
    ].filter(Boolean),
    actions: [save, done],
    returnTo,
  });
  // On a small screen it scrolls, and nothing in it takes the keyboard there.
  dialog.body.tabIndex = 0;
}
