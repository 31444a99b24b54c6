// Creates an account by invitation: the address is known from the link, so only a password is asked for.

import { call } from "../../api/calls.js";
import { acceptInvitation, lookAtInvitation, tellOtherTabs, tokenOf, whoIsThere } from "../../api/session.js";
import { h } from "../../lib/dom.js";
import { outside } from "../../lib/base.js";
import { strings } from "../../strings/owner.js";
import { field } from "../../ui/field.js";
import { form } from "../../ui/form.js";
import { linkPanel } from "../../ui/link-panel.js";
import { newPasswordField } from "../../ui/new-password.js";
import { settle } from "./welcome.js";

const words = strings.invitation;

export function invitationView({ go, signedIn }) {
  const token = tokenOf(location.hash);
  let present = null; // the address of who is signed in here already
  return linkPanel({ look, show: ({ invitation }) => formOf(invitation), gone: { words: words.gone, go } });

  async function look() {
    const [result, there] = await Promise.all([lookAtInvitation(token), whoIsThere()]);
    present = there.kind === "signedIn" ? there.me.user.primary_email : null;
    return result;
  }

  function formOf({ email: address, invited_by: host, conversations }) {
    // A password manager keeps it with the password.
    const email = field({ label: words.email, type: "email", name: "email", autocomplete: "username", value: address, readonly: true });
    const password = newPasswordField({ email: () => address });
    const intro = h("span", {}, h("strong", {}, host), words.intro(conversations));
    const note = present && h("p", { class: "panel-more" }, words.present(present));
    const view = form({ sign: "people", words, intro, fields: [email, password], onSubmit: send, more: [note].filter(Boolean) });
    return { ...view, firstFocus: password.input, dispose: password.dispose };

    async function send() {
      const result = await acceptInvitation(token, password.input.value);
      if (result.status === 404) return view.say(words.gone.text);
      if (result.status === 409) return view.say(words.taken);
      if (!settle(result, view, { email, password })) return;
      const first = await onlyConversation(result.value);
      if (first) {
        tellOtherTabs();
        return location.replace(outside(first));
      }
      await signedIn({ address: conversations > 0 ? "/shared-with-me" : "/", onLost: () => view.say(strings.welcome.noCookie), greeting: words.welcome(conversations) });
    }
  }
}

/** The address of what was shared, where that is one conversation. */
async function onlyConversation({ user }) {
  const result = await call("GET", `/api/users/${user.id}/shared-with-me?limit=2`);
  const [first, ...others] = result.kind === "done" ? result.value.shared : [];
  return first?.state === "active" && others.length === 0 ? `/shared/chats/${first.uuid}` : null;
}
