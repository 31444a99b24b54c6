// The browsers in which you are signed in.

import { h } from "../../lib/dom.js";
import { listTime } from "../../lib/list-times.js";
import { strings } from "../../strings/owner.js";
import { confirm, problemText } from "../../ui/confirm.js";
import { table } from "../../ui/table.js";
import { listSection } from "./account-section.js";

const words = strings.account.sessions;

/** `signedOut` shows the way in again. */
export function sessionsSection({ calls, notice, signedOut }) {
  const everywhere = h("button", { type: "button", class: "button", hidden: true, onClick: signOutEverywhere }, words.everywhere);
  const list = table({
    label: words.title,
    keyOf: (session) => session.id,
    columns: [
      {
        id: "client",
        head: words.client,
        look: "main",
        cell: (session) => [
          h("span", {}, session.client || words.unknown),
          session.is_current && h("span", { class: "badge" }, words.current),
        ],
      },
      { id: "last_used_at", head: words.lastUsed, cell: (session) => (session.is_current ? words.now : listTime(session.last_used_at)) },
      { id: "created_at", head: words.since, cell: (session) => listTime(session.created_at) },
      { id: "actions", head: "", look: "actions", cell: (session) => (session.is_current ? null : signOutButton(session)) },
    ],
  });
  const part = listSection({
    ...words,
    actions: [everywhere],
    list,
    load: () => calls.get("/sessions"),
    rowsOf: ({ sessions }) => sessions,
    whenLoaded: drawButton,
  });
  return part;

  function drawButton() {
    everywhere.hidden = list.rows().length < 2;
  }

  function signOutButton(session) {
    const name = words.signOutOf(session.client || words.unknown);
    return h("button", { type: "button", class: "button button-small", "aria-label": name, onClick: () => end(session) }, words.signOut);
  }

  async function end(session) {
    const result = await calls.discard(`/sessions/${session.id}`);
    if (result.kind === "done") {
      const hadFocus = list.rowElement(session.id)?.contains(document.activeElement);
      list.remove(session.id);
      drawButton();
      if (hadFocus && !part.element.contains(document.activeElement)) part.heading.focus();
      return notice.news(words.ended(session.client || words.unknown));
    }
    if (result.kind !== "signedOut") notice.problem(problemText(result));
  }

  function signOutEverywhere() {
    const here = h("input", { type: "checkbox", class: "tick" });
    confirm({
      words: words.confirm,
      more: [h("label", { class: "check" }, here, h("span", { class: "check-name" }, words.hereToo))],
      onConfirm: () => calls.remove(here.checked ? "/sessions?current=true" : "/sessions"),
      onDone() {
        if (here.checked) return signedOut({ why: words.everywhereDone });
        notice.news(words.othersEnded);
        part.refresh();
      },
      returnTo: () => part.heading,
    });
  }
}
