// Thousands of conversations, out of one file: search, order and pages stay usable.

import assert from "node:assert/strict";
import { test } from "node:test";
import { talks } from "./support/exports.js";
import { countIs, names } from "./support/list.js";
import { focusIsOn, headline, holdNotice, press } from "./support/look.js";
import { isNightly, written } from "./support/nightly.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";

const MANY = isNightly ? 10_000 : 2_000;
const all = written(MANY);
/** The fifty that end there. */
const until = (last) => `${written(last - 49)} to ${written(last)} of ${all} conversations`;

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const report = await owner.upload(talks(MANY));
  assert.equal(report.imported, MANY);
  return { owner };
});

test("the list shows fifty of them, and any page can be reached", () =>
  here.read({}, async (page) => {
    await here.owner.enter(page);
    await countIs(page, until(50));
    assert.equal((await names(page)).length, 50);
    assert.equal((await names(page))[0], `Talk ${MANY}`);

    await page.getByRole("link", { name: `Page ${MANY / 50}` }).click();
    await countIs(page, until(MANY));
    assert.equal((await names(page)).at(-1), "Talk 1");
    await focusIsOn(page, ".list-count");
    await page.getByRole("link", { name: "Previous" }).click();
    await countIs(page, until(MANY - 50));
    await page.goBack();
    await countIs(page, until(MANY));
    await page.goBack();
    await countIs(page, until(50));
  }));

test("they are searched and sorted as a whole", () =>
  here.read({}, async (page) => {
    await here.owner.enter(page);
    await countIs(page, `${all} conversations`);
    await page.getByRole("searchbox").fill("talk 777");
    await countIs(page, isNightly ? "19 conversations found" : "2 conversations found");
    await press(page, "Name");
    await page.locator("th[aria-sort=ascending]", { hasText: "Name" }).waitFor();
    assert.deepEqual((await names(page)).slice(0, 2), ["Talk 1777", isNightly ? "Talk 2777" : "Talk 777"]);

    await page.getByRole("searchbox").fill("talk");
    await countIs(page, `${until(50)} found`);
    await page.getByRole("link", { name: "Next" }).click();
    await countIs(page, `${until(100)} found`);
    await page.getByRole("rowheader").first().getByRole("link").click();
    await headline(page, /^Talk \d+$/);
    await page.goBack();
    await countIs(page, `${until(100)} found`);
    assert.equal(await page.getByRole("searchbox").inputValue(), "talk");
  }));

test("a page of them is deleted and brought back at once, and the next fifty move up", () =>
  here.read({}, async (page) => {
    await here.owner.enter(page);
    await countIs(page, `${all} conversations`);
    await page.getByRole("checkbox", { name: "Select all" }).check();
    await press(page, "Delete");
    await holdNotice(page, "50 conversations deleted.");
    await countIs(page, `1 to 50 of ${written(MANY - 50)} conversations`);
    assert.equal((await names(page))[0], `Talk ${MANY - 50}`);

    await press(page, "Undo");
    await countIs(page, until(50));
    assert.equal((await names(page))[0], `Talk ${MANY}`);
  }));
