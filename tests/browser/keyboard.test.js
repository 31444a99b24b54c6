// The whole way by keyboard alone, from the link to the newest message.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focusIsInField, focusIsOn, givePassword, headline, noticeSays } from "./support/look.js";
import { stage } from "./support/stage.js";
import { makeWorld, states } from "./support/states.js";

const here = stage(async (server) => ({ world: await makeWorld(server) }));

/** Presses Tab, which has to lead to the button or link of this name. */
async function tabTo(page, name) {
  await page.keyboard.press("Tab");
  const named = page.getByRole("button", { name }).or(page.getByRole("link", { name }));
  await page.locator(":focus").and(named).waitFor();
}

test("a reader gets through password, sign-in, refresh and on to the new messages", () =>
  here.read({}, async (page) => {
    const { both, friend, owner } = here.world;
    await page.goto(both.path);
    await focusIsInField(page, "Password");
    await page.keyboard.type("guess");
    await page.keyboard.press("Enter");
    await page.getByText("Wrong password.").waitFor();
    await page.keyboard.type("both"); // the wrong one is selected: typing replaces it
    await page.keyboard.press("Enter");

    await focusIsInField(page, "E-mail address");
    await page.keyboard.type(friend.email);
    await page.keyboard.press("Tab");
    await page.keyboard.type(friend.password);
    await page.keyboard.press("Enter");
    await headline(page, "Password and list");
    await focusIsOn(page, "h1");

    await owner.say(both.chat, [["user", "One more question."]]);
    await tabTo(page, "Sign out");
    await page.keyboard.press("Shift+Tab"); // to "More"
    await page.keyboard.press("Shift+Tab");
    await page.locator("button:focus", { hasText: "Refresh" }).waitFor();
    await page.keyboard.press("Enter");
    await noticeSays(page, "1 new message");
    await tabTo(page, "More");
    await tabTo(page, "Show");
    await page.keyboard.press("Enter");
    await focusIsOn(page, "article:has-text('One more question.')");
  }));

test("the first stop skips the bar", () =>
  here.read({}, async (page) => {
    await states.conversation(page, here.world);
    await tabTo(page, "Skip to the content");
    await page.keyboard.press("Enter");

    await focusIsOn(page, "main");
  }));

test("every stop shows that it has the focus", () =>
  here.read({}, async (page) => {
    await states["sign in"](page, here.world);
    const stops = ["E-mail address", "Password", "Show the password", "Sign in"];
    for (const stop of stops) {
      // The ring of a field is drawn around its box.
      const ring = await page.locator(":focus").evaluate((element) => {
        const rings = [element, element.closest(".field-box")].filter(Boolean).map((e) => getComputedStyle(e));
        return rings.some(({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 2);
      });
      assert.ok(ring, `${stop} shows no focus`);
      await page.keyboard.press("Tab");
    }
  }));

test("the page has the landmarks that a screen reader jumps along", () =>
  here.read({}, async (page) => {
    await states.conversation(page, here.world);

    for (const role of ["banner", "main", "contentinfo"]) assert.equal(await page.getByRole(role).count(), 1, role);
    await page.getByRole("region", { name: "Messages" }).waitFor();
  }));

test("that the conversation is there is said to those who don't see it, when they had to wait for it", () =>
  here.read({}, async (page) => {
    await page.goto(here.world.locked.path);
    await givePassword(page, "pa:ss ☂ wörd");

    await noticeSays(page, "Behind a password, 6 messages");
  }));
