// A share for invited people.

import assert from "node:assert/strict";
import { test } from "node:test";
import { descriptionOf, focusIsInField, giveAccount, givePassword, headline, press, seeText, titleIs } from "./support/look.js";
import { stage } from "./support/stage.js";
import { makeWorld, states } from "./support/states.js";

const here = stage(async (server) => ({ world: await makeWorld(server) }));

test("an invited reader signs in and reads", () =>
  here.read({}, async (page) => {
    await states["conversation for invited people"](page, here.world);

    await titleIs(page, "For invited people · neptun-share");
    assert.match(await page.locator(".facts").innerText(), /invited people/);
  }));

test("who is signed in already reads at once", () =>
  here.read({}, async (page) => {
    await states["conversation for invited people"](page, here.world);

    await page.reload();
    await headline(page, "For invited people");
  }));

test("both fields can be filled by a password manager", () =>
  here.read({}, async (page) => {
    await states["sign in"](page, here.world);

    await focusIsInField(page, "E-mail address");
    assert.equal(await page.getByLabel("E-mail address").getAttribute("autocomplete"), "username");
    assert.equal(await page.getByLabel("Password", { exact: true }).getAttribute("autocomplete"), "current-password");
  }));

test("a wrong password is told without saying which of the two is wrong, and both fields are marked", () =>
  here.read({}, async (page) => {
    const { invited, friend } = here.world;
    await page.goto(invited.path);
    await giveAccount(page, friend.email, "guess");

    await seeText(page, "Invalid email or password");
    await focusIsInField(page, "Password");
    for (const label of ["E-mail address", "Password"]) {
      assert.equal(await page.getByLabel(label, { exact: true }).getAttribute("aria-invalid"), "true");
      assert.equal(await descriptionOf(page, label), "Invalid email or password");
    }
    await giveAccount(page, friend.email, friend.password);
    await headline(page, "For invited people");
  }));

test("fields left empty are told at the field, the first of them gets the focus", () =>
  here.read({}, async (page) => {
    await states["sign in"](page, here.world);
    await press(page, "Sign in");

    await seeText(page, "Enter your password.");
    await focusIsInField(page, "E-mail address");
    assert.equal(await descriptionOf(page, "E-mail address"), "Enter your e-mail address.");
  }));

test("what is no e-mail address is told at its field", () =>
  here.read({}, async (page) => {
    await states["sign in"](page, here.world);
    await giveAccount(page, "nobody", "guess");

    await seeText(page, "That is not an e-mail address.");
    await focusIsInField(page, "E-mail address");
    assert.equal(await descriptionOf(page, "E-mail address"), "That is not an e-mail address.");
  }));

test("who is not on the list is told so, and can sign in as somebody who is", () =>
  here.read({}, async (page) => {
    const { friend, stranger } = here.world;
    await states["not on the list"](page, here.world);
    await seeText(page, `You are signed in as ${stranger.email}`);

    await press(page, "Sign in as someone else");
    await giveAccount(page, friend.email, friend.password);
    await headline(page, "For invited people");
  }));

test("who is not on the list can sign out", () =>
  here.read({}, async (page) => {
    await states["not on the list"](page, here.world);

    await press(page, "Sign out");
    await headline(page, "Sign in to read this conversation");
    await page.reload();
    await headline(page, "Sign in to read this conversation");
  }));

test("a reader signs out from the conversation", () =>
  here.read({}, async (page) => {
    await states["conversation for invited people"](page, here.world);

    await press(page, "Sign out");
    await headline(page, "Sign in to read this conversation");
    assert.equal(await page.getByRole("article").count(), 0);
  }));

test("where both are needed the password is asked for first, then who one is", () =>
  here.read({}, async (page) => {
    const { both, friend } = here.world;
    await page.goto(both.path);
    await givePassword(page, "both");
    await headline(page, "Sign in to read this conversation");
    await giveAccount(page, friend.email, friend.password);
    await headline(page, "Password and list");

    await press(page, "Refresh");
    await seeText(page, "No new messages");
  }));

test("a lost session is noticed at the next refresh", () =>
  here.read({}, async (page, context) => {
    const { friend } = here.world;
    await states["conversation for invited people"](page, here.world);

    await context.clearCookies();
    await press(page, "Refresh");
    await headline(page, "Sign in to read this conversation");
    await giveAccount(page, friend.email, friend.password);
    await headline(page, "For invited people");
  }));

test("a browser that keeps no cookie is told so", () =>
  here.read({}, async (page, context) => {
    const { invited, friend } = here.world;
    await page.goto(invited.path);
    await page.route("**/api/auth/login", async (route) => {
      const response = await route.fetch();
      await context.clearCookies();
      await route.fulfill({ status: response.status(), json: await response.json() });
    });
    await giveAccount(page, friend.email, friend.password);

    await seeText(page, "the browser did not keep the session");
  }));

test("an answer that comes too late changes nothing any more", () =>
  here.read({}, async (page) => {
    await states["conversation for invited people"](page, here.world);
    let letItCome;
    const held = new Promise((resolve) => (letItCome = resolve));
    await page.route("**/api/shared/**", async (route) => {
      const response = await route.fetch();
      await held;
      await route.fulfill({ response }).catch(() => {}); // the page gave it up
    }, { times: 1 });

    await press(page, "Refresh");
    await press(page, "Sign out");
    await headline(page, "Sign in to read this conversation");
    letItCome();
    await page.unrouteAll({ behavior: "wait" });
    await headline(page, "Sign in to read this conversation");
    assert.equal(await page.getByRole("article").count(), 0);
  }));
