// What was found in what is about to be published: by kind, masked, with where it stands. What is ticked is left out.

import { freshId, h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { icon } from "../../ui/icons.js";
import { redactedWordsField } from "./redaction-fields.js";
import { credentialKinds, isCredential } from "./share-facts.js";

const words = strings.sharing.found;

/** The most dangerous first. */
const ORDER = [...credentialKinds, "email", "phone", "unsearched_file"];
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
      const gone = (before?.finds ?? []).map((find) => find.id).filter((id) => !ids.has(id));
      return {
        kinds: [...groups.filter((group) => group.isWhole()).map((group) => group.kind), ...kindsOfRest()],
        finds: [...groups.filter((group) => !group.isWhole()).flatMap((group) => group.hidden().map((find) => find.id)), ...gone],
        words: ownWords.values(),
      };
    },
  };
}

/** What to leave out when nothing was found. */
export function redactionsOf({ keys, words: own, before }) {
  const others = (before?.kinds ?? []).filter((kind) => !isCredential(kind));
  return { kinds: [...(keys ? credentialKinds : []), ...others], finds: (before?.finds ?? []).map((find) => find.id), words: own };
}

function groupOf(kind, finds, before, onChange) {
  const id = freshId("kind");
  const isLeftOut = (find) =>
    isCredential(kind) || before?.kinds.includes(kind) || before?.finds.some((other) => other.id === find.id) || false;
  const rows = finds.map((find) => ({ find, input: h("input", { type: "checkbox", checked: isLeftOut(find), onChange: changed }) }));
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
    for (const row of rows) row.input.checked = isOn;
    draw();
  }
  function showAll() {
    list.append(...rows.slice(SHOWN).map(rowOf));
    more.remove();
    rows[SHOWN].input.focus();
  }

  return {
    kind,
    element,
    setAll,
    isWhole: () => all.checked,
    hidden: () => rows.filter((row) => row.input.checked).map((row) => row.find),
    visible: () => rows.filter((row) => !row.input.checked).map((row) => row.find),
  };
}

function rowOf({ find, input }) {
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
  );
}

function placeOf({ part, position, name, context }) {
  const where = words.place[part]?.(position?.toLocaleString() ?? null, name ?? null) ?? part;
  return h("li", {}, h("p", { class: "soft" }, where), context && h("span", { class: "finding-context clip", dir: "auto" }, context));
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

const sum = (numbers) => numbers.reduce((total, n) => total + n, 0);
