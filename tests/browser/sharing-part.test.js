// What of a conversation is shared: all, up to a message, or chosen messages.

import assert from "node:assert/strict";
import { test } from "node:test";
import { becomes, seeText } from "./support/look.js";
import { exchange } from "./support/lengthy.js";
import { manyPrompts, written } from "./support/nightly.js";
import { atOwnPage, dialogSays, openSharing, pressIn, topDialog } from "./support/owner.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";

const here = stage(async (server) => ({ owner: await someone(server, "owner") }));

const whatIsShared = (page) => page.getByLabel("What is shared", { exact: true });

/** What readers get, by content. */
async function published(chat) {
  const { shares } = await here.owner.send("GET", `/shares?chat_id=${chat.id}`);
  const { chatMessages } = await (await fetch(`${here.server.url}/api/shared/chats/${shares[0].uuid}`)).json();
  return chatMessages.map(({ content }) => content);
}

test("up to a message: what comes behind it stays out", async () => {
  const talk = exchange(4, 1);
  const chat = await here.owner.chat("Bees", talk);
  await atOwnPage(here, here.owner, {}, async (page) => {
    await openSharing(page, chat);
    await whatIsShared(page).selectOption("until");
    await dialogSays(page, "Share up to which message?");
    await page.getByRole("radio", { name: /^3 Prompt/ }).check();
    await pressIn(page, "Up to here");
    await seeText(page, "Up to message 3: Question 2");
    await pressIn(page, "Create link");
    await dialogSays(page, "Your link is ready");

    assert.deepEqual(await published(chat), talk.slice(0, 3).map(([, content]) => content));
  });
});

test("chosen messages: with Shift all in between, and only the prompts at a press", async () => {
  const talk = exchange(5, 1);
  const chat = await here.owner.chat("Bees", talk);
  await atOwnPage(here, here.owner, {}, async (page) => {
    await openSharing(page, chat);
    await whatIsShared(page).selectOption("chosen");
    await seeText(page, "0 of 10 chosen");
    await pressIn(page, "Prompts only");
    await seeText(page, "5 of 10 chosen");
    await pressIn(page, "All");
    await seeText(page, "10 of 10 chosen");
    await pressIn(page, "None");
    await pressIn(page, "Use these");
    await seeText(page, "Choose at least one message.");

    await page.getByRole("checkbox", { name: /^2 Answer/ }).click();
    await page.getByRole("checkbox", { name: /^5 Prompt/ }).click({ modifiers: ["Shift"] });
    await seeText(page, "4 of 10 chosen");
    await pressIn(page, "Use these");
    const later = await page.getByLabel("Later messages", { exact: true }).locator("option").allInnerTexts();
    assert.equal(later[0], "Not included; changes to the chosen ones are");
    await pressIn(page, "Create link");
    await dialogSays(page, "Your link is ready");

    assert.deepEqual(await published(chat), talk.slice(1, 5).map(([, content]) => content));
    await seeText(page, "4 messages, live");
  });
});

test("messages are chosen by keyboard alone", async () => {
  const talk = exchange(5, 1);
  const chat = await here.owner.chat("Bees", talk);
  await atOwnPage(here, here.owner, {}, async (page) => {
    await openSharing(page, chat);
    await whatIsShared(page).selectOption("chosen");
    await seeText(page, "0 of 10 chosen");
    await page.getByRole("button", { name: "Prompts only" }).focus();
    await page.keyboard.press("Tab");
    for (const key of ["Space", "ArrowDown", "ArrowDown", "Space", "End", "Space"]) await page.keyboard.press(key);
    await seeText(page, "3 of 10 chosen");
    await pressIn(page, "Use these");
    await seeText(page, "3 messages chosen");
  });
});

test("who closes the list of messages shares what was chosen before", async () => {
  const chat = await here.owner.chat("Bees", exchange(2, 1));
  await atOwnPage(here, here.owner, {}, async (page) => {
    await openSharing(page, chat);
    await whatIsShared(page).selectOption("chosen");
    await seeText(page, "0 of 4 chosen");
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").nth(1).waitFor({ state: "detached" });

    await becomes(() => whatIsShared(page).inputValue(), "whole");
    assert.ok(await topDialog(page).isVisible());
  });
});

test("of thousands of messages some are chosen, and the choice comes back when it is edited", async () => {
  const chat = await here.owner.chat("Very long", exchange(manyPrompts, 1));
  const [half, all] = [written(manyPrompts), written(2 * manyPrompts)];
  await atOwnPage(here, here.owner, {}, async (page) => {
    await openSharing(page, chat);
    await whatIsShared(page).selectOption("chosen");
    await seeText(page, `0 of ${all} chosen`);
    await pressIn(page, "Prompts only");
    await seeText(page, `${half} of ${all} chosen`);
    await pressIn(page, "Use these");
    await pressIn(page, "Create link");
    await dialogSays(page, "Your link is ready");
    assert.equal((await published(chat)).length, manyPrompts);

    await pressIn(page, "Edit");
    await seeText(page, `${half} messages chosen`);
    await pressIn(page, "Choose…");
    await seeText(page, `${half} of ${all} chosen`);
    // By place: to name so many boxes takes a test longer than a page to show them.
    await page.locator(".pick input").nth(1).check();
    await pressIn(page, "Use these");
    await pressIn(page, "Save");
    await seeText(page, `${written(manyPrompts + 1)} messages, live`);
  });
});

test("when the list of messages breaks off, it goes on where it was", async () => {
  const chat = await here.owner.chat("Long", exchange(150, 1));
  await atOwnPage(here, here.owner, {}, async (page, context) => {
    let asked = 0;
    await page.route("**/messages?brief=true**", (route) => {
      asked += 1;
      return asked === 2 ? route.abort() : route.continue();
    });
    await openSharing(page, chat);
    await whatIsShared(page).selectOption("chosen");
    await topDialog(page).getByText("The server does not answer").or(topDialog(page).locator(".dialog-problem")).first().waitFor();
    await pressIn(page, "Try again");
    await seeText(page, "0 of 300 chosen");
    assert.equal(asked, 3);
    assert.equal(await page.getByRole("checkbox", { name: /^\d+ (Prompt|Answer)/ }).count(), 300);
  });
});

for (const [what, choose] of [
  ["until", (page) => page.getByRole("radio").last().check()],
  ["chosen", (page) => page.getByRole("checkbox").last().check()],
]) {
  test(`a message that was deleted since it was chosen is to be chosen again (${what})`, async () => {
    const chat = await here.owner.chat("Bees", exchange(3, 1));
    await atOwnPage(here, here.owner, {}, async (page) => {
      await openSharing(page, chat);
      await whatIsShared(page).selectOption(what);
      await choose(topDialog(page));
      await pressIn(page, what === "until" ? "Up to here" : "Use these");
      await here.owner.takeBackLast(chat);
      await pressIn(page, "Create link");
      await seeText(page, "A message that you chose has been deleted.");
    });
  });
}

test("nobody is told of a Shift key who has none", async () => {
  const chat = await here.owner.chat("Bees", exchange(3, 1));
  for (const [options, isTold] of [[{}, true], [{ hasTouch: true, isMobile: true }, false]]) {
    await atOwnPage(here, here.owner, options, async (page) => {
      await openSharing(page, chat);
      await whatIsShared(page).selectOption("chosen");
      await seeText(page, "0 of 6 chosen");
      assert.equal(await page.getByText("Shift-click selects a range.").isVisible(), isTold);
    });
  }
});
