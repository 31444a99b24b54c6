// Messages that hold more than words: what machines said among themselves folded, pictures and files, sources.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { becomes, focusIsOn, givePassword, headline, messages, noticeSays, press, seeText } from "./support/look.js";
import { result, rich, wildName } from "./support/rich.js";
import { stage } from "./support/stage.js";
import { makeWorld, states } from "./support/states.js";

const here = stage(async (server) => ({ world: await makeWorld(server) }));
const files = "**/attachments/*";

const fold = (page, name) => page.locator("details", { has: page.locator("summary", { hasText: name }) });
const step = (page, name) => page.locator(".step", { has: page.locator(":scope > summary", { hasText: name }) });
const picture = (page, name) => page.getByRole("img", { name, exact: true });

/** A conversation that is imported and shared for one test. */
async function shared(conversation, rules) {
  const chat = await here.world.owner.import(conversation);
  return { chat, path: `/shared/chats/${(await here.world.owner.share(chat, rules)).uuid}` };
}

/** Shows an element that stands for a file as the server writes it, with these attributes, in the first message. */
async function showingFiles(page, files) {
  await page.route(`**${here.world.open.path}`, async (route) => {
    const response = await route.fetch();
    const attributes = (file) => Object.entries(file).map(([name, value]) => ` data-${name}="${value}"`).join("");
    const elements = files.map((file) => `<div class="attachment" tabindex="-1"${attributes(file)}><a href="/">a file</a></div>`);
    const body = (await response.text()).replace('<div class="message-parts">', (begin) => begin + elements.join(""));
    await route.fulfill({ response, body });
  });
  await page.goto(here.world.open.path);
}

test("parts stand in order, in place of the words that say the same", () =>
  here.read({}, async (page) => {
    await states["rich conversation"](page, here.world);

    const lines = (await messages(page).nth(1).innerText()).split("\n").filter((line) => line.trim() !== "");
    // Below the author: when it was said nobody knows.
    const [, reasoning, gist, text, ...steps] = lines.map((line) => line.trim());
    assert.deepEqual([reasoning, gist, text], ["Reasoning", "Four is a special case: the subtractive pairs have to be in the table.", "I run the tests first."]);
    assert.deepEqual(steps.slice(0, 3), ["2 steps", "ran 1 command, read 1 file", "1 failed"]);
    assert.match(steps[3], /^The pairs for 4 and 9 are missing/);
  }));

test("what a tool answered is under the call that asked, in whatever order it came", () =>
  here.read({}, async (page) => {
    await states["rich conversation"](page, here.world);

    assert.equal(await step(page, "cargo test").locator("pre").nth(1).textContent(), result);
    assert.match(await step(page, "Read").locator("pre").first().textContent(), /^const PAIRS/);
    // A result that belongs to no call is a step of its own.
    await step(page, "Result of weather").waitFor({ state: "attached" });
    await seeText(page, "8 messages");
  }));

test("lines of an input stay lines", () =>
  here.read({}, async (page) => {
    await states["rich conversation"](page, here.world);

    assert.equal(await step(page, "cargo test").locator("pre").first().textContent(), "cargo test --quiet\necho done");
  }));

test("reasoning and tools are folded until a key opens them", () =>
  here.read({}, async (page) => {
    await states["rich conversation"](page, here.world);
    const thought = page.getByText("the subtractive pairs have to be in the table.", { exact: false }).last();
    assert.ok(!(await thought.isVisible()));

    await fold(page, "Reasoning").locator("summary").focus();
    await page.keyboard.press("Enter");
    await thought.waitFor();
  }));

test("a result that comes later is put to its call, and what was open stays open", async () => {
  const title = "Still running";
  const [question, asked, answered] = [rich.messages[0], rich.messages[1], rich.messages[2]];
  const { path } = await shared({ title, messages: [question, asked] });
  await here.read({}, async (page) => {
    await page.goto(path);
    await page.locator(".steps > summary").click();
    await step(page, "cargo test").locator(":scope > summary").click();
    assert.equal(await step(page, "cargo test").locator("pre").count(), 2);
    await here.world.owner.import({ title, messages: [question, asked, answered] });
    await press(page, "Refresh");

    await step(page, "cargo test").getByText("test tests::four_is_iv ... FAILED").waitFor();
  });
});

