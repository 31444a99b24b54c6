// The page looks whether there is something new, takes it, and says so without moving anything.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focusIsOn, givePassword, headline, messages, noticeSays, press } from "./support/look.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ owner: await someone(server, "owner") }));
const share = "**/api/shared/**";
const isNews = "2 new messages";
const isClosed = "Access to this conversation has ended or changed.";
const more = [["user", "And for cucumbers?"], ["assistant", "The same, with a little more water."]];

/** A fresh share, open before the reader, whose clock the test turns; `looks` counts the page's looks. */
async function reading(rules, act) {
  const chat = await here.owner.chat("Watched", ordinary);
  const { uuid } = await here.owner.share(chat, rules);
  await here.read({}, async (page, context) => {
    const looks = [];
    let asked = 0;
    page.on("request", (request) => request.method() === "HEAD" && (asked += 1));
    page.on("response", (response) => response.request().method() === "HEAD" && looks.push(response.status()));
    await page.clock.install();
    await page.goto(`/shared/chats/${uuid}`);
    if (rules?.password) await givePassword(page, rules.password);
    await headline(page, "Watched");
    await stopTime(page, () => asked > 0 && looks.length === asked);
    looks.length = 0;
    await act({ page, context, chat, looks });
  });
}

const nextLook = (page) => page.waitForResponse((response) => response.request().method() === "HEAD");

/** From now on only the time passes that a test lets pass. The page has looked, has its answer, and is about to look again. */
async function stopTime(page, hasAnswers) {
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 120_000);
  for (;;) {
    while (!hasAnswers()) await page.clock.runFor(500);
    // That a look has begun may be told a moment later.
    await page.waitForTimeout(200);
    if (hasAnswers()) return;
  }
}

/** Lets two seconds pass, and the answer arrive. */
async function soon(page, status) {
  const answer = nextLook(page);
  await page.clock.runFor(2_000);
  assert.equal((await answer).status(), status);
}

/** As if the reader went to another tab, or came back. */
async function setHidden(page, hidden) {
  await page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, get: () => hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
}

for (const [kind, rules] of Object.entries({ open: {}, "password-protected": { password: "sesame" } })) {
  test(`new messages of an ${kind} share come by themselves, and are told`, () =>
    reading(rules, async ({ page, chat }) => {
      await soon(page, 304);
      await here.owner.say(chat, more);
      await soon(page, 200);
      await noticeSays(page, isNews);
      assert.equal(await messages(page).count(), ordinary.length + 2);

      await press(page, "Show");
      await focusIsOn(page, "article:has-text('And for cucumbers?')");
      await soon(page, 304);
    }));
}

test("a look changes nothing of what the reader selected, opened and scrolled to", () =>
  reading({}, async ({ page, chat }) => {
    await messages(page).nth(1).locator(".message-parts").evaluate((article) => getSelection().selectAllChildren(article));
    await page.evaluate(() => scrollTo(0, 200));
    const state = () => page.evaluate(() => [String(getSelection()), scrollY, document.activeElement.tagName]);
    const before = await state();
    await here.owner.say(chat, more);
    await soon(page, 200);
    await noticeSays(page, isNews);

    assert.deepEqual(await state(), before);
  }));

test("a share that was switched off is told, what is read stays, and nothing more is asked", () =>
  reading({}, async ({ page, chat, looks }) => {
    await here.owner.share(chat, { off: true });
    await soon(page, 404);
    await noticeSays(page, isClosed);
    await page.clock.runFor(600_000);

    assert.deepEqual(looks, [404]);
    assert.equal(await messages(page).count(), ordinary.length);
  }));

test("a password that was changed is told, and asked for at the next refresh", () =>
  reading({ password: "sesame" }, async ({ page, chat }) => {
    await here.owner.share(chat, { password: "another" });
    await soon(page, 401);
    await noticeSays(page, isClosed);
    await press(page, "Refresh");

    await headline(page, "This conversation needs a password");
  }));

test("a hidden page asks nothing, and one that comes back asks at once", () =>
  reading({}, async ({ page, chat, looks }) => {
    await setHidden(page, true);
    await page.clock.runFor(300_000);
    assert.deepEqual(looks, []);
    await here.owner.say(chat, more);
    await setHidden(page, false);
    await soon(page, 200);
    await noticeSays(page, isNews);
  }));

/** Answers what the page asks with `answer`. Gives a function that lets seconds pass, and tells how often was asked until then. */
async function counting(page, answer) {
  let asked = 0;
  await page.route(share, (route) => {
    asked += 1;
    return route.fulfill(answer());
  });
  // The answers come over no clock: each second waits for those that are still on their way.
  await page.evaluate(() => {
    const { fetch } = window;
    window.onTheWay = 0;
    window.fetch = (...request) => {
      window.onTheWay += 1;
      // Once the page has taken it in.
      return fetch(...request).finally(() => scheduler.postTask(() => (window.onTheWay -= 1)));
    };
  });
  return async (seconds) => {
    for (let left = seconds; left >= 0; left -= 1) {
      await page.waitForFunction(() => window.onTheWay === 0);
      if (left > 0) await page.clock.runFor(1_000);
    }
    return asked;
  };
}

test("a page at which nobody does anything asks less often", () =>
  reading({}, async ({ page }) => {
    const asked = await counting(page, () => ({ status: 304 }));
    assert.ok((await asked(30)) >= 10);
    await page.clock.fastForward(700_000);
    const before = await asked(20);
    const idle = await asked(60);
    assert.ok(idle - before <= 4);
    await page.mouse.move(300, 300);
    assert.ok((await asked(20)) - idle >= 6);
  }));

test("a server that fails is asked less and less often, and as it wishes", () =>
  reading({}, async ({ page }) => {
    let retryAfter = null;
    const asked = await counting(page, () => ({ status: 503, headers: retryAfter ? { "Retry-After": retryAfter } : {} }));
    assert.equal(await asked(3), 1);
    assert.equal(await asked(6), 2);
    retryAfter = "600";
    assert.equal(await asked(26), 3);
    await page.clock.fastForward(500_000);
    assert.equal(await asked(5), 3);
    await page.clock.fastForward(100_000);
    assert.equal(await asked(5), 4);
    assert.equal(await page.locator("#notice [role=status]").textContent(), "");
  }));

test("a network that answers everything with its own page brings no news", () =>
  reading({}, async ({ page }) => {
    const asked = await counting(page, () => ({ contentType: "text/html", body: "<h1>Welcome to the hotel's network</h1>" }));
    assert.ok((await asked(5)) >= 1);

    assert.equal(await page.locator("#notice [role=status]").textContent(), "");
  }));
