// Turns an HTTP answer into the one thing that the page has to show. Each result has a `kind`:
//   conversation, password, signIn, forbidden, view, missing; for files: file, gone, refused: what the server decided;
//   same, changed, closed: what became of a conversation since it was read;
//   failure: nothing was decided. `why` names its text in strings/reader.js; `wait` is the number of seconds to wait.

import { nodesFrom } from "../lib/html.js";
import { asObject, asText } from "../lib/values.js";

/** The result of reading a share. */
export async function resultOf(response) {
  if (response.status === 404) return { kind: "missing" };
  if (!response.ok && response.status !== 401 && response.status !== 403) return failureOf(response);

  if (!response.ok) return whatIsAsked(response.status, await jsonOf(response));
  const conversation = isHtml(response) ? nodesFrom(await response.text()).querySelector(".conversation") : null;
  // A proxy's own page, say, is none.
  const isOne = conversation?.querySelector("h1") && conversation.querySelector(".messages");
  return isOne ? { kind: "conversation", conversation } : failure("garbled");
}

const isHtml = (response) => /^text\/html\b/i.test(response.headers.get("Content-Type") ?? "");

/** The result of asking whether a conversation has changed. */
export function updateOf(response) {
  const isLive = response.headers.get("X-Conversation-Live") === "true";
  if (response.status === 304) return { kind: "same", isLive };
  if ([401, 403, 404].includes(response.status)) return { kind: "closed" };
  if (!response.ok) return failureOf(response);
  // A network that wants a sign-in of its own answers everything with its page.
  return isHtml(response) && response.headers.has("ETag") ? { kind: "changed", isLive } : failure("garbled");
}

/** The result of using a view of a link. */
export async function takenViewOf(response) {
  // Read to its end, or the browser holds the connection.
  await response.text();
  if (response.ok) return { kind: "opened" };
  if (response.status === 404) return { kind: "missing" };
  return response.status === 401 || response.status === 403 ? { kind: "refused" } : failureOf(response);
}

/** The result of reading a file of a share. */
export async function fileOf(response) {
  if (response.ok) return { kind: "file", blob: await response.blob() };
  if (response.status === 404) return { kind: "gone" };
  return response.status === 401 || response.status === 403 ? { kind: "refused" } : failureOf(response);
}

/** The result of reading what the messages of a share say. */
export async function sourceOf(response) {
  if ([401, 403, 404].includes(response.status)) return { kind: "refused" };
  if (!response.ok) return failureOf(response);
  const { chatMessages } = asObject(await jsonOf(response));
  if (!Array.isArray(chatMessages)) return failure("garbled");
  return { kind: "source", texts: new Map(chatMessages.map(asObject).map(({ id, content }) => [String(id), asText(content)])) };
}

/** A share may ask for both: the password comes first, and only after it a session is "required". */
function whatIsAsked(status, body) {
  const data = asObject(asObject(body).data);
  if (status === 403 && Number.isInteger(data.viewsLeft)) return { kind: "view", left: data.viewsLeft };
  const { shareHasPassword, shareHasWhitelist } = asObject(data.shareInfo);
  const [hasPassword, hasList] = [shareHasPassword === true, shareHasWhitelist === true];
  if (status === 403) return hasList ? { kind: "forbidden" } : failure("broken");
  const session = /session/i.test(String(body?.statusMessage ?? ""));
  if (hasPassword && !session) return { kind: "password" };
  if (hasList) return { kind: "signIn" };
  return failure("garbled");
}

/** The failure that any answer stands for which is neither a success nor a decision. */
export function failureOf(response) {
  const wait = waitFrom(response.headers.get("Retry-After"));
  if (response.status === 429) return failure("tooMany", wait);
  if (response.status === 503) return failure("busy", wait);
  return failure("broken", wait);
}

/** The failure of a request that got no answer. */
export function noAnswer() {
  return failure(navigator.onLine ? "unreachable" : "offline");
}

export function failure(why, wait = 0) {
  return { kind: "failure", why, wait };
}

/** `Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3); 0 for one that is neither. */
function waitFrom(header) {
  if (!header) return 0;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : 0;
}

/** The body, or null when it is no JSON (a proxy's own error page, say). */
export async function jsonOf(response) {
  try {
    return JSON.parse(await response.text());
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
