// Asks for a share's password.

import { strings } from "../strings/reader.js";
import { field } from "../ui/field.js";
import { form } from "../ui/form.js";

/** `changed`: the reader had the right one a moment ago. `onPassword` gets what was typed, spaces and all. */
export function passwordForm({ changed, onPassword }) {
  const words = strings.password;
  const password = field({
    label: words.field,
    type: "password",
    name: "password",
    autocomplete: "current-password",
    check: (value) => (value === "" ? words.missing : null),
  });
  const view = form({
    sign: "lock",
    words,
    intro: changed ? words.changed : words.intro,
    fields: [password],
    onSubmit: () => onPassword(password.input.value),
  });
  return { ...view, name: "password", wrong: () => view.refuseField(password, words.wrong) };
}
