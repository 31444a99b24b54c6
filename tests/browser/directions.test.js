// Right-to-left words: what holds them is laid out right to left. For other browsers than Chromium engines.test.js looks at it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { laidOutWrong } from "./support/directions.js";
import { someone } from "./support/people.js";
import { keepShot, phone } from "./support/reader.js";
import { stage } from "./support/stage.js";
import { rightToLeft } from "./support/talk.js";

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const chat = await owner.chat("Directions", rightToLeft);
  return { path: `/shared/chats/${(await owner.share(chat)).uuid}` };
});

for (const [look, options] of Object.entries({ "a wide window": {}, "a phone in the dark": { viewport: phone, colorScheme: "dark" } })) {
  test(`in Chromium, ${look}`, () =>
    here.read(options, async (page) => {
      await page.goto(here.path);
      assert.deepEqual(await page.evaluate(laidOutWrong), []);
      await keepShot(page, `right to left ${look}`);
    }));
}

test("on paper", () =>
  here.read({}, async (page) => {
    await page.goto(here.path);
    await page.emulateMedia({ media: "print" });
    assert.deepEqual((await page.evaluate(laidOutWrong)).filter((what) => !what.startsWith("no room")), []);
    await keepShot(page, "right to left on paper");
  }));
