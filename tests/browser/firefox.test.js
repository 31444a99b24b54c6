// One walk through each page in Firefox; everything else about them is tested in Chromium.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { talk as exported } from "./support/exports.js";
import { field, follow, heading, inFirefox, openFirefox, press, see, type } from "./support/firefox.js";
import { exchange, talk } from "./support/lengthy.js";
import { someone } from "./support/people.js";
import { startServer } from "./support/server.js";

let browser;
let server;
before(async () => {
  server = await startServer();
  browser = await openFirefox();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test("a reader opens a link, finds words, goes to a prompt, and gives a password", async () => {
  const owner = await someone(server, "owner");
  const open = await owner.share(await owner.chat("Roman numerals", [...talk, ...exchange(30, 12)]));
  const locked = await owner.share(await owner.chat("Locked", talk), { password: "sesame" });
  await inFirefox(browser, async (page) => {
    await page.goto(open.url);
    await heading(page, "Roman numerals");
    await page.waitForSelector(".message-tools");

    await press(page, "Find");
    await page.locator("input[type=search], .find input").fill("iiii");
    await see(page, "1 of 4");
    await page.keyboard.press("Escape");

    await press(page, "Contents");
    await page.locator("nav ::-p-text(Question 9:)").click();
    await page.waitForFunction(() => document.activeElement.matches("article") && document.activeElement.textContent.includes("Question 9:"));

    await page.goto(locked.url);
    await heading(page, "This conversation needs a password");
    await type(page, "Password", "sesame");
    await press(page, "Open the conversation");
    await heading(page, "Locked");
    await see(page, "That is all of it.");
  });
});

test("an owner sets a server up, imports a conversation, shares it, and finds the link and the account", async () => {
  const fresh = await startServer({ signUp: "closed" });
  const folder = await mkdtemp(join(tmpdir(), "neptun-share-firefox-"));
  try {
    const file = join(folder, "bees.json");
    await writeFile(file, JSON.stringify(exported(1, { title: "Why bees dance" })));
    await inFirefox(browser, async (page) => {
      await page.goto(fresh.setUpLink());
      await heading(page, "Welcome");
      await type(page, "E-mail address", "ada@example.com");
      await type(page, "Password", "correct horse battery staple");
      await press(page, "Create account");
      await heading(page, "Conversations");
      await see(page, "Bring your first conversation");

      await (await page.waitForSelector("input[type=file]")).uploadFile(file);
      await see(page, "“Why bees dance” has been imported.");

      await press(page, "Share…");
      await press(page, "Create link");
      const url = await (await field(page, "Link")).evaluate((input) => input.value);
      assert.equal((await fetch(url)).status, 200);
      await press(page, "Done");
      await see(page, "Anyone with the link");

      await follow(page, "Shared links");
      await heading(page, "Shared links");
      await see(page, "Why bees dance");

      await press(page, "Account");
      await follow(page, "Account");
      await heading(page, "Account");
      await see(page, "ada@example.com");
    });
  } finally {
    await fresh.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
