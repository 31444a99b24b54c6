// The reading tools: find, contents, copying, downloads, printing. Each is a separate module; here they are put
// together for one conversation on the page.

import { h } from "../lib/dom.js";
import { whenVisible } from "../lib/when-visible.js";
import { strings } from "../strings/reader.js";
import { copying } from "./copying.js";
import { downloadLinks } from "./downloads.js";
import { findBar } from "./find-bar.js";
import { keyboard } from "./keyboard.js";
import { moreMenu } from "./more-menu.js";
import { outline } from "./outline.js";
import { printing } from "./printing.js";
import { promptsIn } from "./prompts.js";
import { remoteImages } from "./remote-images.js";
import { takeAlong } from "./take-along.js";
import { shownSteps } from "./tools-shown.js";

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
  const steps = shownSteps(element);
  const titleNow = () => element.querySelector("h1").textContent;

  const find = findBar(element);
  const contents = outline({ prompts, goTo, onNext: () => step(prompts.next()), onPrevious: () => step(prompts.previous()) });
  const keys = keyboard({ next: () => step(prompts.next()), previous: () => step(prompts.previous()), find: find.open, outline: contents.toggle });
  const more = moreMenu({
    items: share.menuItems,
    copies: takeAlong({ share, tell }),
    downloads: downloadLinks({ share, titleNow, tell }),
    onPrint: printer.print,
    onKeys: keys.show,
    tell,
  });

  const near = whenVisible((part) => {
    for (const article of part.matches(".message") ? [part] : part.querySelectorAll(".message")) {
      copies.dress(article);
      pictures.dress(article);
    }
  });

  return {
    /** Buttons for the bar, before and behind the others. */
    actions: [find.button, contents.button],
    lastActions: [more.button, more.menu, keys.help, live],
    /** Called once with the whole conversation, and later with each message that is new or was replaced. */
    enliven(part) {
      // Of a whole conversation by the group: to watch thousands of messages takes time at every frame.
      const watched = part.matches(".message") ? [part] : part.querySelectorAll(".message-group");
      for (const target of watched) near.watch(target);
      if (part === element) steps.update();
    },
    /** Called after each refresh. */
    update() {
      prompts.forget();
      copies.forget();
      steps.update();
      contents.update();
      find.update();
    },
    dispose() {
      for (const tool of [near, printer, find, contents, keys]) tool.dispose();
    },
  };

  /** Says it to those who don't see it, and a problem to all. */
  function tell(message, { isProblem = false } = {}) {
    if (isProblem) return notice.problem(message);
    // The same words again would not be said again.
    live.replaceChildren();
    setTimeout(() => live.replaceChildren(message), 50);
  }

  function step(prompt) {
    if (prompt) goTo(prompt.id);
    else tell(strings.outline.noMore);
  }
}
