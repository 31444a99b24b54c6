// The list of all links: what it tells, how it is searched, and what is done with one or many of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { becomes, headline, holdNotice, noticeSays, press, seeText } from "./support/look.js";
import { atOwnPage, dialogSays, pressIn, topDialog } from "./support/owner.js";
import { someone } from "./support/people.js";
import { phone } from "./support/reader.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage();
const options = { permissions: ["clipboard-read", "clipboard-write"] };

/** Somebody with these chats shared, by name; the page shows the list. */
async function withLinks(links, act, address = "/shares") {
  const owner = await someone(here.server, "owner");
  const shares = {};
  for (const [name, rules] of Object.entries(links)) {
    const chat = await owner.chat(name, ordinary);
    shares[name] = (await owner.send("POST", `/chats/${chat.id}/shares`, rules)).share;
  }
  await atOwnPage(here, owner, options, async (page, context) => {
    await page.goto(address);
    await page.locator(".links-place:not([aria-busy])").waitFor();
    await act(page, { owner, shares, context });
  });
}

const row = (page, name) => page.getByRole("row", { name: new RegExp(`^(Select )?${name}`) });
const names = (page) => page.locator(".row-link").allInnerTexts();
const stateOf = async (owner, id) => (await owner.send("GET", "/shares")).shares.find((share) => share.id === id)?.state;
const inMenu = async (page, name, item) => {
  await press(page, `Actions for the link of ${name}`);
  await page.locator(".menu:popover-open").getByRole("button", { name: item, exact: true }).click();
};
const past = "2020-01-01T00:00:00Z";

test("without links the list says how one comes into it", async () => {
  await withLinks({}, async (page) => {
    await page.getByRole("heading", { name: "Nothing is shared yet" }).waitFor();
    assert.equal(await page.getByRole("search").count(), 0);
  });
});

test("each link tells its state, its readers, its end and its openings", async () => {
  const links = {
    Apples: {},
    Pears: { is_shared: false, is_protected: true, hashed_password: "secret" },
    Plums: { expires_at: past },
    Figs: { max_views: 5, expires_at: new Date(Date.now() + 3 * 86_400_000).toISOString() },
  };
  await withLinks(links, async (page) => {
    await row(page, "Apples").filter({ hasText: "Active" }).filter({ hasText: "Anyone" }).filter({ hasText: "Never" }).waitFor();
    await row(page, "Pears").filter({ hasText: "Paused" }).filter({ hasText: "Password" }).waitFor();
    await row(page, "Plums").filter({ hasText: "Expired" }).waitFor();
    await row(page, "Figs").filter({ hasText: "in 3 days" }).filter({ hasText: "5 left" }).waitFor();
  });
});

test("it is searched, filtered and sorted, and the address keeps that", async () => {
  await withLinks({ Apples: {}, "Apple pie": { is_shared: false }, Pears: {} }, async (page) => {
    await page.getByRole("searchbox").fill("apple");
    await seeText(page, "2 links");
    await page.getByRole("button", { name: "Conversation", exact: true }).click();
    await page.locator("th[aria-sort=ascending]").waitFor();
    await becomes(() => names(page), ["Apple pie", "Apples"]);
    await page.getByRole("combobox", { name: "State" }).selectOption("paused");
    await seeText(page, "1 link");

    await page.reload();
    await page.locator(".row").first().waitFor();
    await becomes(() => names(page), ["Apple pie"]);
    assert.equal(await page.getByRole("searchbox").inputValue(), "apple");

    await page.getByRole("searchbox").fill("zebra");
    await page.getByRole("heading", { name: "Nothing found" }).waitFor();
    await press(page, "Show all links");
    await seeText(page, "3 links");
  });
});

test("on a phone the list is sorted by a choice, and no heads stand there without their columns", async () => {
  await withLinks({ Plums: {}, Apples: {}, Pears: {} }, async (page) => {
    const choice = page.getByLabel("Sort by", { exact: true });
    assert.ok(await choice.isHidden(), "where there are heads");
    await page.setViewportSize(phone);
    assert.equal(await page.locator(".links-place thead button:visible").count(), 0);
    assert.equal(await choice.inputValue(), "updated_at:desc");
    await choice.selectOption("Conversation, A to Z");
    await page.locator(".links-place:not([aria-busy])").waitFor();
    await page.locator("th[aria-sort=ascending]").waitFor({ state: "attached" });
    await becomes(() => names(page), ["Apples", "Pears", "Plums"]);

    await page.reload();
    await page.locator(".row").first().waitFor();
    await becomes(() => names(page), ["Apples", "Pears", "Plums"]);
    assert.equal(await choice.inputValue(), "name:asc");
  });
});

test("a link is copied, paused, and the pause is undone", async () => {
  await withLinks({ Apples: {} }, async (page, { owner, shares }) => {
    await press(page, "Copy link of Apples");
    await noticeSays(page, "The link is copied.");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shares.Apples.short_url);

    await inMenu(page, "Apples", "Pause");
    await holdNotice(page, "The link is paused.");
    await row(page, "Apples").filter({ hasText: "Paused" }).waitFor();
    assert.equal(await stateOf(owner, shares.Apples.id), "paused");
    await press(page, "Undo");
    await row(page, "Apples").filter({ hasText: "Active" }).waitFor();
    assert.equal(await stateOf(owner, shares.Apples.id), "active");
  });
});

