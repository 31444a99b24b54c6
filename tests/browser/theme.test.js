// Light, dark, or as the system has it: chosen once, there on every page from its first moment.

import assert from "node:assert/strict";
import { test } from "node:test";
import { headline, press } from "./support/look.js";
import { stage } from "./support/stage.js";
import { makeWorld, states } from "./support/states.js";

const here = stage(async (server) => ({ world: await makeWorld(server) }));

async function choose(page, theme) {
  await press(page, "More");
  await page.locator(".theme-choice", { hasText: theme }).click();
  await page.keyboard.press("Escape");
}

const ground = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
const isDark = async (page) => Number(/\d+/.exec(await ground(page))[0]) < 100;
/** The colour of the browser's own bar around the page. */
const barColour = (page) =>
  page.evaluate(() => [...document.querySelectorAll("meta[name=theme-color]")].find((meta) => matchMedia(meta.media || "all").matches).content);

test("without a choice the system decides, and may change its mind", () =>
  here.read({ colorScheme: "dark" }, async (page) => {
    await states.conversation(page, here.world);
    assert.ok(await isDark(page));

    await page.emulateMedia({ colorScheme: "light" });
    assert.ok(!(await isDark(page)));
  }));

test("a choice holds against the system, over a reload, and on the welcome page", () =>
  here.read({ colorScheme: "light" }, async (page) => {
    await states.conversation(page, here.world);
    const light = await barColour(page);
    await choose(page, "Dark");
    assert.ok(await isDark(page));
    assert.notEqual(await barColour(page), light);

    await page.reload();
    assert.ok(await isDark(page));
    await page.goto("/");
    await headline(page, "Share AI conversations, and keep them yours");
    assert.ok(await isDark(page));
    await states.conversation(page, here.world);
    await choose(page, "System");
    assert.ok(!(await isDark(page)));
    assert.equal(await barColour(page), light);
  }));

test("a choice is there before anything is painted", () =>
  here.read({ colorScheme: "light" }, async (page) => {
    await states.conversation(page, here.world);
    await choose(page, "Dark");
    await page.addInitScript(() => {
      new MutationObserver((_, observer) => {
        if (!document.body) return;
        window.themeAtFirst = document.documentElement.dataset.theme;
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true });
    });
    await page.reload();

    assert.equal(await page.evaluate(() => window.themeAtFirst), "dark");
  }));

test("other tabs follow", () =>
  here.read({ colorScheme: "light" }, async (page, context) => {
    await states.conversation(page, here.world);
    const other = await context.newPage();
    await other.goto("/");
    await choose(page, "Dark");

    await other.waitForFunction(() => document.documentElement.dataset.theme === "dark");
    await other.close();
  }));

test("where the browser forbids to remember, the choice holds for the page", () =>
  here.read({ colorScheme: "light" }, async (page) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, "localStorage", { get: () => { throw new DOMException("no", "SecurityError"); } });
    });
    await states.conversation(page, here.world);
    await choose(page, "Dark");

    assert.ok(await isDark(page));
    await press(page, "More");
    assert.ok(await page.getByRole("radio", { name: "Dark" }).isChecked());
  }));

test("what somebody else remembered under that name is no theme", () =>
  here.read({ colorScheme: "light" }, async (page) => {
    await page.addInitScript(() => localStorage.setItem("theme", "<b>solarized</b>"));
    await states.conversation(page, here.world);

    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), undefined);
    assert.ok(!(await isDark(page)));
  }));

test("the keyboard chooses with the arrows", () =>
  here.read({ colorScheme: "light" }, async (page) => {
    await states.conversation(page, here.world);
    await press(page, "More");
    await page.getByRole("radio", { name: "System" }).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");

    assert.ok(await page.getByRole("radio", { name: "Dark" }).isChecked());
    assert.ok(await isDark(page));
  }));

test("whoever asks for more contrast gets darker words beside the text", () =>
  here.read({ contrast: "more" }, async (page) => {
    await states.conversation(page, here.world);
    const colourOf = (selector) => page.locator(selector).first().evaluate((element) => getComputedStyle(element).color);
    assert.equal(await colourOf("dt"), await colourOf("h1"));
  }));
