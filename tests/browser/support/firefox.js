// Debian's Firefox as it is, driven over WebDriver BiDi; Playwright drives none but its own. What a person sees and does is
// said in words, and everything waits by itself until it is there.

import assert from "node:assert/strict";
import puppeteer from "puppeteer-core";

export function openFirefox() {
  const executablePath = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
  return puppeteer.launch({ browser: "firefox", executablePath, headless: true, timeout: 120_000, protocolTimeout: 120_000 });
}

/** Runs `walk` in a fresh window, and then checks that no script failed there and the console complained about nothing. */
export async function inFirefox(browser, walk) {
  const context = await browser.createBrowserContext();
  const misdeeds = [];
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(45_000);
    await page.setViewport({ width: 1280, height: 800 });
    page.on("pageerror", (error) => misdeeds.push(`error: ${error.message}`));
    page.on("console", (message) => message.type() === "error" && misdeeds.push(`console: ${message.text()}`));
    await walk(page);
    assert.deepEqual(misdeeds, [], "the page misbehaved");
  } finally {
    await context.close();
  }
}

const named = (name, role) => `::-p-aria([name="${name}"][role="${role}"])`;

export const see = (page, text) => page.locator(`::-p-text(${text})`).wait();
export const heading = (page, name) => page.locator(named(name, "heading")).wait();
export const press = (page, name) => page.locator(named(name, "button")).click();
export const follow = (page, name) => page.locator(named(name, "link")).click();
/** The field with this label. */
export const field = (page, label) =>
  page.waitForFunction((label) => [...document.querySelectorAll("input")].find(({ labels }) => [...labels].some((one) => one.textContent.trim() === label)), {}, label);
export async function type(page, label, text) {
  const input = await field(page, label);
  await input.click();
  await page.keyboard.type(text);
}
