// An existing link: the link to copy, its QR code, its settings, and what you can do with it.

import { h, setAttribute } from "../../lib/dom.js";
import { listTime } from "../../lib/list-times.js";
import { strings } from "../../strings/owner.js";
import { wholeOptions } from "../../ui/command-options.js";
import { copyField } from "../../ui/copy-field.js";
import { icon } from "../../ui/icons.js";
import { menu, menuItem, menuLine } from "../../ui/menu.js";
import { exactExpiryFact, isCredential, redactionFact, partFact, stateBadge, viewsFact, whoFact } from "./share-facts.js";
import { openPreview } from "./share-preview.js";
import { reachOf } from "./share-reach.js";
import { openQr, qrImage } from "./share-qr.js";

const words = strings.sharing.panel;

/**
 * `more` are nodes below the link; `on` has what its buttons do: edit, pause, resume, update, newLink, stop, people, visitors.
 * While one runs, `setBusy` marks all.
 */
export function sharePanel({ calls, share, more = [], on }) {
  const link = copyField({ label: words.link, value: share.short_url });
  link.button.classList.add("button-main");
  link.element.classList.add("link-line");
  const hint =
    share.state === "active"
      ? null
      : h("p", { class: "state-hint soft medium" }, stateBadge(share), h("span", {}, words[`${share.state}Hint`]));
  const reach = reachOf(share.short_url);
  const qr = h(
    "button",
    { type: "button", class: "qr-button", "aria-label": words.enlarge, title: words.enlarge, onClick: () => openQr({ calls, share }) },
    qrImage({ calls, share }),
  );
  const buttons = [
    button("eye", words.preview, () => openPreview({ calls, share })),
    button("rename", words.edit, on.edit),
    share.is_frozen && button("refresh", words.update, on.update),
    share.is_shared ? button("pause", words.pause, on.pause) : button("resume", words.resume, on.resume),
  ].filter(Boolean);
  const other = menu({
    label: words.more,
    look: "button more-button",
    parts: [
      menuItem({ sign: "people", text: words.people, onPress: on.people }),
      menuItem({ sign: "device", text: words.visitors, onPress: on.visitors }),
      menuItem({ sign: "link", text: words.newLink, onPress: on.newLink }),
      menuLine(),
      menuItem({ sign: "remove", text: words.stop, look: "menu-item-danger", onPress: on.stop }),
    ],
  });
  const facts = words.facts;
  const leftOut = h("span", {}, redactionFact(share));
  countKeys(share.findings);
  const element = h(
    "div",
    { class: "share-panel stack" },
    hint,
    link.element,
    reach !== "everyone" && h("p", { class: "field-hint" }, wholeOptions(words.reach[reach])),
    more,
    h("div", { class: "panel-tools cluster" }, buttons.slice(0, -1), h("div", { class: "panel-last cluster" }, buttons.at(-1), other.element)),
    h(
      "div",
      { class: "share-about" },
      h(
        "dl",
        { class: "link-facts stack" },
        fact(facts.who, whoFact(share)),
        fact(facts.what, partFact(share)),
        fact(facts.ends, exactExpiryFact(share)),
        fact(
          facts.views,
          [
            viewsFact(share),
            share.last_viewed_at !== null && [`, ${strings.sharing.facts.last} `, listTime(share.last_viewed_at)],
            share.records_visitors && `. ${strings.sharing.facts.recorded}`,
          ]
            .flat()
            .filter(Boolean),
        ),
        fact(facts.leftOut, leftOut),
      ),
      qr,
    ),
  );

  /** Only a search knows; publishing was one. */
  async function countKeys(found) {
    if (!share.redactions.kinds.some(isCredential)) return;
    if (!found || !share.is_shared) {
      const result = await calls.post(`/chats/${share.chat_conversation_id}/shares/check`, {});
      if (result.kind !== "done") return;
      found = result.value.findings.filter((find) => find.is_left_out);
    }
    const keys = found.filter(({ kind }) => isCredential(kind) && share.redactions.kinds.includes(kind));
    leftOut.replaceChildren(redactionFact(share, keys.length));
  }

  return {
    element,
    copyButton: link.button,
    linkInput: link.input,
    setBusy(isBusy) {
      for (const one of [...buttons, other.button]) setAttribute(one, "aria-disabled", isBusy && "true");
    },
  };
}

function button(sign, text, onPress) {
  return h(
    "button",
    { type: "button", class: "button", onClick: ({ currentTarget }) => currentTarget.ariaDisabled || onPress() },
    icon(sign),
    text,
  );
}

function fact(name, value) {
  return h("div", { class: "fact-line medium" }, h("dt", {}, name), h("dd", {}, value));
}
