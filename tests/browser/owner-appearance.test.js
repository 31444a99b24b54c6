// Every state of the owner's page, at every width and in both themes: nothing for axe to find, nothing to scroll sideways.

import { test } from "node:test";
import { firstByDay } from "./support/nightly.js";
import { makeOwners, ownerStates } from "./support/owner-states.js";
import { looksRight } from "./support/looks.js";
import { isAccessible, keepShot, neverScrollsSideways } from "./support/reader.js";
import { stage } from "./support/stage.js";

const here = stage(async (server) => ({ world: await makeOwners(server) }));

for (const [state, open] of Object.entries(ownerStates)) {
  test(`${state} is fit to be seen on phones and desktops, light and dark`, () =>
    here.look(async (page) => {
      await open(page, here.world);
      await looksRight(page, `owner ${state}`);
    }));
}

for (const state of firstByDay(["account", "new token", "wrong sign in at the start"])) {
  test(`${state} is fit to be seen in forced colours and without motion`, () =>
    here.read({ forcedColors: "active", reducedMotion: "reduce" }, async (page) => {
      await ownerStates[state](page, here.world);

      await keepShot(page, `owner ${state} forced colours`);
      // The colours are the reader's own then; axe would take ours for them.
      await isAccessible(page, { look: "forced colours", colours: false });
    }));

  test(`${state} at twice the size of text scrolls in one direction only`, () =>
    here.read({ viewport: { width: 640, height: 800 } }, async (page) => {
      await ownerStates[state](page, here.world);
      await page.evaluate(() => (document.documentElement.style.fontSize = "32px"));

      await keepShot(page, `owner ${state} twice the size`);
      await neverScrollsSideways(page, "twice the size");
    }));
}
