// Every state of the owner's page, at every width and in both themes: nothing for axe to find, nothing to scroll sideways.

import { test } from "node:test";
import { makeOwners, ownerStates } from "./support/owner-states.js";
import { isAccessible, keepShot, neverScrollsSideways } from "./support/reader.js";
import { stage } from "./support/stage.js";

const here = stage(async (server) => ({ world: await makeOwners(server) }));

const sizes = {
  "small phone": { width: 320, height: 640 },
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 800 },
};
const looks = Object.entries(sizes).flatMap(([name, size]) =>
  ["light", "dark"].map((theme) => ({ name: `${name} ${theme}`, size, theme })),
);

for (const [state, open] of Object.entries(ownerStates)) {
  test(`${state} is fit to be seen on phones and desktops, light and dark`, () =>
    here.read({}, async (page) => {
      await open(page, here.world);

      for (const { name, size, theme } of looks) {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme: theme });
        await keepShot(page, `owner ${state} ${name}`);
        await neverScrollsSideways(page, name);
        await page.evaluate(() => scrollTo(0, 0));
        await isAccessible(page, { look: name });
      }
    }));
}

for (const state of ["account", "new token", "wrong sign in at the start"]) {
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
