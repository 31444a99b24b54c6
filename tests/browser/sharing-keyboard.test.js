// Sharing by keyboard alone.

import assert from "node:assert/strict";
import { test } from "node:test";
import { seeText } from "./support/look.js";
import { atOwnPage, dialogSays, openSharing, topDialog } from "./support/owner.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ owner: await someone(server, "owner") }));

const hasFocus = (page, name, role = "button") => topDialog(page).getByRole(role, { name, exact: true }).and(page.locator(":focus")).waitFor();

/** Goes on with Tab, or back with Shift, until the focus is on what is called so. */
async function tabTo(page, name, key = "Tab") {
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press(key);
    const now = await page.evaluate(() => document.activeElement.ariaLabel ?? document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText);
    if (now?.trim().startsWith(name)) return;
  }
  assert.fail(`Tab never leads to ${name}`);
}

test("the usual link is one press of Enter away, and can be copied with the next", async () => {
  const chat = await here.owner.chat("Tomatoes", ordinary);
  await atOwnPage(here, here.owner, { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await openSharing(page, chat);
    await hasFocus(page, "Create link");
    await page.keyboard.press("Enter");
    await dialogSays(page, "Your link is ready");
    await hasFocus(page, "Copy (Link)");
    await page.evaluate(() => navigator.clipboard.writeText("something else"));
    await page.keyboard.press("Enter");
    await seeText(page, "Copied");
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /\/s\/[A-Z]/);
  });
});

test("a password is chosen, and the link paused and stopped, without a pointer", async () => {
  const chat = await here.owner.chat("Tomatoes", ordinary);
  await atOwnPage(here, here.owner, {}, async (page) => {
    await openSharing(page, chat);
    await tabTo(page, "Anyone with the link");
    await page.keyboard.press("ArrowDown");
    await tabTo(page, "Password for readers");
    await page.keyboard.type("blue wheelbarrow");
    await page.keyboard.press("Enter");
    await dialogSays(page, "Your link is ready");
    await seeText(page, "With a password");

    await tabTo(page, "Pause");
    await page.keyboard.press("Space");
    await seeText(page, "The link is paused.");
    await tabTo(page, "More about this link");
    await page.keyboard.press("Enter");
    await tabTo(page, "Stop sharing");
    await page.keyboard.press("Enter");
    await dialogSays(page, "Stop sharing?");
    await hasFocus(page, "Cancel");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "More about this link" }).and(page.locator(":focus")).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
  });
});

test("the list is reached, selected and acted on without a pointer", async () => {
  const owner = await someone(here.server, "owner");
  for (const name of ["Apples", "Pears"]) await owner.share(await owner.chat(name, ordinary));
  await atOwnPage(here, owner, {}, async (page) => {
    await page.goto("/shares");
    await page.locator("tbody tr").first().waitFor();
    await page.locator("h1").focus();
    await tabTo(page, "Select Pears");
    await page.keyboard.press("Space");
    await seeText(page, "1 selected");
    await tabTo(page, "Pause", "Shift+Tab");
    await page.keyboard.press("Enter");
    await seeText(page, "The link is paused.");
    await page.getByRole("row", { name: /Pears/ }).filter({ hasText: "Paused" }).waitFor();
  });
});
