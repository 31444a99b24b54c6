// One walk through each page in Firefox and in WebKit; everything else about them is tested in Chromium.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { laidOutWrong } from "./support/directions.js";
import { talk as exported } from "./support/exports.js";
import { openFirefox } from "./support/firefox.js";
import { exchange, talk } from "./support/lengthy.js";
import { someone } from "./support/people.js";
import { startServer } from "./support/server.js";
import { rightToLeft } from "./support/talk.js";
import { openWebKit } from "./support/webkit.js";

for (const [name, open] of Object.entries({ Firefox: openFirefox, WebKit: openWebKit })) {
  describe(name, () => {
    let browser;
    let server;
    before(async () => {
      server = await startServer();
      browser = await open();
    });
    after(async () => {
      await browser?.close();
      await server?.stop();
    });

    test("a reader opens a link, finds words, and goes to a prompt", async () => {
      const owner = await someone(server, "owner");
      const link = await owner.share(await owner.chat("Roman numerals", [...talk, ...exchange(30, 12)]));
      await browser.walk(async (page) => {
        await page.goto(`${server.url}/shared/chats/${link.uuid}`);
        await page.heading("Roman numerals");
        await page.element(".message-tools");

        await page.press("Find");
        await page.write(".find input", "iiii");
        await page.see("1 of 4");
        await page.key("Escape");

        await page.press("Contents");
        await page.follow("13 Question 9: what about number 9?");
        await page.element("article:focus");
        await page.see("Question 9:");
      });
    });

    test("right-to-left words are laid out right to left", async () => {
      const owner = await someone(server, "owner");
      const link = await owner.share(await owner.chat("Directions", rightToLeft));
      await browser.walk(async (page) => {
        await page.goto(`${server.url}/shared/chats/${link.uuid}`);
        await page.element("article .message-text");
        assert.deepEqual(await page.evaluate(laidOutWrong), []);
      });
    });

    test("a reader gives a password, signs in, uses a view, and is told where there is nothing", async () => {
      const owner = await someone(server, "owner");
      const friend = await someone(server, "friend");
      const at = ({ uuid }) => `${server.url}/shared/chats/${uuid}`;
      const locked = await owner.share(await owner.chat("Locked", talk), { password: "sesame" });
      const invited = await owner.share(await owner.chat("Invited", talk), { list: [friend] });
      const { share: once } = await owner.send("POST", `/chats/${(await owner.chat("Once", talk)).id}/shares`, { max_views: 1 });
      await browser.walk(async (page) => {
        await page.goto(at(locked));
        await page.heading("This conversation needs a password");
        await page.type("Password", "sesame");
        await page.press("Open the conversation");
        await page.heading("Locked");
        await page.see("That is all of it.");

        await page.goto(at(once));
        await page.heading("This conversation can be viewed once");
        await page.press("Open the conversation");
        await page.heading("Once");

        await page.goto(at(invited));
        await page.heading("Sign in to read this conversation");
        await page.type("E-mail address", friend.email);
        await page.type("Password", friend.password);
        await page.press("Sign in");
        await page.heading("Invited");

        await page.goto(`${server.url}/shared-with-me`);
        await page.heading("Shared with me");
        await page.see("Invited");

        await page.goto(at({ uuid: "00000000-0000-4000-8000-000000000000" }));
        await page.heading("There is no conversation here");
      });
    });

    test("an owner sets a server up, imports, reads and shares a conversation, and finds the link and the account", async () => {
      const fresh = await startServer({ signUp: "closed" });
      const folder = await mkdtemp(join(tmpdir(), "neptun-share-engines-"));
      try {
        const file = join(folder, "bees.json");
        await writeFile(file, JSON.stringify(exported(1, { title: "Why bees dance" })));
        await browser.walk(async (page) => {
          await page.goto(fresh.setUpLink());
          await page.heading("Welcome");
          await page.type("E-mail address", "ada@example.com");
          await page.type("Password", "correct horse battery staple");
          await page.press("Create account");
          await page.heading("Conversations");
          await page.see("Bring your first conversation");

          await page.write("input[type=file]", file);
          await page.see("“Why bees dance” has been imported.");

          await page.press("Share…");
          await page.press("Create link");
          const url = await page.valueOf("Link");
          assert.equal((await fetch(url)).status, 200);
          await page.press("Done");
          await page.see("Anyone with the link");
          await page.follow("Why bees dance");
          await page.heading("Why bees dance");

          await page.follow("Shared links");
          await page.heading("Shared links");
          await page.see("Why bees dance");

          await page.press("Account");
          await page.follow("Account");
          await page.heading("Account");
          await page.see("ada@example.com");

          await page.goto(`${fresh.url}/nowhere`);
          await page.follow("Go to the start page");
          await page.heading("Conversations");
        });
      } finally {
        await fresh.stop();
        await rm(folder, { recursive: true, force: true });
      }
    });
  });
}
