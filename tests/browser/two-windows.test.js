// A link that is changed in one window while another one shows it as it was.

import assert from "node:assert/strict";
import { test } from "node:test";
import { becomes, noticeSays, seeText } from "./support/look.js";
import { atOwnPage, openSharing, pressIn, topDialog } from "./support/owner.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ owner: await someone(server, "owner"), friend: await someone(server, "friend") }));

const sharesOf = async (chat) => (await here.owner.send("GET", `/shares?chat_id=${chat.id}`)).shares;

/** With the dialog of a shared chat; `change` does what another window does: it changes the link's settings. */
async function withDialog(rules, act) {
  const chat = await here.owner.chat("Tomatoes", ordinary);
  const share = await here.owner.share(chat, rules);
  const change = (settings) => here.owner.send("POST", `/chats/${chat.id}/shares`, settings);
  const stop = () => here.owner.send("DELETE", `/chats/${chat.id}/shares/${share.id}`);
  await atOwnPage(here, here.owner, {}, async (page) => {
    await openSharing(page, chat);
    await act(page, { chat, share, change, stop });
  });
}

async function saveAnotherEnd(page) {
  await page.getByLabel("Expires", { exact: true }).selectOption("week");
  await pressIn(page, "Save");
}

/** Each gives what is left to be done when the link is gone. */
const attempts = {
  Pause: async (page) => () => pressIn(page, "Pause"),
  Save: async (page) => {
    await pressIn(page, "Edit");
    return () => saveAnotherEnd(page);
  },
  Add: async (page) => {
    await pressIn(page, "More about this link");
    await pressIn(page, "People");
    return async () => {
      await topDialog(page).getByRole("textbox", { name: "Add people" }).fill(here.friend.email);
      await pressIn(page, "Add");
    };
  },
};

for (const [name, begin] of Object.entries(attempts)) {
  test(`a link that another window has stopped is not made anew by ${name}`, () =>
    withDialog({}, async (page, { chat, stop }) => {
      const goOn = await begin(page);
      await stop();
      await goOn();
      await topDialog(page).getByText("It is no longer there.").waitFor();
      assert.deepEqual(await sharesOf(chat), []);
    }));
}

test("a paused link that another window has stopped leaves the list, and is not made anew by Resume", async () => {
  const owner = await someone(here.server, "owner");
  const chat = await owner.chat("Tomatoes", ordinary);
  const share = await owner.share(chat, { off: true });
  await atOwnPage(here, owner, {}, async (page) => {
    await page.goto("/shares");
    await page.getByRole("button", { name: "Actions for the link of Tomatoes" }).click();
    await owner.send("DELETE", `/chats/${chat.id}/shares/${share.id}`);
    await page.locator(".menu:popover-open").getByRole("button", { name: "Resume" }).click();
    await noticeSays(page, "It is no longer there.");
    await seeText(page, "Nothing is shared");
    assert.deepEqual((await owner.send("GET", "/shares")).shares, []);
  });
});

test("what the form does not change stays as another window has made it", () =>
  withDialog({}, async (page, { chat, change }) => {
    await pressIn(page, "Edit");
    await change({ is_protected: true, hashed_password: "analytical engine", emails: [here.friend.email], is_shared: false });
    await saveAnotherEnd(page);
    await seeText(page, "Saved.");

    const [share] = await sharesOf(chat);
    assert.deepEqual([share.is_protected, share.has_whitelist, share.is_shared], [true, true, false]);
    assert.notEqual(share.expires_at, null);
    await becomes(() => page.evaluate(() => window.changes.at(-1).is_shared), false);
  }));

test("a link that another window has paused is not opened by a change of who may read it", () =>
  withDialog({}, async (page, { chat, change }) => {
    await pressIn(page, "Edit");
    await change({ is_shared: false });
    await page.getByRole("radio", { name: /^People I name They/ }).check();
    await page.getByLabel("E-mail addresses", { exact: true }).last().fill(here.friend.email);
    await pressIn(page, "Save");
    await seeText(page, "Saved.");
    const [share] = await sharesOf(chat);
    assert.deepEqual([share.has_whitelist, share.is_shared], [true, false]);
  }));

test("redactions of another window stay when words are added", () =>
  withDialog({}, async (page, { chat, change }) => {
    await pressIn(page, "Edit");
    await change({ redactions: { kinds: ["api_key", "email"], words: ["greenhouse"] } });
    await page.getByLabel("Other words to redact", { exact: true }).last().fill("balcony");
    await page.keyboard.press("Enter");
    await pressIn(page, "Save");
    await seeText(page, "Saved.");
    const [{ redactions }] = await sharesOf(chat);
    assert.ok(redactions.kinds.includes("email"));
    assert.deepEqual(redactions.words.toSorted(), ["balcony", "greenhouse"]);
  }));

/** Two shared conversations, both selected in a list of somebody who has no others; the second is given. */
async function withTwoSelected(path, act) {
  const owner = await someone(here.server, "owner");
  const chats = [];
  for (const name of ["Tomatoes", "Cucumbers"]) chats.push(await owner.chat(name, ordinary));
  const shares = [await owner.share(chats[0]), await owner.share(chats[1])];
  await atOwnPage(here, owner, {}, async (page) => {
    await page.goto(path);
    for (const name of ["Tomatoes", "Cucumbers"]) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
    await act(page, { owner, chat: chats[1], share: shares[1] });
  });
}

for (const [name, path, went] of [
  ["Delete", "/", "is deleted"],
  ["Pause links", "/", "The link is paused."],
  ["Pause", "/shares", "The link is paused."],
]) {
  test(`if one of several is gone, ${name} says so, and then does it with the rest (${path})`, () =>
    withTwoSelected(path, async (page, { owner, chat }) => {
      await owner.send("DELETE", `/chats/${chat.id}`);
      const press = () => page.getByRole("button", { name, exact: true }).click();
      await press();
      await noticeSays(page, "Some of them are no longer there.");
      await page.getByRole("checkbox", { name: "Select Cucumbers" }).waitFor({ state: "detached" });
      await seeText(page, "1 selected");
      await press();
      await noticeSays(page, went);
    }));
}

test("if one of several links is stopped already, the others are stopped all the same", () =>
  withTwoSelected("/shares", async (page, { owner, chat, share }) => {
    await owner.send("DELETE", `/chats/${chat.id}/shares/${share.id}`);
    await page.getByRole("button", { name: "Stop sharing", exact: true }).click();
    await pressIn(page, "Stop sharing");
    await seeText(page, "Nothing is shared");
    assert.deepEqual((await owner.send("GET", "/shares")).shares, []);
  }));
