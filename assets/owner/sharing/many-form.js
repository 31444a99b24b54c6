// The form for several links: the settings that all of them get. The shared part and the link's word are chosen for
// each link separately.

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
