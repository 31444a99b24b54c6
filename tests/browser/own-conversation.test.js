// One conversation as its owner reads it: the reader's tools, how it is shared, and what only its owner can do.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { firstCode, openReady, talk } from "./support/lengthy.js";
import { becomes, focusIsOn, headline, holdNotice, messages, noticeSays, press, seeText, titleIs } from "./support/look.js";
import { someone } from "./support/people.js";
import { rich } from "./support/rich.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage();

/** Somebody before a conversation of theirs. */
async function reading(page, said = ordinary, name = "Yellow leaves") {
  const owner = await someone(here.server, "owner");
  const chat = await owner.chat(name, said);
  const path = `/conversations/${chat.id}`;
  await owner.enter(page, "/");
  await page.getByRole("link", { name, exact: true }).click();
  await page.locator(".message-tools").first().waitFor({ state: "attached" });
  return { owner, chat, path };
}

const shareFact = (page) => page.locator(".fact-shared dd");

test("it is read from the list with the viewer's renderer, and the way back leads to where one was", () =>
  here.read({}, async (page) => {
    const { path } = await reading(page);

    await headline(page, "Yellow leaves");
    await titleIs(page, "Yellow leaves · neptun-share");
    await focusIsOn(page, "h1");
    assert.equal(new URL(page.url()).pathname, path);
    assert.equal(await messages(page).count(), ordinary.length);
    assert.equal(await page.locator(".message-text li").count(), 2);
    await page.getByRole("main").getByRole("link", { name: "Conversations" }).click();
    await page.getByRole("link", { name: "Yellow leaves" }).waitFor();
    await page.goBack();
    await headline(page, "Yellow leaves");
  }));

test("find, contents, prompts and copying work as for readers", () =>
  here.read({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await reading(page, talk, "Numerals");
    const copied = () => page.evaluate(() => navigator.clipboard.readText());

    await page.keyboard.press("Control+Shift+F");
    await page.keyboard.type("subtractive");
    await seeText(page, /^1 of \d/);
    await page.keyboard.press("Escape");
    await press(page, "Contents");
    assert.equal(await page.getByRole("navigation", { name: "Prompts" }).getByRole("link").count(), 4);
    await page.keyboard.press("Alt+ArrowDown");
    await page.locator("article:focus").waitFor();
    await page.getByRole("button", { name: "Copy code" }).first().click();
    await page.waitForFunction(() => document.querySelector(".act-code[data-done]"));
    assert.equal(await copied(), firstCode);
    await messages(page).first().getByRole("button", { name: "Copy message" }).click();
    await page.waitForFunction(() => document.querySelector(".message-tools [data-done]"));
    assert.equal(await copied(), talk[0][1]);
    assert.equal(await page.getByRole("button", { name: "Copy link" }).count(), 0, "nobody else can follow it");
  }));

test("the tools leave with the conversation", () =>
  here.read({}, async (page) => {
    await reading(page);
    await press(page, "Find");
    await press(page, "Contents");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Conversations" }).click();

    await headline(page, "Conversations");
    assert.equal(await page.getByRole("search", { name: "Find in the conversation" }).count(), 0);
    assert.equal(await page.locator(".outline").count(), 0);
    assert.equal(await page.getByRole("button", { name: "Contents" }).count(), 0);
  }));

test("it is saved as a file, by the owner's own route", () =>
  here.read({}, async (page) => {
    await reading(page);
    await press(page, "More");
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: "JSON file", exact: true }).click();

    const download = await saved;
    assert.equal(download.suggestedFilename(), "Yellow leaves.json");
    assert.match(await readFile(await download.path(), "utf8"), /"Yellow leaves"/);
  }));

test("its files come by the owner's own route", () =>
  here.read({}, async (page) => {
    const owner = await someone(here.server, "owner");
    const chat = await owner.import(rich);
    await owner.enter(page, `/conversations/${chat.id}`);

    await page.getByRole("img", { name: "screenshot.png" }).waitFor();
  }));

test("its head says how it is shared, and hears of a change at a refresh", () =>
  here.read({}, async (page) => {
    const { owner, chat } = await reading(page);
    await becomes(() => shareFact(page).innerText(), "Not shared");
    const { short_url } = await owner.share(chat, { password: "sesame" });
    await owner.say(chat, [["user", "One more thing."]]);
    await press(page, "Refresh");

    await noticeSays(page, "1 new message");
    await shareFact(page).getByText("With a password").waitFor();
    await becomes(() => shareFact(page).getByRole("link").getAttribute("href"), short_url);
    await press(page, "Show");
    await focusIsOn(page, "article:has-text('One more thing.')");
    assert.equal(await page.locator(".fact-shared").count(), 1);
  }));

