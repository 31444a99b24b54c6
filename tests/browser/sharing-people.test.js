// The people of a link: those without an account are invited from the dialog; the list, and who opened the link.

import assert from "node:assert/strict";
import { test } from "node:test";
import { headline, press, seeText } from "./support/look.js";
import { atOwnPage, dialogSays, openSharing, pressIn, topDialog } from "./support/owner.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ owner: await someone(server, "owner"), friend: await someone(server, "friend") }));
const options = { permissions: ["clipboard-read", "clipboard-write"] };
let strangers = 0;
const newAddress = (name) => `${name}-${(strangers += 1)}@elsewhere.example`;

const shareOf = async (chat) => (await here.owner.send("GET", `/shares?chat_id=${chat.id}`)).shares[0];

/** Shares a chat with people, and goes on with the dialog that shows the link. */
async function sharedWith(emails, act) {
  const chat = await here.owner.chat("For friends", ordinary);
  await atOwnPage(here, here.owner, options, async (page) => {
    await openSharing(page, chat);
    await page.getByRole("radio", { name: /^People I name They/ }).check();
    await page.getByLabel("E-mail addresses", { exact: true }).last().fill(emails.join(", "));
    await pressIn(page, "Create link");
    await dialogSays(page, "Your link is ready");
    await act(page, chat);
  });
}

test("who has no account is invited with the link, and stands in front of the conversation", async () => {
  const ada = newAddress("ada");
  let link;
  let path;
  await sharedWith([here.friend.email, ada], async (page, chat) => {
    await seeText(page, "1 person has no account here yet");
    link = await page.getByLabel(`Invitation link for ${ada}`, { exact: true }).inputValue();
    path = new URL((await shareOf(chat)).url).pathname;
  });

  await here.read({}, async (page) => {
    await page.goto(link);
    await seeText(page, "shares 1 conversation with you");
    await page.getByLabel("Password", { exact: true }).fill("a password of Ada's");
    await press(page, "Accept the invitation");
    await headline(page, "For friends");
    assert.equal(new URL(page.url()).pathname, path);
  });
});

test("all invitation links are copied at once", async () => {
  const emails = [newAddress("ada"), newAddress("grace")];
  await sharedWith(emails, async (page) => {
    await pressIn(page, "Copy all");
    await seeText(page, "Copied");
    const copied = (await page.evaluate(() => navigator.clipboard.readText())).split("\n");
    assert.deepEqual(copied.map((line) => line.split("\t")[0]), emails);
    assert.ok(copied.every((line) => /\thttp\S+\/invitation#\S{43}$/.test(line)));
  });
});

test("who has an account is not offered an invitation", async () => {
  await sharedWith([here.friend.email.toUpperCase()], async (page) => {
    assert.equal(await page.getByText("no account here yet").count(), 0);
  });
});

test("the list tells who has an account and who is invited; both can be taken off", async () => {
  const ada = newAddress("ada");
  await sharedWith([here.friend.email, ada], async (page, chat) => {
    await pressIn(page, "More about this link");
    await topDialog(page).getByRole("button", { name: "People", exact: true }).click();
    const row = (name) => topDialog(page).getByRole("row", { name });
    await row(new RegExp(`${here.friend.email}.*Has an account`)).waitFor();
    await row(new RegExp(`${ada}.*Invited`)).waitFor();
    await row(new RegExp(`${here.owner.email}.*You`)).waitFor();

    await pressIn(page, `Remove ${here.friend.email}`);
    await seeText(page, `${here.friend.email} can no longer read it.`);
    const { uuid } = await shareOf(chat);
    const answer = await fetch(`${here.server.url}/api/shared/chats/${uuid}`, { headers: { Cookie: here.friend.cookie } });
    assert.equal(answer.status, 403);

    await pressIn(page, `Remove ${ada}`);
    await dialogSays(page, "Revoke the invitation");
    await pressIn(page, "Revoke");
    await page.locator("dialog[open] tr", { hasText: ada }).waitFor({ state: "detached" });
    const { invitations } = await here.owner.send("GET", "/invitations");
    assert.ok(!invitations.some(({ email }) => email === ada));
  });
});

test("people are added later, and the link says so", async () => {
  const chat = await here.owner.chat("Open at first", ordinary);
  const { uuid } = await here.owner.share(chat);
  await atOwnPage(here, here.owner, options, async (page) => {
    await openSharing(page, chat);
    await pressIn(page, "More about this link");
    await topDialog(page).getByRole("button", { name: "People", exact: true }).click();
    await seeText(page, "Everyone with the link may read it now.");
    await topDialog(page).getByLabel("Add people", { exact: true }).last().fill(here.friend.email);
    await pressIn(page, "Add");
    await seeText(page, "1 person was added.");
    await pressIn(page, "Done");

    await seeText(topDialog(page), "People on a list");
    assert.equal((await fetch(`${here.server.url}/api/shared/chats/${uuid}`)).status, 401);
  });
});

test("visitors are noted when that is switched on, shown, and forgotten", async () => {
  const chat = await here.owner.chat("Noted", ordinary);
  await atOwnPage(here, here.owner, options, async (page) => {
    await openSharing(page, chat);
    await page.getByRole("checkbox", { name: /^Record who views it/ }).check();
    await pressIn(page, "Create link");
    await dialogSays(page, "Your link is ready");
    const { uuid } = await shareOf(chat);
    const views = `${here.server.url}/api/shared/chats/${uuid}/views`;
    const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
    await fetch(views, { method: "POST", headers: { "User-Agent": firefox } });

    await pressIn(page, "More about this link");
    await topDialog(page).getByRole("button", { name: "Visitors", exact: true }).click();
    await topDialog(page).getByRole("row", { name: /Not signed in.*127\.0\.0\.1.*Firefox/ }).waitFor();
    await pressIn(page, "Delete the record");
    await pressIn(page, "Delete the record");
    await seeText(page, "The record is deleted.");
    await seeText(page, "Nobody has viewed it since recording began.");
  });
});

test("a link that notes nobody says how that is changed", async () => {
  const chat = await here.owner.chat("Not noted", ordinary);
  await here.owner.share(chat);
  await atOwnPage(here, here.owner, options, async (page) => {
    await openSharing(page, chat);
    await pressIn(page, "More about this link");
    await topDialog(page).getByRole("button", { name: "Visitors", exact: true }).click();
    await seeText(page, "Views of this link are counted, but visitors are not recorded.");
  });
});
