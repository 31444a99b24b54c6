// The ways into the owner's page and out of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focusIsInField, focusIsOn, giveAccount, headline, noticeSays, press, seeText, titleIs } from "./support/look.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";

const here = stage(async (server) => ({ ada: await someone(server, "ada") }));

async function signOut(page) {
  await press(page, "Account");
  await press(page, "Sign out");
}

test("a visitor is told what this is, and can sign in", () =>
  here.read({}, async (page) => {
    await page.goto("/");
    await headline(page, "Share AI conversations, and keep them yours");
    await seeText(page, "Did someone give you a link?");
    await focusIsInField(page, "E-mail address");

    await giveAccount(page, here.ada.email, here.ada.password);
    await headline(page, "Conversations");
    await focusIsOn(page, "h1");
    await titleIs(page, "Conversations · neptun-share");
  }));

test("who came to an address of their own is there after signing in", () =>
  here.read({}, async (page) => {
    await page.goto("/account?from=somewhere");
    await headline(page, "Sign in to continue");
    await giveAccount(page, here.ada.email, here.ada.password);

    await headline(page, "Account");
    assert.match(page.url(), /\/account\?from=somewhere$/);
  }));

test("a wrong password is told, and the right one taken", () =>
  here.read({}, async (page) => {
    await page.goto("/");
    await giveAccount(page, here.ada.email, "guess");
    await seeText(page, "Invalid email or password");
    await focusIsInField(page, "Password");

    await giveAccount(page, here.ada.email, here.ada.password);
    await headline(page, "Conversations");
  }));

test("who signs out is out, also for the way back and the address", () =>
  here.read({}, async (page) => {
    const eve = await someone(here.server, "eve");
    await eve.enter(page, "/account");
    await headline(page, "Account");
    await signOut(page);
    await headline(page, "Share AI conversations, and keep them yours");
    assert.equal(await page.getByRole("navigation").count(), 0);

    await page.goBack();
    await headline(page, "Sign in to continue");
    assert.equal(await page.getByText(eve.email).count(), 0);
  }));

test("a session that ended elsewhere leads to the way in, and from there back to the same place", () =>
  here.read({}, async (page, context) => {
    await here.ada.enter(page, "/account");
    await seeText(page, "This browser");
    await context.clearCookies();
    await press(page, "Invite someone");
    await page.getByRole("dialog").getByLabel("E-mail address").fill("late@example.com");
    await press(page, "Create link");

    await headline(page, "Sign in to continue");
    await seeText(page, "Your session has ended.");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await giveAccount(page, here.ada.email, here.ada.password);
    await headline(page, "Account");
  }));

test("other tabs follow who signs out, and who signs in", () =>
  here.read({}, async (page, context) => {
    const eve = await someone(here.server, "eve");
    await eve.enter(page);
    await headline(page, "Conversations");
    const other = await context.newPage();
    await other.goto("/account");
    await headline(other, "Account");

    await signOut(page);
    await headline(other, "Sign in to continue");
    await giveAccount(page, here.ada.email, here.ada.password);
    await headline(other, "Account");
    await other.locator(".address", { hasText: here.ada.email }).waitFor();
  }));

test("who comes back to a tab after signing out on a reader's page finds nobody's list", () =>
  here.read({}, async (page, context) => {
    const eve = await someone(here.server, "eve");
    await eve.enter(page);
    await headline(page, "Conversations");
    await context.clearCookies();
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await headline(page, "Share AI conversations, and keep them yours");
  }));

test("a window in which another account was signed in meanwhile becomes that account's", () =>
  here.read({}, async (page) => {
    const [eve, mallory] = [await someone(here.server, "eve"), await someone(here.server, "mallory")];
    await mallory.chat("Plans of mallory", []);
    await eve.enter(page);
    await headline(page, "Conversations");
    const [name, value] = mallory.cookie.split(/=(.*)/s);
    await page.context().addCookies([{ name, value, url: here.server.url }]);
    await page.getByRole("link", { name: "Shared links" }).click();
    await headline(page, "Shared links");
    await page.getByRole("link", { name: "Conversations", exact: true }).click();
    await seeText(page, "Plans of mallory");
  }));

test("a browser that keeps no cookie is told so", () =>
  here.read({}, async (page, context) => {
    await page.goto("/");
    await page.route("**/api/auth/login", async (route) => {
      const response = await route.fetch();
      await context.clearCookies();
      await route.fulfill({ status: response.status(), json: await response.json() });
    });
    await giveAccount(page, here.ada.email, here.ada.password);

    await seeText(page, "the browser did not keep the session");
  }));

test("where everybody may have an account, one makes it there", () =>
  here.read({}, async (page) => {
    await page.goto("/");
    await press(page, "Create one");
    await focusIsInField(page, "E-mail address");
    await page.getByLabel("E-mail address").fill(here.ada.email);
    await page.getByLabel("Password", { exact: true }).fill("another machine");
    await press(page, "Create account");
    await seeText(page, "There is already an account with this address.");

    await page.getByLabel("E-mail address").fill("new@example.com");
    await press(page, "Create account");
    await headline(page, "Conversations");
  }));

test("a failure says why, and that nothing was lost", () =>
  here.read({}, async (page) => {
    await page.goto("/");
    await page.route("**/api/auth/login", (route) => route.fulfill({ status: 429, headers: { "Retry-After": "2" } }), { times: 1 });
    await giveAccount(page, here.ada.email, here.ada.password);
    await seeText(page, "Too many attempts");
    await seeText(page, "You can try again now.");

    await press(page, "Sign in");
    await headline(page, "Conversations");
  }));

test("where there was no network the page is there as soon as there is one", () =>
  here.read({}, async (page, context) => {
    await page.route("**/api/auth/me", (route) => route.abort("internetdisconnected"), { times: 1 });
    await here.ada.enter(page, "/account");
    await headline(page, "The server can't be reached");
    await context.setOffline(true);
    await context.setOffline(false);

    await headline(page, "Account");
  }));

test("who can't be signed out is told so", () =>
  here.read({}, async (page) => {
    await here.ada.enter(page);
    await headline(page, "Conversations");
    await page.route("**/api/auth/logout", (route) => route.abort("connectionrefused"));
    await signOut(page);

    await noticeSays(page, "The server can't be reached");
    await headline(page, "Conversations");
  }));
