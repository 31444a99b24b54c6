// Findings that somebody marked as harmless: what they are, since when, and taking a mark back.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focusIsOn, headline, noticeSays, seeText } from "./support/look.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";

const here = stage();

const ADDRESS = "grace.hopper@navy-mail.org";
const KEY = `ghp_${"aB3dE5gH7j".repeat(4).slice(0, 36)}`;

/** Somebody who found no harm in anything of a conversation. */
async function marked() {
  const ada = await someone(here.server, "ada");
  const chat = await ada.chat("Letters", [["user", `Write to ${ADDRESS} that the key ${KEY} is used up.`]]);
  const { findings } = await ada.send("POST", `/chats/${chat.id}/shares/check`, {});
  await ada.send("POST", `/chats/${chat.id}/shares`, { redactions: { harmless_everywhere: findings.map(({ id }) => id) } });
  const found = async () => (await ada.send("POST", `/chats/${chat.id}/shares/check`, {})).findings.map(({ kind }) => kind);
  return { ada, found };
}

test("marks are listed with their kind and time, and never with the value", () =>
  here.read({}, async (page) => {
    const { ada, found } = await marked();
    assert.deepEqual(await found(), []);
    await ada.enter(page, "/account");

    const row = page.getByRole("row", { name: "g…@navy-mail.org" });
    await row.getByText("e-mail address").waitFor();
    await row.locator("time").waitFor();
    await page.getByRole("row", { name: "access token" }).waitFor();
    const text = await page.content();
    assert.ok(!text.includes(ADDRESS) && !text.includes(KEY));
  }));

test("a mark that is removed with the keyboard is found again", () =>
  here.read({}, async (page) => {
    const { ada, found } = await marked();
    await ada.enter(page, "/account");
    await page.getByRole("button", { name: "Remove the mark of g…@navy-mail.org" }).focus();
    await page.keyboard.press("Enter");

    await noticeSays(page, "g…@navy-mail.org counts as a finding again.");
    await focusIsOn(page, "button[aria-label^='Remove the mark of']");
    assert.deepEqual(await found(), ["email"]);
    await page.keyboard.press("Enter");
    await seeText(page, "Nothing is marked as harmless.");
    await focusIsOn(page, "h2:has-text('Harmless findings')");
    assert.deepEqual(await found(), ["access_token", "email"]);
  }));

test("a mark that is gone already goes, and one that could not be removed stays", () =>
  here.read({}, async (page) => {
    const { ada } = await marked();
    await ada.enter(page, "/account");
    await headline(page, "Account");
    await page.route("**/harmless-findings/*", (route) => route.fulfill({ status: 500, body: "oops" }), { times: 1 });
    const button = page.getByRole("button", { name: "Remove the mark of g…@navy-mail.org" });
    await button.click();
    await seeText(page, "Something went wrong on the server");
    await button.waitFor();

    const { findings } = await ada.send("GET", "/harmless-findings");
    await ada.send("DELETE", `/harmless-findings/${findings.find(({ kind }) => kind === "email").id}`);
    await button.click();
    await button.waitFor({ state: "detached" });
  }));
