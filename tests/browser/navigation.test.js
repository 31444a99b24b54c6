// Getting about in the owner's page: addresses, the history, the focus, the keyboard; and that no other site can frame it.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { focusIsInField, focusIsOn, headline, press, pressInPlace, seeText, titleIs } from "./support/look.js";
import { makeOwners } from "./support/owner-states.js";
import { stage } from "./support/stage.js";

const here = stage(async (server) => ({ world: await makeOwners(server) }));

const tab = (page, name) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name });

test("links lead from view to view without a new document, and the history leads back", () =>
  here.read({}, async (page) => {
    await here.world.ada.enter(page);
    await headline(page, "Conversations");
    await page.evaluate(() => (window.isSameDocument = true));

    await tab(page, "Shared links").click();
    await headline(page, "Shared links");
    await titleIs(page, "Shared links · neptun-share");
    await focusIsOn(page, "h1");
    assert.equal(new URL(page.url()).pathname, "/shares");
    assert.equal(await tab(page, "Shared links").getAttribute("aria-current"), "page");
    assert.equal(await tab(page, "Conversations").getAttribute("aria-current"), null);

    await press(page, "Account");
    await page.getByRole("link", { name: "Account" }).click();
    await headline(page, "Account");
    await page.goBack();
    await headline(page, "Shared links");
    await page.goBack();
    await headline(page, "Conversations");
    await page.goForward();
    await headline(page, "Shared links");
    assert.ok(await page.evaluate(() => window.isSameDocument));
  }));

test("the way back leads to where one was in a long view", () =>
  here.read({ viewport: { width: 800, height: 500 } }, async (page) => {
    await here.world.ada.enter(page, "/account");
    // All parts are there: none moves what is below it any more.
    for (const text of ["Nightly backup", "grace.hopper@navy.example", "This browser", "m…@royal-society.org"]) await seeText(page, text);
    await page.getByRole("heading", { name: "Delete the account" }).scrollIntoViewIfNeeded();
    const was = await page.evaluate(() => scrollY);
    assert.ok(was > 300);
    await pressInPlace(page, "Conversations", "link");
    await headline(page, "Conversations");
    assert.equal(await page.evaluate(() => scrollY), 0);

    await page.goBack();
    await page.waitForFunction((wanted) => Math.abs(scrollY - wanted) < 2, was);
  }));

test("every address opens by itself, and a link in a new tab is one of the browser's", () =>
  here.read({}, async (page, context) => {
    const { ada } = here.world;
    for (const [path, name] of [["/", "Conversations"], ["/shares", "Shared links"], ["/account", "Account"]]) {
      await ada.enter(page, path);
      await headline(page, name);
    }
    const opened = context.waitForEvent("page");
    await tab(page, "Shared links").click({ modifiers: ["ControlOrMeta"] });
    await headline(await opened, "Shared links");
    await headline(page, "Account");
  }));

test("the first stop of the keyboard skips the bar, and every stop is to be seen", () =>
  here.read({}, async (page) => {
    await here.world.newcomer.enter(page);
    await headline(page, "Conversations");
    for (const name of ["Skip to the content", "neptun-share", "Conversations", "Shared links", "Shared with me", "Account"]) {
      await page.keyboard.press("Tab");
      const focused = page.locator(":focus");
      await focused.and(page.getByRole("link", { name }).or(page.getByRole("button", { name }))).waitFor();
      const { outlineStyle, outlineWidth } = await focused.evaluate((element) => getComputedStyle(element));
      assert.ok(outlineStyle !== "none" && parseFloat(outlineWidth) >= 2, `${name} shows no focus`);
    }
    await page.locator(".skip").focus();
    await page.keyboard.press("Enter");
    await focusIsOn(page, "main");
  }));

