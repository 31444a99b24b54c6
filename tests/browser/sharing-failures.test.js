// What fails while a conversation is shared: nothing is open that should not be, and one can go on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { seeText } from "./support/look.js";
import { atOwnPage, dialogSays, openSharing, pressIn, topDialog } from "./support/owner.js";
import { someone } from "./support/people.js";
import { phone } from "./support/reader.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ owner: await someone(server, "owner"), friend: await someone(server, "friend") }));

const sharesOf = async (chat) => (await here.owner.send("GET", `/shares?chat_id=${chat.id}`)).shares;
const statusOf = async ({ uuid }) => (await fetch(`${here.server.url}/api/shared/chats/${uuid}`)).status;

async function inForm(act, fill = async () => {}) {
  const chat = await here.owner.chat("Tomatoes", ordinary);
  await atOwnPage(here, here.owner, {}, async (page, context) => {
    await openSharing(page, chat);
    await fill(page);
    await act(page, { chat, context });
  });
}

async function forFriend(page) {
  await page.getByRole("radio", { name: /^People I name They/ }).check();
  await page.getByLabel("E-mail addresses", { exact: true }).last().fill(here.friend.email);
}

test("offline nothing is published, what was filled in stays, and it goes on afterwards", async () => {
  await inForm(async (page, { chat, context }) => {
    await page.getByLabel("Expires", { exact: true }).selectOption("week");
    await context.setOffline(true);
    await pressIn(page, "Create link");
    await seeText(page, "You are offline.");
    assert.deepEqual(await sharesOf(chat), []);

    await context.setOffline(false);
    assert.equal(await page.getByLabel("Expires", { exact: true }).inputValue(), "week");
    await pressIn(page, "Create link");
    await dialogSays(page, "Your link is ready");
  });
});

test("on a phone, why nothing was published is in view at the end of the form, too", async () => {
  const chat = await here.owner.chat("Tomatoes", ordinary);
  await atOwnPage(here, here.owner, { viewport: phone }, async (page, context) => {
    await openSharing(page, chat);
    await page.getByLabel("Your own word in the link").scrollIntoViewIfNeeded();
    await context.setOffline(true);
    await pressIn(page, "Create link");
    const problem = await topDialog(page).getByText("You are offline.").boundingBox();
    const body = await topDialog(page).locator(".dialog-body").boundingBox();
    assert.ok(problem.y >= body.y && problem.y + problem.height <= body.y + body.height, `${problem.y} in ${body.y}`);
  });
});

for (const [lost, nth] of [["the list of people", 1], ["the opening of the door", 2]]) {
  test(`when ${lost} is lost, the link is closed, and the next try makes it good`, async () => {
    await inForm(async (page, { chat }) => {
      let isDown = true;
      let posts = 0;
      await page.route(/\/(shares|whitelist-entries)$/, (route) => {
        if (route.request().method() !== "POST") return route.continue();
        posts += 1;
        return isDown && posts > nth ? route.abort() : route.continue();
      });
      await pressIn(page, "Create link");
      await seeText(page, "The link is paused: nobody can open it.");
      const [share] = await sharesOf(chat);
      assert.equal(await statusOf(share), 404);

      isDown = false;
      await pressIn(page, "Create link");
      await dialogSays(page, "Your link is ready");
      const [now] = await sharesOf(chat);
      assert.deepEqual([now.uuid, now.state, now.has_whitelist], [share.uuid, "active", true]);
      assert.equal(await statusOf(now), 401);
    }, forFriend);
  });
}

test("when an open link is to be for people and the list is lost, it is closed, and not open again", async () => {
  const chat = await here.owner.chat("Tomatoes", ordinary);
  const share = await here.owner.share(chat);
  await atOwnPage(here, here.owner, {}, async (page) => {
    let isDown = true;
    await page.route("**/shares", (route) => (isDown && route.request().postDataJSON()?.emails ? route.abort() : route.continue()));
    await openSharing(page, chat);
    await pressIn(page, "Edit");
    await forFriend(page);
    await pressIn(page, "Save");
    await seeText(page, "The link is paused: nobody can open it.");
    assert.equal(await statusOf(share), 404);

    isDown = false;
    await pressIn(page, "Save");
    await seeText(page, "Saved.");
    const [now] = await sharesOf(chat);
    assert.deepEqual([now.state, now.has_whitelist], ["active", true]);
  });
});

test("when the server is too busy to search, nothing is published", async () => {
  await inForm(async (page, { chat }) => {
    await page.route("**/check", (route) => route.fulfill({ status: 503, headers: { "Retry-After": "30" } }));
    await pressIn(page, "Create link");
    await seeText(page, "The server is busy");
    await seeText(page, /You can try again in/);
    assert.deepEqual(await sharesOf(chat), []);
  });
});

test("when it can't be seen how a conversation is shared, that is told, and asked again", async () => {
  const chat = await here.owner.chat("Tomatoes", ordinary);
  await atOwnPage(here, here.owner, {}, async (page) => {
    let isDown = true;
    await page.route("**/shares?chat_id=*", (route) => (isDown ? route.fulfill({ status: 500 }) : route.continue()));
    await openSharing(page, chat);
    await topDialog(page).getByText("Something went wrong on the server").waitFor();
    isDown = false;
    await pressIn(page, "Try again");
    await topDialog(page).getByText("Who may read it").waitFor();
  });
});

test("a conversation that is deleted meanwhile says so", async () => {
  await inForm(async (page, { chat }) => {
    await here.owner.send("DELETE", `/chats/${chat.id}`);
    await pressIn(page, "Create link");
    await seeText(page, "It is no longer there.");
  });
});

test("while it is published the dialog stays open", async () => {
  await inForm(async (page) => {
    let go;
    const gate = new Promise((resolve) => (go = resolve));
    const asked = new Promise((resolve) => {
      page.route(/\/shares$/, async (route) => {
        if (route.request().method() === "POST") resolve();
        await gate;
        await route.continue();
      });
    });
    await pressIn(page, "Create link");
    await asked;
    await page.keyboard.press("Escape");
    assert.ok(await topDialog(page).isVisible());
    go();
    await dialogSays(page, "Your link is ready");
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
  });
});
