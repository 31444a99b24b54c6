// The owner's own word in the short link. Words can be guessed, so if the link has no password and no list, the owner
// has to say that whoever guesses it may read.

import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { field } from "../../ui/field.js";
import { checkLine } from "./share-limits.js";

const words = strings.sharing.word;

/**
 * `share` is the present one or null; `isOpen` says whether the form leaves the link open to all. A field as forms take it, with
 * `draw` for when that may have changed, and `wanted()`: what is to be changed, in the API's words.
 */
export function wordField({ share, isOpen }) {
  const present = share?.word ?? null;
  const input = field({
    label: words.label,
    hint: words.hint,
    value: present ?? "",
    required: false,
    maxlength: 64,
    autocomplete: "off",
    onInput: draw,
    check: (text) => (clean(text) === "" || /^[a-z0-9-]{3,64}$/.test(clean(text)) ? null : words.invalid),
  });
  const isPublic = h("input", { type: "checkbox", checked: share?.is_word_public === true, "aria-describedby": "word-public-hint" });
  const agreed = checkLine(isPublic, words.isPublic, h("span", { id: "word-public-hint", class: "check-hint" }, words.isPublicHint));
  const element = h("div", { class: "field-group stack" }, input.element, agreed);
  draw();

  function draw() {
    agreed.hidden = clean(input.input.value) === "" || !isOpen();
  }

  return {
    element,
    draw,
    input: input.input,
    mark: () => {},
    isFine() {
      draw();
      if (!input.isFine()) return false;
      if (agreed.hidden || isPublic.checked) return true;
      input.refuse(words.guessable);
      return false;
    },
    wanted() {
      const word = clean(input.input.value) || null;
      const is_word_public = word !== null && !agreed.hidden && isPublic.checked;
      const isSame = word === present && is_word_public === (share?.is_word_public ?? false);
      return isSame ? {} : { word, is_word_public };
    },
  };
}

const clean = (text) => text.trim().toLowerCase();
