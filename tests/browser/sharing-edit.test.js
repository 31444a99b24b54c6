// What becomes of a link that there is: edited, paused, renewed, stopped, used up, taken forward.

import assert from "node:assert/strict";
import { test } from "node:test";
import { becomes, seeText } from "./support/look.js";
import { atOwnPage, dialogSays, openSharing, pressIn, topDialog } from "./support/owner.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ owner: await someone(server, "owner"), friend: await someone(server, "friend") }));

const shareOf = async (chat) => (await here.owner.send("GET", `/shares?chat_id=${chat.id}`)).shares[0];
const statusOf = async ({ uuid }, headers = {}) => (await fetch(`${here.server.url}/api/shared/chats/${uuid}`, { headers })).status;
const basic = (password) => ({ Authorization: `Basic ${Buffer.from(`:${password}`).toString("base64")}` });

/** Runs `act` with the dialog of a chat that is shared by `rules`. */
async function withShare(rules, act) {
  const chat = await here.owner.chat("Tomatoes", ordinary);
  const share = await here.owner.share(chat, rules);
  await atOwnPage(here, here.owner, {}, async (page) => {
    await openSharing(page, chat);
    await act(page, { chat, share });
  });
}

const inMenu = async (page, name) => {
  await pressIn(page, "More about this link");
  await topDialog(page).getByRole("button", { name, exact: true }).click();
};

test("a paused link finds nobody, and works again under the same address", async () => {
  await withShare({}, async (page, { chat, share }) => {
    await pressIn(page, "Pause");
    await seeText(page, "The link is paused.");
    assert.equal(await statusOf(share), 404);

    await pressIn(page, "Resume");
    await seeText(page, "The link works again.");
    assert.equal(await statusOf(await shareOf(chat)), 200);
    assert.equal((await shareOf(chat)).uuid, share.uuid);
    await becomes(() => page.evaluate(() => window.changes.map((change) => change.state)), ["paused", "active"]);
  });
});

test("a new link is asked for first, and then the old one is dead", async () => {
  await withShare({}, async (page, { chat, share }) => {
    await inMenu(page, "New link");
    await dialogSays(page, "Create a new link?");
    await pressIn(page, "Cancel");
    assert.equal((await shareOf(chat)).uuid, share.uuid);

    await inMenu(page, "New link");
    await pressIn(page, "New link");
    await seeText(page, "The new link is ready.");
    const now = await shareOf(chat);
    assert.equal(await statusOf(share), 404);
    assert.equal(await statusOf(now), 200);
    await becomes(() => page.getByLabel("Link", { exact: true }).inputValue(), now.short_url);
  });
});

test("stopping takes the link away for good, when it is meant", async () => {
  await withShare({}, async (page, { chat, share }) => {
    await inMenu(page, "Stop sharing");
    await dialogSays(page, "Stop sharing?");
    await pressIn(page, "Stop sharing");
    await seeText(page, "is no longer shared.");
    assert.equal(await statusOf(share), 404);
    assert.equal(await shareOf(chat), undefined);
    await becomes(() => page.evaluate(() => window.changes), [null]);
  });
});

test("a password that is set stays, is changed, and is taken away", async () => {
  await withShare({ password: "first one" }, async (page, { chat, share }) => {
    await pressIn(page, "Edit");
    await seeText(page, "A password is set.");
    await page.getByLabel("Expires", { exact: true }).selectOption("day");
    await pressIn(page, "Save");
    await seeText(page, "Saved.");
    assert.equal(await statusOf(share, basic("first one")), 200);
    assert.notEqual((await shareOf(chat)).expires_at, null);

    await pressIn(page, "Edit");
    await page.getByRole("button", { name: "Change it" }).click();
    await page.getByLabel("Password for readers", { exact: true }).fill("second one");
    await pressIn(page, "Save");
    await seeText(page, "Saved.");
    assert.equal(await statusOf(share, basic("first one")), 401);
    assert.equal(await statusOf(share, basic("second one")), 200);

    await pressIn(page, "Edit");
    await page.getByRole("radio", { name: /^Anyone with the link No/ }).check();
    await pressIn(page, "Save");
    await seeText(page, "Saved.");
    await seeText(page, "Anyone with the link");
    assert.equal(await statusOf(share), 200);
    assert.equal((await shareOf(chat)).hashed_password, null);
  });
});

test("the end on a date is that of the reader's clock, and one that has passed is refused", async () => {
  await withShare({}, async (page, { chat }) => {
    await pressIn(page, "Edit");
    await page.getByLabel("Expires", { exact: true }).selectOption("date");
    await page.getByLabel("Date and time").fill("2020-05-01T12:00");
    await pressIn(page, "Save");
    await seeText(page, "That time has already passed.");

    await page.getByLabel("Date and time").fill("2099-05-01T12:30");
    await pressIn(page, "Save");
    await seeText(page, "Saved.");
    assert.match((await shareOf(chat)).expires_at, /^2099-05-01T12:30:00/);
  });
});

