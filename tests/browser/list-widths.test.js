// Lists keep within their frames, however wide the window is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { atOwnPage } from "./support/owner.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const chat = await owner.chat("Why tomato leaves turn yellow, and what a balcony has to do with it", ordinary, "claude-sonnet-4-5-20250929");
  await owner.send("POST", `/chats/${chat.id}/shares`, { is_protected: true, hashed_password: "opensesame", max_views: 3 });
  return { owner };
});

for (const path of ["/", "/shares"]) {
  test(`the list at ${path} keeps within its frame at every width`, () =>
    atOwnPage(here, here.owner, {}, async (page) => {
      await page.goto(path);
      await page.locator(".list-box .row").first().waitFor();
      for (let width = 320; width <= 1440; width += 35) {
        await page.setViewportSize({ width, height: 600 });
        const [list, frame] = await page.locator(".list-box").evaluate((box) => [box.querySelector("table").scrollWidth, box.clientWidth]);
        assert.ok(list <= frame, `${list} in ${frame} at ${width}`);
      }
    }));
}
