// The owner's requests for one conversation, with the same results that readers have (result.js).

import { request } from "../../api/request.js";
import { fileOf, resultOf, sourceOf } from "../../api/result.js";
import { ownFile } from "./conversation-actions.js";

/** `calls` are those of its owner, `id` is what the address says. */
export function ownConversationApi(calls, id) {
  const part = encodeURIComponent(id);
  const home = `${calls.home}/chats/${part}`;
  const fresh = { cache: "no-store" };
  return {
    id,
    /** The conversation as the server renders it; {kind: "signedOut"} when nobody is signed in any more. */
    read: (signal) =>
      request(`${home}/messages?render=page`, { ...fresh, headers: { Accept: "text/html, application/json" }, signal }, ownResult),
    /** The chat and how it is shared; a result of calls.js. */
    about: (signal) => calls.get(`/chats/${part}`, { signal }),
    readFile: (sha256) => request(`${home}/attachments/${encodeURIComponent(sha256)}`, { headers: { Accept: "*/*" } }, fileOf),
    /** For the tools of reading.js. */
    share: { ...ownFile(calls.home, part), isPrivate: true, readSource: () => request(`${home}/messages`, fresh, sourceOf) },
  };
}

function ownResult(response) {
  return response.status === 401 ? { kind: "signedOut" } : resultOf(response);
}
