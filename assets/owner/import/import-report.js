// The report of a file in words: what became of its conversations, or why it was refused.

import { failureWithWait } from "../../api/failure.js";
import { h } from "../../lib/dom.js";
import { bytes } from "../../lib/files.js";
import { asObject, asText } from "../../lib/values.js";
import { strings } from "../../strings/owner.js";
import { MOST_BYTES } from "./imports.js";

const words = strings.imports;

/** So many of a kind are shown. */
const SHOWN = 50;

/** What is counted, in the order in which it is told. */
const kinds = ["imported", "updated", "unchanged", "changed_here", "skipped"];

/** "3 new, 1 updated" */
export function countsText(report) {
  const parts = kinds.filter((kind) => report[kind] > 0).map((kind) => words.counts[kind](report[kind]));
  return parts.length > 0 ? parts.join(", ") : words.nothing;
}

/** The conversations of a report. */
export const conversationsOf = (report) => listOf(report.files).flatMap(({ conversations }) => listOf(conversations));

/** What is worth to be read of it one by one, in a box that folds; null when nothing is. `names`: nothing is named beside it. */
export function reportDetails(report, { names = false } = {}) {
  const conversations = conversationsOf(report);
  const by = (kind) => conversations.filter(({ outcome }) => outcome === kind);
  const lists = [
    listed(words.lists.skipped, report.skipped, by("skipped"), ({ name, reason }) => [
      h("bdi", {}, asText(name)),
      reason && h("small", {}, asText(reason)),
    ]),
    listed(words.lists.changed_here, report.changed_here, by("changed_here"), linked),
    listed(words.lists.updated, report.updated, by("updated"), (chat) => [linked(chat), h("small", {}, words.grown(chat.new_messages))]),
    // A single one is named beside.
    report.imported > (names ? 0 : 1) &&
      listed(words.lists.imported, report.imported, by("imported"), (chat) => [linked(chat), h("small", {}, words.length(chat.messages))]),
    remarks(report, conversations),
  ].flat().filter(Boolean);
  if (lists.length === 0) return null;
  // What went wrong need not be looked for.
  const isOpen = report.skipped > 0 && report.imported + report.updated === 0;
  return h(
    "details",
    { class: "import-details soft small", open: isOpen },
    h("summary", {}, words.details),
    lists,
    report.truncated && h("p", {}, words.truncated),
  );
}

function remarks({ notes }, conversations) {
  const own = conversations.flatMap(({ name, notes: of }) => listOf(of).map((note) => `${name}: ${note}`));
  const all = [...listOf(notes), ...own];
  return listed(words.lists.notes, all.length, all, (note) => asText(note));
}

function listed(title, count, items, lineOf) {
  if (items.length === 0) return null;
  const lines = items.slice(0, SHOWN).map((item) => h("li", { dir: "auto" }, lineOf(item)));
  const rest = Math.max(count, items.length) - lines.length;
  return [h("h3", {}, title), h("ul", {}, lines, rest > 0 && h("li", { class: "import-rest" }, words.more(rest)))];
}

const linked = ({ chat_id: id, name }) => h("a", { href: `/conversations/${id}` }, h("bdi", {}, asText(name)));

/** Where the server's sentences about a file begin to be about other files (src/import/error.rs). */
const aside = " What can be read:";

/** Why a file was not taken, and what to do; `hint` is of less importance, `isWorthwhile`: to try it again as it is may help. */
export function problemOf(result) {
  const { problems } = words;
  if (result.kind === "unfit")
    return {
      text: result.why === "tooLarge" ? problems.tooLarge(bytes(MOST_BYTES)) : problems[result.why],
      isWorthwhile: result.why === "unreadable",
    };
  if (result.status === 413) return { text: problems.tooLarge(bytes(MOST_BYTES)), isWorthwhile: false };
  if (result.kind === "refused") {
    const [text, hint] = result.message.split(aside);
    return { text: text || problems.unknown, hint: hint && aside.trim() + hint, isWorthwhile: false };
  }
  if (result.kind !== "failure") return { text: problems.unknown, isWorthwhile: true };
  // The server's own sentence says more, where it has one.
  const why = result.message || failureWithWait(result);
  return { text: asObject(result.report).files ? problems.partly(why) : problems.brokenOff(why), isWorthwhile: true };
}

const listOf = (value) => (Array.isArray(value) ? value : []);
