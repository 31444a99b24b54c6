// The findings in what is about to be published: by kind, masked, with their places. Ticked ones are redacted.

import { freshId, h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { icon } from "../../ui/icons.js";
import { redactedWordsField } from "./redaction-fields.js";
import { credentialKinds, isCredential, personalKinds } from "./share-facts.js";

const words = strings.sharing.found;

/** The most dangerous first. */
const ORDER = [...credentialKinds, ...personalKinds, "unsearched_file"];
/** Rows of a kind, and places of a find, that are shown at once. */
const SHOWN = 20;
const PLACES = 3;

/**
 * `before` is what the share leaves out now, or null; `keys`: keys in later messages are left out, too; `own` are the own words.
 * `onChange` runs when something was ticked.
 */
export function findings({ findings: found, searched, before, keys, own, onChange }) {
  const ordered = [...ORDER, ...found.map(({ kind }) => kind).filter((kind) => !ORDER.includes(kind))];
  const kinds = [...new Set(ordered)]
    .map((kind) => ({ kind, finds: found.filter((find) => find.kind === kind) }))
    .filter(({ finds }) => finds.length > 0);
  const groups = kinds.map(({ kind, finds }) => groupOf(kind, finds, before, () => onChange?.()));
  const rest = h("input", { type: "checkbox", checked: keys });
  const ownWords = redactedWordsField({ values: own });
  const intro = found.length > 0 ? words.intro : words.introNone;
  const element = h(
    "div",
    { class: "found stack" },
    h("p", { class: "soft" }, intro(searched.messages, searched.files)),
    h("p", { class: "soft small" }, words.notSearched),
    groups.map((group) => group.element),
    h("label", { class: "check" }, rest, h("span", { class: "check-name" }, words.rest)),
    ownWords.element,
  );

  /** Kinds of keys of which nothing was found are left out of later messages; others as they were. */
  function kindsOfRest() {
    const isThere = (kind) => groups.some((group) => group.kind === kind);
    const others = (before?.kinds ?? []).filter((kind) => !isCredential(kind));
    return [...(rest.checked ? credentialKinds : []), ...others].filter((kind) => !isThere(kind));
  }

  return {
    element,
    own: ownWords,
    /** How many finds are left out. */
    hidden: () => sum(groups.map((group) => group.hidden().length)),
    /** Those that stay. */
    visible: () => groups.flatMap((group) => group.visible()),
    /** Nothing of what was found is left out. */
    hideNothing() {
      for (const group of groups) group.setAll(false);
      onChange?.();
    },
    /** In the API's words. What was left out before and does not stand in this part stays left out. */
    redactions() {
      const ids = new Set(found.map((find) => find.id));
      const gone = (finds) => idsOf(finds ?? []).filter((id) => !ids.has(id));
      const whole = groups.filter((group) => group.isWhole());
      const parts = groups.filter((group) => !group.isWhole());
      return {
        kinds: [...whole.map((group) => group.kind), ...kindsOfRest()],
        finds: [...parts.flatMap((group) => idsOf(group.hidden())), ...gone(before?.finds)],
        harmless: [...whole.flatMap((group) => idsOf(group.visible())), ...gone(before?.harmless)],
        harmless_everywhere: groups.flatMap((group) => idsOf(group.harmless())),
        words: ownWords.values(),
      };
    },
  };
}

/** What to leave out when nothing was found. */
export function redactionsOf({ keys, words: own, before }) {
  const others = (before?.kinds ?? []).filter((kind) => !isCredential(kind));
  const [finds, harmless] = [idsOf(before?.finds ?? []), idsOf(before?.harmless ?? [])];
  return { kinds: [...(keys ? credentialKinds : []), ...others], finds, harmless, words: own };
}

/**
 * The same where the switch or the own words were changed in a form, from what they were `before`; undefined if neither was. What
 * was chosen of the finds stays as it is `now`, and so do words that came from elsewhere.
 */
export function redactionsChange({ keys, words: own, before, now }) {
  const isKept = keys === before.kinds.some(isCredential);
  if (isKept && own.length === before.words.length && own.every((word) => before.words.includes(word))) return undefined;
  const others = now.words.filter((word) => ![...before.words, ...own].includes(word));
  return redactionsOf({ keys: isKept ? now.kinds.some(isCredential) : keys, words: [...own, ...others], before: now });
}

function groupOf(kind, finds, before, onChange) {
  const id = freshId("kind");
  const isOneOf = (others, find) => (others ?? []).some((other) => other.id === find.id);
  const isLeftOut = (find) =>
    !isOneOf(before?.harmless, find) && (isCredential(kind) || before?.kinds.includes(kind) || isOneOf(before?.finds, find));
  const rows = finds.map((find) => {
    const row = { find, input: h("input", { type: "checkbox", checked: isLeftOut(find), onChange: changed }) };
    row.harmless = h("button", { type: "button", class: "link-button small", "aria-pressed": "false", onClick: () => mark(row) }, words.harmless);
    return row;
  });
  const all = h("input", { type: "checkbox", onChange: () => (setAll(all.checked), onChange()) });
  const later = kind === "unsearched_file" ? words.files : words.later;
  const list = h("ul", { class: "findings plain-list" }, rows.slice(0, SHOWN).map(rowOf));
  const more = rows.length > SHOWN && h("button", { type: "button", class: "link-button", onClick: showAll }, words.more(rows.length));
  const head = h(
    "label",
    { class: "check found-kind", id },
    all,
    h("span", {}, h("span", { class: "check-name" }, words.kind(kind, finds.length)), h("span", { class: "check-hint" }, later)),
  );
  const element = h(
    "div",
    { class: isCredential(kind) ? "found-group found-danger" : "found-group", role: "group", "aria-labelledby": id },
    head,
    list,
    more,
  );
  draw();

  function changed() {
    draw();
    onChange();
  }
  function draw() {
    const n = rows.filter((row) => row.input.checked).length;
    all.checked = n === rows.length;
    all.indeterminate = n > 0 && n < rows.length;
  }
  function setAll(isOn) {
    for (const row of rows.filter((row) => !isHarmless(row))) row.input.checked = isOn;
    draw();
  }
  /** Harmless in all conversations: not to be asked about again. */
  function mark(row) {
    const isOn = !isHarmless(row);
    row.harmless.setAttribute("aria-pressed", String(isOn));
    row.harmless.textContent = isOn ? words.markedHarmless : words.harmless;
    row.input.checked = !isOn;
    row.input.disabled = isOn;
    changed();
  }
  const isHarmless = (row) => row.harmless.getAttribute("aria-pressed") === "true";
  function showAll() {
    list.append(...rows.slice(SHOWN).map(rowOf));
    more.remove();
    rows[SHOWN].input.focus();
  }

  return {
    kind,
    element,
    setAll,
    /** Its kind is redacted, but for what is harmless. */
    isWhole: () => all.checked || (isCredential(kind) && (all.indeterminate || rows.some(isHarmless))),
    harmless: () => rows.filter(isHarmless).map((row) => row.find),
    hidden: () => rows.filter((row) => row.input.checked).map((row) => row.find),
    visible: () => rows.filter((row) => !row.input.checked && !isHarmless(row)).map((row) => row.find),
  };
}

function rowOf({ find, input, harmless }) {
  const { masked, rule, count, places } = find;
  const shown = places.slice(0, PLACES);
  return h(
    "li",
    { class: "finding" },
    h(
      "label",
      { class: "check" },
      input,
      h(
        "span",
        {},
        h("code", { class: "finding-masked" }, masked),
        " ",
        h("span", { class: "soft small" }, rule),
        count > 1 && h("span", { class: "soft small" }, `, ${words.times(count)}`),
      ),
    ),
    h("ul", { class: "finding-places plain-list" }, shown.map(placeOf)),
    count > shown.length && h("p", { class: "finding-more soft small" }, `… ${words.places(count)}`),
    h("p", { class: "finding-more" }, harmless),
  );
}

/** Of several conversations each place names its own. */
function placeOf({ part, position, name, context, chat }) {
  const where = words.place[part]?.(position?.toLocaleString() ?? null, name ?? null) ?? part;
  return h(
    "li",
    {},
    h("p", { class: "soft" }, chat && [h("bdi", {}, chat), ": "], where),
    context && h("span", { class: "finding-context clip", dir: "auto" }, context),
  );
}

/** "2 API keys, 1 phone number", and what of it can be told apart. */
export function listOfVisible(finds) {
  return h(
    "ul",
    { class: "still plain-list" },
    finds
      .slice(0, SHOWN)
      .map((find) => h("li", {}, icon("eye"), h("span", {}, h("code", { class: "finding-masked" }, find.masked), ` ${find.rule}`))),
    finds.length > SHOWN && h("li", {}, words.readers(finds.length)),
  );
}

const idsOf = (finds) => finds.map((find) => find.id);

const sum = (numbers) => numbers.reduce((total, n) => total + n, 0);
