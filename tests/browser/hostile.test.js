// Text that nobody vetted, through the real page: it runs nothing, asks no other host, changes nothing outside of its message,
// and none of it is lost. The collection is in support/hostile/.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { packs, peace, piles, snippets } from "./support/hostile/collection.js";
import { frameOf, inspect } from "./support/hostile/inspection.js";
import { givePassword, messages } from "./support/look.js";
import { isNightly } from "./support/nightly.js";
import { PATIENCE_MS } from "./support/patience.js";
import { someone } from "./support/people.js";
import { phone } from "./support/reader.js";
import { stage } from "./support/stage.js";

const password = "pa:ss ☂ wörd";
const COMPLAINTS_SHOWN = 40;

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const share = async (pack) => {
    await server.take(owner.email, pack.conversation);
    // The newest is the first.
    const { chats: [chat] } = await owner.send("GET", "/chats");
    const { uuid } = await owner.share(chat);
    const { chatMessages } = await (await fetch(`${server.url}/api/shared/chats/${uuid}`)).json();
    assert.equal(chatMessages.length, pack.expected.length, `messages of ${pack.title}`);
    const expected = pack.expected.map((each, i) => ({ ...each, id: `m-${chatMessages[i].id}`, role: chatMessages[i].role }));
    return { ...pack, chat, uuid, expected, path: `/shared/chats/${uuid}`, name: chat.name };
  };
  const world = { owner, peace: await share(peace()), piles: await share(piles()), packs: [] };
  for (const pack of packs()) world.packs.push(await share(pack));
  return { world };
});

/** What the page of `pack` has to complain of, now that it is open, compared with that of `calm`. */
async function complaintsOf(page, { expected, name }, calm) {
  const given = expected.map(({ kind, id, role, word, calm }) => ({ id, role, word, calm, isPiled: kind === "piled" }));
  const found = await page.evaluate(inspect, { expected: given, like: calm.like, name });
  const complaints = found.map(([number, words]) => `${number === null ? "the page" : expected[number].name}: ${words}`);
  const frame = await page.evaluate(frameOf);
  const strange = [...frame.filter((line) => !calm.frame.includes(line)), ...calm.frame.filter((line) => !frame.includes(line))];
  return [...complaints, ...strange.map((line) => `the page around the messages differs: ${line}`)];
}

/** The packs without the giants, which take long and are the same markup everywhere; by day a third of them, another for each `way`. */
const light = (way) => here.world.packs.slice(0, -1).filter((_, i) => isNightly || i % 3 === way);

const calmOf = async (page) => ({ like: await page.evaluate(inspect, {}), frame: await page.evaluate(frameOf) });

/** Opens every conversation in the same way and inspects it. */
async function inspectAll(options, open, packs = here.world.packs) {
  const complaints = [];
  await here.read(options, async (page) => {
    // Before any script of the page: what was refused came too far already.
    await page.addInitScript(() => {
      globalThis.refused = [];
      addEventListener("securitypolicyviolation", (event) => refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
    });
    await open(page, here.world.peace);
    const calm = await calmOf(page);
    for (const pack of packs) {
      await open(page, pack);
      complaints.push(...(await complaintsOf(page, pack, calm)));
      const refused = await page.evaluate(() => globalThis.refused ?? []);
      complaints.push(...refused.map((what) => `${pack.title}: the policy had to refuse ${what}`));
    }
  });
  isSilent(complaints);
}

function isSilent(complaints) {
  const { length } = complaints;
  assert.equal(length, 0, `${length} complaints:\n${complaints.slice(0, COMPLAINTS_SHOWN).join("\n")}`);
}

/** How many pixels of two pictures differ by more than a shade. */
function difference(page, ...pictures) {
  return page.evaluate(async (pictures) => {
    const pixels = async (base64) => {
      const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))]));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      canvas.drawImage(bitmap, 0, 0);
      return canvas.getImageData(0, 0, bitmap.width, bitmap.height).data;
    };
    const [one, other] = await Promise.all(pictures.map(pixels));
    return one.length === other.length ? one.filter((value, i) => Math.abs(value - other[i]) > 64).length : Infinity;
  }, pictures.map((picture) => picture.toString("base64")));
}

const goTo = async (page, { path, expected }) => {
  await page.goto(path);
  await messages(page).nth(expected.length - 1).waitFor({ state: "attached" });
};

