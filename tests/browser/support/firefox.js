// Debian's Firefox as it is, driven over WebDriver BiDi; Playwright drives none but its own.

import assert from "node:assert/strict";
import puppeteer from "puppeteer-core";
import { PATIENCE_MS } from "./patience.js";
import { Walker } from "./walker.js";

/** Gives a function that runs a walk in a fresh window, and one that ends the browser. */
export async function openFirefox() {
  const executablePath = process.env.FIREFOX ?? "/usr/bin/firefox-esr";
  const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true, timeout: PATIENCE_MS, protocolTimeout: 2 * PATIENCE_MS });
  return { walk: (walk) => inWindow(browser, walk), close: () => browser.close() };
}

/** Afterwards no script failed there, and the console complained about nothing. */
async function inWindow(browser, walk) {
  const context = await browser.createBrowserContext();
  const misdeeds = [];
  try {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    page.on("pageerror", (error) => misdeeds.push(`error: ${error.message}`));
    page.on("console", (message) => message.type() === "error" && misdeeds.push(`console: ${message.text()}`));
    await walk(new Walker(new FirefoxPage(page)));
    assert.deepEqual(misdeeds, [], "the page misbehaved");
  } finally {
    await context.close();
  }
}

class FirefoxPage {
  constructor(page) {
    this.page = page;
  }

  goto = (url) => this.page.goto(url);
  key = (key) => this.page.keyboard.press(key);
  click = (element) => element.click();
  evaluate = (read) => this.page.evaluate(read);
  valueOf = (element) => element.evaluate((field) => field.value);

  async find(body, wanted, missing) {
    const found = this.page.waitForFunction(`(() => { const wanted = ${JSON.stringify(wanted)}; ${body} })()`, { timeout: PATIENCE_MS });
    return found.catch(() => assert.fail(missing));
  }

  async write(element, text) {
    if (await element.evaluate((field) => field.type === "file")) return element.uploadFile(text);
    await element.click();
    await this.page.keyboard.type(text);
  }
}
