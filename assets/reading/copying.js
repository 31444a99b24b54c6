// Buttons that copy a block of code, a message's source, or the link to it.

import { failureWithWait } from "../api/failure.js";
import { copyText } from "../lib/clipboard.js";
import { h } from "../lib/dom.js";
import { strings } from "../strings/reader.js";
import { actionButton } from "../ui/action-button.js";
import { idsIn } from "./message-list.js";

const words = strings.copying;

/** `share` has the result of asking for what the messages say (`readSource`); `tell` says it to those who don't see. */
export function copying({ share, tell }) {
  let source = null; // a promise of the result, asked for once

  return {
    /** Adds the buttons of a message. */
    dress(article) {
      dressBlocks(article);
      // Of what is folded each gets its button when it opens: an agent's work has hundreds.
      article.addEventListener("toggle", ({ target }) => target.open && dressBlocks(target), true);
      const head = article.querySelector(".message-head");
      head.append(
        h(
          "div",
          { class: "message-tools" },
          share.isPrivate
            ? []
            : actionButton({ sign: "link", name: words.messageLink, look: "act", onPress: (on) => copyLink(article, on) }),
          actionButton({ sign: "copy", name: words.message, look: "act", onPress: (on) => copyMessage(article, on) }),
        ),
      );
    },
    /** What was asked for is of yesterday. */
    forget() {
      source = null;
    },
  };

  function dressBlocks(part) {
    for (const block of part.querySelectorAll(".code-block:not(:has(> .act))")) {
      if (!block.closest("details:not([open])")) dressCode(block);
    }
  }

  function dressCode(block) {
    const code = block.querySelector("pre");
    // The end of the last line belongs to the block, not to the code: pasted into a terminal it would run at once.
    const copy = (on) => finish(code.textContent.replace(/\r?\n$/, ""), on, () => select(code));
    const button = actionButton({ sign: "copy", name: words.code, text: words.action, look: "act act-code", onPress: copy });
    code.before(button);
  }

  async function copyLink(article, on) {
    const link = linkTo(article.id);
    await finish(link, on, () => history.replaceState(history.state, "", link), words.linkIsInAddress);
  }

  async function copyMessage(article, on) {
    const wasThere = source !== null;
    source ??= share.readSource();
    const asked = source;
    const result = await asked;
    if (result.kind !== "source") {
      // The next press asks anew.
      if (source === asked) source = null;
      return tell(words.notFetched(whyNot(result)), { isProblem: true });
    }
    const texts = idsIn(article).map((id) => result.texts.get(id.replace(/^m-/, "")));
    const text = texts.filter(Boolean).join("\n\n");
    const body = article.querySelector(".message-parts");
    // Fetching took longer than some browsers let a press of a button count.
    const refused = wasThere ? words.refused : words.pressAgain;
    await finish(text || body.innerText, on, () => wasThere && select(body), refused);
  }

  /** `instead` is done when the browser does not let us. */
  async function finish(text, { done }, instead, refused = words.refused) {
    if (await copyText(text)) {
      done(words.copied);
      return tell(words.copied);
    }
    instead();
    tell(refused, { isProblem: true });
  }
}

/** The address of a message, or without an id of the conversation. */
export function linkTo(id) {
  const { origin, pathname, search } = location;
  return `${origin}${pathname}${search}${id ? `#${id}` : ""}`;
}

const select = (element) => getSelection().selectAllChildren(element);

const whyNot = (result) => (result.kind === "failure" ? failureWithWait(result) : strings.files.refused);
