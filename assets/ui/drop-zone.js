// Accepts files that are dropped anywhere on the page, and shows that it would.

import { h } from "../lib/dom.js";
import { strings } from "../strings/owner.js";
import { icon } from "./icons.js";

const words = strings.imports;

/** `onFiles` gets a list of {file, isFolder}. It takes files until `dispose`. */
export function dropZone(onFiles) {
  const element = h(
    "div",
    { class: "drop-zone", hidden: true, "aria-hidden": "true" },
    h("div", { class: "drop-sheet soft" }, icon("import"), h("p", { class: "drop-word" }, words.drop), h("p", {}, words.dropHint)),
  );
  const listeners = { dragenter: over, dragover: over, dragleave: left, drop };
  for (const [type, listener] of Object.entries(listeners)) addEventListener(type, listener);

  return {
    element,
    dispose() {
      for (const [type, listener] of Object.entries(listeners)) removeEventListener(type, listener);
    },
  };

  function over(event) {
    if (!hasFiles(event)) return;
    // Also behind a dialog: else the browser leaves the page for the file.
    event.preventDefault();
    const isOpen = document.querySelector("dialog:modal") === null;
    event.dataTransfer.dropEffect = isOpen ? "copy" : "none";
    element.hidden = !isOpen;
  }

  /** Out of the window. */
  function left({ relatedTarget }) {
    if (relatedTarget === null) element.hidden = true;
  }

  function drop(event) {
    if (!hasFiles(event)) return;
    event.preventDefault();
    element.hidden = true;
    if (document.querySelector("dialog:modal")) return;
    const items = [...event.dataTransfer.items].filter(({ kind }) => kind === "file");
    const found = items.map((item) => ({ file: item.getAsFile(), isFolder: item.webkitGetAsEntry?.()?.isDirectory === true }));
    const files = found.filter(({ file }) => file);
    if (files.length > 0) onFiles(files);
  }
}

const hasFiles = ({ dataTransfer }) => dataTransfer?.types.includes("Files");
