// Colleagues come by invitation: two people in two browsers.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focusIsInField, headline, press, seeText } from "./support/look.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ ada: await someone(server, "ada") }), { signUp: "open" });

/** Ada makes an invitation in her browser; gives the link. */
async function invite(page, email) {
  await press(page, "Invite someone");
  await page.getByRole("dialog").getByLabel("E-mail address").fill(email);
  await press(page, "Create link");
  const link = await page.getByLabel("Link", { exact: true }).inputValue();
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  return link;
}

async function accept(page, link) {
  await page.goto(link);
  await headline(page, "You are invited");
  await page.getByLabel("Password", { exact: true }).fill("a compiler, please");
  await press(page, "Accept the invitation");
}

test("who is invited gets an account with a password of their own, and the list of invitations is empty again", () =>
  here.read({}, (ada) =>
    here.read({}, async (grace) => {
      await here.ada.enter(ada, "/account");
      const link = await invite(ada, "grace@navy.example");
      await ada.getByRole("rowheader", { name: "grace@navy.example" }).waitFor();

      await grace.goto(link);
      await seeText(grace, here.ada.email);
      await focusIsInField(grace, "Password");
      assert.equal(await grace.getByLabel("Your address here").inputValue(), "grace@navy.example");
      await accept(grace, link);
      await headline(grace, "Conversations");
      await press(grace, "Account");
      await seeText(grace, "grace@navy.example");

      await ada.reload();
      await seeText(ada, "There are no pending invitations.");
    }),
  ));

test("an invitation to a conversation opens it", () =>
  here.read({}, async (page) => {
    const chat = await here.ada.chat("For Katherine", ordinary);
    const share = await here.ada.share(chat, { list: [here.ada] });
    const { invitation } = await here.ada.send("POST", "/invitations", { email: "katherine@orbit.example", share_ids: [share.id] });

    await page.goto(invitation.url);
    await seeText(page, "shares 1 conversation with you");
    await accept(page, invitation.url);
    await headline(page, "For Katherine");
    assert.equal(new URL(page.url()).pathname, `/shared/chats/${share.uuid}`);
    // With nothing of her own, that list is her start.
    await page.goto("/");
    await headline(page, "Shared with me");
    await page.getByRole("row", { name: /For Katherine.*ada/ }).waitFor();
    await page.getByRole("link", { name: "Import and share them" }).click();
    await headline(page, "Conversations");
  }));

test("a link works once", () =>
  here.read({}, async (page, context) => {
    const { invitation } = await here.ada.send("POST", "/invitations", { email: "once@example.com" });
    await accept(page, invitation.url);
    await headline(page, "Conversations");
    await context.clearCookies();

    await page.goto("about:blank");
    await page.goto(invitation.url);
    await headline(page, "This invitation no longer works");
    await press(page, "Sign in");
    await headline(page, "Share AI conversations, and keep them yours");
  }));

test("a new link kills the old one, and taking it back kills both", () =>
  here.read({}, (ada) =>
    here.read({}, async (mary) => {
      await here.ada.enter(ada, "/account");
      const first = await invite(ada, "mary@example.com");
      await press(ada, "Actions for the invitation of mary@example.com");
      await press(ada, "New link");
      const second = await ada.getByLabel("Link", { exact: true }).inputValue();
      await ada.getByRole("dialog").getByRole("button", { name: "Done" }).click();
      assert.notEqual(first, second);

      await mary.goto(first);
      await headline(mary, "This invitation no longer works");
      await mary.goto(second);
      await headline(mary, "You are invited");
      await press(ada, "Actions for the invitation of mary@example.com");
      await press(ada, "Revoke");
      await ada.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
      await ada.getByRole("rowheader", { name: "mary@example.com" }).waitFor({ state: "detached" });

      await mary.getByLabel("Password", { exact: true }).fill("a compiler, please");
      await press(mary, "Accept the invitation");
      await seeText(mary, "used or revoked");
    }),
  ));

test("who is signed in as somebody else is told that they will be signed out", () =>
  here.read({}, async (page) => {
    const { invitation } = await here.ada.send("POST", "/invitations", { email: "second@example.com" });
    const first = await someone(here.server, "first");
    await first.enter(page);
    await headline(page, "Conversations");
    await page.goto(invitation.url);
    await seeText(page, `${first.email} is signed in here.`);

    await accept(page, invitation.url);
    await headline(page, "Conversations");
    await press(page, "Account");
    await seeText(page, "second@example.com");
  }));

test("who has an account already is told to share with them by name", () =>
  here.read({}, async (page) => {
    const friend = await someone(here.server, "friend");
    await here.ada.enter(page, "/account");
    await press(page, "Invite someone");
    await page.getByRole("dialog").getByLabel("E-mail address").fill(friend.email);
    await press(page, "Create link");

    await seeText(page, "There is already an account with this address");
    await focusIsInField(page, "E-mail address");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }));
