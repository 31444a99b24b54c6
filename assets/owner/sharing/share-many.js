// The dialog for sharing several conversations at once: one form for all, the findings in all of them, and then their
// links. Each gets its own link; if one fails, the others are not affected.

import { h, setAttribute } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { confirm, problemText } from "../../ui/confirm.js";
import { openDialog } from "../../ui/dialog.js";
import { manyFindings } from "./many-findings.js";
import { manyForm } from "./many-form.js";
import { manyLinks } from "./many-links.js";
import { publish } from "./publish.js";
import { isCredential } from "./share-facts.js";
import { listOfVisible } from "./share-findings.js";

const words = strings.sharing;
const said = words.many;

/**
 * `chats` are rows of the list; those with a link keep it as it is. `onChange` runs once something was published; `returnTo` gives
 * where the focus goes then.
 */
export function openSharingOfMany({ calls, chats, onChange, returnTo }) {
  const outcomes = new Map(chats.map((chat) => [chat.id, { chat, share: chat.share ?? null }]));
  const unshared = () => [...outcomes.values()].filter(({ share }) => share === null).map(({ chat }) => chat);
  const invited = new Map(); // address to invitation
  let isPublishing = false;
  let isClosed = false;

  const form = manyForm({ left: () => unshared().length, shared: chats.length - unshared().length, onSubmit: search });
  const dialog = openDialog({
    title: said.title(chats.length),
    look: "dialog-wide",
    mayClose: () => !isPublishing,
    onClose: () => {
      isClosed = true;
      form.dispose();
    },
    returnTo,
  });
  if (unshared().length > 0) drawForm();
  else showLinks();
  return dialog;

  function drawForm() {
    dialog.replace({
      title: said.title(chats.length),
      body: form.element,
      actions: [button(strings.dialog.cancel, () => dialog.close()), form.button],
      focus: form.button,
    });
    form.setBusy(false);
  }

  /** What is about to be published is searched, all of it before anything of it is. */
  async function search() {
    const wanted = form.wanted();
    const found = [];
    const wave = unshared();
    for (const [at, chat] of wave.entries()) {
      dialog.say(said.searching(at + 1, wave.length));
      const result = await calls.post(`/chats/${chat.id}/shares/check`, {});
      if (isClosed || result.kind === "signedOut") return;
      if (result.kind === "failure") return stop(() => form.fail(result));
      if (result.kind === "done") found.push({ chat, ...result.value });
      else fail(chat, result);
    }
    if (found.length === 0) return showLinks();
    const list = manyFindings({ found, keys: wanted.keys, own: wanted.words, onChange: () => draw() });
    if (list.total === 0) return send(wanted, list);

    const go = h("button", { type: "button", class: "button button-main", onClick: () => list.own.isFine() && decide() });
    dialog.replace({
      title: words.found.title(list.total),
      body: list.element,
      actions: [button(words.back, () => isPublishing || drawForm(), "button-aside"), go],
    });
    draw();

    function draw() {
      const hidden = list.hidden();
      go.replaceChildren(hidden > 0 ? words.found.hide(hidden) : words.found.anyway);
      dialog.say(list.visible().length > 0 ? words.found.readers(list.visible().length) : null);
    }

    function decide() {
      if (isPublishing) return;
      const dangerous = list.visible().filter(({ kind }) => isCredential(kind));
      const run = () => {
        setAttribute(go, "aria-disabled", "true");
        send(wanted, list);
      };
      if (dangerous.length === 0) return run();
      const more = [listOfVisible(dangerous)];
      confirm({ words: words.found.confirm, more, isDangerous: true, onConfirm: async () => ({ kind: "done" }), onDone: run });
    }
  }

  function stop(tell) {
    dialog.say();
    tell();
  }

  async function send(wanted, list) {
    isPublishing = true;
    const wave = list.chats;
    for (const [at, chat] of wave.entries()) {
      dialog.say(said.publishing(at + 1, wave.length));
      const redactionsFor = () => list.redactionsOf(chat);
      const { begun = null } = outcomes.get(chat.id);
      const result = await publish({ calls, chat, share: begun, wanted, entries: [], redactionsFor, isToWork: true, isBegun: true });
      if (result.kind === "signedOut") return;
      if (result.kind === "done") keep(chat, result);
      else fail(chat, result);
    }
    isPublishing = false;
    showLinks(wanted.access.password);
    onChange?.();
  }

  function keep(chat, { value, invited: people }) {
    outcomes.set(chat.id, { chat, share: value, isNew: true });
    for (const one of people) if (one.url !== null || !invited.has(one.email)) invited.set(one.email, one);
  }

  /** A link that was made and is not open yet (publish.js) is gone on with when it is tried again. */
  function fail(chat, { share: begun = null, ...result }) {
    const why = begun === null ? problemText(result) : `${problemText(result)} ${said.closed}`;
    outcomes.set(chat.id, { chat, share: null, begun, why });
  }

  function showLinks(password) {
    const list = manyLinks({ outcomes: [...outcomes.values()], invited: [...invited.values()], password });
    const again = unshared().length > 0 && button(words.tryAgain, drawForm);
    dialog.replace({
      title: said.ready(list.ready),
      body: list.element,
      actions: [again, button(words.done, () => dialog.close(), "button-main")].filter(Boolean),
      focus: list.copyAll,
    });
  }
}

function button(text, onClick, look = "") {
  return h("button", { type: "button", class: `button ${look}`.trim(), onClick }, text);
}
