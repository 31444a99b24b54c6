// Calls of the API as the signed-in person. Every result has a `kind`:
//   done: `value` is the answer's JSON (or its text, if it is not JSON);
//   refused: `status`, `message` (what the server says, or ""), `issues` (of a 400), `data`;
//   signedOut: the session has ended; the page handles this, and a view just stops;
//   aborted: the view cancelled it; failure: nothing was decided, see result.js and failure.js.

import { asObject, asText } from "../lib/values.js";
import { request, withBody } from "./request.js";
import { failureOf, jsonOf } from "./result.js";
import { upload } from "./upload.js";

/** One call. `body` is sent as JSON unless it is undefined; `options` may have `signal`, `headers` and `patience` (milliseconds). */
export async function call(method, path, body, options = {}) {
  const sent = body === undefined ? { method } : withBody(method, body);
  const headers = { ...sent.headers, ...options.headers };
  const result = await request(path, { cache: "no-store", ...sent, ...options, headers }, resultOfCall);
  return options.signal?.aborted ? { kind: "aborted" } : result;
}

/**
 * The calls of one user: `calls.get("/chats?limit=50")` asks below `/api/users/{id}`, `calls.admin.get("/server")` below
 * `/api/admin`. `onSignedOut` runs when the session is over.
 */
export function callsOf(user, onSignedOut) {
  const home = `/api/users/${user.id}`;
  async function send(method, path, body, options) {
    const result = await call(method, path, body, options);
    if (result.kind === "signedOut") onSignedOut();
    return result;
  }
  const below = (base) => ({
    get: (path, options) => send("GET", base + path, undefined, options),
    post: (path, body = {}, options = {}) => send("POST", base + path, body, options),
    patch: (path, body, options) => send("PATCH", base + path, body, options),
    remove: (path, body, options) => send("DELETE", base + path, body, options),
    /** Removes what the address names; what is gone already is just as well. */
    async discard(path) {
      const result = await send("DELETE", base + path);
      return result.status === 404 ? { kind: "done", value: true } : result;
    },
  });
  return {
    /** Where everything of this user is; for links. */
    home,
    /** Who this is. */
    user,
    ...below(home),
    /** What only administrators may ask. */
    admin: below("/api/admin"),
    /** Sends a file; see upload.js for what comes of it. */
    async upload(path, file, options) {
      const result = await upload(home + path, file, options, resultOfCall);
      if (result.kind === "signedOut") onSignedOut();
      return result;
    },
  };
}

/** What an answer stands for; for those that send their request themselves. */
export async function resultOfCall(response) {
  if (response.ok) return { kind: "done", value: await valueOf(response) };
  if (response.status === 401) return { kind: "signedOut", body: asObject(await jsonOf(response)) };
  if (response.status < 400 || response.status >= 500 || [408, 429].includes(response.status)) return failureOf(response);
  const { message, data } = asObject(await jsonOf(response));
  const { issues } = asObject(data);
  // Another account has signed in in this browser.
  if (response.status === 404 && asObject(data).message === "User not found") return { kind: "signedOut", body: {} };
  return {
    kind: "refused",
    status: response.status,
    message: asText(message),
    issues: Array.isArray(issues) ? issues : [],
    data: asObject(data),
  };
}

async function valueOf(response) {
  if (response.status === 204) return null;
  return /json/i.test(response.headers.get("Content-Type") ?? "") ? response.json() : response.text();
}
