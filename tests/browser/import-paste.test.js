// A conversation that is pasted: shown first, kept when that is confirmed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { talk } from "./support/exports.js";
import { listed, newcomer } from "./support/import-panel.js";
import { focusIsOn, press } from "./support/look.js";
import { darkestOfColumns } from "./support/pixels.js";
import { isAccessible } from "./support/reader.js";
import { rich } from "./support/rich.js";
import { stage } from "./support/stage.js";

const here = stage();

/** Pastes a text as Ctrl-V does. */
const pasteText = (page, text) =>
  page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);

const copied = "You said:\nWhy do bees dance?\n\nChatGPT said:\nTo show *where* the flowers are.";

test("a conversation is pasted into the text box, looked at, and kept when that is confirmed", () =>
  here.read({}, async (page) => {
    await newcomer(page, here.server);
    await press(page, "Paste a conversation");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("The conversation").fill("Bees dance, says nobody.");
    await press(page, "Preview");
    await dialog.getByText("nothing says who speaks").waitFor();
    await focusIsOn(page, "textarea");

    await dialog.getByLabel("The conversation").fill(copied);
    await press(page, "Preview");
    await dialog.getByRole("heading", { name: "This is how it will look" }).waitFor();
    assert.equal(await dialog.locator(".message em").innerText(), "where");
    assert.equal(await dialog.locator(".message time").count(), 0);
    await isAccessible(page, {});
    await press(page, "Back");
    assert.equal(await dialog.getByLabel("The conversation").inputValue(), copied);
    await press(page, "Preview");
    await press(page, "Keep it");
    await listed(page, "Why do bees dance?");
  }));

test("before it is kept, a file is named with when it is shown", () =>
  here.read({}, async (page) => {
    await newcomer(page, here.server);
    await pasteText(page, JSON.stringify(rich));
    await page.getByRole("dialog").getByText("Image: screenshot.png — 106 bytes, shown when it is kept").waitFor();
    await press(page, "Keep it");
    await page.getByText("has been imported.").waitFor();
  }));

test("behind a dialog all of the window is dark", () =>
  here.read({}, async (page) => {
    await newcomer(page, here.server);
    const edge = { x: 1180, y: 700, width: 100, height: 10 };
    const [before] = await darkestOfColumns(page, edge);
    await press(page, "Paste a conversation");
    const lights = await darkestOfColumns(page, edge);
    assert.ok(Math.max(...lights) < before);
    assert.ok(Math.max(...lights) - Math.min(...lights) < 3, "also where a scrollbar has its room");
  }));

test("Ctrl-V on the list shows what it would bring, and keeps nothing when that is cancelled", () =>
  here.read({}, async (page) => {
    const owner = await newcomer(page, here.server);
    await pasteText(page, JSON.stringify([talk(1), talk(2)]));
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Keep 2 conversations" }).waitFor();
    assert.equal(await dialog.locator(".conversation").count(), 2);
    await page.keyboard.press("Escape");
    assert.deepEqual((await owner.send("GET", "/chats")).chats, []);

    await pasteText(page, copied);
    await press(page, "Keep it");
    await listed(page, "Why do bees dance?");
    await page.getByLabel("Search in names, models and messages").focus();
    await pasteText(page, "bees");
    assert.equal(await dialog.count(), 0);
  }));
