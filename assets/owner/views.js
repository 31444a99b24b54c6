// Every address of the owner's page, and the view behind it.
//
// To add one: a line here, a line in src/http/routes.rs and assets/openapi.json (the server answers each address with the
// same document), and a module whose function gets a context and returns a view.
//
// The context:
//   me         the answer of GET /api/auth/me: `me.user`, `me.session` (null for public views)
//   calls      the API as this user (calls.js)
//   params     the decoded values of the path's placeholders; `query` is the part after "?" (URLSearchParams)
//   go         goes to another address: `go("/shares")`; ordinary links in the page do the same by themselves. A notice for
//              the new view has to be shown afterwards
//   setQuery   keeps the search or order in the address (navigation.js)
//   retitle    for a view whose title is known later, or changes
//   notice     the notice at the bottom of the window, with Undo (notice.js: news, note, problem, offer, timed)
//   signedIn   for views that created an account: asks the server who is signed in now, and goes to an address
//   signedOut  for views that ended the session: shows the sign-in page
//
// The view, as view-host.js expects it: `name`, `element`, `title` (of the tab), `heading` (its h1, which gets the focus),
// and optionally `actions` (for the bar), `firstFocus`, `dispose` (called when it closes), and `ready`: a promise; going
// back in the history scrolls only after it is fulfilled. A view shows its frame at once and fetches its data itself; see
// view-states.js for what it shows meanwhile, and if there is nothing or no answer.

import { accountView } from "./account/account.js";
import { deviceView } from "./account/device.js";
import { conversationsView } from "./conversations/conversations.js";
import { ownConversationView } from "./conversations/own-conversation.js";
import { sharedLinksView } from "./links/shared-links.js";
import { serverView } from "./server/server.js";
import { sharedWithMeView } from "./shared-with-me/shared-with-me.js";
import { invitationView } from "./welcome/invitation.js";
import { passwordLinkView } from "./welcome/password-link.js";
import { setUpView } from "./welcome/set-up.js";

/** `tab` is the one that is marked in the bar; `isPublic`: nobody has to be signed in. */
const views = [
  { path: "/", tab: "/", open: conversationsView },
  { path: "/conversations/{chatId}", tab: "/", open: ownConversationView },
  { path: "/shares", tab: "/shares", open: sharedLinksView },
  { path: "/shared-with-me", tab: "/shared-with-me", open: sharedWithMeView },
  { path: "/account", open: accountView },
  { path: "/server", open: serverView },
  { path: "/device", open: deviceView },
  { path: "/set-up", isPublic: true, open: setUpView },
  { path: "/invitation", isPublic: true, open: invitationView },
  { path: "/new-password", isPublic: true, open: passwordLinkView },
];

/** The line above for a path, with `params`; null when there is none. */
export function viewAt(pathname) {
  const steps = pathname.split("/");
  for (const view of views) {
    const params = match(view.path.split("/"), steps);
    if (params) return { ...view, params };
  }
  return null;
}

function match(expected, steps) {
  if (expected.length !== steps.length) return null;
  const params = {};
  for (const [i, step] of steps.entries()) {
    const [, name] = /^\{(\w+)\}$/.exec(expected[i]) ?? [];
    if (name) params[name] = decoded(step);
    else if (step !== expected[i]) return null;
  }
  return params;
}

function decoded(step) {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