test("burn after reading: one reads it, and then nobody", async () => {
  const chat = await here.owner.chat("Tomatoes", ordinary);
  await atOwnPage(here, here.owner, {}, async (page) => {
    await openSharing(page, chat);
    await page.getByLabel("View limit", { exact: true }).selectOption("once");
    await seeText(page, "The first person to open it can read it");
    await pressIn(page, "Create link");
    await dialogSays(page, "Your link is ready");
    const share = await shareOf(chat);
    await seeText(page, "0 views, 1 left");

    assert.equal(await statusOf(share), 403);
    const views = `${here.server.url}/api/shared/chats/${share.uuid}/views`;
    const opened = await Promise.all(Array.from({ length: 5 }, () => fetch(views, { method: "POST" })));
    assert.deepEqual(opened.map((answer) => answer.status).sort(), [200, 404, 404, 404, 404]);
    assert.equal(await statusOf(share), 404);
    await openSharing(page, chat);
    await seeText(page, "View limit reached");
  });
});

test("a number of openings can be raised", async () => {
  await withShare({}, async (page, { chat }) => {
    await pressIn(page, "Edit");
    await page.getByLabel("View limit", { exact: true }).selectOption("many");
    await page.getByLabel("How many views").fill("0");
    await pressIn(page, "Save");
    await seeText(page, "A number from 1 to 1,000,000.");
    await page.getByLabel("How many views").fill("3");
    await pressIn(page, "Save");
    await seeText(page, "0 views, 3 left");

    await pressIn(page, "Edit");
    await seeText(page, "3 of 3 views are left.");
    await page.getByLabel("How many views").fill("5");
    await pressIn(page, "Save");
    await seeText(page, "0 views, 5 left");
    assert.equal((await shareOf(chat)).max_views, 5);
  });
});

test("a frozen link stays as it is until it is taken forward", async () => {
  const chat = await here.owner.chat("Tomatoes", ordinary);
  await atOwnPage(here, here.owner, {}, async (page) => {
    await openSharing(page, chat);
    await page.getByLabel("Later messages", { exact: true }).selectOption("frozen");
    await pressIn(page, "Create link");
    await dialogSays(page, "Your link is ready");
    const { uuid } = await shareOf(chat);
    const count = async () => (await (await fetch(`${here.server.url}/api/shared/chats/${uuid}`)).json()).chatMessages.length;
    await here.owner.say(chat, [["user", "And cucumbers?"]]);
    assert.equal(await count(), ordinary.length);

    await pressIn(page, "Update");
    await seeText(page, "Readers now get the current version.");
    assert.equal(await count(), ordinary.length + 1);
  });
});

test("a paused link stays paused when it is edited", async () => {
  await withShare({ off: true }, async (page, { chat, share }) => {
    await seeText(page, "Paused: whoever opens the link finds nothing");
    await pressIn(page, "Edit");
    await page.getByRole("radio", { name: /^People I name They/ }).check();
    await page.getByLabel("E-mail addresses", { exact: true }).last().fill(here.friend.email);
    await pressIn(page, "Save");
    await seeText(page, "Saved.");
    assert.equal((await shareOf(chat)).is_shared, false);
    assert.equal(await statusOf(share), 404);
  });
});

test("a conversation that is shared shows its link first, and the preview shows what strangers meet", async () => {
  await withShare({ password: "locked" }, async (page, { share }) => {
    await dialogSays(page, "is shared");
    assert.equal(await page.getByLabel("Link", { exact: true }).inputValue(), share.short_url);
    await pressIn(page, "Preview");
    await seeText(page, "A stranger is asked for the password first.");
    await topDialog(page).getByRole("heading", { level: 1, name: "Tomatoes" }).waitFor();
    assert.equal(await topDialog(page).getByRole("article").count(), ordinary.length);
  });
});

test("the QR code is drawn", async () => {
  await withShare({}, async (page) => {
    await pressIn(page, "Enlarge the QR code");
    const size = await topDialog(page).locator("img.qr").evaluate(async (img) => (await img.decode(), img.naturalWidth));
    assert.ok(size > 100);
  });
});

for (const width of [320, 390]) {
  test(`what can be done with a link stands together, and options are whole, ${width} pixels wide`, async () => {
    const chat = await here.owner.chat("Tomatoes", ordinary);
    await here.owner.share(chat);
    await atOwnPage(here, here.owner, { viewport: { width, height: 844 } }, async (page) => {
      await openSharing(page, chat);
      const [pause, more] = await Promise.all(["Pause", "More about this link"].map((name) => topDialog(page).getByRole("button", { name, exact: true }).boundingBox()));
      assert.ok(Math.abs(pause.y - more.y) < 2);
      const options = topDialog(page).locator(".whole");
      assert.deepEqual(await options.allInnerTexts(), ["--listen", "--public-url"]);
      const heights = await options.evaluateAll((all) => all.map((option) => option.getClientRects().length));
      assert.deepEqual(heights, [1, 1]);
    });
  });
}

test("a name that runs from right to left does so by itself in a sentence of the page", async () => {
  const chat = await here.owner.chat("\u05e2\u05d2\u05d1\u05e0\u05d9\u05d5\u05ea v2", ordinary);
  await here.owner.share(chat);
  await atOwnPage(here, here.owner, {}, async (page) => {
    await openSharing(page, chat);
    await dialogSays(page, "is shared");
    const [name, version, rest] = await topDialog(page).locator("h2").evaluate(({ firstChild: text }) =>
      ["\u05e2", "v2", "is shared"].map((words) => {
        const range = document.createRange();
        const at = text.data.indexOf(words);
        range.setStart(text, at);
        range.setEnd(text, at + words.length);
        return range.getBoundingClientRect().left;
      }),
    );
    assert.ok(version < name && name < rest, `${version}, ${name}, ${rest}`);
  });
});
