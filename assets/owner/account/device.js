// A device that wants to be signed in: its code, what it asks for, and the decision (RFC 8628). The code may come from
// the address, where the device put it. Comparing it with what the device shows is the only way to tell a stranger's
// request from your own.

import { h } from "../../lib/dom.js";
import { listTime } from "../../lib/list-times.js";
import { strings } from "../../strings/owner.js";
import { problemText } from "../../ui/confirm.js";
import { field } from "../../ui/field.js";
import { bareForm, form } from "../../ui/form.js";
import { icon } from "../../ui/icons.js";
import { failurePanel, loadingPanel } from "../../ui/panels.js";
import { confirmation } from "./password-change.js";

const words = strings.device;

export function deviceView({ me, calls, query, go }) {
  const element = h("div", {});
  const view = { name: "device", element, title: words.title, heading: null };
  let inner = null;
  const given = query.get("code");
  if (given) {
    put(loadingPanel(strings.loading));
    view.ready = look(given);
  } else put(askForCode());
  return view;

  function put(next) {
    inner = next;
    element.replaceChildren(next.element);
    view.heading = next.heading ?? element.querySelector("h1");
    // Not at first: then the page itself puts the focus where it belongs.
    if (element.isConnected) (next.firstFocus ?? view.heading)?.focus();
  }

  function askForCode(typed = "", problem) {
    const code = field({
      label: words.code.label,
      name: "user-code",
      autocomplete: "off",
      maxlength: 20,
      value: typed,
      check: (value) => (value.trim() === "" ? words.code.missing : null),
    });
    const panel = form({ sign: "device", words: words.code, intro: words.code.intro, fields: [code], onSubmit: () => look(code.input.value) });
    if (problem) panel.refuseField(code, problem);
    return panel;
  }

  async function look(code) {
    inner.setBusy?.(true);
    const result = await calls.post("/devices/look", { user_code: code });
    if (!element.isConnected || result.kind === "signedOut") return;
    if (result.kind === "done") put(decision(code.trim(), result.value.device));
    else if (result.kind !== "failure") put(askForCode(code, result.status === 404 ? words.code.unknown : problemText(result)));
    else if (inner.fail) inner.fail(result);
    else put(failurePanel(result, { onRetry: () => look(code) }));
  }

  function decision(code, device) {
    const heading = h("h1", { class: "panel-title", tabindex: "-1" }, words.decision.heading(device.name));
    const scope = strings.account.tokens.scopes[device.scope];
    const facts = [
      [words.decision.may, scope ? `${scope.name}: ${scope.text.toLowerCase()}` : device.scope],
      [words.decision.from, [device.address, device.client].filter(Boolean).join(", ")],
      [words.decision.asked, listTime(device.asked_at)],
    ];
    const confirmed = confirmation(me);
    const approve = bareForm({ words: words.decision.approve, fields: confirmed.fields, onSubmit: () => decide(true) });
    const refuse = h("button", { type: "button", class: "button", onClick: () => approve.isBusy() || decide(false) }, words.decision.refuse);
    const panel = h(
      "div",
      { class: "panel form" },
      h("div", { class: "panel-sign" }, icon("device")),
      heading,
      h("p", {}, words.decision.compare),
      h("p", { class: "device-code" }, shown(code)),
      h("dl", { class: "device-facts" }, facts.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value)))),
      h("p", { class: "small" }, words.decision.warning),
      approve.element,
      h("div", { class: "panel-actions cluster" }, approve.button, refuse),
    );
    return { ...approve, element: panel, heading, firstFocus: heading };

    async function decide(is_approved) {
      inner.setBusy(true);
      const result = await calls.post("/devices", { user_code: code, is_approved, ...(is_approved && confirmed.body()) });
      if (!element.isConnected || result.kind === "signedOut") return;
      if (result.kind === "done") put(end(is_approved ? words.approved(device.name) : words.refused(device.name)));
      else if (result.kind === "failure") inner.fail(result);
      else if (is_approved && confirmed.isWrong(result)) confirmed.refuse(approve);
      else if (result.status === 404) put(askForCode("", words.code.unknown));
      else inner.say(problemText(result));
    }
  }

  function end({ sign, heading, text }) {
    const title = h("h1", { class: "panel-title", tabindex: "-1" }, heading);
    const button = h("button", { type: "button", class: "button", onClick: () => go("/account") }, words.toAccount);
    const panel = h(
      "div",
      { class: "panel", role: "status" },
      h("div", { class: "panel-sign" }, icon(sign)),
      title,
      h("p", {}, text),
      h("div", { class: "panel-actions cluster" }, button),
    );
    return { element: panel, heading: title };
  }
}

/** As the device shows it: in two groups. */
function shown(code) {
  const letters = code.replace(/[^a-z]/gi, "").toUpperCase();
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}
