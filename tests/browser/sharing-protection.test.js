// A conversation shared from the dialog, in each of the ways, and read by somebody else in a browser of their own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { becomes, giveAccount, givePassword, headline, seeText } from "./support/look.js";
import { atOwnPage, dialogSays, openSharing, pressIn, topDialog } from "./support/owner.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ owner: await someone(server, "owner"), friend: await someone(server, "friend"), stranger: await someone(server, "stranger") }));
const title = "Why tomato leaves turn yellow";
const options = { permissions: ["clipboard-read", "clipboard-write"] };

/** Shares a new chat as `fill` fills in the form; gives the chat and the path of the link. */
async function shared(fill = async () => {}, { look = async () => {} } = {}) {
  const chat = await here.owner.chat(title, ordinary);
  let path;
  await atOwnPage(here, here.owner, options, async (page) => {
    await openSharing(page, chat);
    await fill(page);
    await pressIn(page, "Create link");
    await dialogSays(page, "Your link is ready");
    path = new URL(await page.getByLabel("Link", { exact: true }).inputValue()).pathname;
    await look(page);
  });
  return { chat, path };
}

test("what excludes each other is round, and what can be ticked together is square", async () => {
  const chat = await here.owner.chat(title, ordinary);
  await atOwnPage(here, here.owner, {}, async (page) => {
    await openSharing(page, chat);
    const rounding = (role, options) =>
      topDialog(page).getByRole(role, options).first().evaluate((box) => getComputedStyle(box).borderRadius);
    assert.equal(await rounding("radio", { checked: false }), "50%");
    assert.notEqual(await rounding("checkbox", { checked: false }), "50%");
  });
});

test("two presses share with everybody, and the link is copied", async () => {
  let copied;
  const { path } = await shared(undefined, {
    look: async (page) => {
      await seeText(page, "The link is copied.");
      await seeText(page, "Only this computer can open the link.");
      copied = await page.evaluate(() => navigator.clipboard.readText());
    },
  });

  assert.equal(copied, here.server.url + path);
  await here.read({}, async (page) => {
    await page.goto(path);
    await headline(page, title);
  });
});

test("a word of one's own stands in the link, once its owner says that whoever guesses it may read", async () => {
  const { chat, path } = await shared(async (page) => {
    await page.getByLabel("Your own word in the link").fill("a b");
    await pressIn(page, "Create link");
    await seeText(page, "Use 3 to 64 of a-z, 0-9 and -.");
    await page.getByLabel("Your own word in the link").fill("Tomato-Leaves");
    await pressIn(page, "Create link");
    await seeText(page, "A word can be guessed");
    // What to do is not below the edge of the dialog.
    const bottomOf = async (what) => what.boundingBox().then(({ y, height }) => y + height);
    const told = page.getByRole("checkbox", { name: /^Anyone who guesses the word/ });
    await becomes(async () => (await bottomOf(told)) <= (await bottomOf(topDialog(page).locator(".dialog-body"))), true);
    await page.getByRole("checkbox", { name: /^Anyone who guesses the word/ }).check();
  });
  assert.equal(path, "/s/tomato-leaves");
  await here.read({}, async (page) => {
    await page.goto(path);
    await headline(page, title);
  });

  // With people it needs no such word of its owner's.
  await here.owner.send("POST", `/chats/${chat.id}/shares`, { word: null });
  const named = await shared(async (page) => {
    await page.getByRole("radio", { name: /^People I name They/ }).check();
    await page.getByLabel("E-mail addresses", { exact: true }).last().fill(here.friend.email);
    await page.getByLabel("Your own word in the link").fill("tomato-leaves");
    assert.equal(await page.getByRole("checkbox", { name: /^Anyone who guesses the word/ }).isVisible(), false);
  });
  assert.equal(named.path, "/s/tomato-leaves");
});

test("a password is asked of readers", async () => {
  const { path } = await shared(async (page) => {
    await page.getByRole("radio", { name: /and a password/ }).check();
    await page.getByLabel("Password for readers", { exact: true }).fill("blue wheelbarrow");
  });

  await here.read({}, async (page) => {
    await page.goto(path);
    await givePassword(page, "blue wheelbarrow");
    await headline(page, title);
  });
});

test("a password that was made opens the conversation", async () => {
  let password;
  const { path } = await shared(async (page) => {
    await page.getByRole("radio", { name: /and a password/ }).check();
    await page.getByRole("button", { name: "20 characters" }).click();
    await seeText(page, "Strong.");
    password = await page.getByLabel("Password for readers", { exact: true }).inputValue();
  });

  assert.equal(password.length, 20);
  await here.read({}, async (page) => {
    await page.goto(path);
    await givePassword(page, password);
    await headline(page, title);
  });
});

