// Who is signed in, and the ways to sign in. Changes in other tabs are noticed here, too.

import { asObject, asText } from "../lib/values.js";
import { call } from "./calls.js";

/** Gives {kind: "signedIn", me} with `me.user` and `me.session` as the API has them, {kind: "nobody", ...}, or a failure. */
export async function whoIsThere() {
  const result = await call("GET", "/api/auth/me");
  if (result.kind === "signedOut") {
    const data = asObject(result.body.data);
    const proxy = data.proxy === undefined ? null : asObject(data.proxy);
    return { kind: "nobody", mayJoin: data.sign_up === "open", needsSetUp: data.needs_set_up === true, proxy };
  }
  if (result.kind !== "done") return asFailure(result);
  const me = asObject(result.value);
  return asObject(me.user).id === undefined ? { kind: "failure", why: "garbled", wait: 0 } : { kind: "signedIn", me };
}

/** The results of these are those of a call (calls.js). */
export const lookAtSetUp = (token) => call("POST", "/api/auth/set-up/look", { token });
export const setUp = (token, email, password) => call("POST", "/api/auth/set-up", { token, email, password });
export const lookAtInvitation = (token) => call("POST", "/api/auth/invitations/look", { token });
export const acceptInvitation = (token, password) => call("POST", "/api/auth/invitations/accept", { token, password });
export const lookAtPasswordLink = (token) => call("POST", "/api/auth/password-links/look", { token });
export const followPasswordLink = (token, password) => call("POST", "/api/auth/password-links/follow", { token, password });
export const signUp = (email, password) => call("POST", "/api/auth/sign-up", { email, password });

/** The token of a link, which stands in the address's fragment so that it is in no log; "" for none. */
export const tokenOf = (hash) => (/^#[\w-]{1,200}$/.test(hash) ? hash.slice(1) : "");

/** Which fields a 400 is about. */
export const fieldsOf = ({ issues = [] }) => issues.map((issue) => asText(asObject(issue).path?.[0]));

const channel = globalThis.BroadcastChannel ? new BroadcastChannel("neptun-share session") : null;

/** Tells other tabs that somebody signed in or out. */
export const tellOtherTabs = () => channel?.postMessage("changed");

/** Calls back when another tab told so. */
export function whenOtherTabsTell(onChange) {
  if (channel) channel.onmessage = onChange;
}

/** A refusal where none is foreseen: a server that is older or newer than this page. */
function asFailure(result) {
  return result.kind === "failure" ? result : { kind: "failure", why: "garbled", wait: 0 };
}
