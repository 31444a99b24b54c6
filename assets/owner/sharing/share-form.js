// The form of a link: who may read, until when, which part, and what is redacted.

import { strings } from "../../strings/owner.js";
import { bareForm } from "../../ui/form.js";
import { credentialsField } from "./redaction-fields.js";
import { accessField } from "./share-access.js";
import { limitsField } from "./share-limits.js";
import { partField } from "./share-part.js";
import { wordField } from "./share-word.js";

const words = strings.sharing;

/**
 * `share` is the present one or null, `people` the addresses on its list. `onSubmit` runs when all is fine, `onReview` when what is
 * left out is to be looked at again. Gives the form (form.js) with `wanted()`: {access, word, settings, part, isOtherPart, keys, words}.
 */
export function shareForm({ calls, chat, share, people, onSubmit, onReview }) {
  const access = accessField({ share, people });
  const word = wordField({ share, isOpen: () => !access.wanted().isProtected && access.wanted().people === null });
  const limits = limitsField({ share });
  const part = partField({ calls, chat, share });
  const leftOut = credentialsField({ share, onReview: share && (() => areFieldsFine() && onReview()) });
  const fields = [access, limits, part, leftOut, word];
  const form = bareForm({ words: share ? words.editForm : words.form, fields, onSubmit });
  form.element.classList.add("share-form");
  access.element.addEventListener("change", word.draw);

  function areFieldsFine() {
    const wrong = fields.find((field) => !field.isFine());
    wrong?.input.focus();
    return !wrong;
  }

  return {
    ...form,
    leftOut,
    dispose: access.dispose,
    wanted() {
      const partChange = part.wanted();
      return {
        access: access.wanted(),
        word: word.wanted(),
        settings: { ...limits.wanted(), ...partChange },
        part: part.part(),
        isOtherPart: Object.keys(partChange).length > 0,
        keys: leftOut.keepsKeysBack(),
        words: leftOut.own.values(),
      };
    },
  };
}
