// A link's new password: it is shown only now, and can be passed on together with the link.

import { copyText } from "../../lib/clipboard.js";
import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { actionButton } from "../../ui/action-button.js";
import { copyField } from "../../ui/copy-field.js";

const words = strings.sharing.newPassword;

export function newPassword({ url, password }) {
  const line = copyField({ label: words.label, value: password, hint: words.hint });
  const both = actionButton({
    sign: "copy",
    name: words.copyBoth,
    text: words.copyBoth,
    look: "button copy-button",
    onPress: async ({ done }) => (await copyText(words.both(url, password))) && done(words.copied),
  });
  return h("section", { class: "invite stack tinted" }, line.element, both);
}
