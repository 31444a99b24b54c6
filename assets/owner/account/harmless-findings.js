// Findings marked as harmless in all conversations: they are marked while sharing, and the marks are taken back here.

import { h } from "../../lib/dom.js";
import { listTime } from "../../lib/list-times.js";
import { strings } from "../../strings/owner.js";
import { problemText } from "../../ui/confirm.js";
import { table } from "../../ui/table.js";
import { listSection } from "./account-section.js";

const words = strings.account.harmless;

export function harmlessSection({ calls, notice }) {
  const list = table({
    label: words.title,
    keyOf: (finding) => finding.id,
    columns: [
      { id: "masked", head: words.masked, look: "main", cell: (finding) => finding.masked },
      { id: "kind", head: words.kind, cell: (finding) => strings.sharing.kindName(finding.kind, 1) },
      { id: "created_at", head: words.marked, cell: (finding) => listTime(finding.created_at) },
      {
        id: "actions",
        head: "",
        look: "actions",
        cell: (finding) =>
          h(
            "button",
            { type: "button", class: "button button-small", "aria-label": words.removeNamed(finding.masked), onClick: () => remove(finding) },
            words.remove,
          ),
      },
    ],
  });
  const part = listSection({ ...words, list, load: () => calls.get("/harmless-findings"), rowsOf: ({ findings }) => findings });
  return part;

  async function remove({ id, masked }) {
    const result = await calls.discard(`/harmless-findings/${id}`);
    if (result.kind !== "done") {
      if (result.kind !== "signedOut") notice.problem(problemText(result));
      return;
    }
    const hadFocus = list.rowElement(id)?.contains(document.activeElement);
    list.remove(id);
    part.draw();
    if (hadFocus && !part.element.contains(document.activeElement)) part.heading.focus();
    notice.news(words.removed(masked));
  }
}
