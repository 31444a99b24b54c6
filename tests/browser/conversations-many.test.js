// What is done with several conversations of the list at once: they are shared, exported, and their links paused.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { becomes, holdNotice, noticeSays, press, seeText } from "./support/look.js";
import { atOwnPage, dialogSays, pressIn, topDialog } from "./support/owner.js";
import { someone } from "./support/people.js";
import { isAccessible } from "./support/reader.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage();
const SECRET = "ghp_9fK2mQ7xT4vB8nL1sD6wR3yH5jC0zA2eG4pU";

const status = async (uuid) => (await fetch(`${here.server.url}/api/shared/chats/${uuid}`)).status;

async function tick(page, ...names) {
  for (const name of names) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
}

/** The links of somebody's conversations, by name. */
async function linksOf(owner) {
  const { shares } = await owner.send("GET", "/shares");
  return Object.fromEntries(shares.map((share) => [share.chat.name, share]));
}

test("the links of ticked conversations are paused at once, and come back", async () => {
  const owner = await someone(here.server, "owner");
  const shares = [];
  for (const name of ["Apples", "Pears"]) shares.push(await owner.share(await owner.chat(name, ordinary)));
  await owner.chat("Plums", ordinary);
  const statuses = () => Promise.all(shares.map(({ uuid }) => status(uuid)));
  await atOwnPage(here, owner, {}, async (page) => {
    await page.goto("/");
    await tick(page, "Plums");
    await seeText(page, "1 selected");
    assert.equal(await page.getByRole("button", { name: "Pause links" }).isVisible(), false, "it has none");
    await tick(page, "Apples", "Pears");
    await press(page, "Pause links");
    await holdNotice(page, "2 links are paused.");
    assert.deepEqual(await statuses(), [404, 404]);
    await press(page, "Undo");
    await noticeSays(page, "2 links work again.");
    assert.deepEqual(await statuses(), [200, 200]);
  });
});

test("ticked conversations get links with the same rules, without the secrets of any of them", async () => {
  const owner = await someone(here.server, "owner");
  for (const name of ["Apples", "Pears"]) await owner.chat(name, [["user", `My token is ${SECRET}, says ${name}.`]]);
  await owner.chat("Plums", ordinary);
  const kept = await owner.share(await owner.chat("Grapes", ordinary));
  await atOwnPage(here, owner, { permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    await page.goto("/");
    await tick(page, "Apples", "Pears", "Plums", "Grapes");
    const left = () => page.locator("main h1").evaluate((heading) => heading.getBoundingClientRect().left);
    const before = await left();
    await press(page, "Share…");
    assert.equal(await left(), before, "behind a dialog the page does not move");
    await seeText(page, "1 of them is shared already; its link stays as it is.");
    await topDialog(page).getByRole("radio", { name: /^Anyone with the link and a password/ }).check();
    await topDialog(page).getByLabel("Password for readers", { exact: true }).fill("four of one kind");
    await isAccessible(page, {});
    await pressIn(page, "Create 3 links");
    await dialogSays(page, "1 finding to review");
    const shown = await topDialog(page).innerText();
    assert.ok(shown.includes("Apples: message 1") && shown.includes("Pears: message 1") && !shown.includes(SECRET), shown);
    await isAccessible(page, {});
    await pressIn(page, "Redact 1 and share");
    await dialogSays(page, "4 links are ready");
    await isAccessible(page, {});

    const links = await linksOf(owner);
    await pressIn(page, "Copy all");
    const copied = async () => (await page.evaluate(() => navigator.clipboard.readText())).split("\n").toSorted();
    await becomes(copied, Object.entries(links).map(([name, { short_url }]) => `${name}: ${short_url}`).toSorted());
    assert.equal(await topDialog(page).getByLabel("Password for readers", { exact: true }).inputValue(), "four of one kind");
    for (const name of ["Apples", "Pears", "Plums"]) assert.equal(await status(links[name].uuid), 401, name);
    assert.equal(await status(kept.uuid), 200, "its link stays as it is");
    const headers = { Authorization: `Basic ${Buffer.from(":four of one kind").toString("base64")}` };
    const read = await (await fetch(`${here.server.url}/api/shared/chats/${links.Pears.uuid}`, { headers })).text();
    assert.ok(read.includes("says Pears") && !read.includes(SECRET), read);
    await pressIn(page, "Done");
    await seeText(page, "4 selected");
  });
});

