// One message: who, when, and its parts, or its text exactly as it is.

import { freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { partElements, textElement } from "./part.js";
import { strings } from "./strings.js";
import { timeElement } from "./times.js";

/** `day` is the day of the conversation, on which a message shows its time only; `files` fetches what is attached. */
export function messageElement(message, day, isNew, files) {
  const id = freshId("message");
  const author = strings.authors[message.author];
  return h(
    "article",
    { class: "message", "data-author": message.author, "aria-labelledby": id, tabindex: "-1" },
    h("span", { class: "message-sign" }, icon(message.author)),
    h(
      "header",
      { class: "message-head" },
      h("h2", { id }, author),
      message.time && timeElement(message.time, day),
      isNew && h("span", { class: "message-new" }, strings.conversation.isNew),
    ),
    bodyElement(message, files),
  );
}

function bodyElement({ parts, text }, files) {
  if (parts.length > 0) return h("div", { class: "message-parts" }, partElements(parts, files));
  return text === "" ? h("p", { class: "message-nothing" }, strings.conversation.emptyMessage) : textElement(text);
}