test("a picture is fetched when it is near, and not before", async () => {
  const far = { role: "assistant", content: "line\n".repeat(400) };
  const { path } = await shared({ title: "A picture at the end", messages: [far, rich.messages[0]] });
  await here.read({}, async (page) => {
    const asked = [];
    page.on("request", (request) => request.url().includes("/attachments/") && asked.push(request.url()));
    await page.goto(path);
    await headline(page, "A picture at the end");
    await page.getByText("Fetching screenshot.png (106 bytes)").waitFor({ state: "attached" });
    assert.equal(asked.length, 0);

    await page.getByText("Fetching screenshot.png").scrollIntoViewIfNeeded();
    await picture(page, "screenshot.png").waitFor();
    assert.equal(asked.length, 1);
    assert.equal(await picture(page, "screenshot.png").evaluate((image) => image.naturalWidth), 48);
  });
});

test("pictures of a share with a password come with the password", async () => {
  const { path } = await shared({ title: "A locked picture", messages: [rich.messages[0]] }, { password: "pa:ss ☂ wörd" });
  await here.read({}, async (page) => {
    await page.goto(path);
    await givePassword(page, "pa:ss ☂ wörd");

    await picture(page, "screenshot.png").waitFor();
  });
});

test("sound is loaded at a press, and the player has the focus", () =>
  here.read({}, async (page) => {
    await states["rich conversation"](page, here.world);
    await page.getByRole("button", { name: "Load audio (844 bytes)" }).press("Enter");

    await focusIsOn(page, "audio");
    await page.waitForFunction(() => document.querySelector("audio").duration > 0.05);
  }));

test("a file is saved whole, under a name that is only a name", () =>
  here.read({}, async (page) => {
    await states["rich conversation"](page, here.world);
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: /^Download .*csv 18 bytes$/ }).click();
    const download = await coming;

    assert.equal(await readFile(await download.path(), "utf8"), "year;value\n2025;4\n");
    const name = download.suggestedFilename();
    assert.match(name, /report_ 2025\.csv$/);
    assert.doesNotMatch(name, /[/\\:\p{Cc}\p{Bidi_Control}]/u);
    assert.ok(!(await page.locator("main").innerText()).includes(wildName));
  }));

test("what lies elsewhere is named, and no other server is asked", () =>
  here.read({}, async (page) => {
    await states["rich conversation"](page, here.world);

    await seeText(page, "Image: far-away.png — not part of the export");
    await seeText(page, "File: left-at-home.pdf — not part of the export");
    const link = page.getByRole("link", { name: "Open it at pictures.example" });
    assert.equal(await link.getAttribute("rel"), "noopener noreferrer nofollow");
    assert.equal(await link.getAttribute("href"), "https://pictures.example/far-away.png");
  }));

test("sources are listed, and only addresses of the web are links", () =>
  here.read({}, async (page) => {
    await states["rich conversation"](page, here.world);

    const listed = await fold(page, "Sources (3)").getByRole("listitem").allTextContents();
    assert.deepEqual(listed, [
      "Roman numerals (opens in a new tab) numerals.example",
      "A table of all pairs (opens in a new tab) tables.example",
      "Not a page",
    ]);
    const hrefs = await page.locator(".message-parts a").evaluateAll((links) => links.map((link) => link.protocol));
    assert.deepEqual([...new Set(hrefs)], ["https:"]);
  }));

test("what the import did not understand is there as it stood", () =>
  here.read({}, async (page) => {
    await states["rich conversation"](page, here.world);
    await fold(page, "Not understood: hologram").locator("summary").click();

    await seeText(page, '"note": "<script>window.owned = 2</script>"');
    assert.equal(await page.evaluate(() => window.owned), undefined);
  }));

