// Running and finished imports, on the conversations view: one line per file, and what to do next.

import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { icon } from "../../ui/icons.js";
import { conversationsOf } from "./import-report.js";
import { importRow } from "./import-row.js";

const words = strings.imports;

/**
 * `imports` are those of imports.js. `onChange` runs when conversations came or changed, `onShare` shares one, `onClosed` gets the
 * focus when the panel goes.
 */
export function importPanel(imports, { onChange, onShare, onClosed }) {
  const rows = new Map(); // job to row
  const said = h("p", { class: "visually-hidden", role: "status" });
  // It scrolls when there are many, also by keys.
  const list = h("ul", { class: "import-list plain-list divided", tabindex: "0", "aria-label": words.title });
  const next = h("div", { class: "import-next cluster tinted" });
  const cancelAll = h("button", { type: "button", class: "button button-small", onClick: cancelThem }, words.cancelAll);
  const close = h("button", { type: "button", class: "act", "aria-label": words.close, title: words.close, onClick: shut }, icon("close"));
  const heading = h("h2", { class: "import-title", id: "import-title", tabindex: "-1" }, words.title);
  const card = h(
    "section",
    { class: "import", "aria-labelledby": "import-title" },
    h("div", { class: "import-head" }, heading, cancelAll, close),
    next,
    list,
  );
  // The live region has to be there before it says something.
  const element = h("div", { class: "import-place" }, said, card);
  const forget = imports.listen(changed);
  drawAll();

  return { element, dispose: forget };

  function changed(job) {
    if (job === null) return drawAll();
    if (rows.has(job)) rows.get(job).draw();
    else addRow(job);
    if (job.state === "sending" && job.sent === 0) begun(job);
    if (job.state === "sending" || job.state === "reading") return;
    if (job.result) said.replaceChildren(`${job.name}: ${rows.get(job).element.querySelector(".import-state").textContent}`);
    drawFrame();
    const report = reportOf(job);
    if (report && report.imported + report.updated > 0) onChange();
  }

  function begun(job) {
    said.replaceChildren(words.begun(job.name));
    const { offsetTop: top, offsetHeight } = rows.get(job).element;
    if (top < list.scrollTop || top + offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = top;
  }

  function drawAll() {
    rows.clear();
    list.replaceChildren();
    for (const job of imports.jobs()) addRow(job);
    drawFrame();
  }

  function addRow(job) {
    const row = importRow(job, { onCancel: imports.cancel, onRetry: imports.retry });
    rows.set(job, row);
    list.append(row.element);
  }

  function drawFrame() {
    const jobs = imports.jobs();
    card.hidden = jobs.length === 0;
    cancelAll.hidden = jobs.filter(({ state }) => state === "waiting" || state === "sending").length < 2;
    close.hidden = imports.isBusy();
    drawNext(imports.isBusy() ? null : onlyOne(jobs));
  }

  /** Whoever brought a single conversation most likely came to share it. */
  function drawNext(chat) {
    next.hidden = chat === null;
    if (!chat) return next.replaceChildren();
    const share = h("button", { type: "button", class: "button button-main", onClick: () => onShare(chat) }, icon("share"), words.share);
    const open = h("a", { class: "button", href: `/conversations/${chat.id}` }, words.open);
    next.replaceChildren(
      h(
        "div",
        { class: "import-ready" },
        h("p", { class: "import-ready-name" }, h("bdi", {}, words.ready(chat.name))),
        chat.isNew && h("p", { class: "soft small" }, words.readyText),
      ),
      h("div", { class: "import-ready-actions cluster" }, share, open),
    );
  }

  function cancelThem() {
    for (const job of imports.jobs().reverse()) imports.cancel(job);
    heading.focus();
  }

  function shut() {
    imports.clear();
    said.replaceChildren();
    onClosed();
  }
}

const reportOf = ({ result }) => (result?.kind === "done" ? result.value.report : (result?.report ?? null));

/** The conversation that all of it was about, if it is one. */
function onlyOne(jobs) {
  const reports = jobs.map(reportOf).filter(Boolean);
  const count = reports.reduce(
    (sum, { imported, updated, unchanged, changed_here: kept }) => sum + imported + updated + unchanged + kept,
    0,
  );
  if (count !== 1) return null;
  const chat = reports.flatMap(conversationsOf).find(({ chat_id: id }) => id !== null);
  return chat ? { id: chat.chat_id, name: chat.name, isNew: chat.outcome === "imported" } : null;
}
