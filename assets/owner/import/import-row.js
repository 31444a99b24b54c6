// One file being imported: its progress, what you can do about it, and the result.

import { h, setAttribute } from "../../lib/dom.js";
import { bytes } from "../../lib/files.js";
import { strings } from "../../strings/owner.js";
import { icon } from "../../ui/icons.js";
import { countsText, problemOf, reportDetails } from "./import-report.js";

const words = strings.imports;

const signs = { done: "done", failed: "broken", canceled: "close" };

/** `job` is of imports.js. `draw` shows its present state; the focus on a button that goes moves to what comes, or to the row. */
export function importRow(job, { onCancel, onRetry }) {
  const sign = h("span", { class: "import-sign soft" });
  const state = h("p", { class: "import-state soft" });
  const bar = h("progress", { class: "import-bar", max: Math.max(job.size, 1), "aria-label": words.progressOf(job.name) });
  const foot = h("div", { class: "import-result" });
  const cancel = h(
    "button",
    { type: "button", class: "button button-small", "aria-label": words.cancelOf(job.name), onClick: () => onCancel(job) },
    words.cancel,
  );
  const retry = h(
    "button",
    { type: "button", class: "button button-small", "aria-label": words.retryOf(job.name), onClick: () => onRetry(job) },
    words.retry,
  );
  const name = h("p", { class: "import-name" }, h("bdi", {}, job.name));
  const element = h(
    "li",
    { class: "import-row medium", tabindex: "-1" },
    sign,
    h("div", { class: "import-what" }, name, state, bar, foot),
    h("div", { class: "import-actions cluster" }, cancel, retry),
  );
  let drawn = null;
  draw();
  return { element, draw };

  function draw() {
    const isNew = drawn !== job.state;
    drawn = job.state;
    const isMoving = job.state === "sending" || job.state === "reading";
    bar.hidden = !isMoving;
    // Nobody knows how long the server reads.
    if (job.state === "sending") bar.value = job.sent;
    else bar.removeAttribute("value");
    say(stateText());
    if (isNew) settle();
  }

  /** What changes with the state only. */
  function settle() {
    const hadFocus = element.contains(document.activeElement);
    setAttribute(element, "data-state", job.state);
    sign.replaceChildren(icon(signs[job.state] ?? "file"));
    cancel.hidden = !["waiting", "sending"].includes(job.state);
    retry.hidden = !(job.state === "canceled" || (job.state === "failed" && problemOf(job.result).isWorthwhile));
    const { hint } = job.state === "failed" ? problemOf(job.result) : {};
    const { report } = job.result?.value ?? job.result ?? {};
    const details = report && reportDetails(report);
    const saved = report && job.state === "failed" && h("p", { class: "import-counts" }, countsText(report));
    foot.replaceChildren(...[hint && h("p", { class: "import-hint soft small" }, hint), saved, details].filter(Boolean));
    // Browsers differ in when a button that is hidden loses the focus.
    if (!hadFocus || !document.activeElement.hidden && element.contains(document.activeElement)) return;
    (retry.hidden ? element : retry).focus({ preventScroll: true });
  }

  function stateText() {
    if (job.state === "waiting") return words.waiting;
    if (job.state === "sending") return words.sending(bytes(job.sent), bytes(job.size));
    if (job.state === "reading") return words.reading;
    if (job.state === "canceled") return words.canceled;
    return job.state === "done" ? countsText(job.result.value.report) : problemOf(job.result).text;
  }

  function say(text) {
    if (state.textContent !== text) state.replaceChildren(text);
  }
}
