// The conversation itself. A refresh only touches the messages that changed, so the reader's place, selection and focus stay.

import { h, setAttribute } from "./dom.js";
import { filesFrom, release } from "./files.js";
import { icon } from "./icons.js";
import { messageElement } from "./message.js";
import { strings } from "./strings.js";
import { timeElement } from "./times.js";
import { changesBetween } from "./transcript.js";

export function conversationView(first, { onRefresh, onSignOut, onFile }) {
  let conversation = { messages: [] };
  const files = filesFrom(onFile);
  const elements = new Map();
  const heading = h("h1", { dir: "auto", tabindex: "-1" });
  const facts = h("dl", { class: "facts" });
  const messages = h("section", { class: "messages", "aria-label": strings.conversation.messages });
  const head = h("header", { class: "conversation-head" }, heading, facts);
  const element = h("div", { class: "conversation" }, head, messages);
  const label = h("span", {}, strings.refresh.action);
  const press = () => refresh.ariaDisabled || onRefresh();
  const refresh = h("button", { type: "button", class: "button", onClick: press }, icon("refresh"), label);

  const view = {
    name: "conversation",
    element,
    heading,
    actions: [refresh],
    title: "",
    setBusy(busy) {
      setAttribute(refresh, "aria-disabled", busy && "true");
      label.replaceChildren(busy ? strings.refresh.busy : strings.refresh.action);
    },
    /** Shows the newer state and tells what is different. */
    update(next) {
      const changes = changesBetween(conversation.messages, next.messages);
      conversation = next;
      view.title = next.title || strings.untitled;
      heading.replaceChildren(view.title);
      facts.replaceChildren(...factsOf(next, onSignOut));
      place(next, changes);
      return changes;
    },
    /** Takes the reader to a message. */
    goTo(key) {
      elements.get(key)?.focus({ preventScroll: true });
      elements.get(key)?.scrollIntoView({ block: "start" });
    },
    loadedText: () => strings.conversation.loaded(view.title, conversation.length),
    dispose: () => release(element),
  };

  function place({ messages: list, started }, { added, changed }) {
    const fresh = new Set(elements.size > 0 ? added : []);
    const redrawn = new Set(changed);
    const day = started ?? list[0]?.time;
    const kept = new Map(elements);
    elements.clear();
    for (const message of list) {
      const old = kept.get(message.key);
      const stays = old && !redrawn.has(message.key);
      const element = stays ? old : messageElement(message, day, fresh.has(message.key), files);
      if (old && !stays) unfoldAlike(old, element);
      elements.set(message.key, element);
    }
    settle(messages, list.length > 0 ? [...elements.values()] : [emptyElement()]);
  }

  view.update(first);
  return view;
}

/** Gives `parent` exactly these children, and moves none that is in its place already: moving would lose its selection. */
function settle(parent, children) {
  const wanted = new Set(children);
  for (const child of [...parent.children]) {
    if (wanted.has(child)) continue;
    child.remove();
    release(child);
  }
  children.forEach((child, i) => parent.children[i] === child || parent.insertBefore(child, parent.children[i] ?? null));
}

/** What the reader opened in a message stays open when more of it came. */
function unfoldAlike(old, element) {
  const folds = element.querySelectorAll("details");
  for (const [i, { open }] of old.querySelectorAll("details").entries()) if (folds[i]) folds[i].open = open;
}

function emptyElement() {
  const words = strings.conversation;
  return h("div", { class: "empty" }, h("p", {}, words.empty), h("p", {}, words.emptyHint));
}

function factsOf({ model, started, updated, length, hasPassword, hasList }, onSignOut) {
  const words = strings.conversation;
  const access = hasPassword ? (hasList ? "both" : "password") : hasList ? "people" : "open";
  const signOut = hasList && h("button", { type: "button", class: "link-button", onClick: onSignOut }, words.signOut);
  const moved = updated && (!started || updated - started >= 60_000);
  return [
    model && fact(words.model, model),
    started && fact(words.started, timeElement(started)),
    moved && fact(words.updated, timeElement(updated)),
    fact(words.length, words.lengthValue(length)),
    fact(words.access, words.accessValue[access], signOut),
  ].filter(Boolean);
}

function fact(name, ...values) {
  return h("div", {}, h("dt", {}, name), h("dd", { dir: "auto" }, values));
}
