// A new password with a link from an administrator, for people who have forgotten theirs.

import { followPasswordLink, lookAtPasswordLink, tokenOf } from "../../api/session.js";
import { strings } from "../../strings/owner.js";
import { field } from "../../ui/field.js";
import { form } from "../../ui/form.js";
import { linkPanel } from "../../ui/link-panel.js";
import { newPasswordField } from "../../ui/new-password.js";
import { settle } from "./welcome.js";

const words = strings.passwordLink;

export function passwordLinkView({ go, signedIn }) {
  const token = tokenOf(location.hash);
  return linkPanel({ look: () => lookAtPasswordLink(token), show: formOf, gone: { words: words.gone, go } });

  function formOf({ email: address }) {
    // A password manager keeps it with the password.
    const email = field({ label: words.email, type: "email", name: "email", autocomplete: "username", value: address, readonly: true });
    const password = newPasswordField({ label: words.fresh, email: () => address });
    const view = form({ sign: "key", words, intro: words.intro, fields: [email, password], onSubmit: send });
    return { ...view, firstFocus: password.input, dispose: password.dispose };

    async function send() {
      const result = await followPasswordLink(token, password.input.value);
      if (result.status === 404) return view.say(words.gone.text);
      if (!settle(result, view, { email, password })) return;
      await signedIn({ address: "/", onLost: () => view.say(strings.welcome.noCookie), greeting: words.done });
    }
  }
}
