// What is redacted in any case: credentials in later messages, and your own words.

import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { tagInput } from "../../ui/tag-input.js";
import { isCredential } from "./share-facts.js";
import { checkLine } from "./share-limits.js";

const words = strings.sharing.leftOut;
const LONGEST_WORD = 1000;

/** `share` is the present one or null; `onReview` shows all that is found. */
export function credentialsField({ share, onReview }) {
  const before = share?.redactions;
  const keys = h("input", { type: "checkbox", checked: before ? before.kinds.some(isCredential) : true });
  const own = redactedWordsField({ values: before?.words ?? [] });
  const review = onReview && h("button", { type: "button", class: "link-button review", onClick: onReview }, words.review);
  const element = h(
    "fieldset",
    { class: "group" },
    h("legend", {}, words.label),
    checkLine(keys, words.keys, h("span", { class: "check-hint" }, words.keysHint)),
    own.element,
    review,
  );
  return {
    element,
    own,
    get input() {
      return own.input;
    },
    mark: () => {},
    isFine: own.isFine,
    keepsKeysBack: () => keys.checked,
  };
}

/** Words of several words, too: a name, say. */
export function redactedWordsField({ values, onChange }) {
  const check = (text) => ([...text].length > LONGEST_WORD ? words.wordTooLong : null);
  return tagInput({ label: words.words, hint: words.wordsHint, values, check, separator: /[\n,;]+/, onChange });
}
