// The parts of a message, one element each, in order.

import { attachmentElement } from "./attachment.js";
import { h } from "./dom.js";
import { fold } from "./fold.js";
import { codeBlock, toolElement } from "./tool.js";
import { sourceList } from "./sources.js";
import { strings } from "./strings.js";
import { oneLine } from "./values.js";

/** With more, a list of sources is folded. */
const SOURCES_SHOWN = 5;

export function partElements(parts, files) {
  return parts.flatMap((part) => views[part.type](part, files));
}

export function textElement(text) {
  return h("div", { class: "message-text", dir: "auto" }, text);
}

const views = {
  text: ({ text }) => textElement(text),
  reasoning({ text }) {
    const gist = oneLine(text.slice(0, 2000).replace(/^[#>*_\s]+|[*_`]+/gm, ""));
    return fold({ sign: "thought", label: strings.parts.reasoning, gist, look: "quiet" }, textElement(text));
  },
  tool: (tool, files) => [toolElement(tool), ...partElements(tool.files, files)],
  sources({ list }) {
    const label = strings.parts.sources(list.length);
    return fold({ sign: "sources", label, open: list.length <= SOURCES_SHOWN, look: "quiet" }, sourceList(list));
  },
  attachment: attachmentElement,
  data({ label, value }) {
    return fold({ sign: "data", label: strings.parts.notUnderstood(label && oneLine(label, 60)) }, codeBlock(value));
  },
};
