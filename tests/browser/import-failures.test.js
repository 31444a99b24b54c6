// What can go wrong while files are brought in, and how it is told, cancelled and tried again.

import assert from "node:assert/strict";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { choose, drop, file, lineOf, slowFile, talk } from "./support/exports.js";
import { lineSays, listed, newcomer, warnsOfLeaving } from "./support/import-panel.js";
import { focusIsOn, press, seeText } from "./support/look.js";
import { withReader } from "./support/reader.js";
import { startServer } from "./support/server.js";
import { stage } from "./support/stage.js";

const here = stage();

test("a file beyond what the server takes is not even sent", () =>
  here.read({}, async (page) => {
    await newcomer(page, here.server);
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

test("a file is cancelled while it is sent, and the next one goes on", () =>
  here.read({}, async (page) => {
    const owner = await newcomer(page, here.server);
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
    await newcomer(page, here.server);
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
    await newcomer(page, here.server);
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
    await newcomer(page, here.server);
    const report = { imported: 1, updated: 0, unchanged: 0, changed_here: 0, skipped: 0, notes: [], truncated: false, files: [] };
    const message = "The server's disk is full. What the report names was saved; without a report, nothing was.";
    await page.route("**/chats/import*", (route) => route.fulfill({ status: 503, json: { statusCode: 503, message, data: { report } } }));
    await choose(page, file("export.json", talk(1)));

    await lineSays(page, "export.json", "The server's disk is full.");
    await lineSays(page, "export.json", "1 new");
  }));

test("a session that ends meanwhile asks to sign in", () =>
  here.read({}, async (page, context) => {
    await newcomer(page, here.server);
    await context.clearCookies();
    await choose(page, file("export.json", talk(1)), file("next.json", talk(2)));

    await seeText(page, "Your session has ended.");
    assert.equal(await warnsOfLeaving(page), false);
  }));

test("names that other files could be taken for are only shown", () =>
  here.read({}, async (page) => {
    await newcomer(page, here.server);
    await drop(page, file("<img src=x onerror=alert(1)>\u202egnp.json", [talk(1, { title: "<b>Bees</b>" }), { title: "<i>", messages: 1 }]));

    await page.locator(".import-row", { hasText: "1 new, 1 skipped" }).waitFor();
    assert.equal(await page.locator(".import img, .import b, .import i").count(), 0);
    await listed(page, "<b>Bees</b>");
  }));
