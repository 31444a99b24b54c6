// A new password: how hard it is to guess, and one that chance makes.

import assert from "node:assert/strict";
import { test } from "node:test";
import { below, makeCharacters, makeWords } from "../../assets/ui/password-maker.js";
import { focusIsInField, headline, press, seeText } from "./support/look.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";

const here = stage();

const field = (page) => page.getByLabel("Password", { exact: true });
const meter = (page) => page.locator(".meter");

async function atSignUp(page) {
  await page.goto("/");
  await press(page, "Create one");
  await headline(page, "Create an account");
}

test("what is typed is weighed while one types, and said to those who don't see it", () =>
  here.read({}, async (page) => {
    await atSignUp(page);
    assert.ok(await meter(page).isHidden());
    await field(page).fill("password1");
    await meter(page).getByText("Far too easy to guess.").waitFor();
    await seeText(page, /very common password/);
    assert.equal(await meter(page).locator("[role=status]").count(), 1);

    await field(page).fill("copper lantern acorn gravel");
    await meter(page).getByText("Strong.").waitFor();
    assert.equal(await meter(page).getAttribute("data-score"), "4");
    await field(page).fill("");
    await meter(page).waitFor({ state: "hidden" });
  }));

test("one's own address is no good password", () =>
  here.read({}, async (page) => {
    await atSignUp(page);
    await page.getByLabel("E-mail address").fill("grace.hopper@navy.example");
    await field(page).fill("grace.hopper@navy.example");

    await meter(page).getByText("Far too easy to guess.").waitFor();
  }));

test("a weak one is advised against, and refused only where it is among the first that are tried", () =>
  here.read({}, async (page) => {
    await atSignUp(page);
    await page.getByLabel("E-mail address").fill("stubborn@example.com");
    await field(page).fill("password1");
    await press(page, "Create account");
    await page.getByText("this one is among the first that are tried").waitFor();

    await field(page).fill("bluehouse77");
    await press(page, "Create account");
    await headline(page, "Conversations");
  }));

test("where nobody can be asked the field works all the same", () =>
  here.read({}, async (page) => {
    await atSignUp(page);
    await page.route("**/api/password-strength", (route) => route.abort("connectionrefused"));
    await page.getByLabel("E-mail address").fill("alone@example.com");
    const asked = page.waitForEvent("requestfailed");
    await field(page).fill("analytical engine");
    await asked;
    assert.ok(await meter(page).isHidden());
    await press(page, "Create account");

    await headline(page, "Conversations");
  }));

test("an answer that comes late does not weigh what is not there any more", () =>
  here.read({}, async (page) => {
    await atSignUp(page);
    let letItCome;
    const held = new Promise((resolve) => (letItCome = resolve));
    await page.route("**/api/password-strength", async (route) => {
      await held;
      await route.continue().catch(() => {}); // the page gave it up
    }, { times: 1 });
    const asked = page.waitForRequest("**/api/password-strength");
    await field(page).fill("password1");
    await asked;
    await field(page).fill("copper lantern acorn gravel");
    letItCome();

    await meter(page).getByText("Strong.").waitFor();
  }));

for (const [choice, looks] of [["four words", /^[a-z]+(-[a-z]+){3}$/], ["20 characters", /^[a-zA-Z\d]{20}$/]]) {
  test(`${choice} are made, shown and copied`, () =>
    here.read({ permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
      await atSignUp(page);
      await press(page, choice);
      await seeText(page, "Copied. Keep it somewhere safe.");

      const made = await field(page).inputValue();
      assert.match(made, looks);
      assert.equal(await field(page).getAttribute("type"), "text");
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), made);
      await meter(page).getByText("Strong.").waitFor();
      await press(page, choice);
      await page.waitForFunction((was) => document.querySelector("[autocomplete=new-password]").value !== was, made);
    }));
}

test("without the list of words there are characters", () =>
  here.read({}, async (page) => {
    await atSignUp(page);
    await page.route("**/passphrase-words.txt", (route) => route.abort("connectionrefused"));
    await press(page, "four words");
    await seeText(page, "Keep it somewhere safe.");

    assert.match(await field(page).inputValue(), /^[a-zA-Z\d]{20}$/);
  }));

test("an account that is signed in makes one for its next password", () =>
  here.read({}, async (page) => {
    const ada = await someone(here.server, "ada");
    await ada.enter(page, "/account");
    await press(page, "Change password");
    await focusIsInField(page, "Current password");
    await press(page, "20 characters");
    await page.getByLabel("Current password").fill(ada.password);
    await page.getByRole("dialog").getByRole("button", { name: "Change password" }).click();

    await page.getByRole("dialog").waitFor({ state: "detached" });
  }));

test("every number below a bound is as likely as every other", () => {
  // What the generator of the system gives, at its edges: 2^32 is 4 * 1073741823 + 4, so the last 4 are thrown away.
  const bound = 1_073_741_823;
  const given = [2 ** 32 - 1, 2 ** 32 - 4, 2 ** 32 - 5];
  const random = () => given.shift();
  assert.equal(below(bound, random), bound - 1);
  assert.equal(given.length, 0);

  const seen = new Map();
  let next = 0;
  for (let i = 0; i < 520; i += 1) {
    const number = below(52, () => next++);
    seen.set(number, (seen.get(number) ?? 0) + 1);
  }
  assert.equal(seen.size, 52);
  assert.deepEqual([...new Set(seen.values())], [10]);
});

test("no character looks like another, and no password comes twice", () => {
  const made = Array.from({ length: 200 }, () => makeCharacters());
  assert.equal(new Set(made).size, 200);
  assert.ok(made.every((password) => /^[a-zA-Z\d]{20}$/.test(password)));
  for (const alike of ["0O", "1Il", "5S", "8B", "2Z"]) {
    const used = [...alike].filter((character) => made.some((password) => password.includes(character)));
    assert.ok(used.length <= 1, used.join(" and "));
  }
  assert.match(makeWords(["a", "b"]), /^[ab](-[ab]){3}$/);
});
