// The sharing dialog: the form, the findings, and then the link. For a conversation that is shared already, it shows
// the link first. The fields are in share-form.js, the order of the requests in publish.js.

import { copyText } from "../../lib/clipboard.js";
import { h, setAttribute } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { confirm, problemText } from "../../ui/confirm.js";
import { openDialog } from "../../ui/dialog.js";
import { failureState, skeleton } from "../../ui/view-states.js";
import { invitedPeople } from "./invite-people.js";
import { linkActions, shareNow } from "./link-actions.js";
import { newPassword } from "./new-password.js";
import { publish } from "./publish.js";
import { isCredential } from "./share-facts.js";
import { findings, listOfVisible, redactionsChange, redactionsOf } from "./share-findings.js";
import { shareForm } from "./share-form.js";
import { refusalText, toSearch } from "./share-part.js";
import { sharePanel } from "./share-panel.js";
import { openPeople, peopleOf } from "./share-people.js";
import { openVisitors } from "./share-visitors.js";

const words = strings.sharing;

/**
 * `calls` are those of the user (calls.js), `chat` has id and name, `notice` is the one at the foot of the window. `onChange` gets the
 * share as it is now, or null when there is none any more. `isEditing`: begins with the form of a link that there is.
 */
export function openSharing({ calls, chat, notice, onChange, isEditing = false, returnTo }) {
  const name = chat.name || words.untitled;
  const actions = linkActions(calls);
  let share = null;
  let people = { entries: [], invitations: [] };
  let form = null;
  let isBusy = false;
  let settled = null; // the share before what is under way, or was lost on its way

  const dialog = openDialog({
    title: (isEditing ? words.editTitle : words.title)(name),
    look: "dialog-wide",
    body: [skeleton(3)],
    mayClose: () => !isBusy,
    onClose: () => form?.dispose(),
    returnTo,
  });
  load();
  return dialog;

  async function load() {
    const result = await calls.get(`/shares?chat_id=${chat.id}&limit=1`);
    const list =
      result.kind === "done" && result.value.shares[0]?.has_whitelist ? await peopleOf({ calls, share: result.value.shares[0] }) : null;
    const bad = [result, list].find((one) => one && one.kind !== "done");
    if (!dialog.element.isConnected || bad?.kind === "signedOut") return;
    if (bad?.kind === "failure") return dialog.replace({ body: failureState(bad, { onRetry: load }), actions: [closeButton()] });
    if (bad) return dialog.replace({ body: h("p", {}, problemText(bad)), actions: [closeButton()] });
    share = settled = result.value.shares[0] ?? null;
    people = list?.value ?? { entries: [], invitations: [] };
    if (share && !isEditing) showLink();
    else showForm();
  }

  // The form.

  function showForm() {
    form?.dispose();
    const emails = people.entries
      .filter((entry) => entry.whitelisted_neptun_user_id !== calls.user.id)
      .map((entry) => entry.email.toLowerCase());
    form = shareForm({ calls, chat, share, people: emails, onSubmit: submit, onReview: () => check({ isReview: true }) });
    drawForm();
  }

  function drawForm() {
    const back = share ? button(words.back, showLink) : button(strings.dialog.cancel, () => dialog.close());
    dialog.replace({
      title: (share ? words.editTitle : words.title)(name),
      body: form.element,
      actions: [back, form.button],
      focus: share ? undefined : form.button,
    });
    form.setBusy(false);
  }

  /** What is published for the first time, or more of it, is searched; other changes need no search. */
  function submit() {
    const wanted = form.wanted();
    if (share === null || wanted.isOtherPart) return check({});
    const { redactions: before } = share;
    send({ wanted, redactionsFor: (now) => redactionsChange({ ...wanted, before, now }) });
  }

  // What was found.

  async function check({ isReview = false }) {
    if (isBusy) return;
    const wanted = form.wanted();
    setBusy(true);
    dialog.say(words.form.busy);
    const result = await calls.post(`/chats/${chat.id}/shares/check`, toSearch(wanted.part));
    setBusy(false);
    if (result.kind === "signedOut") return;
    dialog.say();
    if (result.kind === "failure") return form.fail(result);
    if (result.kind !== "done") return form.say(refusalText(result));
    if (result.value.findings.length > 0 || isReview) return showFindings(result.value, { wanted });
    form.setBusy(true);
    send({ wanted, redactionsFor: (before) => redactionsOf({ keys: wanted.keys, words: wanted.words, before }) });
  }

  /** `proceed` sends what is chosen; `back` leads where one came from. */
  function showFindings(found, { wanted, keys = wanted.keys, own = wanted.words, proceed, back = drawForm }) {
    const list = findings({ ...found, before: share?.redactions ?? null, keys, own, onChange: draw });
    const go = h("button", {
      type: "button",
      class: "button button-main",
      onClick: () => isBusy || (list.own.isFine() && decide(list.visible())),
    });
    const anyway = found.findings.length > 0 && button(words.found.anyway, () => isBusy || decide(found.findings, list.hideNothing));
    dialog.replace({
      title: found.findings.length > 0 ? words.found.title(found.findings.length) : words.found.titleNone,
      body: list.element,
      actions: [button(words.back, () => isBusy || back(), "button-aside"), anyway, go].filter(Boolean),
    });
    draw();

    function draw() {
      const n = list.hidden();
      go.replaceChildren(
        n > 0 ? words.found.hide(n) : found.findings.length > 0 ? words.found.anyway : share ? words.found.save : words.found.hideAll,
      );
      if (anyway) anyway.hidden = n === 0;
      dialog.say(list.visible().length > 0 ? words.found.readers(list.visible().length) : null);
    }

    /** What opens something to who has it does not get out by a slip. */
    function decide(visible, before) {
      const go = () => (before?.(), run());
      const dangerous = visible.filter((find) => isCredential(find.kind));
      if (dangerous.length === 0) return go();
      confirm({
        words: words.found.confirm,
        more: [listOfVisible(dangerous)],
        isDangerous: true,
        onConfirm: async () => ({ kind: "done" }),
        onDone: go,
      });
    }

    function run() {
      const redactions = list.redactions();
      if (proceed) return proceed(redactions);
      setBusy(true);
      go.replaceChildren(words.publishing);
      setAttribute(go, "aria-disabled", "true");
      send({ wanted, redactionsFor: () => redactions, onFailure: () => (setAttribute(go, "aria-disabled", null), draw()) });
    }
  }

  // Publishing.

  async function send({ wanted, redactionsFor, onFailure }) {
    const isNew = settled === null;
    const { entries } = people;
    const [isToWork, isBegun] = [isNew || settled.is_shared, share !== settled];
    setBusy(true);
    const result = await publish({ calls, chat, share, wanted, entries, redactionsFor, isToWork, isBegun });
    setBusy(false);
    form.setBusy(false);
    if (result.kind === "signedOut") return;
    if (result.kind !== "done") {
      share = result.share ?? share;
      const why = refusalText(result);
      onFailure?.();
      dialog.say(result.isClosed && (isNew || settled.is_shared) ? `${why} ${words.stillClosed}` : why, { isProblem: true });
      if (share !== null) onChange?.(result.status === 404 ? null : share);
      return;
    }
    await finish(result.value, { isNew, invited: result.invited, password: wanted.access.password });
  }

  async function finish(value, { isNew, invited, password }) {
    share = settled = value;
    const isCopied = isNew && (await copyText(share.short_url));
    const list = share.has_whitelist ? await peopleOf({ calls, share }) : null;
    people = list?.kind === "done" ? list.value : { entries: [], invitations: [] };
    if (!dialog.element.isConnected) return onChange?.(share);
    showLink({ isNew, invited, password });
    dialog.say(isCopied ? words.panel.copied : isNew ? null : words.panel.saved);
    onChange?.(share);
  }

  // The link.

  function showLink({ isNew = false, invited = [], password } = {}) {
    form?.dispose();
    form = null;
    const more = [
      password !== undefined && newPassword({ url: share.short_url, password }),
      invited.length > 0 && invitedPeople(invited).element,
    ];
    const panel = sharePanel({
      calls,
      share,
      more,
      on: {
        edit: showForm,
        pause: () => act(panel, actions.pause, words.panel.paused),
        resume: () => act(panel, actions.resume, words.panel.resumed),
        update: () => update(panel),
        newLink: () => act(panel, actions.newLink, words.panel.renewed),
        stop: () => stop(),
        people: () => openPeople({ calls, chat, share, onChange: reload }),
        visitors: () => openVisitors({ calls, chat, share }),
      },
    });
    dialog.replace({
      title: isNew ? words.panel.ready : words.panel.shared(name),
      body: panel.element,
      actions: [button(words.done, () => dialog.close(), "button-main")],
      focus: panel.copyButton,
    });
  }

  async function act(panel, run, said) {
    if (isBusy) return;
    setBusy(true);
    panel.setBusy(true);
    const result = await run(share);
    setBusy(false);
    panel.setBusy(false);
    if (result === null || result.kind === "signedOut") return;
    if (result.kind !== "done") return refused(result);
    share = settled = result.value;
    showLink();
    dialog.say(said);
    onChange?.(share);
  }

  /** Another window may have stopped it. */
  function refused(result) {
    dialog.say(problemText(result), { isProblem: true });
    if (result.status === 404) onChange?.(null);
  }

  /** What came to the conversation since is searched like what is published first. */
  async function update(panel) {
    if (isBusy) return;
    setBusy(true);
    panel.setBusy(true);
    const { until_message_id, message_ids, redactions } = share;
    const result = await calls.post(`/chats/${chat.id}/shares/check`, toSearch({ until_message_id, message_ids, is_frozen: false }));
    setBusy(false);
    panel.setBusy(false);
    if (result.kind === "signedOut") return;
    if (result.kind !== "done") return dialog.say(problemText(result), { isProblem: true });
    const isOpen = (find) => !redactions.kinds.includes(find.kind) && !redactions.finds.some((other) => other.id === find.id);
    if (!result.value.findings.some(isOpen)) return act(panel, actions.update, words.panel.updated);
    const proceed = (chosen) =>
      act(
        panel,
        async () => {
          const now = await shareNow(calls, share);
          if (now.kind !== "done") return now;
          const changed = await calls.post(`/chats/${chat.id}/shares`, { redactions: chosen });
          return changed.kind === "done" ? actions.update(share) : changed;
        },
        words.panel.updated,
      );
    showFindings(result.value, {
      keys: redactions.kinds.some(isCredential),
      own: redactions.words,
      wanted: {},
      proceed,
      back: () => showLink(),
    });
  }

  async function stop() {
    const result = await actions.stop([share]);
    if (result === null) return;
    dialog.close();
    notice.news(words.panel.stopped(name));
    onChange?.(null);
  }

  /** The list of people may be another one, and with it whom the link is for. */
  async function reload() {
    const result = await calls.get(`/shares?chat_id=${chat.id}&limit=1`);
    if (result.kind !== "done" || !dialog.element.isConnected || !result.value.shares[0]) return;
    share = settled = result.value.shares[0];
    const list = share.has_whitelist ? await peopleOf({ calls, share }) : null;
    if (list?.kind === "done") people = list.value;
    showLink();
    onChange?.(share);
  }

  function setBusy(on) {
    isBusy = on;
  }

  function closeButton() {
    return button(words.close, () => dialog.close());
  }
}

function button(text, onClick, look = "") {
  return h("button", { type: "button", class: `button ${look}`.trim(), onClick }, text);
}
