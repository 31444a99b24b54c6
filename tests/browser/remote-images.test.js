// Pictures that lie on other people's servers: nothing is asked of them, or even of our own, before the reader agrees.

import assert from "node:assert/strict";
import { test } from "node:test";
import { farPicture, openReady } from "./support/lengthy.js";
import { looksRight } from "./support/looks.js";
import { someone } from "./support/people.js";
import { phone } from "./support/reader.js";
import { stage } from "./support/stage.js";

const talk = [
  ["user", "Show me two clocks."],
  ["assistant", `Here they are:\n\n${farPicture("tower")}\n\nand inside a sentence ${farPicture("watch")} as well.`],
  ["user", "And a third?"],
  ["assistant", farPicture("sundial")],
];

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const chat = await owner.chat("Clocks", talk);
  return { path: `/shared/chats/${(await owner.share(chat)).uuid}` };
});

/** Opens the page; gives what it asked to be shown. */
async function open(page) {
  const asked = [];
  await page.route("**/shared/picture?*", (route) => {
    asked.push(new URL(route.request().url()).searchParams.get("url"));
    return route.fulfill({ contentType: "text/html", body: "<!doctype html><title>picture</title><p>the picture" });
  });
  await openReady(page, here.path);
  await page.locator(".remote-picture").nth(2).waitFor();
  return asked;
}

const frames = (page) => page.locator("iframe");

test("nothing is loaded before the reader agrees, and they are told what it means", () =>
  here.read({}, async (page) => {
    const asked = await open(page);
    await page.evaluate(() => scrollTo(0, 1e6));
    await page.waitForLoadState("networkidle");

    assert.deepEqual(asked, []);
    assert.equal(await frames(page).count(), 0);
    const box = page.locator(".remote-picture").first();
    assert.match(await box.innerText(), /Image from pictures\.example/);
    assert.match(await box.innerText(), /tells that server your address and that you are reading this/);
    assert.equal(await box.getByRole("link", { name: "A tower" }).getAttribute("href"), "https://pictures.example/tower.png?size=2");
  }));

test("one picture comes in a frame that can do nothing, named by its description", () =>
  here.read({}, async (page) => {
    const asked = await open(page);
    await page.getByRole("button", { name: "Show it" }).first().click();
    await page.frameLocator("iframe").getByText("the picture").waitFor();

    assert.deepEqual(asked, ["https://pictures.example/tower.png?size=2"]);
    const frame = await frames(page).evaluateAll((all) => all.map((f) => [f.title, f.getAttribute("sandbox"), f.referrerPolicy, f.loading]));
    assert.deepEqual(frame, [["A tower", "", "no-referrer", "lazy"]]);
    await page.locator(".remote-picture:focus").waitFor();
  }));

test("the reader may agree to all of the page at once, also to those that are still far", () =>
  here.read({ viewport: phone }, async (page) => {
    const asked = await open(page);
    await page.getByRole("button", { name: "Show all on this page" }).first().click();
    await frames(page).nth(2).waitFor({ state: "attached" });
    for (const n of [0, 1, 2]) await frames(page).nth(n).scrollIntoViewIfNeeded();
    await page.waitForFunction(() => performance.getEntriesByType("resource").filter(({ name }) => name.includes("/shared/picture")).length >= 3);

    assert.deepEqual(asked.map((url) => /(\w+)\.png/.exec(url)[1]).sort(), ["sundial", "tower", "watch"]);
    assert.equal(await page.getByRole("button", { name: "Show it" }).count(), 0);
  }));

test("the boxes are fit to be seen before and after, at every width, in both themes", () =>
  here.read({}, async (page) => {
    await open(page);
    await looksRight(page, "pictures asking");
    await page.getByRole("button", { name: "Show it" }).first().click();
    await page.frameLocator("iframe").getByText("the picture").waitFor();
    await looksRight(page, "pictures shown");
  }));