test("the menu of a link edits it, and the list shows what came of it", async () => {
  await withLinks({ Apples: {}, Pears: {} }, async (page) => {
    await inMenu(page, "Apples", "Edit…");
    await topDialog(page).getByText("Who may read it").waitFor();
    await page.getByRole("radio", { name: /and a password/ }).check();
    await page.getByLabel("Password for readers", { exact: true }).fill("a new one");
    await pressIn(page, "Save");
    await seeText(page, "Saved.");
    await pressIn(page, "Done");

    await row(page, "Apples").filter({ hasText: "Password" }).waitFor();
    await row(page, "Pears").filter({ hasText: "Anyone" }).waitFor();
    await page.getByRole("button", { name: "Actions for the link of Apples" }).and(page.locator(":focus")).waitFor();
  });
});

test("the menu of a link leads to its code, preview, people and visitors", async () => {
  await withLinks({ Apples: {} }, async (page) => {
    for (const [item, title] of [["QR code", "QR code"], ["Preview", "What readers see"], ["People…", "People"], ["Visitors…", "Visitors"]]) {
      await inMenu(page, "Apples", item);
      await dialogSays(page, title);
      await page.keyboard.press("Escape");
      await page.locator("dialog[open]").waitFor({ state: "detached" });
      await page.getByRole("button", { name: "Actions for the link of Apples" }).and(page.locator(":focus")).waitFor();
    }
  });
});

test("a new link from the list kills the old one", async () => {
  await withLinks({ Apples: {} }, async (page, { shares }) => {
    await inMenu(page, "Apples", "New link");
    await pressIn(page, "New link");
    await noticeSays(page, "The new link is ready.");
    await press(page, "Copy link of Apples");
    await noticeSays(page, "The link is copied.");
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.notEqual(copied, shares.Apples.url);
    assert.equal((await fetch(`${here.server.url}/api/shared/chats/${shares.Apples.uuid}`)).status, 404);
  });
});

test("many are paused, resumed, ended and stopped at once", async () => {
  await withLinks({ Apples: {}, Pears: {}, Plums: {}, Figs: { is_shared: false } }, async (page, { owner, shares }) => {
    const tick = (name) => page.getByRole("checkbox", { name: `Select ${name}` }).check();
    const many = page.getByRole("group", { name: "Actions for the selected links" });
    const act = (name) => many.getByRole("button", { name, exact: true }).click();
    for (const name of ["Apples", "Pears", "Figs"]) await tick(name);
    await seeText(page, "3 selected");

    await act("Pause");
    await holdNotice(page, "2 links are paused.");
    await press(page, "Undo");
    await noticeSays(page, "2 links work again.");
    assert.equal(await stateOf(owner, shares.Figs.id), "paused");

    await act("Set expiry…");
    await dialogSays(page, "When do they expire?");
    await page.getByLabel("Expires", { exact: true }).last().selectOption("day");
    await pressIn(page, "Set");
    await noticeSays(page, "The expiry of 3 links is set.");
    await row(page, "Pears").filter({ hasText: /in 24 hours|tomorrow/ }).waitFor();
    await row(page, "Plums").filter({ hasText: "Never" }).waitFor();

    await act("Stop sharing");
    await dialogSays(page, "Stop sharing 3 conversations?");
    await pressIn(page, "Stop sharing");
    await noticeSays(page, "3 conversations are no longer shared.");
    await becomes(() => names(page), ["Plums"]);
    assert.equal((await owner.send("GET", "/shares")).total, 1);
    await many.waitFor({ state: "hidden" });
  });
});

test("the last link that goes leaves the empty list, with the focus on its heading", async () => {
  await withLinks({ Apples: {} }, async (page) => {
    await inMenu(page, "Apples", "Stop sharing");
    await pressIn(page, "Stop sharing");
    await page.getByRole("heading", { name: "Nothing is shared yet" }).waitFor();
    await page.locator("h1:focus").waitFor();
  });
});

test("offline the list says so, and comes when the network is back", async () => {
  await withLinks({ Apples: {} }, async (page, { context }) => {
    await context.setOffline(true);
    await page.getByRole("combobox", { name: "State" }).selectOption("active");
    await seeText(page, "You are offline");
    await context.setOffline(false);
    await row(page, "Apples").waitFor();
  });
});

test("a change that fails is told, and the list stays as it was", async () => {
  await withLinks({ Apples: {} }, async (page) => {
    await page.route(/\/shares$/, (route) => route.abort());
    await inMenu(page, "Apples", "Pause");
    await noticeSays(page, "The server can't be reached");
    await row(page, "Apples").filter({ hasText: "Active" }).waitFor();
  });
});

test("somebody else's links are not among them", async () => {
  const other = await someone(here.server, "other");
  const chat = await other.chat("Not yours", ordinary);
  await other.share(chat);
  await withLinks({ Apples: {} }, async (page) => {
    await headline(page, "Shared links");
    await becomes(() => names(page), ["Apples"]);
  });
});

test("a very long name takes two lines", () =>
  withLinks({ [`Tomatoes ${"and so on ".repeat(24)}`]: {} }, async (page) => {
    const link = page.locator(".row-link");
    const lines = await link.evaluate((element) => element.clientHeight / parseFloat(getComputedStyle(element).lineHeight));
    assert.ok(lines < 2.5, `${lines} lines`);
  }));
