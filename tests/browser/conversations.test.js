// The list of one's conversations: what it says, search, order, pages, and the whole way by keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";
import { talk, talks } from "./support/exports.js";
import { addressIs, countIs, names, rowOf, rows, withTalks } from "./support/list.js";
import { focusIsOn, headline, press, seeText } from "./support/look.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";

const here = stage();

test("a line has the name, the model, the number of messages and the last change", () =>
  here.read({}, async (page) => {
    await withTalks(here.server, page, 1);

    const cells = await rows(page).first().getByRole("cell").allInnerTexts();
    assert.match(await rows(page).first().getByRole("rowheader").innerText(), /^Talk 1$/);
    assert.deepEqual(cells.slice(1, 4), ["Not shared", "gpt-5.1", "2"]);
    await countIs(page, "1 conversation");
  }));

test("a model that is not known leaves no word for it, here and in the list of links", () =>
  here.read({}, async (page) => {
    const owner = await someone(here.server, "owner");
    await owner.upload([{ title: "Of some model", messages: [{ role: "user", content: "Hello" }] }]);
    const { chats } = await owner.send("GET", "/chats");
    assert.equal(chats[0].model, "unknown");
    await owner.share(chats[0]);
    for (const path of ["/", "/shares"]) {
      await owner.enter(page, path);
      await rowOf(page, "Of some model").waitFor();
      assert.ok(!/unknown/.test(await rowOf(page, "Of some model").innerText()), path);
    }
  }));

test("where the clock is slow, what has just been made was made now, not later", () =>
  here.read({}, async (page) => {
    const owner = await someone(here.server, "owner");
    await page.clock.install({ time: Date.now() - 30_000 });
    const chat = await owner.chat("Just made", []);
    await owner.send("POST", `/chats/${chat.id}/shares`, { expires_at: new Date(Date.now() + 3_600_000 * 5).toISOString() });
    await owner.enter(page);
    const cells = rowOf(page, "Just made").getByRole("cell");
    await rowOf(page, "Just made").waitFor();
    assert.deepEqual((await cells.allInnerTexts()).slice(4, 6), ["now", "now"]);
    assert.match(await cells.nth(1).innerText(), /expires\s+in 5 hours/);
  }));

test("a shared conversation says how, and leads to what others see", () =>
  here.read({}, async (page, context) => {
    const owner = await someone(here.server, "owner");
    const guest = await someone(here.server, "guest");
    const open = await owner.chat("Open", [["user", "Hello"]]);
    const { short_url: url } = await owner.share(open);
    await owner.share(await owner.chat("Locked", []), { password: "sesame" });
    await owner.share(await owner.chat("Invited", []), { list: [guest] });
    await owner.share(await owner.chat("Both", []), { password: "sesame", list: [guest] });
    await owner.share(await owner.chat("Paused", []), { off: true });
    const limited = await owner.chat("Limited", []);
    await owner.send("POST", `/chats/${limited.id}/shares`, { max_views: 5, is_frozen: true });
    await owner.enter(page);

    const stateOf = (name) => rowOf(page, name).locator(".share-cell").innerText();
    await rows(page).first().waitFor();
    assert.match(await stateOf("Open"), /^Anyone with the link/);
    assert.match(await stateOf("Locked"), /^With a password/);
    assert.match(await stateOf("Invited"), /^Invited people/);
    assert.match(await stateOf("Both"), /^Invited people, with a password/);
    assert.match(await stateOf("Paused"), /^Paused/);
    assert.match(await stateOf("Limited"), /0 of 5 views · frozen/);
    assert.equal(await rowOf(page, "Open").locator(".share-state").getAttribute("href"), url);

    const opened = context.waitForEvent("page");
    await rowOf(page, "Open").locator(".share-state").click();
    await headline(await opened, "Open");
  }));

test("the search finds while one types, in names and models, and stays in the address", () =>
  here.read({}, async (page) => {
    const owner = await withTalks(here.server, page, 3);
    await owner.upload([talk("x", { title: "Über Bienen", model: "claude-sonnet-5" })]);
    await page.reload();
    await countIs(page, "4 conversations");

    await page.getByRole("searchbox").pressSequentially("über");
    await countIs(page, "1 conversation found");
    assert.deepEqual(await names(page), ["Über Bienen"]);
    await page.getByRole("searchbox").fill("SONNET bienen");
    await addressIs(page, "/?search=SONNET+bienen");
    await countIs(page, "1 conversation found");
    await page.locator("input:focus[type=search]").waitFor();

    await page.reload();
    await countIs(page, "1 conversation found");
    assert.equal(await page.getByRole("searchbox").inputValue(), "SONNET bienen");
  }));

test("an answer to an older search changes nothing any more", () =>
  here.read({}, async (page) => {
    await withTalks(here.server, page, 12);
    let answerOld;
    await page.route("**/chats?*search=Talk+1", async (route) => {
      await new Promise((resolve) => (answerOld = resolve));
      await route.continue().catch(() => {}); // the page gave it up
    });
    const asked = page.waitForRequest(/search=Talk\+1$/);
    await page.getByRole("searchbox").fill("Talk 1");
    await asked;
    await page.getByRole("searchbox").fill("Talk 12");
    await countIs(page, "1 conversation found");
    answerOld();

    await page.unrouteAll({ behavior: "wait" });
    await countIs(page, "1 conversation found");
    assert.deepEqual(await names(page), ["Talk 12"]);
  }));

