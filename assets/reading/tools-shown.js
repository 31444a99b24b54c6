// How much of an agent's work is visible: only the conversation, the conversation with steps, or everything unfolded.
// The server writes the switch, and the style sheet does most of the work; this module remembers the choice and opens
// the folds.

import { openAround } from "./tools-unfold.js";

const KEY = "steps";

/** What unfolds with everything. */
const FOLDS = ".steps, .step, .thought";

/** `element` is the conversation. */
export function shownSteps(element) {
  /** What this has opened, to be closed with it. */
  const opened = new Set();
  let chosen = remembered();

  element.addEventListener("change", ({ target }) => target.name === "view" && choose(target.value));
  element.addEventListener("toggle", toggled, true);

  return {
    /** Shows the choice in the switch, which came with a new head, and in messages that are new. */
    update() {
      const switches = element.querySelectorAll(".view-switch input");
      for (const input of switches) {
        input.dataset.live = "";
        input.checked = input.value === chosen;
      }
      const files = element.querySelector(".changed-files");
      const head = element.querySelector(".view-switch");
      if (files && head && !head.querySelector("a")) head.append(linkTo(files));
      if (switches.length > 0) apply();
    },
  };

  function choose(value) {
    chosen = value;
    try {
      localStorage.setItem(KEY, value);
    } catch {
      // It holds for this page then.
    }
    apply();
  }

  function apply() {
    if (chosen === "all") {
      for (const fold of element.querySelectorAll(FOLDS)) {
        if (fold.open) continue;
        fold.open = true;
        opened.add(fold);
      }
      return;
    }
    for (const fold of opened) fold.open = false;
    opened.clear();
  }

  /** The diffs of a file are those of its steps. */
  function toggled({ target }) {
    if (!target.matches(".changed-file[open]")) return;
    const path = target.querySelector(".fold-label").textContent;
    for (const link of target.querySelectorAll("li > a")) {
      if (link.parentElement.querySelector(".diff")) continue;
      const diffs = [...(document.getElementById(link.hash.slice(1))?.querySelectorAll(".diff") ?? [])];
      const own = diffs.filter((diff) => diff.querySelector(".diff-path").textContent === path);
      link.parentElement.append(...own.map((diff) => diff.cloneNode(true)));
      for (const button of link.parentElement.querySelectorAll("button")) button.remove();
    }
  }
}

function linkTo(files) {
  const link = document.createElement("a");
  link.className = "view-files";
  link.href = `#${files.id}`;
  link.append(...[...files.querySelector("h2").childNodes].map((node) => node.cloneNode(true)));
  return link;
}

function remembered() {
  try {
    const value = localStorage.getItem(KEY);
    return ["talk", "all"].includes(value) ? value : "steps";
  } catch {
    return "steps";
  }
}

/** Makes sure that a place can be seen: steps that the reader has hidden come back, and what is folded opens. */
export function unfold(place) {
  const switched = document.querySelector('.view-switch input[value="talk"]:checked');
  if (switched && place.closest(".steps, .step, .thought, .step-files, [data-steps-only]")) {
    switched.closest(".view-switch").querySelector('[value="steps"]').click();
  }
  openAround(place);
}
