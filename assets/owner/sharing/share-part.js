// The shared part of the conversation: all of it, up to a message, or chosen messages; and whether it is frozen.

import { fieldsOf } from "../../api/session.js";
import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { problemText } from "../../ui/confirm.js";
import { selectField } from "../../ui/select-field.js";
import { pickMessages } from "./message-picker.js";

const words = strings.sharing.part;

/**
 * `share` is the present one or null. A field as forms take it, with `wanted()`: what is to be changed, in the API's words, and
 * `part()`, what is then published, as the search for secrets takes it.
 */
export function partField({ calls, chat, share }) {
  const before = share
    ? { until_message_id: share.until_message_id, message_ids: share.message_ids, is_frozen: share.is_frozen }
    : { until_message_id: null, message_ids: null, is_frozen: false };
  let until = before.until_message_id && { id: before.until_message_id, text: words.untilUnknown };
  let chosen = before.message_ids;

  const what = selectField({
    label: words.label,
    options: optionsOf(words.options),
    value: before.message_ids ? "chosen" : before.until_message_id ? "until" : "whole",
    onChange: () => changed(),
  });
  const flow = selectField({
    label: words.flow,
    options: optionsOf(words.flows),
    value: before.is_frozen ? "frozen" : "live",
    onChange: draw,
  });
  const said = h("span", { class: "part-said clip" });
  const button = h("button", { type: "button", class: "button button-small", onClick: pick }, words.choose);
  const line = h("div", { class: "part-line medium" }, said, button);
  const error = h("p", { class: "field-error", role: "alert" });
  const hint = h("p", { class: "field-hint" }, words.frozenHint);
  const element = h(
    "div",
    { class: "field-group stack" },
    h("div", { class: "field-row cluster" }, what.element, flow.element),
    line,
    error,
    hint,
  );
  draw();

  const isMissing = () => (what.input.value === "until" && !until) || (what.input.value === "chosen" && !chosen);

  function changed() {
    draw();
    if (isMissing()) pick();
  }

  function draw() {
    const { value } = what.input;
    line.hidden = value === "whole";
    hint.hidden = flow.input.value !== "frozen";
    // Of a part, later messages are none of.
    flow.input.options[0].text = value === "whole" ? words.flows.live : words.livePart;
    error.replaceChildren();
    if (value === "until") said.replaceChildren(until ? until.text : words.nothing);
    if (value === "chosen") said.replaceChildren(chosen ? words.chosen(chosen.length) : words.nothing);
  }

  async function pick() {
    const isUntil = what.input.value === "until";
    const picked = await pickMessages({
      calls,
      chat,
      isSingle: isUntil,
      chosen: isUntil ? (until ? [until.id] : []) : (chosen ?? []),
      returnTo: () => button,
    });
    if (picked && isUntil) until = { id: picked[0].id, text: words.until(picked[0].position, picked[0].excerpt) };
    if (picked && !isUntil) chosen = picked.map((message) => message.id);
    // Who chose nothing wants what there was before.
    if (!picked && isMissing()) what.input.value = "whole";
    draw();
    if (line.hidden) what.input.focus();
  }

  function part() {
    const { value } = what.input;
    return {
      until_message_id: value === "until" ? until.id : null,
      message_ids: value === "chosen" ? chosen : null,
      is_frozen: flow.input.value === "frozen",
    };
  }

  return {
    element,
    get input() {
      return isMissing() ? button : what.input;
    },
    mark: () => {},
    isFine() {
      if (isMissing()) error.replaceChildren(words.nothing);
      return !isMissing();
    },
    part,
    wanted() {
      const now = part();
      const { until_message_id, message_ids, is_frozen } = now;
      const isOther = until_message_id !== before.until_message_id || JSON.stringify(message_ids) !== JSON.stringify(before.message_ids);
      // Naming one clears the other; both at once is refused.
      const excerpt = message_ids ? { message_ids } : { until_message_id, ...(until_message_id === null && { message_ids: null }) };
      return { ...(isOther && excerpt), ...(is_frozen !== before.is_frozen && { is_frozen }) };
    },
  };
}

const optionsOf = (texts) => Object.entries(texts).map(([value, text]) => ({ value, text }));

/** Words for a refusal: a chosen message may have been deleted in another window. */
export const refusalText = (result) => (result.kind === "refused" && fieldsOf(result).includes("message_ids") ? words.gone : problemText(result));

/** Exactly what is to be published: where nothing is chosen the server would take the share's own part. */
export function toSearch({ until_message_id, message_ids, is_frozen }) {
  const part = message_ids ? { message_ids } : { until_message_id };
  return { ...part, is_frozen };
}