test("named people read it when signed in, others do not", async () => {
  const { path } = await shared(async (page) => {
    await page.getByRole("radio", { name: /^People I name They/ }).check();
    await page.getByLabel("E-mail addresses", { exact: true }).last().fill(here.friend.email);
  });

  await here.read({}, async (page) => {
    await page.goto(path);
    await giveAccount(page, here.friend.email, here.friend.password);
    await headline(page, title);
  });
  await here.read({}, async (page) => {
    await page.goto(path);
    await giveAccount(page, here.stranger.email, here.stranger.password);
    await headline(page, "You are not on the list");
  });
});

test("people and a password: both are asked", async () => {
  const { path } = await shared(async (page) => {
    await page.getByRole("radio", { name: /^People I name, with/ }).check();
    await page.getByLabel("E-mail addresses", { exact: true }).last().fill(here.friend.email);
    await page.getByLabel("Password for readers", { exact: true }).fill("both of it");
  });

  await here.read({}, async (page) => {
    await page.goto(path);
    await givePassword(page, "both of it");
    await giveAccount(page, here.friend.email, here.friend.password);
    await headline(page, title);
  });
});

test("a link for people is closed until its list is there", async () => {
  const chat = await here.owner.chat(title, ordinary);
  await atOwnPage(here, here.owner, options, async (page) => {
    const seen = [];
    // Whatever the server has stored when the next request comes is what a stranger would meet then.
    await page.route("**/api/users/*/chats/*/shares**", async (route) => {
      const { shares } = await here.owner.send("GET", `/shares?chat_id=${chat.id}`);
      const status = shares[0] && (await fetch(`${here.server.url}/api/shared/chats/${shares[0].uuid}`)).status;
      if (route.request().method() === "POST") seen.push([new URL(route.request().url()).pathname.split("/").at(-1), status ?? null]);
      await route.continue();
    });
    await openSharing(page, chat);
    await page.getByRole("radio", { name: /^People I name They/ }).check();
    await page.getByLabel("E-mail addresses", { exact: true }).last().fill(here.friend.email);
    await pressIn(page, "Create link");
    await dialogSays(page, "Your link is ready");

    assert.deepEqual(seen, [["check", null], ["shares", null], ["shares", 404], ["shares", 404]]);
  });
});

test("an open link that becomes one for people is closed meanwhile, and for strangers afterwards", async () => {
  const chat = await here.owner.chat(title, ordinary);
  const { uuid } = await here.owner.share(chat);
  await atOwnPage(here, here.owner, options, async (page) => {
    const seen = [];
    await page.route("**/shares", async (route) => {
      if (route.request().postDataJSON()?.emails) seen.push((await fetch(`${here.server.url}/api/shared/chats/${uuid}`)).status);
      await route.continue();
    });
    await openSharing(page, chat);
    await pressIn(page, "Edit");
    await page.getByRole("radio", { name: /^People I name They/ }).check();
    await page.getByLabel("E-mail addresses", { exact: true }).last().fill(here.friend.email);
    await pressIn(page, "Save");
    await seeText(page, "Saved.");

    assert.deepEqual(seen, [404]);
    assert.equal((await fetch(`${here.server.url}/api/shared/chats/${uuid}`)).status, 401);
    await seeText(topDialog(page), "People on a list");
  });
});

test("addresses are pasted, many at once, and those that are none are marked", async () => {
  const chat = await here.owner.chat(title, ordinary);
  await atOwnPage(here, here.owner, options, async (page) => {
    await openSharing(page, chat);
    await page.getByRole("radio", { name: /^People I name They/ }).check();
    const field = page.getByLabel("E-mail addresses", { exact: true }).last();
    await page.evaluate(() => navigator.clipboard.writeText("Ada@example.com\n<grace@example.com>; linus@example\r\nmailto:alan@example.com, ada@example.com"));
    await field.focus();
    await page.keyboard.press("Control+V");

    await seeText(page, "linus@example is not an e-mail address.");
    assert.deepEqual(await page.locator(".chip-text").allInnerTexts(), ["ada@example.com", "grace@example.com", "alan@example.com"]);
    assert.equal(await field.inputValue(), "linus@example");
    await pressIn(page, "Create link");
    assert.deepEqual(await here.owner.send("GET", `/shares?chat_id=${chat.id}`), { shares: [], total: 0 });
  });
});