const failures = {
  "is gone": { answer: { status: 404, json: {} }, says: "screenshot.png could not be loaded. It is no longer there." },
  "is no longer for this reader": { answer: { status: 401, json: {} }, says: "Access to this conversation has changed." },
  "is no picture": { answer: { body: Buffer.alloc(106) }, says: "This browser can't show it." },
  "is cut off": { answer: { body: "half" }, says: "The answer can't be read." },
};
for (const [what, { answer, says }] of Object.entries(failures)) {
  test(`a picture that ${what} says so`, () =>
    here.read({}, async (page) => {
      await page.route(files, (route) => route.fulfill(answer));
      await page.goto(here.world.rich.path);

      await seeText(page, says);
    }));
}

test("a picture that can't be reached is tried again at a press", () =>
  here.read({}, async (page) => {
    await page.route(files, (route) => route.abort("connectionrefused"));
    await page.goto(here.world.rich.path);
    await seeText(page, "screenshot.png could not be loaded. The server can't be reached.");
    await page.unroute(files);
    await page.getByRole("button", { name: "Try again" }).first().press("Enter");

    await picture(page, "screenshot.png").waitFor();
    await focusIsOn(page, ".picture");
  }));

test("a reader without a network is told so by the file that they want", () =>
  here.read({}, async (page, context) => {
    await states["rich conversation"](page, here.world);
    await context.setOffline(true);
    await page.getByRole("button", { name: /^Download/ }).click();

    await seeText(page, "You are offline.");
  }));

test("a file never becomes anything that a browser would run", () =>
  here.read({}, async (page) => {
    await page.addInitScript(() => {
      window.made = [];
      const { createObjectURL } = URL;
      URL.createObjectURL = (blob) => window.made.push(blob.type) && createObjectURL.call(URL, blob);
    });
    const types = ["image/svg+xml", "text/html", "image/png; charset=x", "application/xhtml+xml", "IMAGE/PNG", "audio/html", ""];
    const body = "<svg xmlns='http://www.w3.org/2000/svg' onload='window.owned = 1'/>";
    await page.route(files, (route) => route.fulfill({ contentType: "text/html", body }));
    await showingFiles(page, types.map((type, i) => ({ kind: "image", name: `${i}.svg`, sha256: `${i}`.repeat(64), type })));
    for (const button of await page.getByRole("button", { name: /^Download/ }).all()) {
      const saved = page.waitForEvent("download");
      await button.click();
      await saved;
    }

    await page.getByText("This browser can't show it.").nth(1).waitFor();
    assert.deepEqual(await page.evaluate(() => [...new Set(window.made)].sort()), ["application/octet-stream", "image/png"]);
    assert.equal(await page.evaluate(() => window.owned), undefined);
  }));

test("a picture that leaves the page is let go of", async () => {
  const { chat, path } = await shared({ title: "Taken back", messages: [{ role: "user", content: "Look:" }, rich.messages[0]] });
  await here.read({}, async (page) => {
    await page.addInitScript(() => {
      window.freed = [];
      const { revokeObjectURL } = URL;
      URL.revokeObjectURL = (url) => window.freed.push(url) && revokeObjectURL.call(URL, url);
    });
    await page.goto(path);
    const address = await picture(page, "screenshot.png").getAttribute("src");
    await here.world.owner.takeBackLast(chat);
    await press(page, "Refresh");

    await noticeSays(page, "1 message removed");
    await becomes(() => page.evaluate(() => window.freed), [address]);
  });
});

test("a message of a tool that is only a picture is shown under its call", () =>
  here.read({}, async (page) => {
    await states["rich conversation"](page, here.world);
    await page.locator(".steps > summary").last().click();
    await page.getByText("draw_chart").first().scrollIntoViewIfNeeded();

    await messages(page).filter({ hasText: "draw_chart" }).getByRole("img", { name: "chart.png" }).waitFor();
  }));
