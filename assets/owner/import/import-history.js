// The reports of the last imports: what was imported, with links, and what was skipped and why. The server keeps them
// for a while.

import { h } from "../../lib/dom.js";
import { listTime } from "../../lib/list-times.js";
import { strings } from "../../strings/owner.js";
import { problemText } from "../../ui/confirm.js";
import { openDialog } from "../../ui/dialog.js";
import { failureState, skeleton } from "../../ui/view-states.js";
import { countsText, reportDetails } from "./import-report.js";

const words = strings.imports.history;

export function openHistory({ calls }) {
  const place = h("div", {}, skeleton(3));
  const done = h("button", { type: "button", class: "button button-main", onClick: () => dialog.close() }, words.close);
  const dialog = openDialog({ title: words.title, look: "dialog-wide", body: [place], actions: [done] });
  load();

  async function load() {
    const result = await calls.get("/imports");
    if (result.kind === "failure") return place.replaceChildren(failureState(result, { onRetry: load }));
    if (result.kind !== "done") return place.replaceChildren(h("p", {}, problemText(result)));
    const { imports } = result.value;
    if (imports.length === 0) return place.replaceChildren(h("p", { class: "soft" }, words.nothing));
    place.replaceChildren(h("ul", { class: "plain-list divided import-history" }, imports.map(kept)));
  }
}

function kept({ name, created_at: at, report }) {
  return h(
    "li",
    { class: "medium" },
    h("p", { class: "import-name" }, h("bdi", {}, name)),
    h("p", { class: "soft small" }, listTime(at), " — ", countsText(report)),
    reportDetails(report, { names: true }),
  );
}
