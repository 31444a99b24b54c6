// Copies the whole conversation to the clipboard: as Markdown, or as a prompt with which another program can continue.

import { failureWithWait } from "../api/failure.js";
import { copyText } from "../lib/clipboard.js";
import { strings } from "../strings/reader.js";
import { actionButton } from "../ui/action-button.js";

const words = strings.takeAlong;

/** Buttons for the menu; `share` reads the file (`readExport`), `tell` says what came of it. */
export function takeAlong({ share, tell }) {
  if (!share.readExport) return [];
  let fetched = null; // a promise of the result; asked for anew at the next opening of the page
  const button = (text, sign, make) =>
    actionButton({ sign, name: text, text, look: "menu-item", onPress: ({ done }) => copy(make, done) });
  return [button(words.markdown, "copy", (text) => text), button(words.prompt, "copy", (text) => words.asPrompt(text))];

  async function copy(make, done) {
    const wasThere = fetched !== null;
    fetched ??= share.readExport("markdown");
    const result = await fetched;
    if (result.kind !== "file") {
      fetched = null;
      return tell(words.failed(result.kind === "failure" ? failureWithWait(result) : strings.files[result.kind]), { isProblem: true });
    }
    const text = make(await result.blob.text());
    // What was copied is of now; the next press asks anew.
    if (await copyText(text)) {
      fetched = null;
      done(words.copied);
      return tell(words.copied);
    }
    // Fetching took longer than some browsers let a press of a button count.
    tell(wasThere ? words.refused : words.pressAgain, { isProblem: true });
  }
}
