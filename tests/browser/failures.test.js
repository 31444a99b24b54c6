// Answers that decide nothing: the page says what happened and what to do, and goes on when the server does.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focusIsOn, giveAccount, headline, messages, press, seeText } from "./support/look.js";
import { stage } from "./support/stage.js";
import { makeWorld, states, undecided } from "./support/states.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ world: await makeWorld(server) }));
const share = "**/api/shared/**";
const title = "Why tomato leaves turn yellow";

/** Comes to a server that leaves it to the page's scripts to ask, and answers them with `answer`. */
async function come(page, answer, options) {
  await undecided(page, here.world);
  await page.route(share, answer, options);
  await page.goto(here.world.open.path);
}

test("a server that can't be reached is asked again at the press of a button", () =>
  here.read({}, async (page) => {
    await states.unreachable(page, here.world);
    await press(page, "Try again");
    await headline(page, "The server can't be reached");
    await focusIsOn(page, "h1");

    await page.unroute(share);
    await press(page, "Try again");
    await headline(page, title);
  }));

test("a reader without a network is told that it is theirs that fails", () =>
  here.read({}, async (page, context) => {
    await states.unreachable(page, here.world);
    await context.setOffline(true);
    await press(page, "Try again");
    await headline(page, "You are offline");

    await context.setOffline(false);
    await page.unroute(share);
    await press(page, "Try again");
    await headline(page, title);
  }));

const inAMinute = (now) => new Date(now.getTime() + 60_000).toUTCString();
const busy = {
  "a number of seconds": () => "60",
  "a date": inAMinute,
};
for (const [form, retryAfter] of Object.entries(busy)) {
  test(`a busy server is left alone as long as it asks for, given as ${form}`, () =>
    here.read({}, async (page) => {
      const now = new Date("2025-07-14T12:00:00Z");
      await page.clock.install({ time: now });
      await come(page, (route) => route.fulfill({ status: 503, headers: { "Retry-After": retryAfter(now) } }));
      await seeText(page, /You can try again in (60|59|58) seconds\./);
      const button = page.getByRole("button", { name: "Try again" });
      assert.ok(await button.isDisabled());

      await page.unroute(share);
      await page.clock.runFor(61_000);
      await seeText(page, "You can try again now.");
      await button.click();
      await headline(page, title);
    }));
}

test("a server that asks for no time may be asked again at once", () =>
  here.read({}, async (page) => {
    await come(page, (route) => route.fulfill({ status: 503 }), { times: 1 });
    await headline(page, "The server is busy");
    await press(page, "Try again");

    await headline(page, title);
  }));

const garbled = {
  "another page": { contentType: "text/html", body: "<h1>Welcome to the hotel's network</h1>" },
  "half of a conversation": { contentType: "text/html", body: '<div class="conversation"><header><h1>Why tom' },
  "a conversation as something else": { contentType: "text/plain", body: '<div class="conversation"><h1>a</h1><section class="messages">' },
  "JSON": { json: { chatMessages: [] } },
  "nothing": { contentType: "text/html", body: "" },
};
for (const [what, answer] of Object.entries(garbled)) {
  test(`an answer that holds ${what} is not taken for a conversation`, () =>
    here.read({}, async (page) => {
      await come(page, (route) => route.fulfill(answer));

      await headline(page, "The answer can't be read");
    }));
}

test("a refusal that is not the server's own is not taken for one", () =>
  here.read({}, async (page) => {
    await come(page, (route) => route.fulfill({ status: 403, body: "Blocked by your company" }));

    await headline(page, "Something went wrong on the server");
  }));

test("a page that breaks off in the middle is made whole", () =>
  here.read({}, async (page) => {
    const { path } = here.world.open;
    await page.route(`**${path}`, async (route) => {
      const response = await route.fetch();
      const body = await response.text();
      await route.fulfill({ response, body: body.slice(0, body.indexOf("two knuckles deep")) });
    });
    await page.goto(path);

    await messages(page).nth(ordinary.length - 1).waitFor();
    await seeText(page, "two knuckles deep into the soil");
    assert.equal(await page.locator(".message-new").count(), 0);
  }));

test("a sign-in that fails on the way keeps what was typed", () =>
  here.read({}, async (page) => {
    const { friend } = here.world;
    await states["sign in"](page, here.world);
    await page.route("**/api/auth/login", (route) => route.fulfill({ status: 503 }), { times: 1 });
    await giveAccount(page, friend.email, friend.password);
    await seeText(page, "The server is busy.");

    await press(page, "Sign in");
    await headline(page, "For invited people");
  }));

test("signing out that fails is told", () =>
  here.read({}, async (page) => {
    await states["not on the list"](page, here.world);
    await page.route("**/api/auth/logout", (route) => route.abort("connectionrefused"));
    await press(page, "Sign out");

    await seeText(page, "The server can't be reached.");
    await headline(page, "You are not on the list");
  }));

test("a silent server is given up after half a minute", () =>
  here.read({}, async (page) => {
    await page.clock.install();
    await states.loading(page, here.world);
    await page.clock.runFor(31_000);

    await headline(page, "The server can't be reached");
  }));
