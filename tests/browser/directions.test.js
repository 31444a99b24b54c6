// Right-to-left words: what holds them is laid out right to left, in every browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openFirefox } from "./support/firefox.js";
import { someone } from "./support/people.js";
import { keepShot, phone } from "./support/reader.js";
import { stage } from "./support/stage.js";
import { rightToLeft } from "./support/talk.js";
import { openWebKit } from "./support/webkit.js";

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const chat = await owner.chat("Directions", rightToLeft);
  return { path: `/shared/chats/${(await owner.share(chat)).uuid}` };
});

/** What is laid out wrong: runs in the page. */
function wrong() {
  const text = document.querySelector("article .message-text");
  const right = "ul, ol, li, blockquote, table, th, td, .alert, .alert-title, .task, .footnotes ol, .footnotes li";
  const found = [...text.querySelectorAll(right)].filter((element) => getComputedStyle(element).direction !== "rtl").map((element) => `${element.outerHTML.slice(0, 60)} is ltr`);
  const card = document.querySelector("article").getBoundingClientRect();
  for (const item of document.querySelectorAll("li")) {
    // A marker stands beside its item, within the card.
    const { left, right } = item.getBoundingClientRect();
    const room = getComputedStyle(item).direction === "rtl" ? card.right - right : left - card.left;
    if (room < 24) found.push(`no room for the marker of ${item.textContent}: ${room}`);
  }
  const [first, last] = [...text.querySelectorAll("th")].map((cell) => cell.getBoundingClientRect().left);
  if (first < last) found.push("the first column is the left one");
  const quote = getComputedStyle(text.querySelector("blockquote"));
  if (!(parseFloat(quote.borderRightWidth) > 0 && parseFloat(quote.borderLeftWidth) === 0)) found.push("the quote's bar is on the left");
  const items = [...document.querySelectorAll("article")].at(1).querySelectorAll("ul:last-of-type > li");
  const directions = [...items].map((item) => getComputedStyle(item).direction).join();
  if (directions !== "rtl,ltr,rtl") found.push(`a mixed list is ${directions}`);
  const link = getComputedStyle(text.querySelector("a[href^=http]"));
  if (link.direction !== "ltr" || !link.unicodeBidi.includes("isolate")) found.push("an address is not isolated");
  return found;
}

for (const [look, options] of Object.entries({ "a wide window": {}, "a phone in the dark": { viewport: phone, colorScheme: "dark" } })) {
  test(`in Chromium, ${look}`, () =>
    here.read(options, async (page) => {
      await page.goto(here.path);
      assert.deepEqual(await page.evaluate(wrong), []);
      await keepShot(page, `right to left ${look}`);
    }));
}

test("on paper", () =>
  here.read({}, async (page) => {
    await page.goto(here.path);
    await page.emulateMedia({ media: "print" });
    assert.deepEqual((await page.evaluate(wrong)).filter((what) => !what.startsWith("no room")), []);
    await keepShot(page, "right to left on paper");
  }));

for (const [name, open] of Object.entries({ Firefox: openFirefox, WebKit: openWebKit })) {
  test(`in ${name}`, async () => {
    const browser = await open();
    try {
      await browser.walk(async (page) => {
        await page.goto(here.server.url + here.path);
        await page.element("article .message-text");
        assert.deepEqual(await page.evaluate(wrong), []);
      });
    } finally {
      await browser.close();
    }
  });
}
