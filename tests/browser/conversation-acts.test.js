// What is done with a conversation in the list, or with several: renaming, deleting, taking that back, saving.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focusIsOn, headline, holdNotice, noticeSays, press, seeText } from "./support/look.js";
import { addressIs, countIs, menuOf, rowOf, withTalks } from "./support/list.js";
import { stage } from "./support/stage.js";

const here = stage();

test("a conversation is renamed", () =>
  here.read({}, async (page) => {
    const owner = await withTalks(here.server, page, 2);
    await menuOf(page, "Talk 1", "Rename");
    const field = page.getByRole("dialog").getByLabel("Name");
    await field.fill("  ");
    await page.keyboard.press("Enter");
    await seeText(page, "Give it a name.");
    await field.fill("x".repeat(256));
    await page.keyboard.press("Enter");
    await seeText(page, "At most 255 characters.");
    await field.fill("Bees <i>");
    await page.keyboard.press("Enter");

    await page.getByRole("link", { name: "Bees <i>" }).waitFor();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await focusIsOn(page, "button[aria-label='Actions for Bees <i>']");
    const { chats } = await owner.send("GET", "/chats?search=bees");
    assert.equal(chats[0].name, "Bees <i>");
  }));

test("a deleted conversation comes back with its link", () =>
  here.read({}, async (page) => {
    const owner = await withTalks(here.server, page, 3);
    const { chats } = await owner.send("GET", "/chats?search=Talk+2");
    const { url } = await owner.share(chats[0]);
    await page.reload();
    await menuOf(page, "Talk 2", "Delete");
    await holdNotice(page, "“Talk 2” is deleted. Its link no longer works.");
    await countIs(page, "2 conversations");
    await focusIsOn(page, ".row:has-text('Talk 1') *");
    assert.equal((await fetch(url)).status, 404);

    await press(page, "Undo");
    await noticeSays(page, "It is back.");
    await countIs(page, "3 conversations");
    assert.equal((await fetch(url)).status, 200);
    await focusIsOn(page, ".row:has-text('Talk 2') *");
  }));

test("several are deleted at once, and come back at once", () =>
  here.read({}, async (page) => {
    await withTalks(here.server, page, 5);
    await page.getByLabel("Select Talk 5").click();
    await page.getByLabel("Select Talk 3").click({ modifiers: ["Shift"] });
    await seeText(page, "3 selected");
    await press(page, "Delete");

    await holdNotice(page, "3 conversations deleted.");
    await countIs(page, "2 conversations");
    await focusIsOn(page, ".list-count");
    await press(page, "Undo");
    await countIs(page, "5 conversations");
  }));

test("what is ticked can be unticked, and is no more once the page is turned", () =>
  here.read({}, async (page) => {
    await withTalks(here.server, page, 60);
    await page.getByLabel("Select all").check();
    await seeText(page, "50 selected");
    await press(page, "Clear");
    assert.equal(await page.getByLabel("Select Talk 60").isChecked(), false);

    await page.getByLabel("Select all").check();
    await page.getByRole("link", { name: "Next" }).click();
    await countIs(page, "51 to 60");
    await page.getByRole("button", { name: "Delete", exact: true }).waitFor({ state: "hidden" });
  }));

test("the last one of the last page leads to the page before", () =>
  here.read({}, async (page) => {
    await withTalks(here.server, page, 51, "/?page=2");
    await menuOf(page, "Talk 1", "Delete");

    await countIs(page, "50 conversations");
    await addressIs(page, "/");
  }));

test("the chance to undo outlasts the view, and not a reload", () =>
  here.read({}, async (page) => {
    await withTalks(here.server, page, 2);
    await menuOf(page, "Talk 1", "Delete");
    await holdNotice(page, "“Talk 1” is deleted.");
    await page.getByRole("link", { name: "Shared links" }).press("Enter");
    await headline(page, "Shared links");
    await press(page, "Undo");
    await noticeSays(page, "It is back.");

    await page.getByRole("link", { name: "Conversations", exact: true }).click();
    await menuOf(page, "Talk 1", "Delete");
    await noticeSays(page, "“Talk 1” is deleted.");
    await page.reload();
    await countIs(page, "1 conversation");
    assert.equal(await page.getByRole("button", { name: "Undo" }).count(), 0);
  }));

test("what the server refuses is told, and the list stays", () =>
  here.read({}, async (page) => {
    const owner = await withTalks(here.server, page, 3);
    const { chats } = await owner.send("GET", "/chats?search=Talk+2");
    await owner.send("DELETE", `/chats/${chats[0].id}`);
    await page.getByLabel("Select all").check();
    await press(page, "Delete");

    await noticeSays(page, "Some of them are no longer there.");
    await page.route("**/chats/*", (route) => route.fulfill({ status: 503, headers: { "Retry-After": "60" } }));
    await menuOf(page, "Talk 1", "Delete");
    await noticeSays(page, "The server is busy");
    await rowOf(page, "Talk 1").waitFor();
  }));

test("behind the dialog that shares it, the focus is where it was, and what was redacted has a number", () =>
  here.read({}, async (page) => {
    const owner = await withTalks(here.server, page, 2);
    const token = `ghp_${"a1B2c3D4e5F6".repeat(3)}`;
    const chat = await owner.chat("Deploying", [["user", `It uses ${token}.`]]);
    await page.reload();
    await menuOf(page, chat.name, "Share…");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Create link" }).click();
    await dialog.getByRole("button", { name: "Redact 1 and share" }).click();
    await dialog.getByText("1 key or password, and later ones").waitFor();
    await rowOf(page, chat.name).getByText("Anyone with the link").waitFor();
    await page.keyboard.press("Escape");

    await dialog.waitFor({ state: "hidden" });
    await focusIsOn(page, "button[aria-label='Actions for Deploying']");

    // When the link is looked at again, too.
    await menuOf(page, chat.name, "Share…");
    await dialog.getByText("1 key or password, and later ones").waitFor();
  }));

test("a conversation is saved as a file from its line", () =>
  here.read({}, async (page) => {
    await withTalks(here.server, page, 1);
    await press(page, "Actions for Talk 1");
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: "Markdown file" }).click();

    assert.equal((await saved).suggestedFilename(), "Talk 1.md");
  }));
