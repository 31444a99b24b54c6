// Links to single messages.

import assert from "node:assert/strict";
import { test } from "node:test";
import { comesToRest, focusIsOn, giveAccount, givePassword, headline, messages, noticeSays, press, seeText } from "./support/look.js";
import { someone } from "./support/people.js";
import { phone } from "./support/reader.js";
import { stage } from "./support/stage.js";

const length = 120;
const talk = Array.from({ length }, (_, n) => [n % 2 ? "assistant" : "user", `Message ${n}.\n\n${"Some words. ".repeat(5 + ((n * 37) % 150))}`]);

const here = stage(async (server) => {
  const [owner, friend] = [await someone(server, "owner"), await someone(server, "friend")];
  const share = async (name, rules) => {
    const chat = await owner.chat(name, talk);
    return { chat, path: `/shared/chats/${(await owner.share(chat, rules)).uuid}` };
  };
  return {
    owner,
    friend,
    open: await share("Long and open"),
    locked: await share("Long and locked", { password: "sesame" }),
    invited: await share("Long and invited", { list: [friend] }),
  };
});

/** The id of the n-th message in the page. */
async function idOf(chat, n) {
  const { chatMessages } = await here.owner.send("GET", `/chats/${chat.id}/messages`);
  return `m-${chatMessages[n].id}`;
}

/** The message has come to rest below the bar, is marked, and has the focus. */
async function isAt(page, id) {
  await focusIsOn(page, `#${id}`);
  await page.waitForFunction((id) => {
    const { top } = document.getElementById(id).getBoundingClientRect();
    const bar = document.querySelector(".bar").getBoundingClientRect().bottom;
    const before = (globalThis.lastTop ??= []);
    before.push(top);
    return before.length > 10 && before.slice(-10).every((old) => old === top) && top >= bar && top < bar + 60;
  }, id);
  const marked = await page.locator(":is(.is-target, .message:target)").evaluateAll((all) => all.map((article) => article.id));
  assert.deepEqual(marked, [id]);
}

for (const [look, viewport] of Object.entries({ phone, desktop: { width: 1280, height: 800 } })) {
  test(`a pasted link leads into an open share (${look})`, async () => {
    const id = await idOf(here.open.chat, 77);
    await here.read({ viewport }, async (page) => {
      await page.goto(`${here.open.path}#${id}`);
      await isAt(page, id);
    });
  });
}

test("the last message is led to, too", async () => {
  const id = await idOf(here.open.chat, length - 1);
  await here.read({}, async (page) => {
    await page.goto(`${here.open.path}#${id}`);
    await focusIsOn(page, `#${id}`);
    await page.locator(`#${id}.is-target`).waitFor();
    assert.ok(await page.locator(`#${id}`).evaluate((article) => article.getBoundingClientRect().bottom <= innerHeight));
  });
});

test("with a password the link leads to its message after the form", async () => {
  const id = await idOf(here.locked.chat, 77);
  await here.read({}, async (page) => {
    await page.goto(`${here.locked.path}#${id}`);
    await givePassword(page, "sesame");
    await isAt(page, id);
    assert.ok(page.url().endsWith(`#${id}`));
  });
});

test("for invited people the link leads to its message after they signed in", async () => {
  const id = await idOf(here.invited.chat, 77);
  const { friend } = here;
  await here.read({}, async (page) => {
    await page.goto(`${here.invited.path}#${id}`);
    await giveAccount(page, friend.email, friend.password);
    await isAt(page, id);

    await page.reload();
    await isAt(page, id);
  });
});

test("a link that comes while the page is open leads there, and back", async () => {
  const [first, second] = [await idOf(here.open.chat, 90), await idOf(here.open.chat, 12)];
  await here.read({}, async (page) => {
    await page.goto(`${here.open.path}#${first}`);
    await isAt(page, first);
    await page.evaluate((hash) => (location.hash = hash), `#${second}`);
    await isAt(page, second);
    await page.goBack();
    await page.locator(`#${first}.is-target`).waitFor();
    assert.equal(await page.locator(".is-target").count(), 1);
  });
});

test("a press on its time puts a message's link into the address bar", async () => {
  const id = await idOf(here.open.chat, 3);
  await here.read({}, async (page) => {
    await page.goto(here.open.path);
    await page.locator(`#${id} .message-link`).click();
    await isAt(page, id);
    assert.ok(page.url().endsWith(`${here.open.path}#${id}`));
  });
});

test("after a reload the reader is where they were", async () => {
  const id = await idOf(here.open.chat, 60);
  await here.read({}, async (page) => {
    await page.goto(here.open.path);
    await headline(page, "Long and open");
    await page.mouse.move(600, 400);
    for (let n = 0; n < 40 && !(await page.locator(`#${id}`).evaluate((a) => a.getBoundingClientRect().top < 200)); n += 1) {
      await page.mouse.wheel(0, 2000);
      await comesToRest(page);
    }
    const topOf = () => page.locator(`#${id}`).evaluate((article) => Math.round(article.getBoundingClientRect().top));
    const top = await topOf();
    await page.reload();

    await page.waitForFunction(([id, top]) => Math.abs(document.getElementById(id)?.getBoundingClientRect().top - top) <= 2, [id, top]);
    await comesToRest(page);
    assert.ok(Math.abs((await topOf()) - top) <= 2);
  });
});

test("a message that is gone is told", () =>
  here.read({}, async (page) => {
    await page.goto(`${here.open.path}#m-999999`);
    await noticeSays(page, "The message this link points to is no longer in the conversation.");
    await press(page, "Dismiss");
    assert.equal(await page.evaluate(() => scrollY), 0);
  }));

test("a fragment that means no message is left alone", () =>
  here.read({}, async (page) => {
    for (const hash of ["#icon-user", "#m-", "#main", "#%E0%A4%A", "#__proto__", "#m-1'\"]"]) {
      await page.goto(`${here.open.path}${hash}`);
      await headline(page, "Long and open");
      await page.reload();
      await messages(page).first().waitFor();
      assert.equal(await page.locator(".is-target").count(), 0);
      assert.equal(await page.locator("#notice [role=status]").textContent(), "");
    }
  }));

test("a refresh keeps the mark, also when the message changed", async () => {
  const { owner } = here;
  const chat = await owner.chat("Marked", talk.slice(0, 4));
  const { uuid } = await owner.share(chat);
  const id = await idOf(chat, 3);
  await here.read({}, async (page) => {
    await page.goto(`/shared/chats/${uuid}#${id}`);
    await isAt(page, id);
    await page.locator(`#${id}`).evaluate((article) => (article.dataset.digest = "old"));
    await press(page, "Refresh");
    await seeText(page, "1 message changed");
    await page.locator(`#${id}.is-target`).waitFor();
  });
});
