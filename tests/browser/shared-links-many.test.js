// Very many links in the list: page by page, sorted and searched by the server.

import assert from "node:assert/strict";
import { test } from "node:test";
import { seeText } from "./support/look.js";
import { isNightly, written } from "./support/nightly.js";
import { atOwnPage } from "./support/owner.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";

const COUNT = isNightly ? 1_000 : 200;
const all = written(COUNT);
const lastPage = `${written(COUNT - 49)}–${all} of ${all}`;
/** In the order of the alphabet. */
const lastName = `Conversation ${isNightly ? 999 : 99}`;
const AT_ONCE = 16;

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const talk = (n) => ({ title: `Conversation ${n}`, model: "gpt-4o", created_at: 1794949200 + n, messages: [{ role: "user", content: `Question ${n}` }] });
  await server.take(owner.email, Array.from({ length: COUNT }, (_, i) => talk(i + 1)));
  const { chats } = await owner.send("GET", "/chats");
  const shareRest = async () => {
    for (let chat = chats.pop(); chat; chat = chats.pop()) await owner.send("POST", `/chats/${chat.id}/shares`, {});
  };
  await Promise.all(Array.from({ length: AT_ONCE }, shareRest));
  return { owner };
});

test("very many links are turned over page by page, and the address leads back to the page", async () => {
  await atOwnPage(here, here.owner, {}, async (page) => {
    await page.goto("/shares");
    await seeText(page, `1–50 of ${all}`);
    assert.equal(await page.locator("tbody tr").count(), 50);
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await seeText(page, `51–100 of ${all}`);
    await page.reload();
    await seeText(page, `51–100 of ${all}`);

    await page.goto(`/shares?page=${COUNT / 50}&order_by=name:asc`);
    await seeText(page, lastPage);
    await seeText(page, lastName);
    assert.equal(await page.getByRole("button", { name: "Next", exact: true }).getAttribute("aria-disabled"), "true");
    await page.goto("/shares?page=400");
    await seeText(page, lastPage);
  });
});

test("one of very many links is found", async () => {
  await atOwnPage(here, here.owner, {}, async (page) => {
    await page.goto("/shares");
    await seeText(page, `1–50 of ${all}`);
    await page.getByRole("searchbox").fill("conversation 177");
    await seeText(page, "1 link");
    assert.deepEqual(await page.locator(".row-link").allInnerTexts(), ["Conversation 177"]);
  });
});
