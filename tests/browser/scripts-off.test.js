// A reader without scripts: an open conversation is there as a whole, of others the page says what is missing.

import assert from "node:assert/strict";
import { test } from "node:test";
import { becomes, giveAccount, givePassword, headline, messages, press, seeText } from "./support/look.js";
import { keepShot, neverScrollsSideways, phone } from "./support/reader.js";
import { stage } from "./support/stage.js";
import { makeWorld } from "./support/states.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ world: await makeWorld(server) }));
const off = { javaScriptEnabled: false };

test("an open conversation is there, with its facts and times", () =>
  here.read(off, async (page) => {
    await page.goto(here.world.open.path);

    await headline(page, "Why tomato leaves turn yellow");
    assert.equal(await messages(page).count(), ordinary.length);
    await seeText(page, "two knuckles deep");
    assert.match(await page.locator(".facts").innerText(), /gpt-4o[^]*6 messages/);
    assert.match(await page.locator(".message-link time").first().innerText(), /UTC/);
    assert.equal(await page.getByRole("button").count(), 0);
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
    await keepShot(page, "scripts off conversation");
  }));

test("links to messages work", () =>
  here.read({ ...off, viewport: phone }, async (page) => {
    await page.goto(here.world.open.path);
    const link = page.locator(".message-link").nth(4);
    const hash = await link.getAttribute("href");
    await page.goto(`${here.world.open.path}${hash}`);

    await page.locator(`${hash}:target`).waitFor();
    const { y } = await page.locator(hash).boundingBox();
    assert.ok(y >= 56 && y < 130, `the message begins at ${y}`);
  }));

test("pictures show, folds open, and files are links", () =>
  here.read(off, async (page) => {
    await page.goto(here.world.rich.path);

    const picture = page.getByRole("img", { name: "screenshot.png" });
    await picture.scrollIntoViewIfNeeded();
    await picture.waitFor();
    await becomes(() => picture.evaluate((image) => [image.naturalWidth, image.width, image.height]).catch(() => null), [48, 48, 32]);
    await page.locator(".steps > summary").first().click();
    const step = page.locator(".step", { hasText: "cargo test" });
    await step.locator(":scope > summary").click();
    await step.getByText("four_is_iv").waitFor();
    const file = page.getByRole("link", { name: /csv$/ });
    const coming = page.waitForEvent("download");
    await file.click();
    assert.match((await coming).suggestedFilename(), /csv$/);
    await keepShot(page, "scripts off rich conversation");
    await neverScrollsSideways(page, "without scripts").catch((error) => assert.match(String(error), /evaluate/));
  }));

test("an empty conversation says that it is empty", () =>
  here.read(off, async (page) => {
    await page.goto(here.world.empty.path);

    await seeText(page, "No messages yet.");
  }));

const missing = {
  "a password": { of: "locked", title: "This conversation needs a password", says: "can tell you the password" },
  "a sign-in": { of: "invited", title: "Sign in to read this conversation", says: "only with invited people" },
  "both": { of: "both", title: "This conversation needs a password", says: "can tell you the password" },
  "a conversation": { of: "missing", title: "There is no conversation here", says: "Ask the person who shared it for a new one" },
};
for (const [what, { of, title, says }] of Object.entries(missing)) {
  test(`where ${what} is missing the page says so`, () =>
    here.read({ ...off, viewport: phone }, async (page) => {
      await page.goto(here.world[of].path);

      await headline(page, title);
      assert.match(await page.locator("main").innerText(), new RegExp(says));
      assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1);
      assert.equal(await messages(page).count(), 0);
      await keepShot(page, `scripts off ${of}`);
    }));
}

test("a password is given by a form, and a wrong one is said to be wrong", () =>
  here.read({ ...off, viewport: phone }, async (page) => {
    await page.goto(here.world.locked.path);
    await givePassword(page, "guess");
    await saidWrong(page, "Wrong password. Check it and try again.");
    await keepShot(page, "scripts off wrong password");
    await givePassword(page, "pa:ss ☂ wörd");

    await headline(page, "Behind a password");
    assert.ok(page.url().endsWith(here.world.locked.path));
  }));

test("somebody who was invited gives the password and signs in by forms", () =>
  here.read(off, async (page) => {
    const { both, friend } = here.world;
    await page.goto(both.path);
    await givePassword(page, "both");
    await headline(page, "Sign in to read this conversation");
    await giveAccount(page, friend.email, "nothing of the kind");
    await saidWrong(page, "Invalid email or password");
    await giveAccount(page, friend.email, friend.password);

    await headline(page, "Password and list");
  }));

test("a view of a limited link is taken by a press", () =>
  here.read(off, async (page) => {
    const { owner } = here.world;
    const chat = await owner.chat("Once", ordinary);
    const { share } = await owner.send("POST", `/chats/${chat.id}/shares`, { max_views: 1 });
    await page.goto(`/shared/chats/${share.uuid}`);
    await headline(page, "This conversation has a view limit");
    await press(page, "Open the conversation");

    await headline(page, "Once");
    await page.reload();
    await headline(page, "Once");
  }));

test("who is signed in and not on the list is told so", () =>
  here.read(off, async (page, context) => {
    const { stranger, invited } = here.world;
    await signIn(context, stranger);
    await page.goto(invited.path);

    await headline(page, "You are not on the list");
  }));

test("who is signed in and on the list reads", () =>
  here.read(off, async (page, context) => {
    const { friend, invited } = here.world;
    await signIn(context, friend);
    await page.goto(invited.path);

    await headline(page, "For invited people");
    assert.equal(await messages(page).count(), ordinary.length);
  }));

/** Playwright looks for no text in `noscript`. */
async function saidWrong(page, text) {
  const said = page.locator("[data-if=wrong]");
  await said.waitFor();
  assert.equal(await said.innerText(), text);
}

async function signIn(context, { email, password }) {
  const response = await context.request.post("/api/auth/login", { data: { email, password } });
  assert.ok(response.ok());
}
