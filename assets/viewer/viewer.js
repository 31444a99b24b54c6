// The main flow of the readers' page: ask the server, show its decision, and ask again when the reader has done
// something about it.

import { checkForUpdate, exportAddress, takeView, readExport, readFile, readShare, readSource, signIn, signOut } from "../api/api.js";
import { listen } from "../api/events.js";
import { failureWithWait } from "../api/failure.js";
import { whenPageVisible } from "../lib/page-visibility.js";
import { conversationView } from "../reading/conversation.js";
import { strings } from "../strings/reader.js";
import { noticeIn } from "../ui/notice.js";
import { failurePanel, forbiddenPanel, loadingPanel, missingPanel, viewPanel } from "../ui/panels.js";
import { signInForm } from "../ui/sign-in-form.js";
import { viewHostIn } from "../ui/view-host.js";
import { liveChanges } from "./live.js";
import { passwordForm } from "./password-form.js";
import { updateCheck } from "./update-check.js";

const uuid = uuidFrom(location.pathname);
const main = document.querySelector("#main");
const host = viewHostIn(main, document.querySelector("#actions"));
const notice = noticeIn(document.querySelector("#notice"));
const updates = updateCheck({
  ask: () => checkForUpdate(uuid, password, host.view.revision),
  onChange: () => read({ isQuiet: true }),
  onClosed: () => notice.note(strings.news.closed),
  onLive: () => live.start(),
});
const live = liveChanges({
  bar: document.querySelector(".bar-state"),
  listen: (signal, onEvent) => listen(uuid, password, signal, onEvent),
  onRevision: (revision) => revision !== host.view.revision && updates.now(),
  onEnd: () => updates.now(),
});

/** On a short link: what it leads to is known to the server alone. */
const isShort = /\/s\/[^/]*\/?$/.test(location.pathname);

/** Before a network that has asked for many links that there are not asks again. */
const WAIT_S = 30;

/** After a refresh that failed. */
const RESPITE_MS = 5_000;

let password = null; // what opened the share; in memory only, a reload asks again
let email = null; // who signed in on this page
let latest = 0;
let running = new AbortController();

/** What the page may ask about the share that it shows. */
const share = {
  hasPassword: () => password !== null,
  readSource: () => readSource(uuid, password),
  readExport: (format) => readExport(uuid, format, password),
  exportAddress: (format) => exportAddress(uuid, format),
};

/** The server has decided already, and put the conversation into the page or the decision beside it. */
function start() {
  const { state } = main.dataset;
  const messages = main.querySelector(".conversation .messages");
  const isWhole = document.querySelector(".foot") !== null;
  if (messages && !isWhole) return readRest(messages);
  if (messages) {
    reactions.conversation({ conversation: messages.closest(".conversation") }, null, {});
    return updates.start();
  }
  if (["password", "signIn", "forbidden", "missing"].includes(state)) return reactions[state]({}, null, {});
  if (state === "tooMany") return host.show(failurePanel({ why: "tooMany", wait: WAIT_S }, { onRetry: () => location.reload() }));
  host.show(loadingPanel());
  read();
}

/** The line broke off within the page. The last message that came may be half of one. */
function readRest(messages) {
  messages.querySelector(":scope > :last-child > .message:last-child")?.remove();
  reactions.conversation({ conversation: messages.closest(".conversation") }, null, {});
  read({ isRest: true });
}

/** Asks for the share with the password that worked, or with a new one to try; `why` is for what comes of it. */
async function read({ tried = password, ...why } = {}) {
  const turn = (latest += 1);
  running.abort();
  running = new AbortController();
  updates.stop();
  if (!why.isQuiet) host.view?.setBusy?.(true);
  const asked = Date.now();
  const since = why.isRest || why.isWhole ? null : host.view?.revision;
  const result = await readShare(uuid, tried, { since, signal: running.signal });
  // A newer question was asked meanwhile: its answer counts, whichever comes first.
  if (turn !== latest) return;

  if (!why.isQuiet) host.view.setBusy?.(false);
  if (why.isQuiet && result.kind !== "conversation") return notRefreshed(result);
  reactions[result.kind](result, tried, why);
  if (host.view.name === "conversation") updates.start(Date.now() - asked);
}

/** What the reader has stays, whatever became of the link. */
function notRefreshed(result) {
  if (result.kind === "failure") updates.start(RESPITE_MS);
  else notice.note(strings.news.closed);
}

/** What the page does about each result; `tried` is the password that was sent. */
const reactions = {
  conversation({ conversation }, tried, why) {
    password = tried;
    if (host.view?.name === "conversation") return refreshed(host.view, conversation, why);
    const onFile = (sha256) => readFile(uuid, sha256, password);
    const onLost = () => notice.note(strings.conversation.lost);
    const on = { onRefresh: () => read(), onSignOut: leave, onFile, onLost, share, notice };
    const view = conversationView(conversation, on);
    const wasAsked = host.view !== null;
    host.show(view);
    notice.clear();
    if (wasAsked) notice.whisper(view.loadedText());
    view.arrive();
    // Who has opened it within the last hour is not counted again. Nobody waits for that.
    whenPageVisible(() => takeView(uuid, password));
  },
  view({ left }, tried) {
    password = tried;
    replace(viewPanel({ left, onOpen: open }));
  },
  password(_, tried) {
    password = null;
    const { view } = host;
    if (view?.name === "password") return view.wrong();
    replace(passwordForm({ changed: tried !== null, onPassword: (typed) => read({ tried: typed }) }));
  },
  signIn(_, tried, { signedIn }) {
    password = tried;
    if (signedIn) return host.view.cookieWasLost();
    replace(signInForm({ again: false, onSignIn: enter }));
  },
  forbidden(_, tried) {
    password = tried;
    const onOther = () => replace(signInForm({ again: true, onSignIn: enter }));
    replace(forbiddenPanel({ email, onOther, onSignOut: leave }));
  },
  missing() {
    replace(missingPanel({ onRetry: () => (isShort ? location.reload() : read()) }));
  },
  failure(failure, tried) {
    const { view } = host;
    if (view.fail) return view.fail(failure);
    if (view.name === "conversation") return notice.problem(strings.refresh.failed(failureWithWait(failure)));
    replace(failurePanel(failure, { onRetry: () => read({ tried }) }));
  },
};

/** Uses one of the views of the link. */
async function open() {
  const { view } = host;
  view.setBusy(true);
  const result = await takeView(uuid, password);
  if (host.view !== view) return;
  view.setBusy(false);
  if (result.kind === "failure") return notice.problem(failureWithWait(result));
  if (result.kind === "missing") reactions.missing();
  else await read();
}

function replace(view) {
  notice.clear();
  host.show(view);
}

function refreshed(view, conversation, { isRest, isQuiet }) {
  const changes = view.update(conversation, { isRest });
  if (!changes) return void read({ isQuiet, isWhole: true });
  host.retitle();
  if (isRest) view.arrive();
  else if (isQuiet) view.tellQuietly(changes);
  else view.tell(changes);
}

async function enter(address, secret) {
  const form = host.view;
  const result = await signIn(address, secret);
  if (host.view !== form || form.tell(result)) return;
  email = result.email;
  await read({ signedIn: true });
}

async function leave() {
  const result = await signOut();
  if (result.kind === "failure") return notice.problem(failureWithWait(result));
  email = null;
  await read();
}

/** The last part of the address, as the server has it; an address that does not decode is asked for as it stands. */
function uuidFrom(path) {
  const last = path.replace(/\/+$/, "").split("/").at(-1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}

start();