test("one that can't be shared stops none of the others, and is tried again alone", async () => {
  const owner = await someone(here.server, "owner");
  const chats = [];
  for (const name of ["Apples", "Pears", "Plums"]) chats.push(await owner.chat(name, ordinary));
  await atOwnPage(here, owner, {}, async (page) => {
    await page.goto("/");
    await tick(page, "Apples", "Pears", "Plums");
    const broken = `**/chats/${chats[1].id}/shares`;
    await page.route(broken, (route) => route.fulfill({ status: 500, json: { statusCode: 500 } }));
    await press(page, "Share…");
    await pressIn(page, "Create 3 links");
    await dialogSays(page, "2 links are ready");
    assert.deepEqual(Object.keys(await linksOf(owner)).toSorted(), ["Apples", "Plums"]);
    await page.unroute(broken);
    await pressIn(page, "Try again");
    await pressIn(page, "Create the link");
    await dialogSays(page, "3 links are ready");
    assert.equal(await status((await linksOf(owner)).Pears.uuid), 200);
  });
});

test("who is named on several links is invited once", async () => {
  const owner = await someone(here.server, "owner");
  for (const name of ["Apples", "Pears"]) await owner.chat(name, ordinary);
  await atOwnPage(here, owner, {}, async (page) => {
    await page.goto("/");
    await tick(page, "Apples", "Pears");
    await press(page, "Share…");
    await topDialog(page).getByRole("radio", { name: /^People I name(?!, with)/ }).check();
    await topDialog(page).getByLabel("E-mail addresses", { exact: true }).last().fill("grace@navy.example");
    await pressIn(page, "Create 2 links");
    await seeText(page, "1 person has no account here yet and is invited");
    const link = await topDialog(page).getByRole("textbox", { name: "Invitation link for grace@navy.example" }).inputValue();
    const look = await fetch(`${here.server.url}/api/auth/invitations/look`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ token: new URL(link).hash.slice(1) }),
    });
    assert.equal((await look.json()).invitation.conversations, 2);
  });
});

test("ticked conversations are exported as one archive", async () => {
  const owner = await someone(here.server, "owner");
  for (const name of ["Apples", "Pears", "Plums"]) await owner.chat(name, ordinary);
  await atOwnPage(here, owner, {}, async (page) => {
    await page.goto("/");
    await tick(page, "Apples", "Plums");
    await press(page, "Export");
    const waiting = page.waitForEvent("download");
    await page.getByRole("link", { name: "Markdown files in a ZIP archive" }).click();
    const download = await waiting;
    assert.match(download.suggestedFilename(), /^conversations-\d{4}-\d\d-\d\d\.zip$/);
    const bytes = await readFile(await download.path(), "latin1");
    // Each name stands before its file, and in the directory at the end.
    const names = [...bytes.matchAll(/PK\x01\x02.{42}(.*?\.md)/gs)].map(([, name]) => name);
    assert.deepEqual(names.toSorted(), ["Apples.md", "Plums.md"]);
  });
});

test("the list begins with what was viewed most", async () => {
  const owner = await someone(here.server, "owner");
  for (const [name, views] of [["Rarely", 1], ["Often", 3], ["Unshared", 0]]) {
    const chat = await owner.chat(name, ordinary);
    if (views === 0) continue;
    const { uuid } = await owner.share(chat);
    for (let n = 0; n < views; n += 1) {
      await fetch(`${here.server.url}/api/shared/chats/${uuid}/views`, { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" });
    }
  }
  await atOwnPage(here, owner, {}, async (page) => {
    await page.goto("/");
    await page.getByLabel("Sort by").selectOption("Most views");
    await page.waitForURL(/sort=views/);
    await page.locator(".list-place:not([aria-busy]) .chat-link").first().getByText("Often").waitFor();
    assert.deepEqual(await page.locator(".chat-link").allInnerTexts(), ["Often", "Rarely", "Unshared"]);
  });
});
