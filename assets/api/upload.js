// Sends a file as it is. `fetch` can't report how much of a body has been sent, so this is the only place that uses
// XMLHttpRequest.

import { outside } from "../lib/base.js";
import { asObject, asText } from "../lib/values.js";
import { jsonOf, noAnswer } from "./result.js";

/** Statuses whose answers have no body. */
const bare = [204, 205, 304];

/**
 * Gives what `read` makes of the answer (calls.js), however long it takes; what is not done has also the server's `message`, and
 * the `report` of what was stored before (or null). `onProgress` gets the bytes that have gone out, `onSent` says that all have.
 */
export function upload(path, file, { onProgress, onSent, signal }, read) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", outside(path));
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-Requested-With", "neptun-share");
    request.upload.addEventListener("progress", ({ loaded }) => onProgress(loaded));
    request.upload.addEventListener("load", onSent);
    request.addEventListener("load", () => resolve(outcomeOfUpload(request, read)));
    request.addEventListener("error", () => resolve({ ...noAnswer(), message: "", report: null }));
    request.addEventListener("abort", () => resolve({ kind: "aborted" }));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

async function outcomeOfUpload(request, read) {
  const headers = new Headers();
  for (const name of ["Content-Type", "Retry-After"])
    if (request.getResponseHeader(name)) headers.set(name, request.getResponseHeader(name));
  const { status } = request;
  const answer = () => new Response(bare.includes(status) ? null : request.responseText, { status, headers });
  try {
    const result = await read(answer());
    if (result.kind === "done") return result;
    const { message, data } = asObject(await jsonOf(answer()));
    const { report = null } = asObject(data);
    return { ...result, message: asText(message), report };
  } catch {
    // A 200 that is no JSON: something between here and the server speaks for it.
    return { kind: "failure", why: "garbled", wait: 0, message: "", report: null };
  }
}
