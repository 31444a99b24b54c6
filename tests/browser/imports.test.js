// Bringing conversations in: by dropping or choosing files, what is said meanwhile, and what the list has afterwards.

import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, drop, file, lineOf, slowFile, talk, talks } from "./support/exports.js";
import { lineSays, listed, newcomer, warnsOfLeaving } from "./support/import-panel.js";
import { focusIsOn, headline, press, seeText } from "./support/look.js";
import { someone } from "./support/people.js";
import { withReader } from "./support/reader.js";
import { startServer } from "./support/server.js";
import { stage } from "./support/stage.js";

const here = stage();

test("the first conversation is dropped, and can be shared at once", () =>
  here.read({}, async (page) => {
    await newcomer(page, here.server);
    await seeText(page, "ChatGPT");
    await drop(page, file("bees.json", talk(1, { title: "Why bees dance" })));

    await lineSays(page, "bees.json", "1 new");
    await seeText(page, "“Why bees dance” has been imported.");
    await listed(page, "Why bees dance");
    assert.equal(await page.getByRole("region", { name: "Import" }).getByRole("button", { name: "Share…" }).isVisible(), true);
    await page.getByRole("link", { name: "Open" }).click();
    await headline(page, "Why bees dance");
  }));

test("somebody new comes from the set-up link to sharing with an address, a password, a file and two presses", async () => {
  const server = await startServer({ signUp: "closed" });
  try {
    await withReader(here.browser, server, {}, async (page) => {
      await page.goto(server.setUpLink());
      await page.getByLabel("E-mail address").fill("ada@example.com");
      await page.getByLabel("Password", { exact: true }).fill("correct horse battery staple");
      await press(page, "Create account");
      await seeText(page, "Bring your first conversation");
      await choose(page, file("bees.json", talk(1, { title: "Why bees dance" })));

      await page.getByRole("region", { name: "Import" }).getByRole("button", { name: "Share…" }).waitFor();
    });
  } finally {
    await server.stop();
  }
});

test("several files go one after the other, and what is the matter with one does not keep the others", () =>
  here.read({}, async (page) => {
    await newcomer(page, here.server);
    await choose(page, file("one.json", talk(1)), file("wrong.json", { a: 1 }), file("letter.txt", "Dear Sir"), file("empty.json", ""), file("two.json", talk(2)));

    await lineSays(page, "two.json", "1 new");
    await lineSays(page, "one.json", "1 new");
    await lineSays(page, "wrong.json", "holds no conversation of a known kind");
    await lineSays(page, "wrong.json", "What can be read: ");
    await lineSays(page, "letter.txt", "nothing says who speaks");
    await lineSays(page, "empty.json", "The file is empty.");
    await listed(page, "Talk 1");
    await listed(page, "Talk 2");
    assert.equal(await page.getByText("has been imported.").count(), 0, "there are two");
  }));

test("the panel can be closed, and a new import begins a new one", () =>
  here.read({}, async (page) => {
    await newcomer(page, here.server);
    await choose(page, file("one.json", talk(1)));
    await lineSays(page, "one.json", "1 new");
    await choose(page, file("again.json", talk(1)));
    await lineSays(page, "again.json", "1 already imported");
    assert.equal(await page.locator(".import-row").count(), 1);
    await seeText(page, "“Talk 1” has been imported.");

    await press(page, "Close");
    assert.equal(await page.getByRole("region", { name: "Import" }).count(), 0);
    await page.locator(":focus").and(page.getByRole("button", { name: "Import" })).waitFor();
  }));

test("how far a file is can be seen, also after looking elsewhere; leaving the page warns meanwhile", () =>
  here.read({}, async (page) => {
    await newcomer(page, here.server);
    const network = await lineOf(page);
    await network.slow();
    await choose(page, slowFile(), file("next.json", talk(2)));
    await lineSays(page, "slow.json", /^\d+ [kM]B of 6 MB$/);
    await lineSays(page, "next.json", "Waiting for its turn");
    await page.getByRole("progressbar", { name: "Progress of slow.json" }).waitFor();
    assert.equal(await warnsOfLeaving(page), true);

    await page.getByRole("link", { name: "Shared links" }).click();
    await headline(page, "Shared links");
    await page.getByRole("link", { name: "Conversations", exact: true }).click();
    await lineSays(page, "slow.json", /^\d+ [kM]B of 6 MB$/);
    await network.free();
    await lineSays(page, "next.json", "1 new");
    await listed(page, "Talk 2");
    assert.equal(await warnsOfLeaving(page), false);
  }));

test("nothing happens to files that are dropped beside a dialog, nor to text", () =>
  here.read({}, async (page) => {
    const owner = await someone(here.server, "owner");
    await owner.upload(talks(1));
    await owner.enter(page);
    await press(page, "Actions for Talk 1");
    await press(page, "Rename");
    await page.getByRole("dialog").waitFor();
    await drop(page, file("two.json", talk(2)));
    await page.keyboard.press("Escape");

    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData("text/plain", "words");
      document.body.dispatchEvent(new DragEvent("dragenter", { dataTransfer, bubbles: true, cancelable: true }));
    });
    assert.equal(await page.locator(".drop-zone").isVisible(), false);
    assert.equal(await page.locator(".import-row").count(), 0);
  }));

test("by keyboard alone: choose, hear what came, go on to share", () =>
  here.read({}, async (page) => {
    await newcomer(page, here.server);
    const chosen = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a file" }).focus();
    await page.keyboard.press("Enter");
    await (await chosen).setFiles([file("bees.json", talk(1, { title: "Why bees dance" }))]);

    await page.locator(".import-place > [role=status]", { hasText: "bees.json: 1 new" }).waitFor({ state: "attached" });
    await listed(page, "Why bees dance");
    await focusIsOn(page, "h1");
    for (const name of ["Import", "Paste", "Past imports", "Close", "Share…"]) {
      await page.keyboard.press("Tab");
      await page.locator(":focus").and(page.getByRole("button", { name, exact: true })).waitFor();
    }
  }));

test("the list begins with what was imported last, whatever its own time", () =>
  here.read({}, async (page) => {
    const owner = await newcomer(page, here.server);
    await owner.upload([{ ...talk(1), updated_at: 1_700_000_000 }]);
    await owner.upload([{ ...talk(2), updated_at: 1_600_000_000 }]);
    await page.reload();
    const first = () => page.getByRole("rowheader").first().innerText();
    await listed(page, "Talk 1");
    assert.equal(await first(), "Talk 1");
    await page.getByLabel("Sort by").selectOption("Last imported");
    await page.waitForFunction(() => document.querySelector("[role=rowheader], th[scope=row]")?.textContent.trim() === "Talk 2");
  }));
