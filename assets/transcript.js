// What the API says of a conversation, made safe to show: every field has the type that the views rely on, whatever came.

import { partsFrom } from "./parts.js";
import { parseTime } from "./times.js";
import { toolDesk } from "./tool-desk.js";
import { asObject, asText } from "./values.js";

const roles = new Set(["user", "assistant", "system", "tool"]);

/** A conversation from an answer's body, or null when that holds none. */
export function conversationFrom(body) {
  const { chat, chatMessages, shareInfo } = asObject(body);
  if (!Array.isArray(chatMessages)) return null;
  const about = asObject(chat);
  const messages = messagesFrom(chatMessages);
  return {
    title: asText(about.name).trim(),
    model: asText(about.model).trim(),
    started: parseTime(about.created_at),
    updated: parseTime(about.updated_at),
    length: messages.length,
    // What a tool answered is shown with the call that asked for it.
    messages: messages.filter(({ isElsewhere }) => !isElsewhere),
    ...sharingFrom(shareInfo),
  };
}

function messagesFrom(list) {
  const desk = toolDesk();
  const objects = list.filter((message) => message !== null && typeof message === "object");
  const messages = objects.map((message) => messageFrom(message, desk));
  const keys = new Set();
  for (const [position, message] of messages.entries()) {
    // The page keeps messages by key: without one, or with somebody else's, it would lose some.
    if (message.key === "" || keys.has(message.key)) message.key = `${message.key}#${position}`;
    keys.add(message.key);
  }
  return messages;
}

function messageFrom(message, desk) {
  const author = roles.has(message.role) ? message.role : "other";
  const { parts, isElsewhere } = partsFrom(message.parts, author, desk);
  return {
    key: asText(message.id),
    author,
    text: asText(message.content),
    time: parseTime(message.timestamp),
    parts,
    isElsewhere,
  };
}

/** What it takes to read a share, from its `shareInfo`. */
export function sharingFrom(shareInfo) {
  const { shareHasPassword, shareHasWhitelist } = asObject(shareInfo);
  return { hasPassword: shareHasPassword === true, hasList: shareHasWhitelist === true };
}

/** How `after` differs from `before`: keys added and changed, and how many messages are gone. */
export function changesBetween(before, after) {
  const old = new Map(before.map((message) => [message.key, message]));
  const added = after.filter(({ key }) => !old.has(key));
  const changed = after.filter((message) => old.has(message.key) && !sameMessage(old.get(message.key), message));
  return {
    added: added.map(({ key }) => key),
    changed: changed.map(({ key }) => key),
    removed: before.length - (after.length - added.length),
  };
}

function sameMessage(a, b) {
  const same = a.text === b.text && a.author === b.author && a.time?.getTime() === b.time?.getTime();
  // Not the text alone: a result that came later is shown in an older message.
  return same && JSON.stringify(a.parts) === JSON.stringify(b.parts);
}
