// What you can do with one link of the list: a copy button and a menu.

import { copyText } from "../../lib/clipboard.js";
import { openPeople } from "../sharing/share-people.js";
import { openPreview } from "../sharing/share-preview.js";
import { openQr } from "../sharing/share-qr.js";
import { openVisitors } from "../sharing/share-visitors.js";
import { strings } from "../../strings/owner.js";
import { actionButton } from "../../ui/action-button.js";
import { problemText } from "../../ui/confirm.js";
import { menu, menuItem, menuLine } from "../../ui/menu.js";

const words = strings.sharing.links;

/** `edit` opens the dialog of this share, `changed` gets shares in their new state, `gone` the id of one that is no more. */
export function linkMenu({ calls, notice, actions, share, name, edit, changed, gone }) {
  const chat = { id: share.chat_conversation_id, name };
  const copyButton = actionButton({ sign: "copy", name: words.copyOf(name), look: "act", onPress: copy });
  const more = menu({
    label: words.actionsOf(name),
    parts: [
      menuItem({ sign: "copy", text: words.copy, onPress: () => copy() }),
      menuItem({ sign: "rename", text: words.edit, onPress: () => edit(share) }),
      menuItem({ sign: "eye", text: words.preview, onPress: () => openPreview({ calls, share }) }),
      menuItem({ sign: "qr", text: words.qr, onPress: () => openQr({ calls, share }) }),
      menuItem({ sign: "people", text: words.people, onPress: () => openPeople({ calls, chat, share, onChange: refresh }) }),
      menuItem({ sign: "device", text: words.visitors, onPress: () => openVisitors({ calls, chat, share }) }),
      menuLine(),
      share.is_frozen && menuItem({ sign: "refresh", text: words.update, onPress: () => edit(share, { isEditing: false }) }),
      share.is_shared
        ? menuItem({ sign: "pause", text: words.pause, onPress: pause })
        : menuItem({ sign: "resume", text: words.resume, onPress: resume }),
      menuItem({ sign: "link", text: words.newLink, onPress: newLink }),
      menuItem({ sign: "remove", text: words.stop, look: "menu-item-danger", onPress: stop }),
    ].filter(Boolean),
  });
  return [copyButton, more.element];

  async function copy({ done } = {}) {
    if (!(await copyText(share.short_url))) return notice.note(words.copyFailed(share.short_url));
    done?.();
    notice.news(words.copied);
  }

  async function pause() {
    if (settle(await actions.pause(share))) notice.timed(words.paused(1), { word: strings.undo, onPress: resume });
  }

  async function resume() {
    if (settle(await actions.resume(share))) notice.news(words.resumed(1));
  }

  async function newLink() {
    if (settle(await actions.newLink(share))) notice.news(strings.sharing.panel.renewed);
  }

  async function stop() {
    if ((await actions.stop([share])) === null) return;
    gone(share.id);
    notice.news(words.stopped(1));
  }

  async function refresh() {
    const result = await calls.get(`/shares?chat_id=${chat.id}&limit=1`);
    if (result.kind === "done") changed(result.value.shares);
  }

  /** Shows what became of it; whether it was done. */
  function settle(result) {
    if (result === null || result.kind === "signedOut") return false;
    if (result.kind === "done") changed([result.value]);
    else notice.problem(problemText(result));
    if (result.status === 404) gone(share.id);
    return result.kind === "done";
  }
}
