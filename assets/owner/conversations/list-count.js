// The line above the list of conversations: how many there are, or how many are selected and what you can do with them.

import { h, setAttribute } from "../../lib/dom.js";
import { strings } from "../../strings/owner.js";
import { strings as reader } from "../../strings/reader.js";
import { icon } from "../../ui/icons.js";
import { menu } from "../../ui/menu.js";

const words = strings.conversations;

/** `exportAddress` gives where the ticked ones are as an archive, in a format. */
export function listCount({ exportAddress, onShare, onPause, onRemove, onUnpick }) {
  const text = h("p", { class: "list-count", role: "status", tabindex: "-1" });
  const picked = h("p", { class: "list-picked-count", role: "status" });
  const share = button("share", strings.chat.share, onShare);
  const pause = button("pause", words.pauseLinks, onPause);
  const remove = button("remove", strings.chat.remove, onRemove);
  remove.classList.add("button-warn");
  const formats = Object.entries(reader.downloads.formats);
  const links = formats.map(([, name]) =>
    h("a", { class: "menu-item", download: true, "aria-label": words.archiveAs(name) }, icon("download"), name),
  );
  const files = menu({ label: words.archive, look: "button button-small", face: [icon("download"), words.archive], parts: links });
  const unpick = button(null, words.unpick, onUnpick);
  const bar = h("div", { class: "list-picked cluster", hidden: true }, picked, share, files.element, pause, remove, unpick);
  return {
    element: h("div", { class: "list-line cluster soft small" }, text, bar),
    focus: () => text.focus({ preventScroll: true }),
    /** `first` and `last` are places in the list. */
    tell({ search, first, last, total, isEstimate }) {
      const isPart = last - first + 1 < total;
      if (search.trim()) text.replaceChildren(isPart ? words.foundPart(first, last, total, isEstimate) : words.found(total));
      else text.replaceChildren(isPart ? words.part(first, last, total) : words.total(total));
    },
    /** Of the ticked ones, `shared` have a link that works. */
    setPicked(n, shared) {
      bar.hidden = n === 0;
      pause.hidden = shared === 0;
      for (const [at, [format]] of formats.entries()) setAttribute(links[at], "href", exportAddress(format));
      picked.replaceChildren(n === 0 ? "" : words.picked(n));
    },
  };
}

function button(sign, text, onClick) {
  return h("button", { type: "button", class: "button button-small", onClick }, sign && icon(sign), text);
}
