// What an administrator can do with somebody's account. Actions that others will notice ask for confirmation.

import { h } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { confirm, problemText } from "../../ui/confirm.js";
import { copyField } from "../../ui/copy-field.js";
import { openDialog } from "../../ui/dialog.js";

const words = strings.server.accounts;

/** `list` is the table of the accounts, `part` the section that it is in. */
export function accountActions({ calls, notice }, { list, part }) {
  const { admin } = calls;
  const pathOf = (account) => `/accounts/${account.id}`;
  const returnTo = () => part.heading;
  const titled = (text, account) => ({ ...text, title: text.title(account.primary_email) });
  const change = (account, what) => admin.patch(pathOf(account), what);

  /** Shows the account as it is now, and says so. */
  function changed({ account }, say) {
    list.update(account);
    notice.news(say(account.primary_email));
  }

  return {
    async enable(account) {
      const result = await change(account, { is_disabled: false });
      if (result.kind === "done") changed(result.value, words.enabled);
      else if (result.kind !== "signedOut") notice.problem(problemText(result));
    },

    disable(account) {
      confirm({
        words: titled(words.confirmDisable, account),
        isDangerous: true,
        onConfirm: () => change(account, { is_disabled: true }),
        onDone: (value) => changed(value, words.isDisabled),
        returnTo,
      });
    },

    async setAdmin(account, isAdmin) {
      if (isAdmin) {
        return confirm({
          words: titled(words.confirmAdmin, account),
          onConfirm: () => change(account, { is_admin: true }),
          onDone: (value) => changed(value, words.isAdmin),
          returnTo,
        });
      }
      const result = await change(account, { is_admin: false });
      if (result.kind === "done") changed(result.value, words.isNoAdmin);
      else if (result.kind !== "signedOut") notice.problem(problemText(result));
    },

    signOut(account) {
      const tokens = h("input", { type: "checkbox", class: "tick" });
      confirm({
        words: titled(words.confirmSignOut, account),
        more: [h("label", { class: "check" }, tokens, h("span", { class: "check-name" }, words.confirmSignOut.tokens))],
        onConfirm: () => admin.remove(`${pathOf(account)}/sessions${tokens.checked ? "?tokens=true" : ""}`),
        onDone: () => notice.news(words.isSignedOut(account.primary_email)),
        returnTo,
      });
    },

    /** The link is told once, as it is made; another one can always be had. */
    async passwordLink(account) {
      const result = await admin.post(`${pathOf(account)}/password-link`);
      if (result.kind === "signedOut") return;
      if (result.kind !== "done") return notice.problem(problemText(result));
      const line = copyField({ label: words.link, value: result.value.password_link.url, hint: words.linkHint });
      const done = h("button", { type: "button", class: "button button-main", onClick: () => dialog.close() }, words.done);
      const dialog = openDialog({ title: words.linkOf(account.primary_email), body: [line.element], actions: [done], returnTo });
      line.button.focus();
    },

    remove(account) {
      const text = words.confirmRemove;
      confirm({
        words: { ...titled(text, account), text: text.text(account.conversations, account.links) },
        isDangerous: true,
        onConfirm: () => admin.discard(pathOf(account)),
        onDone() {
          list.remove(account.id);
          part.draw();
          notice.news(words.isRemoved(account.primary_email));
        },
        returnTo,
      });
    },
  };
}
