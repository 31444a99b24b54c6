// Creates the first account of a server, with the link that `serve` printed. It works once; whoever has it is asked for
// nothing else.

import { lookAtSetUp, setUp, tokenOf } from "../../api/session.js";
import { strings } from "../../strings/owner.js";
import { form } from "../../ui/form.js";
import { linkPanel } from "../../ui/link-panel.js";
import { newPasswordField } from "../../ui/new-password.js";
import { emailField, settle } from "./welcome.js";

const words = strings.setUp;

export function setUpView({ go, signedIn }) {
  const token = tokenOf(location.hash);
  return linkPanel({ look: () => lookAtSetUp(token), show: formOf, gone: { words: words.gone, go } });

  function formOf() {
    const email = emailField({ hint: words.emailHint });
    const password = newPasswordField({ email: () => email.input.value });
    const view = form({ sign: "user", words, intro: words.intro, fields: [email, password], onSubmit: send });
    return { ...view, dispose: password.dispose };

    async function send() {
      const result = await setUp(token, email.input.value.trim(), password.input.value);
      if (result.status === 404) return view.say(words.gone.text);
      if (result.status === 409) return view.say(words.isSetUp);
      if (!settle(result, view, { email, password })) return;
      await signedIn({ address: "/", onLost: () => view.say(strings.welcome.noCookie) });
    }
  }
}