test("the collection is large, and no two snippets are the same", () => {
  const texts = new Set(snippets.map(({ message, word }) => JSON.stringify(message).replaceAll(word, "")));
  assert.equal(texts.size, snippets.length);
  assert.ok(snippets.length > 1000);
});

test("the inspection finds what it looks for", () =>
  here.read({}, async (page) => {
    await goTo(page, here.world.peace);
    const calm = await calmOf(page);
    assert.deepEqual(await complaintsOf(page, here.world.peace, calm), []);

    await page.evaluate(() => {
      const [first, second, third] = document.querySelectorAll(".message .message-text");
      const add = (parent, name, attributes = {}) => {
        const element = parent.appendChild(document.createElement(name));
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        return element;
      };
      add(first, "a", { href: "javascript:void 0", name: "forms", class: "bar" }).textContent = "a link";
      add(first, "h2", { role: "main" }).style.cssText = "position: fixed; inset: 0; z-index: 9";
      second.parentElement.style.marginLeft = "-12rem";
      third.textContent = "Something else.";
      add(document.querySelector("main"), "form");
      globalThis.owned = "yes";
    });
    const all = (await complaintsOf(page, here.world.peace, calm)).join("\n");
    const found = [/window\.owned is "yes"/, /leads to javascript:/, /called "forms"/, /class of ours/, /number of h1 and h2 is 2/, /is fixed/, /has z-index/,
      /stands out of its message/, /the text is "Something else\."/, /is lost/, /document\.forms is 1/, /page around the messages differs: +form/];
    for (const words of found) assert.match(all, words);
  }));

test("an open conversation is the work of its authors and nobody else", () => inspectAll({}, goTo));

test("nor does text reach beyond its message on a phone with scripts off", () =>
  inspectAll({ javaScriptEnabled: false, viewport: phone }, goTo, isNightly ? here.world.packs : light(0)));

test("nothing is drawn outside of a message", () =>
  // So high that nothing scrolls between two pictures.
  here.read({ viewport: { width: 1280, height: 4000 } }, async (page, context) => {
    const { piles } = here.world;
    const blank = await context.newPage();
    await goTo(page, piles);
    // How long ago it was said may change meanwhile.
    await page.locator(".message-head").evaluateAll((all) => all.forEach((head) => (head.style.visibility = "hidden")));
    for (const [i, { id, calm }] of piles.expected.entries()) {
      if (calm === undefined) continue;
      const others = page.locator(`.message:not([id="${id}"]) .message-parts`);
      const show = (how) => others.evaluateAll((all, how) => all.forEach((other) => (other.style.visibility = how)), how);
      await show("hidden");
      const alone = await page.locator(`[id="${id}"]`).screenshot();
      await show("");
      const among = await page.locator(`[id="${id}"]`).screenshot();
      assert.equal(await difference(blank, alone, among), 0, `pixels that others draw over message ${i}`);
    }
  }));

test("nor in the file that a reader keeps", async () => {
  const context = await here.browser.newContext({ viewport: phone });
  context.setDefaultTimeout(PATIENCE_MS);
  const asked = [];
  context.on("request", (request) => /^(file|data|blob):/.test(request.url()) || asked.push(`asked another host: ${request.url()}`));
  context.on("console", (message) => message.type() === "error" && asked.push(`console: ${message.text()}`));
  const folder = await mkdtemp(join(tmpdir(), "neptun-share-hostile-"));
  try {
    const page = await context.newPage();
    const open = async ({ uuid, expected }) => {
      const response = await fetch(`${here.server.url}/api/shared/chats/${uuid}/export?format=html`);
      assert.match(response.headers.get("Content-Type"), /^text\/html/);
      await writeFile(join(folder, "kept.html"), await response.text());
      await page.goto(`file://${folder}/kept.html`);
      await messages(page).nth(expected.length - 1).waitFor({ state: "attached" });
    };
    await open(here.world.peace);
    const calm = await calmOf(page);
    const complaints = [];
    for (const pack of light(1)) {
      await open(pack);
      complaints.push(...(await complaintsOf(page, pack, calm)));
    }
    isSilent([...asked, ...complaints]);
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
});

test("nor behind a password, where a script puts the conversation into the page", async () => {
  for (const { chat } of [here.world.peace, ...light(2)]) await here.world.owner.share(chat, { password });
  await inspectAll({}, async (page, { path, expected }) => {
    await page.goto(path);
    await givePassword(page, password);
    await messages(page).nth(expected.length - 1).waitFor({ state: "attached" });
  }, light(2));
});
