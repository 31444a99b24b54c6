// The parts that views are made of, each by itself on an empty page of ours: lists, chips, the word at the foot.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openBundle } from "./support/bundle.js";
import { headline, noticeSays, press, seeText } from "./support/look.js";
import { isAccessible, neverScrollsSideways } from "./support/reader.js";
import { stage } from "./support/stage.js";

const here = stage();

/** Makes a part in the page, with what a module of ours exports as `name`; it stays there as `window.part`, its element is shown. */
async function show(page, name, maker) {
  await openBundle(page, [name]);
  await page.goto("/");
  // The page's own view has come, and takes the place of nothing any more.
  await headline(page, "Share AI conversations, and keep them yours");
  await page.evaluate((maker) => {
    window.part = window.makers[maker](window.ours);
    const heading = Object.assign(document.createElement("h1"), { textContent: "A part" });
    document.querySelector("#main").replaceChildren(heading, ...(window.part.element ? [window.part.element] : []));
  }, maker);
}

/** What is made in the page, by name: its policy lets nobody make functions out of text. */
function makers() {
  window.told = [];
  window.makers = {
    chips: ({ tagInput }) =>
      tagInput({
        label: "People",
        hint: "Separate them by commas.",
        clean: (text) => text.trim().toLowerCase(),
        check: (text) => (text.includes("@") ? null : `${text} is no address.`),
        onChange: (values) => window.told.push(values),
      }),
    table: ({ table }) => {
      const rows = Array.from({ length: 5 }, (_, i) => ({ id: i, name: `Row ${i}`, size: i * 1000, note: i === 2 ? "" : `note ${i}` }));
      const button = (row) => Object.assign(document.createElement("button"), { textContent: `Open ${row.id}`, className: "button" });
      const list = table({
        label: "Rows",
        keyOf: (row) => row.id,
        selection: { nameOf: (row) => `Pick ${row.name}`, onChange: (keys) => window.told.push([...keys]) },
        onSort: (by, isDescending) => (list.setSort(by, isDescending), window.told.push([by, isDescending])),
        columns: [
          { id: "name", head: "Name", look: "main", sort: true, cell: (row) => row.name },
          { id: "size", head: "Size", look: "number", sort: true, isDescendingFirst: true, cell: (row) => String(row.size) },
          { id: "note", head: "Note", cell: (row) => row.note },
          { id: "actions", head: "", look: "actions", cell: button },
        ],
      });
      list.fill(rows);
      return list;
    },
    notice: ({ noticeIn }) => noticeIn(document.querySelector("#notice")),
  };
}

const onPage = (options, read) =>
  here.read(options, async (page) => {
    await page.addInitScript(makers);
    await read(page);
  });

const told = (page) => page.evaluate(() => window.told);

const input = (page) => page.getByRole("textbox", { name: "People" });
const chips = (page) => page.locator(".chip-text").allInnerTexts();

test("chips come at Enter, a comma, a blank, and when the field is left", () =>
  onPage({}, async (page) => {
    await show(page, "tagInput", "chips");
    await input(page).pressSequentially("Ada@example.com,grace@example.com mary@example.com");
    await page.keyboard.press("Enter");
    await input(page).pressSequentially("joan@example.com");
    await page.keyboard.press("Tab");

    const all = ["ada@example.com", "grace@example.com", "mary@example.com", "joan@example.com"];
    assert.deepEqual(await chips(page), all);
    assert.deepEqual((await told(page)).at(-1), all);
    assert.deepEqual(await page.evaluate(() => window.part.values()), all);
    await isAccessible(page, { look: "chips" });
  }));

test("what is pasted is taken apart, doubles come once, what is wrong stays to be mended", () =>
  onPage({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await show(page, "tagInput", "chips");
    await page.evaluate(() => navigator.clipboard.writeText("ada@example.com; ADA@example.com,\n grace, mary@example.com"));
    await input(page).focus();
    await page.keyboard.press("ControlOrMeta+v");

    await seeText(page, "grace is no address.");
    assert.deepEqual(await chips(page), ["ada@example.com", "mary@example.com"]);
    assert.equal(await input(page).inputValue(), "grace");
    assert.equal(await input(page).getAttribute("aria-invalid"), "true");
    assert.equal(await page.evaluate(() => window.part.isFine()), false);
    await input(page).pressSequentially("@example.com");
    assert.equal(await page.evaluate(() => window.part.isFine()), true);
    assert.equal((await chips(page)).length, 3);
  }));

test("chips go by their cross and by Backspace, and the focus stays near", () =>
  onPage({}, async (page) => {
    await show(page, "tagInput", "chips");
    await page.evaluate(() => window.part.setValues(["a@x.example", "b@x.example", "c@x.example"]));
    await press(page, "Remove a@x.example");
    await page.locator(":focus").and(page.getByRole("button", { name: "Remove b@x.example" })).waitFor();

    await input(page).focus();
    await page.keyboard.press("Backspace");
    assert.equal(await input(page).inputValue(), "c@x.example");
    assert.deepEqual(await chips(page), ["b@x.example"]);
  }));

