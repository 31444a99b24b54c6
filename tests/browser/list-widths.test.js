// Lists keep within their frames, however wide the window is, and however many words it takes to say when something was.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isNightly } from "./support/nightly.js";
import { atOwnPage } from "./support/owner.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const chat = await owner.chat("Why tomato leaves turn yellow, and what a balcony has to do with it", ordinary, "claude-sonnet-4-5-20250929");
  await owner.send("POST", `/chats/${chat.id}/shares`, { is_protected: true, hashed_password: "opensesame", max_views: 3 });
  const open = await owner.share(await owner.chat("Bees", ordinary));
  await fetch(`${server.url}/api/shared/chats/${open.uuid}/views`, { method: "POST" });
  return { owner };
});

const ages = { now: 0, "25 minutes later": 25, "40 days later": 40 * 24 * 60 };

for (const [path, [age, minutes]] of ["/", "/shares"].flatMap((path) => Object.entries(ages).map((age) => [path, age]))) {
  test(`the list at ${path} keeps within its frame at every width, ${age}`, () =>
    atOwnPage(here, here.owner, {}, async (page) => {
      await page.clock.setFixedTime(Date.now() + minutes * 60_000);
      await page.goto(path);
      await page.locator(".list-box .row").first().waitFor();
      for (let width = 320; width <= 1440; width += isNightly ? 35 : 105) {
        await page.setViewportSize({ width, height: 600 });
        const [list, frame] = await page.locator(".list-box").evaluate((box) => [box.querySelector("table").scrollWidth, box.clientWidth]);
        assert.ok(list <= frame, `${list} in ${frame} at ${width}`);
      }
    }));
}
