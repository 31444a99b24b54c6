// One conversation as its owner reads it: with the readers' tools, and what only the owner can do.

import { failureWithWait } from "../../api/failure.js";
import { h } from "../../lib/dom.js";
import { shareState } from "../sharing/share-state.js";
import { conversationView } from "../../reading/conversation.js";
import { strings } from "../../strings/owner.js";
import { strings as shared } from "../../strings/reader.js";
import { icon } from "../../ui/icons.js";
import { menuItem } from "../../ui/menu.js";
import { loadingPanel } from "../../ui/panels.js";
import { viewHead } from "../../ui/view-head.js";
import { emptyState, failureState } from "../../ui/view-states.js";
import { deleteConversations, renameConversation, shareConversation } from "./conversation-actions.js";
import { ownConversationApi } from "./own-conversation-api.js";

const words = strings.ownConversation;

export function ownConversationView(context) {
  const { params, calls, notice, go, retitle, signedOut } = context;
  const chat = ownConversationApi(calls, params.chatId);
  const running = new AbortController();
  const tools = h("div", { class: "own-tools" });
  const back = h("a", { class: "back-link", href: "/" }, icon("back"), words.back);
  const place = h("div", {});
  const element = h("div", { class: "own" }, back, place);
  const shareButton = h(
    "button",
    { type: "button", class: "button bar-tool own-share", onClick: share },
    icon("share"),
    h("span", { class: "bar-label" }, strings.chat.share),
  );
  let heading = null;
  let reading = null; // the conversation on the page, as conversation.js has it
  let about = null; // the chat as the list has it, with how it is shared

  wait();
  read();

  return {
    name: "ownConversation",
    element,
    actions: [tools],
    get heading() {
      return reading?.heading ?? heading;
    },
    get title() {
      return reading?.title ?? words.title;
    },
    dispose() {
      running.abort();
      reading?.dispose();
    },
  };

  async function read({ isAgain = false } = {}) {
    reading?.setBusy(true);
    const { signal } = running;
    const [result, known] = await Promise.all([chat.read(signal), chat.about(signal)]);
    if (signal.aborted) return;
    reading?.setBusy(false);
    if (known.kind === "done") about = known.value.chat;
    if (result.kind === "signedOut") return known.kind === "signedOut" ? undefined : signedOut();
    if (result.kind === "conversation") return isAgain && reading ? refresh(result.conversation) : show(result.conversation);
    if (result.kind === "missing") return gone();
    if (reading) return notice.problem(shared.refresh.failed(failureWithWait(result)));
    stop(words.title, failureState(result, { onRetry: retry }));
  }

  function retry() {
    wait();
    read();
  }

  function wait() {
    const loading = loadingPanel(words.loading);
    heading = loading.element.querySelector("h1");
    heading.tabIndex = -1;
    put(loading.element);
  }

  function show(conversation) {
    const onLost = () => notice.note(shared.conversation.lost);
    reading = conversationView(conversation, {
      onRefresh: () => read({ isAgain: true }),
      onFile: chat.readFile,
      onLost,
      share: { ...chat.share, menuItems: menuItems() },
      notice,
    });
    tools.replaceChildren(shareButton, ...reading.actions);
    tellShare();
    put(conversation);
    retitle();
    reading.arrive();
  }

  function refresh(conversation) {
    const changes = reading.update(conversation);
    tellShare();
    retitle();
    reading.tell(changes);
  }

  function gone() {
    const { heading: title, text, action } = words.missing;
    stop(title, emptyState({ sign: "missing", words: { text }, actions: [h("a", { class: "button", href: "/" }, action)] }));
  }

  /** Something else than a conversation: `title` is what it is called, `content` says the rest. */
  function stop(title, content) {
    reading?.dispose();
    reading = null;
    tools.replaceChildren();
    const head = viewHead({ title });
    heading = head.heading;
    put(h("div", { class: "view view-narrow" }, head.element, content));
    retitle();
  }

  /** The focus that was on what goes, or nowhere, comes to the new heading. */
  function put(content) {
    const isLost = document.activeElement === document.body ? place.hasChildNodes() : place.contains(document.activeElement);
    place.replaceChildren(content);
    if (isLost) (reading?.heading ?? heading).focus({ preventScroll: true });
  }

  /** The last of the facts in its head. */
  function tellShare() {
    const facts = element.querySelector(".facts") ?? reading.element.querySelector(".facts");
    facts.querySelector(".fact-shared")?.remove();
    if (!about) return;
    const state = about.share
      ? shareState(about.share, { onSettings: share })
      : h("span", { class: "share-none" }, strings.shareState.none);
    facts.append(h("div", { class: "fact-shared" }, h("dt", {}, strings.conversations.shared), h("dd", {}, state)));
  }

  function menuItems() {
    return [
      menuItem({ sign: "rename", text: strings.chat.rename, onPress: rename }),
      menuItem({ sign: "remove", text: strings.chat.remove, look: "menu-item-danger", onPress: remove }),
    ];
  }

  function named() {
    return { ...about, id: Number(chat.id), name: reading.title };
  }

  function share() {
    shareConversation(context, named(), { onChange: news });
  }

  /** It is shared otherwise now. */
  async function news() {
    const known = await chat.about(running.signal);
    if (running.signal.aborted || known.kind !== "done" || !reading) return;
    about = known.value.chat;
    tellShare();
  }

  function rename() {
    renameConversation(context, named(), {
      onDone({ name }) {
        reading.heading.replaceChildren(name);
        retitle();
      },
      returnTo: () => tools.querySelector("[popovertarget]"),
    });
  }

  function remove() {
    const { id } = chat;
    deleteConversations(context, [named()], {
      onRemoved: () => go("/", { isReplacing: true }),
      onRestored: () => go(`/conversations/${id}`),
    });
  }
}
