// A conversation that changes while somebody reads it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focusIsOn, headline, messages, noticeSays, press, pressInPlace, seeText, titleIs } from "./support/look.js";
import { someone } from "./support/people.js";
import { phone } from "./support/reader.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ owner: await someone(server, "owner") }));

async function sharedChat(talk = ordinary) {
  const chat = await here.owner.chat("Growing", talk);
  return { chat, path: `/shared/chats/${(await here.owner.share(chat)).uuid}` };
}

const more = [["user", "And for cucumbers?"], ["assistant", "The same, with a little more water."]];

test("new messages appear at the end, are counted and marked, and the reader stays where they were", async () => {
  const { chat, path } = await sharedChat();
  await here.read({ viewport: phone }, async (page) => {
    await page.goto(path);
    await headline(page, "Growing");
    await page.evaluate(() => scrollTo(0, 300));
    await here.owner.say(chat, more);
    await pressInPlace(page, "Refresh");

    await noticeSays(page, "2 new messages");
    assert.equal(await page.evaluate(() => scrollY), 300);
    assert.equal(await messages(page).count(), ordinary.length + 2);
    assert.deepEqual(await page.locator("article:has(.message-new) .message-text").allInnerTexts(), more.map(([, text]) => text));
  });
});

test("the notice leads to the first new message", async () => {
  const { chat, path } = await sharedChat();
  await here.read({ viewport: phone }, async (page) => {
    await page.goto(path);
    await headline(page, "Growing");
    await here.owner.say(chat, more);
    await press(page, "Refresh");
    await press(page, "Show");

    await focusIsOn(page, "article:has-text('And for cucumbers?')");
    const top = await page.locator("article:focus").evaluate((article) => article.getBoundingClientRect().top);
    const bar = await page.locator(".bar").evaluate((bar) => bar.getBoundingClientRect().bottom);
    assert.ok(top >= bar, `the message begins at ${top}, under the bar that ends at ${bar}`);
  });
});

test("a refresh that brings nothing says so and leaves what is selected", async () => {
  const { path } = await sharedChat();
  await here.read({}, async (page) => {
    await page.goto(path);
    await headline(page, "Growing");
    await messages(page).nth(1).evaluate((article) => getSelection().selectAllChildren(article));
    const selected = await page.evaluate(() => String(getSelection()));
    await page.keyboard.press("Tab"); // so that no click takes the selection away
    await page.getByRole("button", { name: "Refresh" }).focus();
    await page.keyboard.press("Enter");

    await noticeSays(page, "No new messages");
    assert.match(selected, /tomato plants/);
    assert.equal(await page.evaluate(() => String(getSelection())), selected);
    await focusIsOn(page, "button");
  });
});

test("messages that were taken back are gone", async () => {
  const { chat, path } = await sharedChat();
  await here.read({}, async (page) => {
    await page.goto(path);
    await headline(page, "Growing");
    await here.owner.takeBackLast(chat);
    await press(page, "Refresh");

    await noticeSays(page, /messages? removed/);
    assert.ok((await messages(page).count()) < ordinary.length);
  });
});

test("the first messages of an empty conversation take the place of its hint", async () => {
  const { chat, path } = await sharedChat([]);
  await here.read({}, async (page) => {
    await page.goto(path);
    await seeText(page, "No messages yet.");
    await here.owner.say(chat, more);
    await press(page, "Refresh");

    await noticeSays(page, "2 new messages");
    assert.equal(await page.getByText("No messages yet.").count(), 0);
  });
});

test("a new name of the conversation shows in the page and in the tab", async () => {
  const { chat, path } = await sharedChat();
  await here.read({}, async (page) => {
    await page.goto(path);
    await headline(page, "Growing");
    await here.owner.rename(chat, "Grown");
    await press(page, "Refresh");

    await headline(page, "Grown");
    await titleIs(page, "Grown · neptun-share");
  });
});

test("a share that is switched off meanwhile is gone at the next refresh, and back when it is on again", async () => {
  const { chat, path } = await sharedChat();
  await here.read({}, async (page) => {
    await page.goto(path);
    await headline(page, "Growing");
    await here.owner.share(chat, { off: true });
    await press(page, "Refresh");

    await headline(page, "There is no conversation here");
    await focusIsOn(page, "h1");
    assert.equal(await messages(page).count(), 0);
    await here.owner.share(chat);
    await press(page, "Try again");
    await headline(page, "Growing");
  });
});

test("when the network is gone the conversation stays, and refreshes when it is back", async () => {
  const { chat, path } = await sharedChat();
  await here.read({}, async (page, context) => {
    await page.goto(path);
    await headline(page, "Growing");
    await context.setOffline(true);
    await press(page, "Refresh");
    await noticeSays(page, "Could not refresh. You are offline.");
    assert.equal(await messages(page).count(), ordinary.length);

    await context.setOffline(false);
    await here.owner.say(chat, more);
    await press(page, "Refresh");
    await noticeSays(page, "2 new messages");
  });
});

test("good news goes by itself, bad news when it is dismissed", async () => {
  const { path } = await sharedChat();
  await here.read({}, async (page) => {
    await page.clock.install();
    await page.goto(path);
    await press(page, "Refresh");
    await noticeSays(page, "No new messages");
    await page.clock.runFor(10_000);
    await noticeSays(page, /^$/);

    await page.route("**/api/shared/**", (route) => route.fulfill({ status: 500 }));
    await press(page, "Refresh");
    await noticeSays(page, "Could not refresh.");
    await page.clock.runFor(60_000);
    await press(page, "Dismiss");
    await noticeSays(page, /^$/);
  });
});
