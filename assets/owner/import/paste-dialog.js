// A pasted conversation: it is shown as it will look, and stored only after confirmation.

import { h } from "../../lib/dom.js";
import { nodesFrom } from "../../lib/html.js";
import { localiseTimes } from "../../lib/times.js";
import { strings } from "../../strings/owner.js";
import { openDialog } from "../../ui/dialog.js";
import { problemOf } from "./import-report.js";

const words = strings.imports.paste;

/** What the server takes at once (src/http/routes.rs). */
const MOST_BYTES = 16 * 1024 * 1024;

/** `onKeep` gets a file with the text. With a text it is previewed at once. */
export function openPaste({ calls, text = "", onKeep }) {
  let running = new AbortController();
  const field = h("textarea", {
    class: "field-input paste-text",
    rows: "12",
    spellcheck: "false",
    autofocus: true,
    "aria-label": words.label,
    placeholder: words.placeholder,
  });
  field.value = text;
  const cancel = button(strings.dialog.cancel, () => dialog.close());
  const look = button(words.preview, preview, "button-main");
  const dialog = openDialog({
    title: words.title,
    look: "dialog-wide dialog-page",
    body: [h("p", { class: "soft" }, words.text), field],
    actions: [cancel, look],
    onClose: () => running.abort(),
  });
  if (text) preview();

  async function preview() {
    const file = new File([field.value], words.name, { type: "text/plain" });
    if (!field.value.trim()) return complain(words.nothing);
    if (file.size > MOST_BYTES) return complain(words.tooLarge);
    running.abort();
    running = new AbortController();
    const { signal } = running;
    look.disabled = true;
    dialog.say(words.reading);
    const result = await calls.upload(`/chats/import/preview?name=${encodeURIComponent(words.name)}`, file, {
      signal,
      onProgress() {},
      onSent() {},
    });
    look.disabled = false;
    if (signal.aborted || result.kind === "signedOut") return;
    if (result.kind !== "done") return complain(problemOf(result).text);
    show(result.value.preview, file);
  }

  function complain(why) {
    dialog.say(why, { isProblem: true });
    field.focus();
  }

  function show({ total, conversations, notes }, file) {
    const shown = conversations.map(({ name, html, messages, shown: count }, at) => {
      const conversation = nodesFrom(html).querySelector(".conversation");
      localiseTimes(conversation);
      // Several stand on one page: each has its own head, and its messages a name of their own.
      conversation.querySelector(".messages").setAttribute("aria-label", words.messagesOf(at + 1, name));
      return h("article", {}, conversation, count < messages && h("p", { class: "soft" }, words.rest(messages - count)));
    });
    const more = total - conversations.length;
    const keep = button(words.keep(total), () => {
      dialog.close();
      onKeep(file);
    }, "button-main");
    dialog.replace({
      title: words.looksLike,
      body: [
        h("p", { class: "soft" }, words.notKept),
        notes.length > 0 && h("ul", { class: "paste-notes small" }, notes.map((note) => h("li", { dir: "auto" }, note))),
        h("div", { class: "preview" }, shown),
        more > 0 && h("p", { class: "soft" }, words.others(more)),
      ].filter(Boolean),
      actions: [button(words.back, back), keep],
      focus: keep,
    });
  }

  function back() {
    dialog.replace({ title: words.title, body: [h("p", { class: "soft" }, words.text), field], actions: [cancel, look], focus: field });
  }
}

function button(text, onClick, look = "") {
  return h("button", { type: "button", class: `button ${look}`.trim(), onClick }, text);
}

/** Takes what is pasted outside of fields and dialogs: `onText` gets a text, `onFiles` a list of {file, isFolder}. */
export function takePastes({ onText, onFiles }) {
  addEventListener("paste", pasted);
  return { dispose: () => removeEventListener("paste", pasted) };

  function pasted({ target, clipboardData }) {
    const isElsewhere = target instanceof Element && target.closest("input, textarea, select, [contenteditable]");
    if (!clipboardData || isElsewhere || document.querySelector("dialog:modal")) return;
    const files = [...clipboardData.files];
    if (files.length > 0) return onFiles(files.map((file) => ({ file, isFolder: false })));
    const text = clipboardData.getData("text/plain");
    if (text.trim()) onText(text);
  }
}
