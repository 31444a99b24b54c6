// What one does about one's account, and what the server makes of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clipboardHas, descriptionOf, focusIsInField, focusIsOn, giveAccount, headline, noticeSays, press, seeText } from "./support/look.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";

const here = stage();

const inDialog = (page, name) => page.getByRole("dialog").getByRole("button", { name, exact: true }).click();

/** A new person who is at their account in this browser. */
async function atAccount(page) {
  const person = await someone(here.server, "ada");
  await page.goto("/account");
  await giveAccount(page, person.email, person.password);
  await headline(page, "Account");
  return person;
}

async function changePassword(page, from, to) {
  await press(page, "Change password");
  await page.getByLabel("Current password").fill(from);
  await page.getByLabel("New password", { exact: true }).fill(to);
  await inDialog(page, "Change password");
}

test("a new password signs the other browsers out, and is the one that counts", () =>
  here.read({}, (page) =>
    here.read({}, async (other) => {
      const ada = await atAccount(page);
      await ada.enter(other, "/account");
      await headline(other, "Account");
      await changePassword(page, ada.password, "a difference engine");

      await noticeSays(page, "Password changed.");
      await focusIsOn(page, "button:has-text('Change password')");
      await other.reload();
      await headline(other, "Sign in to continue");
      await giveAccount(other, ada.email, ada.password);
      await seeText(other, "Invalid email or password");
      await giveAccount(other, ada.email, "a difference engine");
      await headline(other, "Account");
    }),
  ));

test("a wrong present password is told at its field, a new one that is too short at its own", () =>
  here.read({}, async (page) => {
    await atAccount(page);
    await press(page, "Change password");
    await focusIsInField(page, "Current password");
    await page.keyboard.press("Escape");
    await changePassword(page, "guess", "short");
    assert.equal(await descriptionOf(page, "New password"), "At least 8 characters, please.");

    await page.getByLabel("New password", { exact: true }).fill("long enough");
    await inDialog(page, "Change password");
    await focusIsInField(page, "Current password");
    assert.equal(await descriptionOf(page, "Current password"), "That is not your password.");
  }));

test("a browser is signed out from another one", () =>
  here.read({}, (page) =>
    here.read({ userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0" }, async (other) => {
      const ada = await atAccount(page);
      await other.goto("/");
      await giveAccount(other, ada.email, ada.password);
      await headline(other, "Conversations");
      await page.reload();
      await press(page, "Sign out: Firefox on Windows");

      await noticeSays(page, "Firefox on Windows is signed out.");
      await page.getByRole("row", { name: "Firefox" }).waitFor({ state: "detached" });
      await other.reload();
      await headline(other, "Share AI conversations, and keep them yours");
    }),
  ));

test("everywhere else, or everywhere", () =>
  here.read({}, (page) =>
    here.read({}, async (other) => {
      const ada = await atAccount(page);
      await ada.enter(other);
      await headline(other, "Conversations");
      await press(page, "Sign out everywhere");
      await inDialog(page, "Sign out everywhere");
      await noticeSays(page, "All other browsers are signed out.");
      await page.getByRole("button", { name: "Sign out everywhere" }).waitFor({ state: "hidden" });
      await other.reload();
      await headline(other, "Share AI conversations, and keep them yours");

      await giveAccount(other, ada.email, ada.password);
      await headline(other, "Conversations");
      await page.reload();
      await press(page, "Sign out everywhere");
      await page.getByLabel("In this browser, too").check();
      await inDialog(page, "Sign out everywhere");
      await headline(page, "Sign in to continue");
      await seeText(page, "You are signed out everywhere.");
      await other.reload();
      await headline(other, "Share AI conversations, and keep them yours");
    }),
  ));

