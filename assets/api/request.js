// One request to the server, and what happens if no answer comes. Only file uploads work differently (upload.js).

import { outside } from "../lib/base.js";
import { noAnswer } from "./result.js";

/** Long enough for a slow line; after that a reader would rather know. Counts until the answer begins, not until its end. */
const PATIENCE_MS = 30_000;

/** The options of a request that sends a value as JSON. */
export function withBody(method, body) {
  return { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

/** Gives what `read` makes of the answer, or the failure of a request without one; never throws. */
export async function request(path, { signal, headers, patience = PATIENCE_MS, ...options }, read) {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patience);
  signal?.addEventListener("abort", () => late.abort(), { once: true });
  try {
    // With X-Requested-With a password 401 says xBasic: at Basic the browser would open a dialog of its own.
    const named = { Accept: "application/json", ...headers, "X-Requested-With": "neptun-share" };
    const response = await fetch(outside(path), { ...options, headers: named, signal: late.signal });
    clearTimeout(timer);
    return await read(response);
  } catch {
    return noAnswer();
  } finally {
    clearTimeout(timer);
  }
}
