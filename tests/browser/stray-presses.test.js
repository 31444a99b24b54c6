// Presses that nobody means: double clicks where one is enough, and keys that are held down.

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { test } from "node:test";
import { becomes, headline, seeText } from "./support/look.js";
import { atOwnPage, dialogSays, pressIn, topDialog } from "./support/owner.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";

const here = stage(async (server) => ({ owner: await someone(server, "owner") }));

const withAddress = [["user", "Write to mary.somerville@royal-society.org."]];
const sharesOf = async (chat) => (await here.owner.send("GET", `/shares?chat_id=${chat.id}`)).shares;

async function onConversation(messages, act) {
  const chat = await here.owner.chat("Letters", messages);
  await atOwnPage(here, here.owner, {}, async (page) => {
    await page.goto(`/conversations/${chat.id}`);
    await headline(page, "Letters");
    await act(page, chat);
  });
}

/** Presses twice at one place, as a hand does: what comes up in between is under the second press. */
async function doubleClick(page, button) {
  const { x, y, width, height } = await button.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  for (const clickCount of [1, 2]) {
    await page.mouse.down({ clickCount });
    await page.mouse.up({ clickCount });
    await pause(200);
  }
}

test("a double click opens the dialog, and does not close it again", () =>
  onConversation(withAddress, async (page) => {
    await doubleClick(page, page.getByRole("button", { name: "Share…", exact: true }));
    await topDialog(page).getByText("Who may read it").waitFor();
  }));

test("a double click does not press what the next step of a dialog has at the same place", () =>
  onConversation(withAddress, async (page, chat) => {
    await page.getByRole("button", { name: "Share…", exact: true }).click();
    await topDialog(page).getByText("Who may read it").waitFor();
    await doubleClick(page, topDialog(page).getByRole("button", { name: "Create link" }));
    await dialogSays(page, "1 finding to review");
    assert.deepEqual(await sharesOf(chat), []);
  }));

test("a double click on one button is two presses of it", () =>
  onConversation(withAddress, async (page) => {
    const more = page.getByRole("button", { name: "More", exact: true });
    await doubleClick(page, more);
    await becomes(() => more.getAttribute("aria-expanded"), "false");
    await more.click();
    await seeText(page, "Keyboard shortcuts");
  }));

test("Enter that is held down presses a button once", () =>
  onConversation([["user", "Hello"]], async (page, chat) => {
    await page.getByRole("button", { name: "Share…", exact: true }).focus();
    await page.keyboard.down("Enter");
    await topDialog(page).getByRole("button", { name: "Create link" }).and(page.locator(":focus")).waitFor();
    await page.keyboard.down("Enter");
    await page.keyboard.up("Enter");
    assert.deepEqual(await sharesOf(chat), []);
    await pressIn(page, "Create link");
    await dialogSays(page, "Your link is ready");
  }));