test("a token is shown once, works as far as its scope, and not any more when it is removed", () =>
  here.read({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
    const ada = await atAccount(page);
    await press(page, "New token");
    await inDialog(page, "Create token");
    await seeText(page, "Give it a name.");
    await page.getByRole("dialog").getByLabel("Name").fill("Backup");
    await inDialog(page, "Create token");
    await seeText(page, "Type your password.");
    await page.getByLabel("Current password").fill("guess");
    await inDialog(page, "Create token");
    await seeText(page, "That is not your password.");
    await focusIsInField(page, "Current password");
    await page.getByLabel("Current password").fill(ada.password);
    await inDialog(page, "Create token");
    await page.getByRole("dialog", { name: "Token “Backup”" }).waitFor();
    await page.keyboard.press("Escape"); // what is shown once does not go by a slip
    await press(page, "Copy (Secret)");
    await clipboardHas(page, /^nsh_/);
    const secret = await page.evaluate(() => navigator.clipboard.readText());
    await inDialog(page, "I have it");

    const ask = (method) => fetch(`${ada.home}/chats`, { method, headers: { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" }, body: method === "GET" ? undefined : JSON.stringify({ name: "x", model: "y" }) });
    assert.equal((await ask("GET")).status, 200);
    assert.equal((await ask("POST")).status, 403);
    assert.ok(!(await page.content()).includes(secret));
    await page.getByRole("row", { name: "Backup" }).getByText("Read", { exact: true }).waitFor();
    await press(page, "Remove Backup");
    await inDialog(page, "Remove");
    await seeText(page, "There are no tokens.");
    assert.equal((await ask("GET")).status, 401);
  }));

test("a token that may write, writes", () =>
  here.read({}, async (page) => {
    const ada = await atAccount(page);
    await press(page, "New token");
    await page.getByRole("dialog").getByLabel("Name").fill("Importer");
    await page.getByLabel("Read and write").check();
    await page.getByLabel("Expires").selectOption("in a week");
    await page.getByLabel("Current password").fill(ada.password);
    await inDialog(page, "Create token");
    const secret = await page.getByLabel("Secret", { exact: true }).inputValue();
    await inDialog(page, "I have it");

    const headers = { Authorization: `Bearer ${secret}`, "Content-Type": "application/json" };
    const made = await fetch(`${ada.home}/chats`, { method: "POST", headers, body: JSON.stringify({ name: "x", model: "y" }) });
    assert.equal(made.status, 200);
    await page.getByRole("row", { name: "Importer" }).getByText("in 7 days").waitFor();
  }));

test("the account goes with everything in it, after its password", () =>
  here.read({}, async (page) => {
    const ada = await atAccount(page);
    const share = await ada.share(await ada.chat("Mine", [["user", "Hello"]]));
    await press(page, "Delete the account");
    await focusIsInField(page, "Current password");
    await page.getByLabel("Current password").fill("guess");
    await inDialog(page, "Delete everything");
    await seeText(page, "That is not your password.");

    await page.getByLabel("Current password").fill(ada.password);
    await inDialog(page, "Delete everything");
    await headline(page, "Share AI conversations, and keep them yours");
    await seeText(page, "Your account is deleted.");
    await giveAccount(page, ada.email, ada.password);
    await seeText(page, "Invalid email or password");
    assert.equal((await fetch(`${here.server.url}/api/shared/chats/${share.uuid}`)).status, 404);
  }));

test("a part that could not be fetched is fetched again, the others are there", () =>
  here.read({}, async (page) => {
    const ada = await someone(here.server, "ada");
    await page.route("**/sessions", (route) => route.fulfill({ status: 500, body: "oops" }), { times: 1 });
    await ada.enter(page, "/account");
    await seeText(page, "Something went wrong on the server");
    await seeText(page, "There are no tokens.");

    await press(page, "Try again");
    await seeText(page, "This browser");
  }));

test("a connection that comes back is used at once", () =>
  here.read({}, async (page, context) => {
    const ada = await someone(here.server, "ada");
    await page.route("**/sessions", (route) => route.abort("internetdisconnected"), { times: 1 });
    await ada.enter(page, "/account");
    await seeText(page, "The server can't be reached");
    await context.setOffline(true);
    await context.setOffline(false);

    await seeText(page, "This browser");
  }));
