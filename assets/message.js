// One message: who, when, and its text exactly as it is.

import { freshId, h } from "./dom.js";
import { icon } from "./icons.js";
import { strings } from "./strings.js";
import { timeElement } from "./times.js";

/** `day` is the day of the conversation, on which a message shows its time only. */
export function messageElement(message, day, isNew) {
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
    textElement(message.text),
  );
}

function textElement(text) {
  if (text === "") return h("p", { class: "message-nothing" }, strings.conversation.emptyMessage);
  return h("div", { class: "message-text", dir: "auto" }, text);
}
