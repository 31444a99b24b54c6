// When something was said, in the reader's words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { headline } from "./support/look.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const chat = await owner.chat("Just said", ordinary);
  return { path: `/shared/chats/${(await owner.share(chat)).uuid}` };
});

/** Opens the page so long after the messages were said, in milliseconds. */
async function openAfter(page, passed) {
  const response = await page.request.get(`/api${here.path}`);
  const { chatMessages } = await response.json();
  const said = new Date(chatMessages[0].timestamp);
  await page.clock.install({ time: new Date(said.getTime() + passed) });
  await page.goto(here.path);
  await headline(page, "Just said");
  await page.clock.runFor(100);
  return said;
}

const time = (page) => page.locator(".message-link time").first();
/** Waits until the time of the first message reads so. */
const reads = (page, words) =>
  page.waitForFunction((words) => document.querySelector(".message-link time").textContent === words, words);
const minutes = 60_000;
const hours = 60 * minutes;
const days = 24 * hours;

const cases = [
  { passed: 20_000, locale: "en-GB", words: "now" },
  { passed: 1.5 * minutes, locale: "en-GB", words: "1 minute ago" },
  { passed: 59.5 * minutes, locale: "en-GB", words: "59 minutes ago" },
  { passed: 3.2 * hours, locale: "en-GB", words: "3 hours ago" },
  { passed: 3.2 * hours, locale: "de-DE", words: "vor 3 Stunden" },
  { passed: 1 * days, locale: "en-GB", words: "yesterday" },
  { passed: 6 * days, locale: "en-GB", words: "6 days ago" },
];
for (const { passed, locale, words } of cases) {
  test(`after ${passed / minutes} minutes a time reads "${words}"`, () =>
    here.read({ locale }, async (page) => {
      await openAfter(page, passed);

      await reads(page, words);
    }));
}

test("older and future times are dates, and the head of the conversation has dates always", () =>
  here.read({}, async (page) => {
    for (const passed of [8 * days, -1 * hours]) {
      const said = await openAfter(page, passed);
      const words = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" });
      await reads(page, words.format(said));
      assert.match(await page.locator(".facts time").first().innerText(), /\d{4}, \d\d:\d\d/);
    }
  }));

test("the exact time is there on hover, for machines, and described to screen readers", () =>
  here.read({ locale: "de-DE", timezoneId: "Asia/Tokyo" }, async (page) => {
    const said = await openAfter(page, 2 * hours);
    const exact = new Intl.DateTimeFormat("de-DE", { dateStyle: "full", timeStyle: "long", timeZone: "Asia/Tokyo" }).format(said);
    await page.waitForFunction((exact) => document.querySelector(".message-link").title === exact, exact);
    assert.equal(new Date(await time(page).getAttribute("datetime")).getTime(), said.getTime());
  }));

test("times are kept fresh while the page is open", () =>
  here.read({}, async (page) => {
    await openAfter(page, 5.5 * minutes);
    await reads(page, "5 minutes ago");
    await page.clock.runFor(3 * minutes);
    await reads(page, "8 minutes ago");
  }));

test("on paper times are dates", () =>
  here.read({}, async (page) => {
    await openAfter(page, 5.5 * minutes);
    await reads(page, "5 minutes ago");
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    for (const words of await page.locator(".message-link time").allInnerTexts()) assert.match(words, /\d{4}, \d\d:\d\d/);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await reads(page, "5 minutes ago");
  }));
