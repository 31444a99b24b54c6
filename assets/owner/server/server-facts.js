// Facts about the server: address, storage, backups.

import { h } from "../../lib/dom.js";
import { bytes } from "../../lib/files.js";
import { listTime } from "../../lib/list-times.js";
import { strings } from "../../strings/owner.js";
import { wholeOptions } from "../../ui/command-options.js";
import { problemText } from "../../ui/confirm.js";
import { icon } from "../../ui/icons.js";
import { section } from "../account/account-section.js";

const words = strings.server;

const HOUR_S = 3600;

/** Pairs of a word and what belongs to it. */
function facts(pairs) {
  return h("dl", { class: "server-facts" }, pairs.map(([name, value]) => h("div", {}, h("dt", { class: "soft" }, name), h("dd", {}, value))));
}

export function addressSection({ public_url, hints }) {
  const address = h("p", {}, h("code", { class: "address" }, public_url));
  const said = hints.map(({ message }) => h("li", { class: "server-hint tinted" }, icon("broken"), h("span", {}, wholeOptions(message))));
  const more = said.length > 0 ? h("ul", { class: "server-hints plain-list stack" }, said) : h("p", { class: "soft" }, words.address.fine);
  return { element: section({ ...words.address, content: [address, more] }) };
}

export function storageSection({ storage }) {
  const text = words.storage;
  const pairs = [
    [text.database, bytes(storage.database_bytes)],
    [text.free, bytes(storage.free_bytes)],
    [text.log, bytes(storage.log_bytes)],
    [text.attachments, `${bytes(storage.attachment_bytes)} (${text.files(storage.attachments)})`],
    [text.contents, text.contentsOf(storage)],
  ];
  if (storage.deleted_conversations > 0) pairs.push([text.deleted, text.deletedOf(storage.deleted_conversations)]);
  return { element: section({ ...text, content: [facts(pairs)] }) };
}

export function backupsSection({ calls, notice }, { backups }) {
  const text = words.backups;
  const button = h("button", { type: "button", class: "button", onClick: make }, text.action);
  const place = h("div", {});
  draw(backups.last);
  return { element: section({ ...text, actions: [button], content: [place] }) };

  function draw(last) {
    const lastly = last === null ? text.never : [listTime(last.made_at), ` (${bytes(last.bytes)})`, h("div", {}, h("code", { class: "address" }, last.file))];
    const { every_seconds: every, folder, keep } = backups;
    const pairs = [
      [text.last, lastly],
      [text.folder, h("code", { class: "address" }, folder)],
      [text.schedule, every === null ? text.none : text.every(Math.max(1, Math.round(every / HOUR_S)))],
      [text.kept, text.keeps(keep)],
    ];
    place.replaceChildren(facts(pairs));
  }

  /** A large database takes a while: as long as it takes. */
  async function make() {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    const result = await calls.admin.post("/backups", {}, { patience: 10 * HOUR_S * 1000 });
    button.removeAttribute("aria-disabled");
    if (result.kind === "signedOut") return;
    if (result.kind !== "done") return notice.problem(problemText(result));
    draw(result.value.backup);
    notice.news(text.made(bytes(result.value.backup.bytes)));
  }
}
