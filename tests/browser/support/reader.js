// A reader: a browser window of one size and theme, watched for everything that a page of ours must never do.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { isNightly } from "./nightly.js";
import { PATIENCE_MS } from "./patience.js";

// What Chromium would like to do beside the tests: ask its makers for updates, mostly.
const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"];
// One process draws all pages of a reader: each more would take longer to start than a page to open.
const args = [...quiet, "--disable-gpu", "--no-first-run", "--renderer-process-limit=1"];

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

/** With flags of Chromium's own for one test in `more`. */
export function openBrowser(more = []) {
  // Chromium refuses to be root's browser with its sandbox on; CI often is root.
  const chromiumSandbox = process.getuid?.() !== 0;
  const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium-headless-shell";
  return chromium.launch({ executablePath, args: [...args, ...more], chromiumSandbox, timeout: PATIENCE_MS });
}

export const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 800 };

/** Runs `read` with a new reader and then checks that the page behaved. */
export async function withReader(browser, server, options, read) {
  const { context, misdeeds } = await newReader(browser, server, options);
  try {
    const page = await context.newPage();
    await read(page, context);
    assert.deepEqual(misdeeds, [], "the page misbehaved");
  } finally {
    await context.close();
  }
}

/**
 * A reader with one page for many tests: a new one for each takes a process of the browser's, which has to make sense of axe anew.
 * Gives a function that runs `read` with the page as nobody had used it, and then checks that it behaved.
 */
export async function stayingReader(browser, server) {
  const { context, misdeeds } = await newReader(browser, server, { reducedMotion: "no-preference" });
  const page = await context.newPage();
  return async (read) => {
    if (page.url() !== "about:blank") await forget(page, context);
    misdeeds.length = 0;
    await page.setViewportSize(desktop);
    await page.emulateMedia({ colorScheme: "light" });
    await read(page, context);
    assert.deepEqual(misdeeds, [], "the page misbehaved");
  };
}

async function forget(page, context) {
  await page.mouse.move(0, 0);
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await page.evaluate(() => (localStorage.clear(), sessionStorage.clear()));
  await context.clearCookies();
  await page.goto("about:blank");
}

async function newReader(browser, server, options) {
  // Where nothing but style sheets knows of motion, frames that nobody looks at are left to the night.
  const reducedMotion = isNightly ? "no-preference" : "reduce";
  const usual = { baseURL: server.url, locale: "en-GB", timezoneId: "UTC", viewport: desktop, reducedMotion };
  const context = await browser.newContext({ ...usual, ...options });
  context.setDefaultTimeout(PATIENCE_MS);
  return { context, misdeeds: watch(context, server.url) };
}

/** Requests to other hosts, errors of scripts, and whatever the console complains about (a breach of the policy, say). */
function watch(context, home) {
  const misdeeds = [];
  context.on("request", (request) => {
    // A blob is what the page fetched before.
    if (!request.url().replace(/^blob:/, "").startsWith(`${home}/`)) misdeeds.push(`asked another host: ${request.url()}`);
  });
  context.on("weberror", (error) => misdeeds.push(`error: ${error.error()}`));
  context.on("dialog", (dialog) => {
    misdeeds.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  context.on("console", (message) => {
    // The browser's own line for a 401, a 404, or no network.
    if (message.text().startsWith("Failed to load resource")) return;
    if (["error", "warning"].includes(message.type())) misdeeds.push(`console: ${message.text()}`);
  });
  return misdeeds;
}

/** Rows of a long table are made alike, and axe takes seconds for fifty of them: it gets the first. */
const repeated = "tbody > tr:nth-child(n + 7)";

/** What axe-core says against the page as it stands. */
export async function isAccessible(page, { look, colours = true }) {
  const options = {
    runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    rules: { "color-contrast": { enabled: colours } },
    // What is in frames are other people's pictures, in a sandbox where no script could answer axe.
    iframes: false,
    // No list of everything that is as it should be.
    resultTypes: ["violations"],
    selectors: false,
  };
  // Through the debugger, as the page's own policy would refuse a script element; and only here, for it is a large script.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const violations = await page.evaluate(async ([options, repeated]) => {
    // Half-faded text has no contrast of its own: axe has to look when the page has come to rest.
    const ending = (animation) => animation.effect.getComputedTiming().iterations !== Infinity;
    await Promise.all(document.getAnimations().filter(ending).map((animation) => animation.finished));
    const rest = [...document.querySelectorAll(repeated)].map((row) => [row, row.parentElement]);
    for (const [row] of rest) row.remove();
    const result = await axe.run(document, options);
    for (const [row, body] of rest) body.append(row);
    return result.violations.map((v) => `${v.id}: ${v.nodes.map((node) => `${node.html} ${node.failureSummary}`).join(" | ")}`);
  }, [options, repeated]);
  assert.deepEqual(violations, [], `axe found something (${look})`);
}

export async function neverScrollsSideways(page, look) {
  const { content, window } = await page.evaluate(() => ({ content: document.documentElement.scrollWidth, window: innerWidth }));
  assert.ok(content <= window, `the page is ${content} wide in a window of ${window} (${look})`);
  const dialogs = await page.locator(".dialog-body").evaluateAll((bodies) => bodies.filter((body) => body.scrollWidth > body.clientWidth).length);
  assert.equal(dialogs, 0, `a dialog scrolls sideways (${look})`);
}

/** Keeps a picture when NEPTUN_SHOTS names a folder. */
export async function keepShot(page, name) {
  const folder = process.env.NEPTUN_SHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name.replaceAll(" ", "-")}.png`), fullPage: true, animations: "disabled" });
}
