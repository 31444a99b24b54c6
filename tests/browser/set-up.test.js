// The first account of a server, by the link that it prints; each test has a server of its own, which nobody has used.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { descriptionOf, focusIsInField, focusIsOn, headline, press, seeText, titleIs } from "./support/look.js";
import { openBrowser, withReader } from "./support/reader.js";
import { startServer } from "./support/server.js";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

async function onFreshServer(read) {
  const server = await startServer({ signUp: "closed" });
  try {
    await withReader(browser, server, {}, (page, context) => read(page, server, context));
  } finally {
    await server.stop();
  }
}

async function makeAccount(page, server) {
  await page.goto(server.setUpLink());
  await page.getByLabel("E-mail address").fill("ada@example.com");
  await page.getByLabel("Password", { exact: true }).fill("analytical engine");
  await press(page, "Create account");
  await headline(page, "Conversations");
}

test("the link leads to an account, and the account to where one can begin", () =>
  onFreshServer(async (page, server) => {
    await makeAccount(page, server);

    await seeText(page, "Bring your first conversation");
    assert.equal(new URL(page.url()).pathname + new URL(page.url()).hash, "/", "the token is gone from the address");
    await titleIs(page, "Conversations · neptun-share");
    await page.goBack();
    assert.ok(!page.url().includes("set-up"), "and from the history");
  }));

test("it takes four keys and what one types", () =>
  onFreshServer(async (page, server) => {
    await page.goto(server.setUpLink());
    await focusIsInField(page, "E-mail address");
    await page.keyboard.type("ada@example.com");
    await page.keyboard.press("Tab");
    await page.keyboard.type("analytical engine");
    await page.keyboard.press("Enter");

    await headline(page, "Conversations");
    await focusIsOn(page, "h1");
  }));

test("a link works once, whoever comes second is told what to do", () =>
  onFreshServer(async (page, server, context) => {
    const late = await context.newPage();
    await late.goto(server.setUpLink());
    await late.getByLabel("E-mail address").fill("eve@example.com");
    await late.getByLabel("Password", { exact: true }).fill("me first, please");
    await makeAccount(page, server);

    await press(late, "Create account");
    await seeText(late, /already has its first account|works once/);
    await late.reload();
    await headline(late, "This link no longer works");
    await press(late, "Go to the start page");
    await headline(late, "Conversations"); // the same browser: Ada is signed in
  }));

test("without the link the start page says where it is", () =>
  onFreshServer(async (page) => {
    await page.goto("/");

    await headline(page, "This server has no account yet");
    await page.goto("/set-up");
    await headline(page, "This link no longer works");
  }));

test("what is wrong is told at its field", () =>
  onFreshServer(async (page, server) => {
    await page.goto(server.setUpLink());
    await press(page, "Create account");
    await focusIsInField(page, "E-mail address");
    assert.match(await page.getByLabel("E-mail address").getAttribute("aria-describedby"), /hint.*error/);
    await seeText(page, "Enter your e-mail address.");

    await page.getByLabel("E-mail address").fill("ada");
    await page.getByLabel("Password", { exact: true }).fill("short");
    await press(page, "Create account");
    assert.equal(await descriptionOf(page, "Password"), "At least 8 characters, please.");
    await page.getByLabel("Password", { exact: true }).fill("long enough");
    await press(page, "Create account");
    await seeText(page, "That is not an e-mail address.");
    await focusIsInField(page, "E-mail address");
  }));

test("a server that can't be reached is asked again, and the link still works", () =>
  onFreshServer(async (page, server) => {
    await page.route("**/api/auth/set-up/look", (route) => route.abort("connectionrefused"), { times: 1 });
    await page.goto(server.setUpLink());
    await headline(page, "The server can't be reached");

    await press(page, "Try again");
    await headline(page, "Welcome");
    await focusIsInField(page, "E-mail address");
  }));