test("a search without a hit says so and leads back to all", () =>
  here.read({}, async (page) => {
    await withTalks(here.server, page, 2);
    await page.getByRole("searchbox").fill("<b>nothing</b>");
    await seeText(page, "No conversation has “<b>nothing</b>” in its name or model.");

    await press(page, "Show all");
    await countIs(page, "2 conversations");
    await page.locator("input:focus[type=search]").waitFor();
    await addressIs(page, "/");
  }));

test("the column heads sort, one way and the other", () =>
  here.read({}, async (page) => {
    await withTalks(here.server, page, 3);
    assert.deepEqual(await names(page), ["Talk 3", "Talk 2", "Talk 1"]);

    await press(page, "Name");
    await page.locator("th[aria-sort=ascending]", { hasText: "Name" }).waitFor();
    assert.deepEqual(await names(page), ["Talk 1", "Talk 2", "Talk 3"]);
    await page.locator("button:focus", { hasText: "Name" }).waitFor();
    await addressIs(page, "/?sort=name%3Aasc");
    await press(page, "Name");
    await page.locator("th[aria-sort=descending]", { hasText: "Name" }).waitFor();
    assert.deepEqual(await names(page), ["Talk 3", "Talk 2", "Talk 1"]);
  }));

test("on a phone a choice sorts, and no column heads are in the way", () =>
  here.read({ viewport: { width: 360, height: 740 } }, async (page) => {
    await withTalks(here.server, page, 3);
    await page.getByLabel("Sort by").selectOption("Name, A to Z");

    await addressIs(page, "/?sort=name%3Aasc");
    await page.locator("th[aria-sort=ascending]", { hasText: "Name" }).waitFor({ state: "attached" });
    assert.deepEqual(await names(page), ["Talk 1", "Talk 2", "Talk 3"]);
    assert.equal(await page.getByRole("button", { name: "Last change" }).isVisible(), false);
  }));

test("pages keep their place in the history, and come back where one was", () =>
  here.read({}, async (page) => {
    await withTalks(here.server, page, 130);
    await countIs(page, "1 to 50 of 130 conversations");
    await page.getByRole("link", { name: "Page 3" }).click();
    await countIs(page, "101 to 130 of 130 conversations");
    await focusIsOn(page, ".list-count");
    await addressIs(page, "/?page=3");

    await page.getByRole("link", { name: "Talk 4", exact: true }).click();
    await headline(page, "Talk 4");
    await page.goBack();
    await countIs(page, "101 to 130 of 130 conversations");
    await page.waitForFunction(() => scrollY > 0);
    await page.goBack();
    await countIs(page, "1 to 50 of 130 conversations");
    await page.goForward();
    await countIs(page, "101 to 130 of 130 conversations");
    assert.equal(await page.getByRole("link", { name: "Page 3" }).getAttribute("aria-current"), "page");
  }));

test("a page beyond the last, and an order that is none, are put right", () =>
  here.read({}, async (page) => {
    await withTalks(here.server, page, 60, "/?page=9&sort=password:asc");

    await countIs(page, "51 to 60 of 60 conversations");
    await addressIs(page, "/?page=2");
  }));

test("without an answer the list says why, and tries again by itself when the network is back", () =>
  here.read({}, async (page, context) => {
    const owner = await someone(here.server, "owner");
    await owner.upload(talks(1));
    await page.route("**/chats?*", (route) => route.abort("connectionrefused"));
    await owner.enter(page);
    await seeText(page, "The server can't be reached");
    await page.unrouteAll();
    await press(page, "Try again");
    await countIs(page, "1 conversation");

    await context.setOffline(true);
    await page.getByRole("searchbox").fill("Talk");
    await seeText(page, "You are offline");
    await context.setOffline(false);
    await countIs(page, "1 conversation found");
  }));

test("a session that is over asks to sign in, at the same address", () =>
  here.read({}, async (page, context) => {
    await withTalks(here.server, page, 1);
    await context.clearCookies();
    await page.getByRole("searchbox").fill("Talk");

    await seeText(page, "Your session has ended.");
  }));

test("the whole way by keyboard: search, open a menu, delete, undo, turn pages", () =>
  here.read({}, async (page) => {
    await withTalks(here.server, page, 60);
    await page.getByRole("searchbox").focus();
    await page.keyboard.type("Talk 33");
    await countIs(page, "1 conversation found");
    await page.keyboard.press("Tab");
    await page.locator(":focus").and(page.getByLabel("Sort by")).waitFor();
    for (const name of ["Select all", "Name", "Model", "Last change", "Started", "Select Talk 33", "Talk 33", "Actions for Talk 33"]) {
      await page.keyboard.press("Tab");
      const named = ["checkbox", "button", "link"].map((role) => page.getByRole(role, { name, exact: true }));
      await page.locator(":focus").and(named[0].or(named[1]).or(named[2])).waitFor();
    }
    await page.keyboard.press("Enter");
    for (let step = 0; step < 10 && !(await page.locator(".menu-item-danger:focus").count()); step += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await seeText(page, "Nothing found");
    await focusIsOn(page, "h1");
    for (let step = 0; step < 10 && !(await page.locator("#notice button:focus").count()); step += 1) await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Shift+Tab");
    await page.locator("button:focus", { hasText: "Undo" }).waitFor();
    await page.keyboard.press("Enter");
    await countIs(page, "1 conversation found");
    await page.locator(":focus").and(page.getByRole("link", { name: "Talk 33" })).waitFor();
  }));
