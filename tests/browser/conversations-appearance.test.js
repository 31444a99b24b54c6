// Every state of the conversations and imports, at every width and in both themes: nothing for axe to find, nothing to scroll
// sideways.

import { test } from "node:test";
import { conversationStates, makeLibrary } from "./support/conversation-states.js";
import { looksRight } from "./support/looks.js";
import { firstByDay } from "./support/nightly.js";
import { isAccessible, keepShot, neverScrollsSideways } from "./support/reader.js";
import { stage } from "./support/stage.js";

const here = stage(async (server) => ({ world: await makeLibrary(server) }));

/** A page with imports that run, over a line that is slow, is not left for the next state. */
const inBrowser = (state) => (state === "imports that run" ? (read) => here.read({}, read) : here.look);

for (const [state, open] of Object.entries(conversationStates)) {
  test(`${state}: fit to be seen on phones and desktops, light and dark`, () =>
    inBrowser(state)(async (page) => {
      await open(page, here.world);
      await looksRight(page, `chatlist ${state}`);
    }));
}

for (const state of firstByDay(["conversations", "imports that run", "a conversation of one's own"])) {
  test(`${state}: fit to be seen in forced colours and without motion`, () =>
    here.read({ forcedColors: "active", reducedMotion: "reduce" }, async (page) => {
      await conversationStates[state](page, here.world);

      await keepShot(page, `chatlist-${state} forced colours`);
      // The colours are the reader's own then; axe would take ours for them.
      await isAccessible(page, { look: "forced colours", colours: false });
    }));

  test(`${state}: with text at twice its size nothing scrolls sideways`, () =>
    here.read({ viewport: { width: 640, height: 800 } }, async (page) => {
      await conversationStates[state](page, here.world);
      await page.evaluate(() => (document.documentElement.style.fontSize = "32px"));

      await keepShot(page, `chatlist-${state} twice the size`);
      await neverScrollsSideways(page, "twice the size");
    }));
}