test("how it is shared stands in one line without gaps", () =>
  here.read({}, async (page) => {
    const { owner, chat } = await reading(page);
    await owner.share(chat);
    await owner.send("POST", `/chats/${chat.id}/shares`, { max_views: 5, expires_at: "2099-01-01T00:00:00Z", is_frozen: true });
    await page.reload();
    const time = shareFact(page).locator("time");
    await time.waitFor();
    const gap = await time.evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return element.getBoundingClientRect().width - range.getBoundingClientRect().width;
    });
    assert.ok(gap < 1, `${gap}`);
  }));

test("it is renamed from its menu", () =>
  here.read({}, async (page) => {
    await reading(page);
    await press(page, "More");
    await press(page, "Rename");
    await page.getByRole("dialog").getByLabel("Name").fill("Green leaves");
    await page.keyboard.press("Enter");

    await headline(page, "Green leaves");
    await titleIs(page, "Green leaves · neptun-share");
    await focusIsOn(page, "button[aria-label=More]");
    await page.reload();
    await headline(page, "Green leaves");
  }));

test("it is deleted from its menu, and undone it is read again", () =>
  here.read({}, async (page) => {
    const { path } = await reading(page);
    await press(page, "More");
    await press(page, "Delete");
    await holdNotice(page, "“Yellow leaves” is deleted.");
    await headline(page, "Conversations");
    await seeText(page, "Bring your first conversation");

    await press(page, "Undo");
    await headline(page, "Yellow leaves");
    await noticeSays(page, "It is back.");
    assert.equal(new URL(page.url()).pathname, path);
  }));

test("a link to a message leads to it, and a reload to where one was", () =>
  here.read({ viewport: { width: 800, height: 500 } }, async (page) => {
    const { path } = await reading(page);
    const id = await messages(page).nth(3).getAttribute("id");
    await page.goto("about:blank");
    await openReady(page, `${path}#${id}`);
    await page.locator(`#${id}:focus`).waitFor();

    await page.reload();
    await page.locator(`#${id}:focus`).waitFor();
    await page.goto("about:blank");
    await openReady(page, `${path}#m-0`);
    await noticeSays(page, "The message this link points to is no longer in the conversation.");
  }));

test("what is not there, is somebody else's, or no number at all, is said so with the way back", () =>
  here.read({}, async (page) => {
    const other = await someone(here.server, "other");
    const theirs = await other.chat("Theirs", ordinary);
    const owner = await someone(here.server, "owner");

    for (const id of [theirs.id, "999999", "seven", "%2e%2e%2fchats"]) {
      await owner.enter(page, `/conversations/${id}`);
      await headline(page, "There is no such conversation");
    }
    await page.getByRole("link", { name: "To your conversations" }).click();
    await headline(page, "Conversations");
  }));

test("without an answer it says why, and tries again", () =>
  here.read({}, async (page) => {
    const { path } = await reading(page);
    await page.route("**/messages?render=page", (route) => route.fulfill({ status: 503, headers: { "Retry-After": "60" } }));
    await press(page, "Refresh");
    await noticeSays(page, "Could not refresh. The server is busy.");
    await headline(page, "Yellow leaves");
    await page.unrouteAll();

    await page.route("**/messages?render=page", (route) => route.abort("connectionrefused"));
    await page.goto(path);
    await seeText(page, "The server can't be reached");
    await page.unrouteAll();
    await press(page, "Try again");
    await headline(page, "Yellow leaves");
    await focusIsOn(page, "h1");
  }));

test("a session that is over asks to sign in, and comes back to the conversation", () =>
  here.read({}, async (page, context) => {
    const { owner } = await reading(page);
    await context.clearCookies();
    await press(page, "Refresh");

    await headline(page, "Sign in to continue");
    await page.getByLabel("E-mail address").fill(owner.email);
    await page.getByLabel("Password", { exact: true }).fill(owner.password);
    await press(page, "Sign in");
    await headline(page, "Yellow leaves");
  }));

test("on paper is the conversation alone", () =>
  here.read({}, async (page) => {
    await reading(page);
    await page.emulateMedia({ media: "print" });

    assert.equal(await page.getByRole("main").getByRole("link", { name: "Conversations" }).isVisible(), false);
    assert.equal(await page.locator(".bar").isVisible(), false);
    assert.equal(await messages(page).first().isVisible(), true);
  }));
