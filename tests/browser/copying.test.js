// Copying code, messages and links, also where the browser makes it hard.

import assert from "node:assert/strict";
import { test } from "node:test";
import { becomes, clipboardHas, givePassword, headline, noticeSays } from "./support/look.js";
import { firstCode, openReady, talk } from "./support/lengthy.js";
import { someone } from "./support/people.js";
import { phone } from "./support/reader.js";
import { stage } from "./support/stage.js";

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const share = async (messages, rules) => {
    const chat = await owner.chat("Roman numerals", messages);
    return { chat, path: `/shared/chats/${(await owner.share(chat, rules)).uuid}` };
  };
  return { owner, open: await share(talk), locked: await share(talk, { password: "secret" }), share };
});

const mayCopy = { permissions: ["clipboard-read", "clipboard-write"] };
const copied = (page) => page.evaluate(() => (window.realClipboard ?? navigator.clipboard).readText());
const message = (page, index) => page.getByRole("article").nth(index);
const copy = (page, index, what) => message(page, index).getByRole("button", { name: what, exact: true });

/** As on a page without TLS from another machine, which has no such thing. */
const takeClipboardAway = (page) =>
  page.addInitScript(() => {
    window.realClipboard = navigator.clipboard;
    Object.defineProperty(Navigator.prototype, "clipboard", { value: undefined });
  });

const refuseToCopy = (page) => page.addInitScript(() => (Document.prototype.execCommand = () => false));

test("code is copied as it is, without the end of its last line", () =>
  here.read(mayCopy, async (page) => {
    await openReady(page, here.open.path);
    await copy(page, 1, "Copy code").click();

    await message(page, 1).getByText("Copied").waitFor();
    assert.equal(await copied(page), firstCode);
  }));

test("a message is copied as the Markdown that was written, which is asked for once", () =>
  here.read(mayCopy, async (page) => {
    const asked = [];
    page.on("request", (request) => request.method() === "GET" && request.url().includes("/api/shared/") && asked.push(request.url()));
    await openReady(page, here.open.path);
    for (const index of [1, 0, 5]) {
      await message(page, index).hover();
      await copy(page, index, "Copy message").click();
      await clipboardHas(page, talk[index][1]);
    }

    assert.equal(asked.length, 1);
  }));

test("after a refresh the newer words are copied", async () => {
  const { chat, path } = await here.share(talk.slice(0, 2));
  await here.read(mayCopy, async (page) => {
    await openReady(page, path);
    await copy(page, 0, "Copy message").click();
    await clipboardHas(page, /naïve/);
    await here.owner.say(chat, [["user", "And **one** more."]]);
    await page.getByRole("button", { name: "Refresh" }).click();
    await message(page, 2).hover();
    await copy(page, 2, "Copy message").click();

    await clipboardHas(page, "And **one** more.");
  });
});

test("behind a password messages are copied, too", () =>
  here.read({ ...mayCopy, viewport: phone }, async (page) => {
    await page.goto(here.locked.path);
    await givePassword(page, "secret");
    await headline(page, "Roman numerals");
    await copy(page, 0, "Copy message").click();

    await clipboardHas(page, talk[0][1]);
  }));

test("the link to a message leads there", () =>
  here.read(mayCopy, async (page) => {
    await openReady(page, here.open.path);
    await message(page, 4).hover();
    await copy(page, 4, "Copy link").click();
    await page.locator(".act[data-done]").waitFor();
    const link = await copied(page);

    assert.equal(link, `${here.server.url}${here.open.path}#${await message(page, 4).getAttribute("id")}`);
  }));

test("that it was copied is said to those who don't see it", () =>
  here.read(mayCopy, async (page) => {
    await openReady(page, here.open.path);
    await copy(page, 1, "Copy code").click();

    await page.locator(".bar [role=status]", { hasText: "Copied" }).waitFor({ state: "attached" });
  }));

test("every way of copying works without the clipboard of modern browsers, and leaves focus and selection", () =>
  here.read(mayCopy, async (page) => {
    await takeClipboardAway(page);
    await openReady(page, here.open.path);
    await message(page, 3).evaluate((article) => getSelection().selectAllChildren(article.querySelector("p")));
    await copy(page, 1, "Copy code").focus();
    await page.keyboard.press("Enter");
    await page.locator(".act[data-done]").waitFor();

    assert.equal(await copied(page), firstCode);
    assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), "Copy code");
    assert.equal(await page.evaluate(() => String(getSelection())), "Read from the right.");
    await copy(page, 0, "Copy message").click();
    await becomes(() => copied(page), talk[0][1]);
  }));

test("when the browser refuses altogether, what was to be copied is selected, and the reader told", () =>
  here.read({}, async (page) => {
    await takeClipboardAway(page);
    await refuseToCopy(page);
    await openReady(page, here.open.path);
    await copy(page, 1, "Copy code").click();

    await noticeSays(page, "blocked copying");
    assert.equal((await page.evaluate(() => String(getSelection()))).trim(), firstCode);
    await copy(page, 0, "Copy link").click();
    await noticeSays(page, "in the address bar");
    assert.match(page.url(), /#m-\d+$/);
  }));

test("when a message can't be fetched the reader hears why, and may try again", () =>
  here.read(mayCopy, async (page) => {
    await openReady(page, here.open.path);
    await page.route("**/api/shared/**", (route) => route.fulfill({ status: 503 }));
    await copy(page, 0, "Copy message").click();
    await noticeSays(page, "The message could not be copied. The server is busy");

    await page.unrouteAll();
    await copy(page, 0, "Copy message").click();
    await clipboardHas(page, talk[0][1]);
  }));

test("the buttons of a message come with the keyboard, one after the other", () =>
  here.read({}, async (page) => {
    await openReady(page, here.open.path);
    await message(page, 1).locator(".message-link").focus();
    const names = [];
    for (let i = 0; i < 3; i += 1) {
      await page.keyboard.press("Tab");
      names.push(await page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.textContent));
      await page.waitForFunction(() => getComputedStyle(document.activeElement.closest(".message-tools") ?? document.body).opacity === "1");
    }

    assert.deepEqual(names, ["Copy link", "Copy message", "the book"]);
  }));
