// The box behind "More", and what it gives to take along: files and the link.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { clipboardHas, givePassword, headline, noticeSays, press } from "./support/look.js";
import { isAccessible, phone } from "./support/reader.js";
import { stage } from "./support/stage.js";
import { makeWorld, states } from "./support/states.js";

const here = stage(async (server) => ({ world: await makeWorld(server) }));

const item = (page, name) => page.getByRole("link", { name: `${name} file`, exact: true });
const isClosed = (page) => page.getByRole("radio", { name: "System" }).waitFor({ state: "hidden" });

/** What the server would send as a file. */
const serveFile = (page, answer) => page.route("**/export?format=*", answer);

async function openLocked(page) {
  await page.goto(here.world.locked.path);
  await givePassword(page, "pa:ss ☂ wörd");
  await headline(page, "Behind a password");
  await press(page, "More");
}

for (const [name, format] of Object.entries({ Markdown: "markdown", JSON: "json", HTML: "html", "Messages JSON": "messages" })) {
  test(`an open conversation is downloaded as ${name} by a plain link`, () =>
    here.read({}, async (page) => {
      await states.conversation(page, here.world);
      await press(page, "More");
      const address = `/api/shared/chats/${here.world.open.path.split("/").at(-1)}/export?format=${format}`;

      assert.equal(await item(page, name).getAttribute("href"), address);
      assert.ok(await item(page, name).evaluate((link) => link.hasAttribute("download")));
    }));
}

test("behind a password the page fetches the file with it, and saves it under the title", () =>
  here.read({ viewport: phone }, async (page) => {
    let asked;
    await serveFile(page, (route) => {
      asked = route.request();
      return route.fulfill({ body: "# Behind a password\n", contentType: "text/markdown" });
    });
    await openLocked(page);
    const [download] = await Promise.all([page.waitForEvent("download"), item(page, "Markdown").click()]);

    assert.equal(download.suggestedFilename(), "Behind a password.md");
    assert.equal(await readFile(await download.path(), "utf8"), "# Behind a password\n");
    assert.match(asked.url(), /\/export\?format=markdown$/);
    assert.match(asked.headers().authorization, /^Basic /);
  }));

test("a download that fails says why", () =>
  here.read({}, async (page) => {
    await openLocked(page);
    await serveFile(page, (route) => route.fulfill({ status: 503, headers: { "Retry-After": "60" } }));
    await item(page, "HTML").click();
    await noticeSays(page, "The download failed. The server is busy.");

    await page.unrouteAll();
    await serveFile(page, (route) => route.fulfill({ status: 401, json: {} }));
    await item(page, "HTML").click();
    await noticeSays(page, "Access to this conversation has changed.");
  }));

test("the link of the conversation is copied", () =>
  here.read({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await states.conversation(page, here.world);
    await page.evaluate(() => history.replaceState(null, "", "#m-1"));
    await press(page, "More");
    await page.locator(".menu").getByRole("button", { name: "Copy link" }).click();

    await page.locator(".menu").getByText("Copied").waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), here.server.url + here.world.open.path);

    await page.locator(".menu").getByRole("button", { name: "Copy the command to continue" }).click();
    const command = `neptun-share continue ${here.server.url}${here.world.open.path}`;
    await clipboardHas(page, command);
    // To those who don't see "Copied" on the button.
    await page.getByText("Command copied: in a terminal, it continues this conversation").waitFor({ state: "attached" });
  }));

test("the box opens and closes by keyboard, and gives the focus back", () =>
  here.read({}, async (page) => {
    await states.conversation(page, here.world);
    await page.getByRole("button", { name: "More" }).focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.locator(".menu").getByRole("button", { name: "Copy link" }).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Escape");

    await isClosed(page);
    await page.getByRole("button", { name: "More" }).and(page.locator(":focus")).waitFor();
  }));

test("a press elsewhere closes it, and so does to go on with Tab", () =>
  here.read({}, async (page) => {
    await states.conversation(page, here.world);
    await press(page, "More");
    await page.mouse.click(300, 500);
    await isClosed(page);

    await press(page, "More");
    await page.getByRole("radio", { name: "System" }).focus();
    await page.keyboard.press("Tab");
    await isClosed(page);
  }));

test("on the smallest phone everything in the bar is in reach, and large enough for a finger", () =>
  here.read({ viewport: { width: 320, height: 568 } }, async (page) => {
    await states["conversation for invited people"](page, here.world);
    for (const name of ["Find", "Contents", "Refresh", "More"]) {
      const { x, width, height } = await page.getByRole("button", { name, exact: true }).boundingBox();
      assert.ok(x >= 0 && x + width <= 320, `${name} lies outside`);
      assert.ok(width >= 40 && height >= 40, `${name} is ${width} by ${height}`);
    }
  }));

test("the conversation is copied as Markdown, and as a prompt with which to go on", () =>
  here.read({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await states.conversation(page, here.world);
    await press(page, "More");
    await press(page, "Copy as Markdown");
    await clipboardHas(page, /^# Why tomato[^]*## User\n\nMy tomato plants/);
    await press(page, "Copy as a prompt");
    await clipboardHas(page, /^This is a conversation[^]*go on from where it ends[^]*## User\n\nMy tomato plants/);
  }));

test("letters lead through the prompts, find, show the contents and the list of keys, and stay letters in fields", () =>
  here.read({}, async (page) => {
    await states.conversation(page, here.world);
    await page.keyboard.press("j");
    await page.locator("article[data-author=user]:focus").waitFor();
    const first = await page.locator("article:focus").getAttribute("id");
    await page.keyboard.press("j");
    await page.locator(`article[data-author=user]:focus:not(#${first})`).waitFor();
    await page.keyboard.press("k");
    await page.locator(`article:focus#${first}`).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("jok/?");
    assert.equal(await page.getByRole("textbox", { name: "Find" }).inputValue(), "jok/?");
    await page.keyboard.press("Escape");
    await page.keyboard.press("o");
    await page.getByRole("dialog", { name: "Contents" }).waitFor();
    await page.keyboard.press("o");
    await page.getByRole("dialog", { name: "Contents" }).waitFor({ state: "hidden" });
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    await isAccessible(page, { look: "the list of keys" });
    await page.getByLabel("Use single keys").uncheck();
    await page.keyboard.press("Escape");
    await page.keyboard.press("o");
    await page.waitForTimeout(100);
    assert.equal(await page.getByRole("dialog", { name: "Contents" }).isVisible(), false);
  }));