test("the menu opens and closes by keys, and gives the focus back", () =>
  here.read({}, async (page) => {
    await here.world.newcomer.enter(page);
    const button = page.getByRole("button", { name: "Account", exact: true });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("radio", { name: "System" }).waitFor();
    assert.equal(await button.getAttribute("aria-expanded"), "true");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.locator(":focus", { hasText: "Sign out" }).waitFor();
    await page.keyboard.press("Escape");

    await page.getByRole("radio", { name: "System" }).waitFor({ state: "hidden" });
    await focusIsOn(page, ".account-button");
    assert.equal(await button.getAttribute("aria-expanded"), "false");
  }));

test("a dialog keeps the focus, closes at Escape, at its cross, and at a press beside it, and gives the focus back", () =>
  here.read({}, async (page) => {
    await here.world.newcomer.enter(page, "/account");
    const dialog = page.getByRole("dialog", { name: "New token" });
    const open = async () => {
      await press(page, "New token");
      await focusIsInField(page, "Name");
    };
    const isBack = async () => {
      await dialog.waitFor({ state: "detached" });
      await focusIsOn(page, "button:has-text('New token')");
    };
    await open();
    for (let i = 0; i < 12; i += 1) {
      await page.keyboard.press("Tab");
      // The browser's own bar is one of the stops, there nothing of the page has the focus.
      assert.ok(await page.evaluate(() => document.activeElement === document.body || document.activeElement.closest("dialog") !== null));
    }
    await page.keyboard.press("Escape");
    await isBack();
    await open();
    await press(page, "Close");
    await isBack();
    await open();
    await page.mouse.click(5, 400);
    await isBack();
    await open();
    // Text that is selected out of the dialog is no press beside it.
    await page.getByText("What it is for").hover();
    await page.mouse.down();
    await page.mouse.move(5, 400);
    await page.mouse.up();
    assert.ok(await dialog.isVisible());
  }));

test("the way back closes a dialog, too", () =>
  here.read({}, async (page) => {
    await here.world.newcomer.enter(page, "/shares");
    await press(page, "Account");
    await page.getByRole("link", { name: "Account" }).click();
    await headline(page, "Account");
    await press(page, "New token");
    await page.goBack();

    await headline(page, "Shared links");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  }));

test("on a phone a dialog fills the window", () =>
  here.read({ viewport: { width: 360, height: 640 } }, async (page) => {
    await here.world.newcomer.enter(page, "/account");
    await press(page, "New token");
    await page.getByRole("dialog").waitFor();
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));

    const { x, y, width, height } = await page.getByRole("dialog").boundingBox();
    assert.deepEqual([x, y, width, height], [0, 0, 360, 640]);
  }));

test("the choice of a theme holds here as on the page behind a link", () =>
  here.read({ colorScheme: "light" }, async (page) => {
    await here.world.newcomer.enter(page);
    await press(page, "Account");
    await page.locator(".theme-choice", { hasText: "Dark" }).click();
    await page.reload();

    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  }));

test("without scripts the page says what it is and what it needs", () =>
  here.read({ javaScriptEnabled: false }, async (page) => {
    await page.goto("/");

    await headline(page, "This is a neptun-share server");
    await page.locator("p", { hasText: "turn on JavaScript" }).waitFor();
  }));

test("no other site can put the page into a frame", async () => {
  const { url } = here.server;
  const paths = ["/", "/account", "/shares", "/set-up", "/invitation"];
  const site = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end(paths.map((path) => `<iframe name="${path}" src="${url}${path}"></iframe>`).join(""));
  });
  await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
  const context = await here.browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(`http://127.0.0.1:${site.address().port}/`, { waitUntil: "load" });
    const frames = page.frames().filter((frame) => frame !== page.mainFrame());
    assert.equal(frames.length, paths.length);
    for (const frame of frames) assert.ok(!frame.url().startsWith(url), `${frame.name()} was let in`);
  } finally {
    await context.close();
    await new Promise((resolve) => site.close(resolve));
  }
});
