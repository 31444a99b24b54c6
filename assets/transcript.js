// What the API says of a conversation, made safe to show: every field has the type that the views rely on, whatever came.

import { parseTime } from "./times.js";

const roles = new Set(["user", "assistant", "system", "tool"]);

function asText(value) {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "" : JSON.stringify(value);
}

const asObject = (value) => (value !== null && typeof value === "object" ? value : {});

/** A conversation from an answer's body, or null when that holds none. */
export function conversationFrom(body) {
  const { chat, chatMessages, shareInfo } = asObject(body);
  if (!Array.isArray(chatMessages)) return null;
  const about = asObject(chat);
  return {
    title: asText(about.name).trim(),
    model: asText(about.model).trim(),
    started: parseTime(about.created_at),
    updated: parseTime(about.updated_at),
    messages: messagesFrom(chatMessages),
    ...sharingFrom(shareInfo),
  };
}

function messagesFrom(list) {
  const messages = list.filter((message) => message !== null && typeof message === "object").map(messageFrom);
  const keys = new Set();
  for (const [position, message] of messages.entries()) {
    // The page keeps messages by key: without one, or with somebody else's, it would lose some.
    if (message.key === "" || keys.has(message.key)) message.key = `${message.key}#${position}`;
    keys.add(message.key);
  }
  return messages;
}

function messageFrom(message) {
  return {
    key: asText(message.id),
    author: roles.has(message.role) ? message.role : "other",
    text: asText(message.content),
    time: parseTime(message.timestamp),
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
  return a.text === b.text && a.author === b.author && a.time?.getTime() === b.time?.getTime();
}
