// What a person sees and does on the page, in words. Everything waits by itself until it is there.

import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { PATIENCE_MS } from "./patience.js";

export const headline = (page, name) => page.getByRole("heading", { level: 1, name, exact: true }).waitFor();
export const seeText = (page, text) => page.getByText(text).first().waitFor();
export const noticeSays = (page, text) => page.locator("#notice [role=status]", { hasText: text }).waitFor();
/** And stays there with the pointer: what can be undone does not go meanwhile, however slow the machine is. */
export async function holdNotice(page, text) {
  await noticeSays(page, text);
  await page.locator("#notice").hover();
}
export const titleIs = (page, text) => page.waitForFunction((wanted) => document.title === wanted, text);
export const press = (page, name) => page.getByRole("button", { name, exact: true }).click();
/** Presses what is in view already. Playwright's own click would scroll up to where a sticky one would else be. */
export async function pressInPlace(page, name, role = "button") {
  const { x, y, width, height } = await page.getByRole(role, { name, exact: true }).boundingBox();
  await page.mouse.click(x + width / 2, y + height / 2);
}

export const messages = (page) => page.getByRole("article");

/** Waits until `read` gives what is `wanted`, or a text that matches it. (`waitForFunction` would take any promise for true.) */
export async function becomes(read, wanted) {
  const isPattern = wanted instanceof RegExp;
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(50)) {
    const now = await read();
    if (isPattern ? wanted.test(now) : isDeepStrictEqual(now, wanted)) return;
  }
  if (isPattern) assert.match(await read(), wanted);
  else assert.deepEqual(await read(), wanted);
}

/** Waits until this is on the clipboard. */
export const clipboardHas = (page, wanted) => becomes(() => page.evaluate(() => navigator.clipboard.readText()), wanted);

/** Waits until nothing has scrolled or grown for ten frames. */
export const comesToRest = (page) =>
  page.evaluate(async () => {
    let [before, frames] = ["", 0];
    while (frames < 10) {
      await new Promise(requestAnimationFrame);
      const now = `${scrollY} ${document.documentElement.scrollHeight}`;
      frames = now === before ? frames + 1 : 0;
      before = now;
    }
  });

/** Waits until the focus is on what `selector` selects. */
export const focusIsOn = (page, selector) => page.locator(`${selector}:focus`).waitFor();

/** The focus is on a field with this label. */
export const focusIsInField = (page, label) =>
  page.getByLabel(label, { exact: true }).and(page.locator(":focus")).waitFor();

export async function givePassword(page, password) {
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press(page, "Open the conversation");
}

export async function giveAccount(page, email, password) {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await press(page, "Sign in");
}

/** The sentence that a screen reader reads with a field, by aria-describedby. */
export async function descriptionOf(page, label) {
  const ids = await page.getByLabel(label, { exact: true }).getAttribute("aria-describedby");
  return page.locator(`[id="${ids}"]`).innerText();
}
