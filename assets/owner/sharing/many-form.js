// The form of several links: what all of them get. What of a conversation is shared, and a word for its link, is chosen for each
// alone.

import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { bareForm } from "../../ui/form.js";
import { credentialsField } from "./redaction-fields.js";
import { accessField } from "./share-access.js";
import { limitsField } from "./share-limits.js";

const words = strings.sharing;

/** `left` gives how many conversations get a link; `shared` of those that were chosen have one already. Gives the form (form.js) with `wanted()`, as publish.js takes it. */
export function manyForm({ left, shared, onSubmit }) {
  const access = accessField({ share: null, people: [] });
  const limits = limitsField({ share: null });
  const leftOut = credentialsField({ share: null });
  const form = bareForm({
    words: {
      get submit() {
        return words.many.submit(left());
      },
      busy: words.form.busy,
    },
    fields: [access, limits, leftOut],
    onSubmit,
  });
  form.element.classList.add("share-form");
  if (shared > 0) form.element.prepend(h("p", { class: "soft" }, words.many.keptLinks(shared)));
  return {
    ...form,
    dispose: access.dispose,
    wanted: () => ({
      access: access.wanted(),
      word: {},
      settings: limits.wanted(),
      keys: leftOut.keepsKeysBack(),
      words: leftOut.own.values(),
    }),
  };
}
