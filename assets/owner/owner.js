// The main flow of the owner's page: who is signed in, which view the address names, and what happens when the session
// ends. To add a view, see views.js; a dialog, dialog.js; a list, table.js; texts, strings/owner.js.

import { signIn, signOut } from "../api/api.js";
import { callsOf } from "../api/calls.js";
import { failureWithWait } from "../api/failure.js";
import { tellOtherTabs, whenOtherTabsTell, whoIsThere } from "../api/session.js";
import { inside } from "../lib/base.js";
import { strings } from "../strings/owner.js";
import { closeDialogs } from "../ui/dialog.js";
import { noticeIn } from "../ui/notice.js";
import { failurePanel, loadingPanel } from "../ui/panels.js";
import { ignoreStrayPresses } from "../ui/stray-presses.js";
import { viewHostIn } from "../ui/view-host.js";
import { frameIn } from "./frame.js";
import { navigationFrom } from "./navigation.js";
import { nothingView } from "./nothing.js";
import { viewAt } from "./views.js";
import { strangerView } from "./welcome/stranger.js";
import { signUpView, welcomeView } from "./welcome/welcome.js";

const main = document.querySelector("#main");
const host = viewHostIn(main, document.querySelector("#actions"));
const notice = noticeIn(document.querySelector("#notice"));
const frame = frameIn(document.querySelector(".bar"), { onSignOut: leave });
const navigation = navigationFrom({ isOurs: (path) => viewAt(path) !== null, onArrive: show });

let me = null; // who is signed in, as the API says it
let calls = null; // the API as that user
let latest = 0;

const viewNow = () => viewAt(inside(location.pathname) ?? "");

/** Shows what the address names, or asks who is there first. */
async function show({ scroll = 0, why } = {}) {
  const turn = (latest += 1);
  const view = viewNow() ?? { isPublic: true, open: nothingView, params: {} };
  closeDialogs();
  notice.leave();
  if (view.isPublic) {
    frame.hide();
    return put(view.open(contextOf(view)));
  }
  if (!me) {
    const result = await ask(turn);
    if (turn !== latest) return;
    if (result.kind === "nobody") return welcome(result, why);
    if (result.kind === "failure") return fail(result, { scroll, why });
  }
  frame.show(me, view.tab);
  const opened = view.open(contextOf(view));
  put(opened);
  await opened.ready;
  if (turn === latest && scroll > 0) scrollTo(0, scroll);
}

/** What a view may use; described in views.js. */
function contextOf(view) {
  const { go, setQuery } = navigation;
  const query = new URLSearchParams(location.search);
  return { me, calls, params: view.params, query, go, setQuery, retitle: () => host.retitle(), notice, signedIn, signedOut: ended };
}

function put(view) {
  host.show(view);
}

async function ask(turn) {
  if (host.view === null) host.show(loadingPanel(strings.loading));
  host.view.setBusy?.(true);
  const result = await whoIsThere();
  if (turn !== latest) return result;
  host.view.setBusy?.(false);
  if (result.kind === "signedIn") {
    ({ me } = result);
    calls = callsOf(me.user, ended);
  }
  return result;
}

function fail(failure, arrival) {
  frame.hide();
  const panel = failurePanel(failure, { onRetry: () => show(arrival) });
  // The network is back: nobody need press anything for that.
  const back = () => failure.wait === 0 && show(arrival);
  addEventListener("online", back, { once: true });
  put({ ...panel, dispose: () => removeEventListener("online", back) });
}

function welcome({ mayJoin, needsSetUp, proxy }, why) {
  frame.hide();
  notice.clear();
  if (proxy) return put(strangerView(proxy));
  const onJoin = () => put(signUpView({ onBack: () => welcome({ mayJoin, needsSetUp }), signedIn }));
  put(
    welcomeView({
      isStart: inside(location.pathname) === "/",
      needsSetUp: needsSetUp && !mayJoin,
      why,
      onSignIn: enter,
      onJoin: mayJoin ? onJoin : null,
    }),
  );
}

/** Stays at the address: whoever followed a link to a conversation wants to read that one. */
async function enter(address, secret) {
  const form = host.view;
  const result = await signIn(address, secret);
  if (host.view !== form || form.tell(result)) return;
  await signedIn({ onLost: form.cookieWasLost });
}

/**
 * Somebody has a session now: shows what the address names, or goes to `address`. `onLost` runs when the browser did not keep
 * the cookie; `greeting` is said at the foot of the window.
 */
async function signedIn({ address, onLost, greeting } = {}) {
  const turn = (latest += 1);
  const result = await ask(turn);
  if (turn !== latest) return;
  if (result.kind === "nobody") return onLost?.();
  tellOtherTabs();
  if (result.kind === "failure") return fail(result);
  if (address) navigation.go(address, { isReplacing: true });
  else await show();
  if (greeting) notice.news(greeting);
}

async function leave() {
  const result = await signOut();
  if (result.kind === "failure") return notice.problem(failureWithWait(result));
  const { sign_out_url: elsewhere } = me;
  me = null;
  tellOtherTabs();
  if (elsewhere) return location.assign(elsewhere);
  navigation.go("/");
}

/** The session is over, without this page's doing, or with it, which then says `why` and where to (`address`). */
function ended({ why = strings.frame.signedOutElsewhere, address } = {}) {
  me = null;
  tellOtherTabs();
  if (address) navigation.go(address, { isReplacing: true, why });
  else show({ why });
}

/** Another one may be signed in now: what is shown must not be theirs and somebody else's by turns. */
async function lookAgain() {
  const view = viewNow();
  if (!view || view.isPublic) return;
  const result = await whoIsThere();
  if (result.kind === "failure" || (result.kind === "signedIn" && result.me.user.id === me?.user.id)) return;
  me = null;
  show();
}

whenOtherTabsTell(lookAgain);
// A reader's page tells nobody of who signs in or out there.
document.addEventListener("visibilitychange", () => document.hidden || me === null || lookAgain());
ignoreStrayPresses();
show();
