// What helps to read a conversation: finding, contents, copying, downloads, printing. Each is a module of its own; here they
// come together for one conversation on the page.

import { h } from "../lib/dom.js";
import { whenVisible } from "../lib/when-visible.js";
import { strings } from "../strings/reader.js";
import { copying } from "./copying.js";
import { downloadLinks } from "./downloads.js";
import { findBar } from "./find-bar.js";
import { moreMenu } from "./more-menu.js";
import { outline } from "./outline.js";
import { printing } from "./printing.js";
import { promptsIn } from "./prompts.js";
import { remoteImages } from "./remote-images.js";

/**
 * `files` are those of the conversation, `share` asks the server about it, `goTo` leads to a message by its id. A conversation that
 * only its owner can open (`share.isPrivate`) has no links to pass on; `share.menuItems` take their place.
 */
export function readingTools(element, { files, share, notice, goTo }) {
  const live = h("p", { class: "visually-hidden", role: "status" });
  const prompts = promptsIn(element);
  const copies = copying({ share, tell });
  const pictures = remoteImages(element);
  const printer = printing(element, files);
  const titleNow = () => element.querySelector("h1").textContent;

  const find = findBar(element);
  const contents = outline({ prompts, goTo, onNext: () => step(prompts.next()), onPrevious: () => step(prompts.previous()) });
  const more = moreMenu({ items: share.menuItems, downloads: downloadLinks({ share, titleNow, tell }), onPrint: printer.print, tell });

  const near = whenVisible((part) => {
    for (const article of part.matches(".message") ? [part] : part.querySelectorAll(".message")) {
      copies.dress(article);
      pictures.dress(article);
    }
  });
  addEventListener("keydown", shortcut);

  return {
    /** Buttons for the bar, before and behind the others. */
    actions: [find.button, contents.button],
    lastActions: [more.button, more.menu, live],
    /** Called once with the whole conversation, and later with each message that is new or was replaced. */
    enliven(part) {
      // Of a whole conversation by the group: to watch thousands of messages takes time at every frame.
      const watched = part.matches(".message") ? [part] : part.querySelectorAll(".message-group");
      for (const target of watched) near.watch(target);
    },
    /** Called after each refresh. */
    update() {
      prompts.forget();
      copies.forget();
      contents.update();
      find.update();
    },
    dispose() {
      removeEventListener("keydown", shortcut);
      for (const tool of [near, printer, find, contents]) tool.dispose();
    },
  };

  /** Says it to those who don't see it, and a problem to all. */
  function tell(message, { isProblem = false } = {}) {
    if (isProblem) return notice.problem(message);
    // The same words again would not be said again.
    live.replaceChildren();
    setTimeout(() => live.replaceChildren(message), 50);
  }

  function shortcut(event) {
    const by = { ArrowDown: prompts.next, ArrowUp: prompts.previous }[event.key];
    if (!by || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // In a field the keys belong to the field.
    if (event.target.closest?.("input, textarea, select") || document.querySelector("dialog:modal")) return;
    event.preventDefault();
    step(by());
  }

  function step(prompt) {
    if (prompt) goTo(prompt.id);
    else tell(strings.outline.noMore);
  }
}
