// The messages on the page, which are in groups (src/render/conversation.rs).

import { release } from "../lib/files.js";

/** As many as the server puts into one. */
const GROUP = 20;

/** The messages by their ids, in order. */
export function messagesIn(list) {
  const articles = list.querySelectorAll(":scope > .message-group > .message");
  return new Map(Array.from(articles, (article) => [article.id, article]));
}

/**
 * All messages of a newer state by their ids: those of `next`, behind those of `was` that it goes on with. Null where it goes on
 * with one that is not there.
 */
export function goneOn(was, next) {
  const come = messagesIn(next.querySelector(".messages"));
  const { from } = next.dataset;
  if (from === undefined) return come;
  const before = [...was.keys()].indexOf(from);
  return before < 0 ? null : new Map([...[...was].slice(0, before), ...come]);
}

/** The ids of all messages in an article: what an agent does between two prompts is one. */
export function idsIn(article) {
  return [article.id, ...Array.from(article.querySelectorAll(".anchor"), ({ id }) => id)];
}

/** Puts a message in the place of its older state. */
export function replaceMessage(old, article) {
  old.replaceWith(article);
  release(old);
}

/** Leaves exactly these messages, and moves none that is there already: moving would end the reader's selection in it. */
export function settleMessages(list, articles) {
  const wanted = new Set(articles);
  const kept = new Set();
  for (const article of messagesIn(list).values()) {
    if (wanted.has(article)) kept.add(article);
    else remove(article);
  }
  let previous = null;
  for (const article of articles) {
    if (!kept.has(article)) insert(list, previous, article);
    previous = article;
  }
}

function remove(article) {
  const group = article.parentNode;
  article.remove();
  release(article);
  if (group.childElementCount === 0) group.remove();
}

/** Behind `previous`, or before all others. */
function insert(list, previous, article) {
  const group = previous?.parentNode;
  if (group && (group.childElementCount < GROUP || group.lastElementChild !== previous)) return previous.after(article);
  const fresh = document.createElement("div");
  fresh.className = "message-group";
  fresh.append(article);
  if (group) group.after(fresh);
  else list.prepend(fresh);
}
