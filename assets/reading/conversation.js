// The conversation as the server rendered it, in the page or sent later. A refresh touches only the messages that
// changed, so the reader's place, selection and focus stay.

import { h, setAttribute } from "../lib/dom.js";
import { filesFrom, release } from "../lib/files.js";
import { localiseTimes, messageTimes } from "../lib/times.js";
import { strings } from "../strings/reader.js";
import { icon } from "../ui/icons.js";
import { bringFiles } from "./attachment.js";
import { goneOn, idsIn, messagesIn, replaceMessage, settleMessages } from "./message-list.js";
import { newsIn } from "./news.js";
import { followAddress, goTo } from "./permalinks.js";
import { readingTools } from "./reading.js";
import { rememberAnchor } from "./scroll-anchor.js";

/** `element` is what the server rendered; `onLost` is told of an address whose message is not there. */
export function conversationView(element, { onRefresh, onSignOut, onFile, onLost, share, notice }) {
  const list = element.querySelector(".messages");
  const files = filesFrom(onFile);
  const times = messageTimes();
  const tools = readingTools(element, { files, share, notice, goTo: (id) => view.goTo(id) });
  const address = followAddress(onLost);
  const news = newsIn(list, { notice, goTo: (id) => view.goTo(id) });
  const forgetAnchor = rememberAnchor(list);
  const label = h("span", { class: "bar-label" }, strings.refresh.action);
  const press = () => refresh.ariaDisabled || onRefresh();
  const refresh = h("button", { type: "button", class: "button bar-tool", onClick: press }, icon("refresh"), label);

  const view = {
    name: "conversation",
    element,
    actions: [...tools.actions, refresh, ...tools.lastActions],
    get heading() {
      return element.querySelector("h1");
    },
    get title() {
      return view.heading.textContent;
    },
    /** Of what is shown; the server knows it again. */
    get revision() {
      return element.dataset.revision;
    },
    setBusy(busy) {
      setAttribute(refresh, "aria-disabled", busy && "true");
      label.replaceChildren(busy ? strings.refresh.busy : strings.refresh.action);
    },
    /**
     * Shows the newer state, as the server rendered it, and tells what is different; null where it goes on with what is not here.
     * `isRest`: there was only a part before.
     */
    update(next, { isRest = false } = {}) {
      const was = messagesIn(list);
      const is = goneOn(was, next);
      if (!is) return null;
      const come = [...is.keys()].filter((id) => !was.has(id));
      const isChanged = (id) => was.has(id) && was.get(id).dataset.digest !== is.get(id).dataset.digest;
      const differ = [...is.keys()].filter(isChanged);
      const { added, changed, removed } = difference(was, is, isChanged);
      replaceHead(element, next);
      if (was.size > 0 && !isRest) for (const id of come) markNew(is.get(id));
      for (const id of differ) unfoldAlike(was.get(id), is.get(id));
      bringHead();
      for (const id of [...come, ...differ]) enliven(is.get(id));
      for (const id of differ) replaceMessage(was.get(id), is.get(id));
      settleMessages(list, Array.from(is, ([id, article]) => (was.has(id) && !isChanged(id) ? was.get(id) : article)));
      times.watch(list);
      address.remark();
      tools.update();
      return { added, changed, removed };
    },
    /** Says what `update` changed, and offers to lead there. */
    tell({ added, changed, removed }) {
      const fresh = [...news.unseen, ...added];
      const text = wordsFor({ added: fresh, changed, removed });
      const next = fresh[0] ?? changed[0];
      if (!next) return notice.news(text || strings.refresh.same);
      notice.offer(text, () => view.goTo(next));
    },
    /** The same for what came by itself: only new messages that the reader does not see are worth a word. */
    tellQuietly(changes) {
      if (changes.added.length > 0) news.tell(changes.added);
      else notice.whisper(wordsFor(changes));
    },
    /** Takes the reader to where they were before a reload, or to the message that the address names. */
    arrive: address.follow,
    /** Takes the reader to a message. */
    goTo: (id) => goTo(document.getElementById(id)),
    loadedText: () => strings.conversation.loaded(view.title, allIn(messagesIn(list)).length),
    dispose() {
      tools.dispose();
      times.dispose();
      address.dispose();
      news.dispose();
      forgetAnchor();
      release(element);
    },
  };

  function enliven(part) {
    bringFiles(part, files);
    tools.enliven(part);
  }
  function bringHead() {
    const head = element.querySelector(".conversation-head");
    localiseTimes(head);
    for (const place of head.querySelectorAll("[data-list]")) {
      place.after(" ", h("button", { type: "button", class: "link-button", onClick: onSignOut }, strings.conversation.signOut));
    }
  }

  bringHead();
  enliven(element);
  times.watch(list);
  return view;
}

function wordsFor({ added, changed, removed }) {
  const counts = { added: added.length, changed: changed.length, removed };
  const parts = Object.entries(counts).filter(([, n]) => n > 0);
  return parts.map(([what, n]) => strings.refresh[what](n)).join(", ");
}

const allIn = (articles) => [...articles.values()].flatMap(idsIn);

/** Which messages came, changed or went. One that only grew by others has not changed itself. */
function difference(was, is, isChanged) {
  const [before, now] = [new Set(allIn(was)), allIn(is)];
  const added = now.filter((id) => !before.has(id));
  const grew = new Set(added);
  const changed = [...is.keys()].filter((id) => isChanged(id) && !idsIn(is.get(id)).some((own) => grew.has(own)));
  return { added, changed, removed: before.size - (now.length - added.length) };
}

/** Everything but the messages. */
function replaceHead(element, next) {
  element.dataset.revision = next.dataset.revision;
  // The list itself must not leave the page for a moment: that would end the reader's selection.
  const list = element.querySelector(":scope > .messages");
  for (const child of [...element.children]) if (child !== list) child.remove();
  const children = [...next.children];
  const at = children.findIndex((child) => child.matches(".messages"));
  list.before(...children.slice(0, at));
  list.after(...children.slice(at + 1));
}

function markNew(article) {
  article.querySelector(".message-head").append(h("span", { class: "message-new" }, strings.conversation.isNew));
}

/** What the reader opened in a message stays open when more of it came. */
function unfoldAlike(old, element) {
  const folds = element.querySelectorAll("details");
  for (const [i, { open }] of old.querySelectorAll("details").entries()) if (folds[i]) folds[i].open = open;
}