test("a list sorts by its heads", () =>
  onPage({}, async (page) => {
    await show(page, "table", "table");
    for (const name of ["Size", "Size", "Name"]) await page.getByRole("columnheader", { name }).getByRole("button").click();

    assert.deepEqual(await told(page), [["size", true], ["size", false], ["name", false]]);
    assert.equal(await page.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort"), "ascending");
    assert.equal(await page.getByRole("columnheader", { name: "Size" }).getAttribute("aria-sort"), null);
  }));

test("rows are ticked one by one, from one to another, and all", () =>
  onPage({}, async (page) => {
    await show(page, "table", "table");
    const tick = (name) => page.getByRole("checkbox", { name });
    await tick("Pick Row 1").click();
    await tick("Pick Row 3").click({ modifiers: ["Shift"] });
    assert.deepEqual((await told(page)).at(-1), [1, 2, 3]);
    assert.ok(await tick("Select all").evaluate((box) => box.indeterminate));

    await tick("Select all").click();
    assert.equal((await told(page)).at(-1).length, 5);
    await page.evaluate(() => window.part.fill(window.part.rows().slice(2)));
    assert.deepEqual(await page.evaluate(() => [...window.part.picked()]), [2, 3, 4]);
    assert.ok(await tick("Pick Row 2").isChecked());
  }));

test("the focus stays in its row while the list changes, and goes to the next when the row goes", () =>
  onPage({}, async (page) => {
    await show(page, "table", "table");
    await page.getByRole("button", { name: "Open 2" }).focus();
    await page.evaluate(() => window.part.fill([...window.part.rows()].reverse()));
    await page.locator(":focus", { hasText: "Open 2" }).waitFor();

    await page.evaluate(() => window.part.remove(2));
    await page.locator(":focus").and(page.getByRole("checkbox", { name: "Pick Row 1" })).waitFor();
  }));

test("on a phone each row is a card that names its values, and still a row", () =>
  onPage({ viewport: { width: 320, height: 640 } }, async (page) => {
    await show(page, "table", "table");
    const row = page.getByRole("row", { name: "Row 1" });
    assert.match(await row.innerText(), /Row 1\s+Size\s+1000\s+Note\s+note 1/);
    assert.doesNotMatch(await page.getByRole("row", { name: "Row 2" }).innerText(), /Note/);
    assert.equal(await page.getByRole("rowheader", { name: "Row 1" }).count(), 1);
    await page.getByRole("button", { name: "Size" }).click();
    await neverScrollsSideways(page, "cards");
    await isAccessible(page, { look: "cards" });
  }));

async function offerUndo(page) {
  await page.clock.install();
  await show(page, "noticeIn", "notice");
  await page.evaluate(() =>
    window.part.timed("Deleted", { word: "Undo", onPress: () => window.told.push("undone"), onOver: () => window.told.push("over") }),
  );
  await noticeSays(page, "Deleted");
}

test("a word with Undo goes by itself", () =>
  onPage({}, async (page) => {
    await offerUndo(page);
    await page.clock.runFor(11_000);
    assert.deepEqual(await told(page), []);
    await page.clock.runFor(2_000);

    assert.deepEqual(await told(page), ["over"]);
    assert.equal(await page.getByRole("button", { name: "Undo" }).count(), 0);
  }));

test("it stays as long as somebody is at it", () =>
  onPage({}, async (page) => {
    await offerUndo(page);
    await page.getByRole("button", { name: "Undo" }).focus();
    await page.clock.runFor(60_000);
    assert.deepEqual(await told(page), []);
    await page.evaluate(() => document.activeElement.blur());
    await page.locator("#notice").hover();
    await page.clock.runFor(60_000);
    assert.deepEqual(await told(page), []);

    await page.mouse.move(5, 5);
    await page.clock.runFor(13_000);
    assert.deepEqual(await told(page), ["over"]);
  }));

test("what is undone is not over, and what comes next has its own time", () =>
  onPage({}, async (page) => {
    await offerUndo(page);
    await press(page, "Undo");
    assert.deepEqual(await told(page), ["undone"]);
    await page.mouse.move(5, 5);
    await page.evaluate(() => window.part.news("Something else"));
    await page.clock.runFor(7_000);
    await noticeSays(page, "Something else");
    await page.clock.runFor(2_000);

    assert.deepEqual(await told(page), ["undone"]);
    assert.equal(await page.locator("#notice").getAttribute("data-look"), "none");
  }));

for (const name of ["Undo", "Dismiss"]) {
  test(`who presses ${name} goes on with the keyboard where they were`, () =>
    onPage({}, async (page) => {
      await offerUndo(page);
      await page.getByRole("link", { name: "neptun-share" }).focus();
      await page.getByRole("button", { name }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: "neptun-share" }).and(page.locator(":focus")).waitFor();
    }));
}

test("what is dismissed is over", () =>
  onPage({}, async (page) => {
    await offerUndo(page);
    await press(page, "Dismiss");
    assert.deepEqual(await told(page), ["over"]);
  }));
