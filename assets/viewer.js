// The page's one flow: ask the server, show what it decided, and ask again when the reader did something about it.

import { readFile, readShare, signIn, signOut } from "./api.js";
import { conversationView } from "./conversation.js";
import { failureWithWait } from "./failure.js";
import { noticeIn } from "./notice.js";
import { failurePanel, forbiddenPanel, loadingPanel, missingPanel } from "./panels.js";
import { passwordForm } from "./password-form.js";
import { screenIn } from "./screen.js";
import { signInForm } from "./sign-in-form.js";
import { strings } from "./strings.js";

const uuid = uuidFrom(location.pathname);
const screen = screenIn(document.querySelector("#main"), document.querySelector("#actions"));
const notice = noticeIn(document.querySelector("#notice"));

let password = null; // what opened the share; in memory only, a reload asks again
let email = null; // who signed in on this page
let latest = 0;
let running = new AbortController();

screen.show(loadingPanel());
read();

/** Asks for the share with the password that worked, or with a new one to try. */
async function read({ tried = password, signedIn = false } = {}) {
  const turn = (latest += 1);
  running.abort();
  running = new AbortController();
  screen.view.setBusy?.(true);
  const outcome = await readShare(uuid, tried, running.signal);
  // A newer question was asked meanwhile: its answer counts, whichever comes first.
  if (turn !== latest) return;

  screen.view.setBusy?.(false);
  reactions[outcome.kind](outcome, tried, signedIn);
}

/** What the page does about each outcome; `tried` is the password that was sent. */
const reactions = {
  conversation({ conversation }, tried) {
    password = tried;
    if (screen.view.name === "conversation") return refreshed(screen.view, conversation);
    const opened = screen.view.name === "loading";
    const onFile = (sha256) => readFile(uuid, sha256, password);
    const view = conversationView(conversation, { onRefresh: read, onSignOut: leave, onFile });
    screen.show(view);
    if (opened) notice.whisper(view.loadedText());
  },
  password(_, tried) {
    password = null;
    const { view } = screen;
    if (view.name === "password") return view.wrong();
    replace(passwordForm({ changed: tried !== null, onPassword: (typed) => read({ tried: typed }) }));
  },
  signIn(_, tried, signedIn) {
    password = tried;
    if (signedIn) return screen.view.cookieWasLost();
    replace(signInForm({ again: false, onSignIn: enter }));
  },
  forbidden(_, tried) {
    password = tried;
    const onOther = () => replace(signInForm({ again: true, onSignIn: enter }));
    replace(forbiddenPanel({ email, onOther, onSignOut: leave }));
  },
  missing() {
    replace(missingPanel({ onRetry: () => read() }));
  },
  failure(failure, tried) {
    const { view } = screen;
    if (view.fail) return view.fail(failure);
    if (view.name === "conversation") return notice.problem(strings.refresh.failed(failureWithWait(failure)));
    replace(failurePanel(failure, { onRetry: () => read({ tried }) }));
  },
};

function replace(view) {
  notice.clear();
  screen.show(view);
}

function refreshed(view, conversation) {
  const changes = view.update(conversation);
  screen.retitle();
  const words = strings.refresh;
  const parts = [
    changes.added.length > 0 && words.added(changes.added.length),
    changes.changed.length > 0 && words.changed(changes.changed.length),
    changes.removed > 0 && words.removed(changes.removed),
  ].filter(Boolean);
  const next = changes.added[0] ?? changes.changed[0];
  if (parts.length === 0) notice.news(words.same);
  else if (next === undefined) notice.news(parts.join(", "));
  else notice.offer(parts.join(", "), () => view.goTo(next));
}

async function enter(address, secret) {
  const form = screen.view;
  const result = await signIn(address, secret);
  if (screen.view !== form) return;
  if (result.kind === "refused") return form.wrong();
  if (result.kind === "invalidEmail") return form.invalidEmail();
  if (result.kind === "failure") return form.fail(result);
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
