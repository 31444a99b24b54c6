// The name that readers of your links see; none until you choose one.

import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { problemText } from "../../ui/confirm.js";
import { field } from "../../ui/field.js";
import { formDialog } from "../../ui/form-dialog.js";
import { section } from "./account-section.js";

const words = strings.account.name;

const MOST_CHARACTERS = 255;

export function displayNameSection({ me, calls, notice }) {
  const button = h("button", { type: "button", class: "button", onClick: open });
  const shown = h("p", { class: "section-list medium", dir: "auto" });
  draw();
  return { element: section({ ...words, actions: [button], content: [shown] }) };

  function draw() {
    const name = me.user.display_name;
    shown.hidden = name === null;
    shown.replaceChildren(name ?? "");
    button.replaceChildren(name === null ? words.choose : words.change);
  }

  function open() {
    const name = field({
      label: words.label,
      hint: words.hint,
      name: "display-name",
      autocomplete: "name",
      maxlength: MOST_CHARACTERS,
      required: false,
      value: me.user.display_name ?? "",
    });
    formDialog({
      words: words.dialog,
      fields: [name],
      async onSubmit(form, dialog) {
        const result = await calls.patch("", { display_name: name.input.value.trim() || null });
        if (result.kind === "failure") return form.fail(result);
        if (result.kind === "refused") return form.refuseField(name, problemText(result));
        dialog.close();
        if (result.kind !== "done") return;
        me.user.display_name = result.value.user.display_name;
        draw();
        notice.news(me.user.display_name === null ? words.removed : words.chosen);
      },
    });
  }
}
