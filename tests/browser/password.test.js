// A share behind a password.

import assert from "node:assert/strict";
import { test } from "node:test";
import { descriptionOf, focusIsInField, focusIsOn, givePassword, headline, press, seeText, titleIs } from "./support/look.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ owner: await someone(server, "owner") }));

/** A fresh share for each test: guesses at it are counted. */
async function lockedChat(password = "opensesame") {
  const chat = await here.owner.chat("Behind a password", ordinary);
  const { uuid } = await here.owner.share(chat, { password });
  return { chat, path: `/shared/chats/${uuid}` };
}

const passwords = ["opensesame", "with:colons::", "☂ wörd 🌊", " spaces around ", "x".repeat(128), "Ω≈ç√∫"];
test("every password opens its conversation, whatever its signs", () =>
  here.read({}, async (page) => {
    for (const password of passwords) {
      const { path } = await lockedChat(password);
      await page.goto(path);
      await headline(page, "This conversation needs a password");
      await titleIs(page, "This conversation needs a password · neptun-share");
      await givePassword(page, password);

      await headline(page, "Behind a password");
      await focusIsOn(page, "h1");
    }
  }));

test("the field has the focus at once, and its name and purpose are told", async () => {
  const { path } = await lockedChat();
  await here.read({}, async (page) => {
    await page.goto(path);

    await focusIsInField(page, "Password");
    assert.equal(await page.getByLabel("Password", { exact: true }).getAttribute("autocomplete"), "current-password");
  });
});

test("a wrong password is told at the field, and the next one may be right", async () => {
  const { path } = await lockedChat();
  await here.read({}, async (page) => {
    await page.goto(path);
    await givePassword(page, "guess");

    await seeText(page, "Wrong password.");
    await focusIsInField(page, "Password");
    const field = page.getByLabel("Password", { exact: true });
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    assert.match(await descriptionOf(page, "Password"), /Wrong password/);

    await givePassword(page, "opensesame");
    await headline(page, "Behind a password");
  });
});

test("an empty field is told without asking the server", async () => {
  const { path } = await lockedChat();
  await here.read({}, async (page) => {
    await page.goto(path);
    await focusIsInField(page, "Password");
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await press(page, "Open the conversation");

    await seeText(page, "Enter the password.");
    assert.deepEqual(asked, []);
  });
});

test("what was typed can be looked at", async () => {
  const { path } = await lockedChat();
  await here.read({}, async (page) => {
    await page.goto(path);
    const field = page.getByLabel("Password", { exact: true });
    await field.fill("opensesame");

    await press(page, "Show the password");
    assert.equal(await field.getAttribute("type"), "text");
    await press(page, "Hide the password");
    assert.equal(await field.getAttribute("type"), "password");
  });
});

test("the password is kept nowhere: a reload asks again", async () => {
  const { path } = await lockedChat();
  await here.read({}, async (page, context) => {
    await page.goto(path);
    await givePassword(page, "opensesame");
    await headline(page, "Behind a password");

    const session = await page.evaluate(() => ({ ...sessionStorage }));
    const kept = JSON.stringify([await context.storageState({ indexedDB: true }), session, page.url()]);
    assert.doesNotMatch(kept, /opensesame/);
    await page.reload();
    await headline(page, "This conversation needs a password");
  });
});

test("the server's challenge is one that opens no dialog of the browser", async () => {
  const { path } = await lockedChat();
  await here.read({}, async (page) => {
    await page.goto(path);
    const answer = page.waitForResponse("**/api/shared/**");
    await givePassword(page, "guess");

    assert.match(await (await answer).headerValue("www-authenticate"), /^xBasic /);
  });
});

test("who guesses too often is told how long to wait, and can go on afterwards", async () => {
  const { path } = await lockedChat();
  await here.read({}, async (page) => {
    await page.clock.install();
    await page.goto(path);
    for (let guess = 1; guess <= 30 && !(await page.getByText("Too many attempts").isVisible()); guess += 1) {
      const answer = page.waitForResponse("**/api/shared/**");
      await givePassword(page, `guess ${guess}`);
      await answer;
      await seeText(page, /Wrong password|Too many attempts/);
    }

    await seeText(page, /You can try again in \d+ seconds?\./);
    assert.ok(await page.getByRole("button", { name: "Open the conversation" }).isDisabled());
    await page.clock.runFor(70_000);
    await seeText(page, "You can try again now.");
    assert.ok(await page.getByRole("button", { name: "Open the conversation" }).isEnabled());
  });
});

test("when the network fails, what was typed stays and can be sent again", async () => {
  const { path } = await lockedChat();
  await here.read({}, async (page, context) => {
    await page.goto(path);
    await focusIsInField(page, "Password");
    await context.setOffline(true);
    await givePassword(page, "opensesame");
    await seeText(page, "You are offline.");

    await context.setOffline(false);
    await press(page, "Open the conversation");
    await headline(page, "Behind a password");
  });
});

test("a password that was changed meanwhile is asked for at the next refresh", async () => {
  const { chat, path } = await lockedChat();
  await here.read({}, async (page) => {
    await page.goto(path);
    await givePassword(page, "opensesame");
    await headline(page, "Behind a password");

    await here.owner.share(chat, { password: "another" });
    await press(page, "Refresh");
    await seeText(page, "The password has changed since you opened this page.");
    assert.equal(await page.getByRole("article").count(), 0);

    await givePassword(page, "another");
    await headline(page, "Behind a password");
  });
});
