// Text at twice its size on a phone, and at four times on a desktop: nothing is cut off, and everything can be reached.

import assert from "node:assert/strict";
import { test } from "node:test";
import { headline, seeText } from "./support/look.js";
import { atOwnPage, dialogSays, openSharing, pressIn, topDialog } from "./support/owner.js";
import { someone } from "./support/people.js";
import { neverScrollsSideways } from "./support/reader.js";
import { session } from "./support/session.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const chat = await owner.import(session);
  const share = await owner.share(chat);
  const locked = await owner.share(await owner.chat("Behind a password", ordinary), { password: "open" });
  return { owner, chat, path: `/shared/chats/${share.uuid}`, locked: `/shared/chats/${locked.uuid}` };
});

const twice = { viewport: { width: 195, height: 422 } };
const fourTimes = { viewport: { width: 320, height: 200 } };

/** All of it lies in the window once it is scrolled to. */
async function canBeSeen(page, element) {
  await element.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await element.boundingBox();
  const window = page.viewportSize();
  assert.ok(x >= 0 && y >= 0 && x + width <= window.width && y + height <= window.height, `${await element.innerText()} is cut off`);
}

test("a reader's page at twice the size", () =>
  here.read(twice, async (page) => {
    await page.goto(here.path);
    await headline(page, session.title);
    await page.locator(".message-tools").first().waitFor();
    await page.locator("details").evaluateAll((folds) => folds.forEach((fold) => (fold.open = true)));
    await neverScrollsSideways(page, "twice");
    await canBeSeen(page, page.getByRole("heading", { level: 2, name: "User" }).first());

    await page.getByRole("button", { name: "Find", exact: true }).click();
    for (const name of ["Previous match", "Next match", "Close"]) await canBeSeen(page, page.getByRole("button", { name, exact: true }));
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Contents", exact: true }).click();
    await canBeSeen(page, topDialog(page).getByRole("button", { name: "Close" }));
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "More", exact: true }).click();
    await canBeSeen(page, page.getByRole("button", { name: "Copy the command to continue" }));
  }));

test("the question for a password at twice the size", () =>
  here.read(twice, async (page) => {
    await page.goto(here.locked);
    await headline(page, "This conversation needs a password");
    await neverScrollsSideways(page, "twice");
    const button = page.getByRole("button", { name: "Open the conversation" });
    assert.ok(await button.evaluate((element) => element.scrollWidth <= element.clientWidth), "its words stand out of the button");
  }));

for (const path of ["/", "/shares", "/shared-with-me", "/account"]) {
  test(`${path} at twice the size`, () =>
    atOwnPage(here, here.owner, twice, async (page) => {
      await page.goto(path);
      await page.locator("h1").waitFor();
      if (path !== "/account") await page.locator("tbody tr, .state").first().waitFor();
      await neverScrollsSideways(page, "twice");
      await canBeSeen(page, page.getByRole("link", { name: "Shared with me" }));
      await page.getByRole("button", { name: "Account", exact: true }).click();
      await canBeSeen(page, page.locator(".menu:popover-open").getByText(here.owner.email));
    }));
}

test("an owner reads at twice the size", () =>
  atOwnPage(here, here.owner, twice, async (page) => {
    await page.goto(`/conversations/${here.chat.id}`);
    await headline(page, session.title);
    await neverScrollsSideways(page, "twice");
    for (const name of ["Find", "Refresh", "More", "Account"]) await canBeSeen(page, page.getByRole("button", { name, exact: true }));
  }));

for (const [size, options] of Object.entries({ twice, "four times": fourTimes })) {
  test(`a conversation is shared at ${size} the size`, async () => {
    const chat = await here.owner.chat("Letters", [["user", "Write to mary.somerville@royal-society.org."]]);
    await atOwnPage(here, here.owner, options, async (page) => {
      await openSharing(page, chat);
      await neverScrollsSideways(page, size);
      await canBeSeen(page, topDialog(page).getByText("Anyone with the link", { exact: true }));
      await pressIn(page, "Create link");
      await dialogSays(page, "1 finding to review");
      await neverScrollsSideways(page, size);
      await canBeSeen(page, topDialog(page).locator("code").first());
      for (const name of ["Back", "Publish anyway"]) await canBeSeen(page, topDialog(page).getByRole("button", { name }));
      await pressIn(page, "Publish anyway");
      await dialogSays(page, "Your link is ready");
      await seeText(page, "Anyone with the link");
    });
  });
}
