// Bringing conversations in: by dropping or choosing files, what is said meanwhile and afterwards, and what can go wrong.

import assert from "node:assert/strict";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { choose, drop, file, lineOf, slowFile, talk, talks } from "./support/exports.js";
import { focusIsOn, headline, press, seeText } from "./support/look.js";
import { someone } from "./support/people.js";
import { isAccessible, withReader } from "./support/reader.js";
import { startServer } from "./support/server.js";
import { stage } from "./support/stage.js";

const here = stage();

/** A person without conversations, before their empty list. */
async function newcomer(page, server = here.server) {
  const owner = await someone(server, "newcomer");
  await owner.enter(page);
  await seeText(page, "Bring your first conversation");
  return owner;
}

const line = (page, name) => page.locator(".import-row", { has: page.getByText(name, { exact: true }) });
const lineSays = (page, name, text) => line(page, name).getByText(text).first().waitFor();
const listed = (page, name) => page.getByRole("rowheader", { name, exact: true }).waitFor();
const warnsOfLeaving = (page) =>
  page.evaluate(() => {
    const event = new Event("beforeunload", { cancelable: true });
    dispatchEvent(event);
    return event.defaultPrevented;
  });

test("the first conversation is dropped, and can be shared at once", () =>
  here.read({}, async (page) => {
    await newcomer(page);
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

test("the report tells new, updated, known and skipped conversations apart, with reasons", () =>
  here.read({}, async (page) => {
    const owner = await newcomer(page);
    await owner.upload([talk(1), talk(2), talk(3)]);
    const { chats } = await owner.send("GET", "/chats?search=Talk+3");
    await owner.say(chats[0], [["user", "Something that was added here"]]);
    const edited = { ...talk(3), messages: [talk(3).messages[0], { role: "assistant", content: "Another answer" }] };
    const broken = { title: "Broken", messages: "none" };
    await choose(page, file("export.json", [talk(1), talk(2, { answers: 3 }), edited, talk(4), talk(5), broken]));

    await lineSays(page, "export.json", "2 new, 1 updated, 1 already imported, 1 left as you changed it here, 1 skipped");
    await line(page, "export.json").getByText("Details").click();
    const details = await line(page, "export.json").locator("details").innerText();
    assert.match(details, /Skipped\s+.*Broken.*\s+it has no `messages`/);
    assert.match(details, /Updated\s+Talk 2\s+2 new messages/);
    assert.match(details, /yours was kept\s+Talk 3/);
    assert.match(details, /New\s+Talk 4\s+2 messages\s+Talk 5/);
    await line(page, "export.json").getByRole("link", { name: "Talk 4" }).click();
    await headline(page, "Talk 4");
  }));

test("several files go one after the other, and what is the matter with one does not keep the others", () =>
  here.read({}, async (page) => {
    await newcomer(page);
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
    await newcomer(page);
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

test("a file beyond what the server takes is not even sent", () =>
  here.read({}, async (page) => {
    await newcomer(page);
    const folder = await mkdtemp(join(tmpdir(), "neptun-share-large-"));
    try {
      const path = join(folder, "large.zip");
      const large = await open(path, "w");
      await large.truncate(256 * 1024 * 1024 + 1);
      await large.close();
      page.on("request", (request) => assert.ok(!request.url().includes("/import"), "it was sent"));
      await choose(page, path);

      await lineSays(page, "large.zip", "It is larger than 268 MB");
      assert.equal(await page.getByRole("button", { name: "Try again: large.zip" }).isVisible(), false);
    } finally {
      await rm(folder, { recursive: true });
    }
  }));

test("how far a file is can be seen, also after looking elsewhere; leaving the page warns meanwhile", () =>
  here.read({}, async (page) => {
    await newcomer(page);
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

test("a file is cancelled while it is sent, and the next one goes on", () =>
  here.read({}, async (page) => {
    const owner = await newcomer(page);
    const network = await lineOf(page);
    await network.slow();
    await choose(page, slowFile(), file("next.json", talk(2)));
    await lineSays(page, "slow.json", /of 6 MB$/);
    await press(page, "Cancel slow.json");

    await lineSays(page, "slow.json", "Cancelled. Nothing was imported.");
    await page.locator(":focus").and(page.getByRole("button", { name: "Try again: slow.json" })).waitFor();
    await lineSays(page, "next.json", "1 new");
    const { chats } = await owner.send("GET", "/chats");
    assert.deepEqual(chats.map(({ name }) => name), ["Talk 2"]);
  }));

test("all that is left is cancelled at once", () =>
  here.read({}, async (page) => {
    await newcomer(page);
    const network = await lineOf(page);
    await network.slow();
    await choose(page, slowFile(), file("next.json", talk(2)), file("last.json", talk(3)));
    await lineSays(page, "slow.json", /of 6 MB$/);
    await press(page, "Cancel all");

    for (const name of ["slow.json", "next.json", "last.json"]) await lineSays(page, name, "Cancelled.");
    await focusIsOn(page, "h2.import-title");
    assert.equal(await warnsOfLeaving(page), false);
  }));

test("without a network a file waits to be tried again", () =>
  here.read({}, async (page) => {
    await newcomer(page);
    const network = await lineOf(page);
    await network.off();
    await choose(page, file("bees.json", talk(1)));
    await lineSays(page, "bees.json", "You are offline. Connect to the network and try again.");
    await lineSays(page, "bees.json", "What has been imported already is not imported twice");

    await network.free();
    await press(page, "Try again: bees.json");
    await lineSays(page, "bees.json", "1 new");
    await listed(page, "Talk 1");
  }));

test("a server that goes away in the middle is told", async () => {
  const server = await startServer();
  try {
    await withReader(here.browser, server, {}, async (page) => {
      await newcomer(page, server);
      await (await lineOf(page)).slow();
      await choose(page, slowFile());
      await lineSays(page, "slow.json", /of 6 MB$/);
      server.crash();

      await lineSays(page, "slow.json", "The server can't be reached");
      await page.getByRole("button", { name: "Try again: slow.json" }).waitFor();
    });
  } finally {
    await server.stop();
  }
});

test("what the server says of a full disk is told, with what was saved", () =>
  here.read({}, async (page) => {
    await newcomer(page);
    const report = { imported: 1, updated: 0, unchanged: 0, changed_here: 0, skipped: 0, notes: [], truncated: false, files: [] };
    const message = "The server's disk is full. What the report names was saved; without a report, nothing was.";
    await page.route("**/chats/import*", (route) => route.fulfill({ status: 503, json: { statusCode: 503, message, data: { report } } }));
    await choose(page, file("export.json", talk(1)));

    await lineSays(page, "export.json", "The server's disk is full.");
    await lineSays(page, "export.json", "1 new");
  }));

test("a session that ends meanwhile asks to sign in", () =>
  here.read({}, async (page, context) => {
    await newcomer(page);
    await context.clearCookies();
    await choose(page, file("export.json", talk(1)), file("next.json", talk(2)));

    await seeText(page, "Your session has ended.");
    assert.equal(await warnsOfLeaving(page), false);
  }));

test("names that other files could be taken for are only shown", () =>
  here.read({}, async (page) => {
    await newcomer(page);
    await drop(page, file("<img src=x onerror=alert(1)>\u202egnp.json", [talk(1, { title: "<b>Bees</b>" }), { title: "<i>", messages: 1 }]));

    await page.locator(".import-row", { hasText: "1 new, 1 skipped" }).waitFor();
    assert.equal(await page.locator(".import img, .import b, .import i").count(), 0);
    await listed(page, "<b>Bees</b>");
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
    await newcomer(page);
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
    await newcomer(page);
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

test("Ctrl-V on the list shows what it would bring, and keeps nothing when that is cancelled", () =>
  here.read({}, async (page) => {
    const owner = await newcomer(page);
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

test("what became of an import can be looked at again on another day, with links and reasons", () =>
  here.read({}, async (page) => {
    await newcomer(page);
    await choose(page, file("export.json", [talk(1), { title: "Broken", messages: "none" }]));
    await lineSays(page, "export.json", "1 new, 1 skipped");
    await page.reload();
    await press(page, "Past imports");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("export.json").waitFor();
    await dialog.getByText("1 new, 1 skipped").waitFor();
    await dialog.getByText("Details").click();
    await dialog.getByText("it has no `messages`").waitFor();
    await isAccessible(page, {});
    await dialog.getByRole("link", { name: "Talk 1" }).click();
    await headline(page, "Talk 1");
  }));

test("the list begins with what was imported last, whatever its own time", () =>
  here.read({}, async (page) => {
    const owner = await newcomer(page);
    await owner.upload([{ ...talk(1), updated_at: 1_700_000_000 }]);
    await owner.upload([{ ...talk(2), updated_at: 1_600_000_000 }]);
    await page.reload();
    const first = () => page.getByRole("rowheader").first().innerText();
    await listed(page, "Talk 1");
    assert.equal(await first(), "Talk 1");
    await page.getByLabel("Sort by").selectOption("Last imported");
    await page.waitForFunction(() => document.querySelector("[role=rowheader], th[scope=row]")?.textContent.trim() === "Talk 2");
  }));
