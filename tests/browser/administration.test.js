// What an administrator sees of the server and does with accounts of others.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focusIsOn, giveAccount, headline, noticeSays, press, seeText } from "./support/look.js";
import { administrator, someone } from "./support/people.js";
import { stage } from "./support/stage.js";

const here = stage(async (server) => ({ boss: await administrator(server) }));

const inDialog = (page, name) => page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
const rowOf = (page, person) => page.getByRole("row", { name: person.email });

async function atServer(page) {
  await here.boss.enter(page);
  await page.locator(".account-button").click();
  await page.getByRole("link", { name: "Server" }).click();
  await headline(page, "Server");
}

/** Chooses from the menu of somebody's row. */
async function choose(page, person, name) {
  await press(page, `Actions for ${person.email}`);
  await page.getByRole("button", { name, exact: true }).click();
}

test("the server's address, storage and backups are told, and a backup is made", () =>
  here.read({}, async (page) => {
    await atServer(page);
    await seeText(page, /Only this machine can open links/);
    await seeText(page, "None is known");
    await press(page, "Back up now");
    await noticeSays(page, /^The backup is made/);
    await seeText(page, /neptun-share-\d+-\d+\.db/);
  }));

test("beside a long address, a size stays in one line", () =>
  here.read({ viewport: { width: 800, height: 800 } }, async (page) => {
    const ada = await someone(here.server, "a.rather.long.name.of.a.person.with.many.names");
    await atServer(page);
    const size = rowOf(page, ada).locator(".cell-number .cell-value").last();
    assert.ok((await size.innerText()).includes("bytes"));
    const lines = await size.evaluate((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
    });
    assert.equal(lines, 1);
  }));

test("a disabled account signs in nowhere until it is enabled", () =>
  here.read({}, (page) =>
    here.read({}, async (other) => {
      const ada = await someone(here.server, "ada");
      await ada.enter(other, "/account");
      await headline(other, "Account");
      await atServer(page);
      await choose(page, ada, "Disable");
      await inDialog(page, "Disable");
      await noticeSays(page, `${ada.email} is disabled.`);
      await rowOf(page, ada).getByText("Disabled").waitFor();
      await focusIsOn(page, "h2:has-text('Accounts')");

      await other.reload();
      await giveAccount(other, ada.email, ada.password);
      await seeText(other, /This account is disabled/);
      await choose(page, ada, "Enable");
      await noticeSays(page, /can sign in again/);
      await giveAccount(other, ada.email, ada.password);
      await headline(other, "Account");
    }),
  ));

test("a forgotten password is chosen anew with the administrator's link", () =>
  here.read({}, (page) =>
    here.read({}, async (other) => {
      const grace = await someone(here.server, "grace");
      await other.goto("/");
      await other.getByText("Forgot your password?").click();
      await seeText(other, /An administrator of this server/);
      await atServer(page);
      await choose(page, grace, "Link for a new password");
      const link = await page.getByRole("dialog").getByLabel("Link", { exact: true }).inputValue();

      await other.goto(new URL(link).pathname + new URL(link).hash);
      await headline(other, "Choose a new password");
      await other.getByLabel("New password", { exact: true }).fill("a difference engine");
      await press(other, "Set the password");
      await noticeSays(other, "Your new password is set.");
      await headline(other, "Conversations");
      await other.goto(new URL(link).pathname + new URL(link).hash);
      await other.reload();
      await headline(other, "This link no longer works");
    }),
  ));

test("an account is deleted with all that is in it, and one's own can't be", () =>
  here.read({}, async (page) => {
    const eve = await someone(here.server, "eve");
    await eve.chat("Letters", [["user", "Hello"]]);
    await atServer(page);
    await rowOf(page, here.boss).waitFor();
    assert.equal(await rowOf(page, here.boss).getByRole("button").count(), 0);
    await choose(page, eve, "Delete");
    await seeText(page, /with 1 conversation and 0 links/);
    await inDialog(page, "Delete everything");
    await noticeSays(page, `${eve.email} is deleted.`);
    await rowOf(page, eve).waitFor({ state: "detached" });
  }));

test("who does not administer the server has no such page", () =>
  here.read({}, async (page) => {
    const eve = await someone(here.server, "eve");
    await eve.enter(page, "/server");
    await seeText(page, "Only administrators of this server see this page.");
    await page.locator(".account-button").click();
    assert.equal(await page.getByRole("link", { name: "Server" }).count(), 0);
  }));
