// Every state of the page, at every width and in both themes: nothing for axe to find, nothing to scroll sideways.

import assert from "node:assert/strict";
import { test } from "node:test";
import { looksRight } from "./support/looks.js";
import { firstByDay } from "./support/nightly.js";
import { isAccessible, keepShot, neverScrollsSideways } from "./support/reader.js";
import { stage } from "./support/stage.js";
import { makeWorld, states } from "./support/states.js";

const here = stage(async (server) => ({ world: await makeWorld(server) }));

for (const [state, open] of Object.entries(states)) {
  test(`${state} is fit to be seen on phones and desktops, light and dark`, () =>
    here.look(async (page) => {
      await open(page, here.world);
      await looksRight(page, state);
    }));
}

const others = firstByDay(["unfolded conversation", "conversation", "wrong password", "new messages"]);
for (const state of others) {
  test(`${state} is fit to be seen in forced colours and without motion`, () =>
    here.read({ forcedColors: "active", reducedMotion: "reduce" }, async (page) => {
      await states[state](page, here.world);

      await keepShot(page, `${state} forced colours`);
      // The colours are the reader's own then; axe would take ours for them.
      await isAccessible(page, { look: "forced colours", colours: false });
    }));
}

test("on a wide window the text keeps to a column of a comfortable width", () =>
  here.read({ viewport: { width: 2560, height: 1200 } }, async (page) => {
    await states.conversation(page, here.world);

    const { width } = await page.locator(".message-text").nth(2).boundingBox();
    assert.ok(width < 700, `the column is ${width} wide`);
  }));

test("with text at twice its size nothing scrolls sideways and nothing is lost", () =>
  here.read({ viewport: { width: 640, height: 800 } }, async (page) => {
    for (const state of others) {
      await states[state](page, here.world);
      await page.evaluate(() => (document.documentElement.style.fontSize = "32px"));

      await keepShot(page, `${state} twice the size`);
      await neverScrollsSideways(page, "twice the size");
      await page.unrouteAll();
    }
  }));
