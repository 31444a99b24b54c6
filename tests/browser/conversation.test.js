// Reading a conversation: everything that was said, as it was said, and nothing else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { headline, messages, seeText, titleIs } from "./support/look.js";
import { stage } from "./support/stage.js";
import { makeWorld, states } from "./support/states.js";
import { hostile, hostileName, ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ world: await makeWorld(server) }));
const authors = { user: "User", assistant: "Assistant", system: "System", tool: "Tool" };

test("messages stand in order, each under its author", () =>
  here.read({}, async (page) => {
    await states.conversation(page, here.world);

    assert.deepEqual(await page.getByRole("heading", { level: 2 }).allInnerTexts(), ordinary.map(([role]) => authors[role]));
    assert.deepEqual(await page.locator(".message-text").allTextContents(), ordinary.map(([, content]) => content));
  }));

test("every message is an article that is called by its author", () =>
  here.read({}, async (page) => {
    await states.conversation(page, here.world);

    for (const name of Object.values(authors)) await page.getByRole("article", { name, exact: true }).first().waitFor();
    assert.equal(await messages(page).count(), ordinary.length);
  }));

test("title, model, length and who may read stand at the top, the title in the tab too", () =>
  here.read({}, async (page) => {
    await states.conversation(page, here.world);

    await titleIs(page, "Why tomato leaves turn yellow · neptun-share");
    const facts = await page.locator(".facts").innerText();
    for (const fact of ["gpt-4o", `${ordinary.length} messages`, "anyone with the link"]) assert.match(facts, new RegExp(fact));
  }));

test("times are in the reader's language and zone, and exact for machines", () =>
  here.read({ locale: "de-DE", timezoneId: "Asia/Tokyo" }, async (page) => {
    await states.conversation(page, here.world);

    const time = page.locator(".facts time").first();
    const moment = new Date(await time.getAttribute("datetime"));
    const words = new Intl.DateTimeFormat("de-DE", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Tokyo" });
    assert.equal(await time.innerText(), words.format(moment));
  }));

test("lines and indentation stay as they were written", () =>
  here.read({}, async (page) => {
    await states.conversation(page, here.world);

    const shown = await page.getByRole("article", { name: "Tool" }).locator(".message-text").innerText();
    assert.equal(shown, ordinary.find(([role]) => role === "tool")[1]);
  }));

test("hostile text is shown as it stands and does nothing", () =>
  here.read({}, async (page) => {
    await states["wild conversation"](page, here.world);

    await headline(page, hostileName);
    assert.deepEqual(await page.locator(".message-text").allTextContents(), hostile.map(([, content]) => content));
    assert.equal(await page.evaluate(() => window.owned), undefined);
    assert.equal(await page.locator("main :is(img, script, style, svg[onload], a, iframe)").count(), 0);
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
  }));

test("a strange answer is shown as far as it makes sense", () =>
  here.read({}, async (page) => {
    const chatMessages = [
      null,
      "no message",
      { id: 7, role: "admin", content: { text: "an object" }, timestamp: "yesterday" },
      { id: 7, role: "user", content: "the same id again", timestamp: 5 },
      { role: "assistant" },
      { id: "__proto__", role: "constructor", content: "a name with a meaning" },
    ];
    await page.route("**/api/shared/**", (route) => route.fulfill({ json: { chatMessages, chat: 12 } }));
    await page.goto(here.world.open.path);

    await headline(page, "Shared conversation");
    const names = await page.getByRole("heading", { level: 2 }).allInnerTexts();
    assert.deepEqual(names, ["Unknown author", "User", "Assistant", "Unknown author"]);
    for (const text of ['{"text":"an object"}', "the same id again", "(empty)", "a name with a meaning"]) await seeText(page, text);
    assert.doesNotMatch(await page.locator("main").innerText(), /Invalid|undefined|null|NaN/);
  }));

test("an address that holds no uuid leads to the same page as an unknown one", () =>
  here.read({}, async (page) => {
    for (const last of ["not-a-uuid", "%3Cscript%3E", "a%20b", "%F0%9F%8C%8A", "%E0%A4%A", "a%2Fb"]) {
      await page.goto(`/shared/chats/${last}`);
      await headline(page, "There is no conversation here");
    }
  }));

test("the page survives a reload, which the server answers without sending it again", () =>
  here.read({}, async (page) => {
    await states.conversation(page, here.world);

    await page.reload();
    await headline(page, "Why tomato leaves turn yellow");
    await page.locator(".message").first().waitFor();
  }));

test("without scripts the page says what it needs", () =>
  here.read({ javaScriptEnabled: false }, async (page) => {
    await page.goto(here.world.open.path);

    await headline(page, "This page needs JavaScript");
  }));

test("a long conversation can be searched with the browser's own find", () =>
  here.read({}, async (page) => {
    const { owner } = here.world;
    const chat = await owner.chat("Long", Array.from({ length: 400 }, (_, n) => [n % 2 ? "assistant" : "user", `message number ${n}.`]));
    await page.goto(`/shared/chats/${(await owner.share(chat)).uuid}`);
    await headline(page, "Long");

    assert.ok(await page.evaluate(() => window.find("message number 399.")));
  }));
