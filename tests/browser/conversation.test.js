// Reading a conversation: everything that was said, as it was said, and nothing else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { becomes, headline, messages, titleIs } from "./support/look.js";
import { stage } from "./support/stage.js";
import { makeWorld, states } from "./support/states.js";
import { hostile, hostileName, ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ world: await makeWorld(server) }));
const authors = { user: "User", assistant: "Assistant", system: "System", tool: "Tool" };

test("messages stand in order, each under its author", () =>
  here.read({}, async (page) => {
    await states.conversation(page, here.world);

    assert.deepEqual(await page.getByRole("heading", { level: 2 }).allInnerTexts(), ordinary.map(([role]) => authors[role]));
    const said = await page.locator(".message-parts").evaluateAll((all) =>
      all.map((parts) => {
        const copy = parts.cloneNode(true);
        for (const tool of copy.querySelectorAll("button")) tool.remove();
        return copy.textContent;
      }),
    );
    const words = (text) => text.replace(/\d\. /g, "").split(/\s+/).filter(Boolean);
    assert.deepEqual(said.map(words), ordinary.map(([, content]) => words(content)));
  }));

test("every message is an article that is called by its author", () =>
  here.read({}, async (page) => {
    await states.conversation(page, here.world);

    for (const name of Object.values(authors)) await page.getByRole("article", { name, exact: true }).first().waitFor();
    assert.equal(await messages(page).count(), ordinary.length);
  }));

test("title, model and length stand at the top, and who may read where not everybody may, the title in the tab too", () =>
  here.read({}, async (page) => {
    await states.conversation(page, here.world);

    await titleIs(page, "Why tomato leaves turn yellow · neptun-share");
    const facts = await page.locator(".facts").innerText();
    for (const fact of ["gpt-4o", `${ordinary.length} messages`]) assert.match(facts, new RegExp(fact));
    assert.doesNotMatch(facts, /Open to/);
    await states["conversation for invited people"](page, here.world);
    assert.match(await page.locator(".facts").innerText(), /Open to\s+invited people/);
  }));

test("times are in the reader's language and zone, and exact for machines", () =>
  here.read({ locale: "de-DE", timezoneId: "Asia/Tokyo" }, async (page) => {
    await states.conversation(page, here.world);

    const time = page.locator(".facts time").first();
    const moment = new Date(await time.getAttribute("datetime"));
    const words = new Intl.DateTimeFormat("de-DE", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Tokyo" });
    await becomes(() => time.innerText(), words.format(moment));
  }));

test("lines and indentation of what a tool said stay as they were written", () =>
  here.read({}, async (page) => {
    await states.conversation(page, here.world);

    const shown = await page.getByRole("article", { name: "Tool" }).locator("pre").innerText();
    assert.equal(shown, ordinary.find(([role]) => role === "tool")[1]);
  }));

test("hostile text does nothing, and stays in its message", () =>
  here.read({}, async (page) => {
    await states["wild conversation"](page, here.world);

    await headline(page, hostileName);
    assert.equal(await messages(page).count(), hostile.length);
    assert.equal(await page.evaluate(() => window.owned), undefined);
    assert.equal(await page.locator(".message-parts :is(script, style, svg:not(.icon), iframe, [onerror], [onload])").count(), 0);
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
    const links = await page.locator(".message-parts a").evaluateAll((links) => links.map((link) => link.protocol));
    assert.ok(links.every((protocol) => protocol === "https:"), links.join(" "));
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
