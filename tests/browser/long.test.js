// A conversation of thousands of messages: all of it is in the page, and only what is near is laid out.

import assert from "node:assert/strict";
import { test } from "node:test";
import { headline, messages, noticeSays, press } from "./support/look.js";
import { manyPrompts } from "./support/nightly.js";
import { someone } from "./support/people.js";
import { openBrowser } from "./support/reader.js";
import { stage } from "./support/stage.js";

const length = 2 * manyPrompts;
const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const chat = await owner.chat("Long", []);
  const talk = Array.from({ length }, (_, n) => [n % 2 ? "assistant" : "user", `Message number ${n}.\n\n${"Some words. ".repeat((n * 37) % 50)}`]);
  for (let n = 0; n < length; n += 1000) await owner.say(chat, talk.slice(n, n + 1000));
  return { owner, chat, path: `/shared/chats/${(await owner.share(chat)).uuid}` };
});

/** How many messages the browser has laid out. */
const laidOut = (page) =>
  messages(page).evaluateAll((all) => all.filter((article) => article.checkVisibility({ contentVisibilityAuto: true })).length);

test("all messages are in the page, and few of them are laid out", () =>
  here.read({}, async (page) => {
    await page.goto(here.path);
    await headline(page, "Long");

    assert.equal(await messages(page).count(), length);
    const few = await laidOut(page);
    assert.ok(few >= 20 && few <= 200, `${few} are laid out`);
  }));

test("the browser's own find gets to every message", () =>
  here.read({}, async (page) => {
    await page.goto(here.path);
    await headline(page, "Long");

    assert.ok(await page.evaluate((n) => window.find(`Message number ${n}.`), length - 1));
  }));

test("a screen reader gets to every message", async () => {
  // Chromium tells all only where a screen reader runs.
  const browser = await openBrowser(["--force-renderer-accessibility"]);
  try {
    const page = await browser.newPage({ baseURL: here.server.url });
    await page.goto(here.path);
    await headline(page, "Long");
    const client = await page.context().newCDPSession(page);
    await client.send("Accessibility.enable");
    const { nodes } = await client.send("Accessibility.getFullAXTree");
    assert.equal(nodes.filter(({ role }) => role?.value === "article").length, length);
    assert.ok(nodes.some(({ name }) => name?.value?.startsWith(`Message number ${length - 1}.`)));
  } finally {
    await browser.close();
  }
});

test("scrolled up from the end, the message that is read stays where it is", () =>
  here.read({}, async (page) => {
    const id = `m-${(await here.owner.send("GET", `/chats/${here.chat.id}/messages`)).chatMessages.at(-5).id}`;
    await page.goto(`${here.path}#${id}`);
    await page.locator(`#${id}.is-target`).waitFor();
    await page.mouse.move(600, 400);
    for (let n = 0; n < 20; n += 1) {
      const read = await page.evaluateHandle(() => document.elementFromPoint(innerWidth / 2, 400).closest(".message, .message-group"));
      const topOf = () => read.evaluate((element) => element.getBoundingClientRect().top);
      const [top, y] = [await topOf(), await page.evaluate(() => scrollY)];
      await page.evaluate(() => scrollBy({ top: -700, behavior: "instant" }));
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      // What was above is laid out now, and has another height than was estimated: what is read moved by 700 pixels all the same.
      const moved = (await topOf()) - top;
      assert.ok(Math.abs(moved - 700) <= 3, `it moved by ${moved} at ${y}`);
    }
  }));

test("new messages join the last group, and more of them make groups of their own", () =>
  here.read({}, async (page) => {
    await page.goto(here.path);
    await headline(page, "Long");
    await here.owner.say(here.chat, Array.from({ length: 45 }, (_, n) => ["user", `New ${n}.`]));
    await press(page, "Refresh");
    await noticeSays(page, "45 new messages");

    assert.equal(await messages(page).count(), length + 45);
    const sizes = await page.locator(".message-group").evaluateAll((groups) => groups.map((group) => group.childElementCount));
    assert.ok(sizes.every((size) => size >= 1 && size <= 20), sizes.join(" "));
    const texts = await messages(page).evaluateAll((all) => all.slice(-45).map((article) => article.querySelector(".message-parts").textContent.trim()));
    assert.deepEqual(texts, Array.from({ length: 45 }, (_, n) => `New ${n}.`));
  }));
