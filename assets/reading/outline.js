// The contents: a list of the prompts for jumping between them. In a wide window it stays open beside the text; in a
// narrow one it is a sheet over it. It is built when it is first opened.

import { h, freshId } from "../lib/dom.js";
import { beginningOf } from "../lib/text.js";
import { oneLine } from "../lib/values.js";
import { strings } from "../strings/reader.js";
import { icon } from "../ui/icons.js";

const words = strings.outline;

/** As in outline.css. */
const wide = matchMedia("(min-width: 75rem)");

export function outline({ prompts, goTo, onNext, onPrevious }) {
  const id = freshId("outline");
  const button = h(
    "button",
    { type: "button", class: "button bar-tool", "aria-expanded": "false", "aria-controls": id, onClick: toggle },
    icon("contents"),
    h("span", { class: "bar-label" }, words.action),
  );
  const list = h("ol", { class: "outline-list" });
  const step = (sign, name, keys, onClick) =>
    h("button", { type: "button", class: "act", "aria-label": name, title: name, "aria-keyshortcuts": keys, onClick }, icon(sign));
  const panel = h(
    "dialog",
    { class: "outline", id, "aria-labelledby": `${id}-title`, onCancel: closed, onClose: closed, onClick: pressed, onKeydown: typed },
    h(
      "div",
      { class: "outline-head" },
      h("p", { class: "outline-title", id: `${id}-title` }, words.title),
      step("up", words.previous, "Alt+ArrowUp", () => leave(onPrevious)),
      step("down", words.next, "Alt+ArrowDown", () => leave(onNext)),
      h(
        "button",
        { type: "button", class: "act", "aria-label": words.close, title: words.close, onClick: close },
        icon("close"),
      ),
    ),
    h("p", { class: "outline-keys soft" }, ...words.keys.map((word) => (word.key ? h("kbd", {}, word.key) : word))),
    h("nav", { "aria-label": words.list }, list),
  );
  let links = null; // of the prompts, in their order
  let marked = null;
  let frame = 0;

  document.querySelector("main").before(panel);
  wide.addEventListener("change", close);
  update();

  return { button, toggle: () => button.hidden || toggle(), update, dispose };

  /** There is nothing to jump along with a single prompt. */
  function update() {
    button.hidden = prompts.all.length < 2;
    links = null;
    if (!panel.open) return;
    if (button.hidden) return close();
    fill();
    mark();
  }

  function dispose() {
    wide.removeEventListener("change", close);
    close();
    panel.remove();
  }

  function toggle() {
    if (panel.open) return close();
    fill();
    if (wide.matches) panel.show();
    else panel.showModal();
    button.ariaExpanded = "true";
    if (wide.matches) document.documentElement.dataset.outline = "open";
    addEventListener("scroll", scrolled, { passive: true });
    mark();
    (marked ?? links[0])?.focus({ preventScroll: true });
  }

  /** The button says so before it gets the focus back: a screen reader would hear the old state. */
  function close() {
    closed();
    if (panel.open) panel.close();
  }

  /** Also at Escape, of which a sheet tells before it goes, and then once more. */
  function closed() {
    button.ariaExpanded = "false";
    delete document.documentElement.dataset.outline;
    removeEventListener("scroll", scrolled);
    cancelAnimationFrame(frame);
    frame = 0;
  }

  function fill() {
    if (links) return;
    marked = null;
    links = prompts.all.map((article, i) =>
      h(
        "a",
        { href: `#${article.id}`, class: "outline-link soft small" },
        h("span", { class: "outline-number" }, `${i + 1}`),
        " ",
        h("span", { class: "outline-text clip", dir: "auto" }, gistOf(article) || words.noWords),
      ),
    );
    list.replaceChildren(...links.map((link) => h("li", {}, link)));
  }

  /** A press beside the sheet closes it; one on a line leads there. */
  function pressed(event) {
    if (event.target === panel && panel.matches(":modal")) return close();
    const link = event.target.closest(".outline-link");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    leave(() => goTo(link.hash.slice(1)));
  }

  /** Only a modal one closes at Escape by itself. */
  function typed(event) {
    if (event.key === "Escape" && !panel.matches(":modal")) close();
  }

  /** A sheet has to go before what it covers can be shown. */
  function leave(act) {
    if (panel.matches(":modal")) close();
    act();
  }

  function scrolled() {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      mark();
    });
  }

  function mark() {
    const link = links[prompts.here()] ?? null;
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "location");
    marked = link;
    if (link) keepInView(link);
  }

  /** `scrollIntoView` would move the page, too. */
  function keepInView(link) {
    const box = panel.getBoundingClientRect();
    const { top, bottom } = link.getBoundingClientRect();
    const head = list.offsetTop - panel.scrollTop;
    const margin = box.height / 4;
    if (top < box.top + Math.max(head, 0) || bottom > box.bottom) panel.scrollTop += top - box.top - margin;
  }
}

const gistOf = (article) => oneLine(beginningOf(article.querySelector(".message-parts") ?? article, 480), 120);
