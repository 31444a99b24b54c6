// What strangers find behind a link, and what readers get to see there: the shared part, redactions, the frozen state.

import { request } from "../../api/request.js";
import { fileOf } from "../../api/result.js";
import { h } from "../../lib/dom.js";
import { filesFrom, release } from "../../lib/files.js";
import { nodesFrom } from "../../lib/html.js";
import { localiseTimes } from "../../lib/times.js";
import { asObject } from "../../lib/values.js";
import { bringFiles } from "../../reading/attachment.js";
import { strings } from "../../strings/owner.js";
import { problemText } from "../../ui/confirm.js";
import { openDialog } from "../../ui/dialog.js";
import { icon } from "../../ui/icons.js";
import { failureState, skeleton } from "../../ui/view-states.js";

const words = strings.sharing.preview;
const signs = { conversation: "link", password: "key", signIn: "people", view: "eye", missing: "missing" };

export function openPreview({ calls, share, returnTo }) {
  const at = `/chats/${share.chat_conversation_id}/shares/${share.id}`;
  const met = h("div", { class: "part-line medium", role: "status" }, words.asking);
  const place = h("div", { class: "preview" }, skeleton(3));
  const files = filesFrom((sha256) =>
    request(`${calls.home}${at}/attachments/${encodeURIComponent(sha256)}`, { headers: { Accept: "*/*" } }, fileOf),
  );
  const done = h("button", { type: "button", class: "button button-main", onClick: () => dialog.close() }, strings.sharing.close);
  const dialog = openDialog({
    title: words.title,
    look: "dialog-wide dialog-page",
    body: [met, place],
    actions: [done],
    returnTo,
    onClose: () => release(place),
  });
  look();

  function look() {
    knock();
    show();
  }

  async function knock() {
    const result = await asStranger(share.uuid);
    // That there is no answer, the place below says.
    met.hidden = result.kind === "failure";
    if (met.hidden) return;
    met.replaceChildren(icon(signs[result.kind]), h("span", {}, words.meets[result.kind]));
  }

  async function show() {
    const result = await calls.get(`${at}/preview`, { headers: { Accept: "text/html" } });
    if (result.kind === "failure") return place.replaceChildren(failureState(result, { onRetry: look }));
    if (result.kind !== "done") return place.replaceChildren(h("p", {}, problemText(result)));
    const conversation = nodesFrom(result.value).querySelector(".conversation");
    // The dialog has a heading of the second rank already; and what is only looked at is no part of this page's outline.
    place.replaceChildren(conversation);
    localiseTimes(place);
    bringFiles(place, files);
  }
}

/** What somebody without account and password gets at the link: asked without the browser's cookies. */
function asStranger(uuid) {
  return request(`/api/shared/chats/${encodeURIComponent(uuid)}`, { credentials: "omit", cache: "no-store" }, async (response) => {
    if (response.ok) {
      response.body?.cancel();
      return { kind: "conversation" };
    }
    if (response.status === 404) return { kind: "missing" };
    const body = asObject(await response.json());
    const { shareHasPassword } = asObject(asObject(body.data).shareInfo);
    if (response.status === 403) return { kind: "view" };
    if (response.status !== 401) return { kind: "failure", why: "broken", wait: 0 };
    return { kind: shareHasPassword ? "password" : "signIn" };
  });
}
