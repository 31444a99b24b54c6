// The requests of a reader.

import { asText } from "../lib/values.js";
import { request, withBody } from "./request.js";
import { failureOf, fileOf, jsonOf, updateOf, takenViewOf, resultOf, sourceOf } from "./result.js";

/**
 * Reads the share as whoever the browser's cookie and the password (or null) say. Whoever has the conversation of the revision
 * `since` gets what is new, if the server can tell. Gives a result, never throws.
 */
export function readShare(uuid, password, { since, signal }) {
  const options = asReader(password);
  options.headers.Accept = "text/html, application/json";
  const what = since ? `&since=${encodeURIComponent(since)}` : "";
  return request(`${addressOf(uuid)}?render=page${what}`, { ...options, signal }, resultOf);
}

/**
 * Uses a view of the link, or has it counted. Gives {kind: "opened"}, {kind: "missing"} when none is left, {kind: "refused"} or
 * a failure.
 */
export function takeView(uuid, password) {
  return request(`${addressOf(uuid)}/views`, { ...asReader(password), method: "POST" }, takenViewOf);
}

/** Asks whether the conversation is another than that of `revision`, which the server wrote to the one on the page. */
export function checkForUpdate(uuid, password, revision) {
  const options = asReader(password);
  options.headers["If-None-Match"] = `W/"${revision}"`;
  return request(`${addressOf(uuid)}?render=page`, { ...options, method: "HEAD" }, updateOf);
}

/** Reads a file of the share. Gives {kind: "file", blob}, {kind: "gone"}, {kind: "refused"} or a failure. */
export function readFile(uuid, sha256, password) {
  const options = asReader(password);
  options.headers.Accept = "*/*";
  return request(`${addressOf(uuid)}/attachments/${encodeURIComponent(sha256)}`, options, fileOf);
}

/** Reads what the messages say, as it was written. Gives {kind: "source", texts} by message id, {kind: "refused"} or a failure. */
export function readSource(uuid, password) {
  return request(addressOf(uuid), asReader(password), sourceOf);
}

/** Where the conversation is as a file, for whom the browser's cookie is enough. */
export const exportAddress = (uuid, format) => `${addressOf(uuid)}/export?format=${format}`;

/** Reads that file. Results as of `readFile`. */
export function readExport(uuid, format, password) {
  const options = asReader(password);
  options.headers.Accept = "*/*";
  return request(exportAddress(uuid, format), options, fileOf);
}

/** Gives {kind: "signedIn", email}, {kind: "refused"}, {kind: "denied", message}, {kind: "invalidEmail"} or a failure. */
export function signIn(email, password) {
  return request("/api/auth/login", withBody("POST", { email, password }), async (response) => {
    if (response.ok) return { kind: "signedIn", email: (await jsonOf(response))?.user?.primary_email ?? email };
    if (response.status === 401) return { kind: "refused" };
    if (response.status === 403) return { kind: "denied", message: asText((await jsonOf(response))?.message) };
    if (response.status === 400 && namesEmail(await jsonOf(response))) return { kind: "invalidEmail" };
    return failureOf(response);
  });
}

/** Gives {kind: "signedOut"} or a failure. */
export function signOut() {
  return request("/api/auth/logout", withBody("POST", {}), (response) => (response.ok ? { kind: "signedOut" } : failureOf(response)));
}

export const addressOf = (uuid) => `/api/shared/chats/${encodeURIComponent(uuid)}`;

/** no-cache: the server is asked every time, but may say that nothing changed. */
export function asReader(password) {
  return { headers: password === null ? {} : { Authorization: basic(password) }, cache: "no-cache" };
}

/** Basic credentials of RFC 7617 with the empty user name, in UTF-8: btoa alone refuses an emoji. */
function basic(password) {
  const bytes = new TextEncoder().encode(`:${password}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}`;
}

function namesEmail(body) {
  const issues = body?.data?.issues;
  return Array.isArray(issues) && issues.some((issue) => issue?.path?.[0] === "email");
}
