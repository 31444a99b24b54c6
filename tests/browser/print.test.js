// On paper, or as a PDF: the conversation as a document.

import assert from "node:assert/strict";
import { test } from "node:test";
import { headline, press } from "./support/look.js";
import { openReady, talk } from "./support/lengthy.js";
import { someone } from "./support/people.js";
import { keepShot } from "./support/reader.js";
import { rich } from "./support/rich.js";
import { stage } from "./support/stage.js";

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const path = async (chat) => `/shared/chats/${(await owner.share(chat)).uuid}`;
  const far = { ...rich, title: "Far", messages: [...Array.from({ length: 40 }, (_, n) => ({ role: "user", content: `${n}\n\n`.repeat(30) })), ...rich.messages] };
  return {
    roman: await path(await owner.chat("Roman numerals", talk)),
    rich: await path(await owner.import(rich)),
    far: await path(await owner.import(far)),
  };
});

/** The page as it is laid out for paper, 170 millimetres wide, on a screen. */
async function onPaper(page) {
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.setViewportSize({ width: 642, height: 900 });
  await page.emulateMedia({ media: "print" });
}

test("only the conversation is printed", () =>
  here.read({}, async (page) => {
    await openReady(page, here.roman);
    await press(page, "Contents");
    await page.keyboard.press("Control+Shift+F");
    await page.keyboard.type("IIII");
    await onPaper(page);

    await keepShot(page, "on paper");
    for (const selector of [".bar", ".foot", ".find", ".outline", ".act", ".notice", ".message-sign", ".menu"]) {
      assert.equal(await page.locator(selector).filter({ visible: true }).count(), 0, selector);
    }
    await headline(page, "Roman numerals");
    assert.match(await page.locator(".facts").innerText(), /gpt-4o[^]*8 messages/);
    const { x, width } = await page.locator(".conversation").boundingBox();
    assert.deepEqual([x, width], [0, 642]);
  }));

test("code and tables wrap instead of being cut off", () =>
  here.read({}, async (page) => {
    await openReady(page, here.roman);
    await onPaper(page);

    const cut = await page.locator(":is(pre, .table-box, .code-block)").evaluateAll((boxes) =>
      boxes.filter((box) => box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 1).map((box) => box.outerHTML.slice(0, 200)));
    assert.deepEqual(cut, []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  }));

test("links say where they lead, once", () =>
  here.read({}, async (page) => {
    await openReady(page, here.roman);
    await onPaper(page);

    const behind = (name) => page.getByRole("link", { name }).evaluate((link) => getComputedStyle(link, "::after").content);
    assert.match(await behind("the book"), /\(https:\/\/numerals\.example\/book\?chapter=2\)|attr\(href\)/);
    assert.equal(await behind("https://numerals.example/subtractive"), "none");
  }));

test("paper is white, whatever the theme", () =>
  here.read({ colorScheme: "dark" }, async (page) => {
    await openReady(page, here.roman);
    await page.evaluate(() => dispatchEvent(new CustomEvent("theme", { detail: "dark" })));
    await onPaper(page);

    const [ground, ink] = await page.evaluate(() => {
      const { backgroundColor } = getComputedStyle(document.documentElement);
      return [backgroundColor, getComputedStyle(document.querySelector(".message p")).color].map((colour) => Number(/\d+/.exec(colour)[0]));
    });
    assert.ok(ground > 240 && ink < 60, `ink ${ink} on ${ground}`);
  }));

test("authors are told apart without colours", () =>
  here.read({}, async (page) => {
    await openReady(page, here.roman);
    await onPaper(page);

    const bars = await page.locator(".message-parts").evaluateAll((parts) => parts.slice(0, 2).map((part) => parseFloat(getComputedStyle(part).borderInlineStartWidth)));
    assert.ok(bars[0] > 1 && bars[1] === 0, `${bars}`);
  }));

test("what is folded prints its line, what is open its content", () =>
  here.read({}, async (page) => {
    await page.goto(here.rich);
    await headline(page, "Roman numerals, tested");
    await page.locator("details").nth(1).evaluate((fold) => (fold.open = true));
    await onPaper(page);

    await keepShot(page, "folds on paper");
    assert.equal(await page.locator("details").nth(1).locator(".fold-body").isVisible(), true);
    assert.equal(await page.locator("details").nth(0).locator(".fold-body").isVisible(), false);
    assert.equal(await page.locator("details").nth(0).locator("summary").isVisible(), true);
  }));

test("Print fetches the pictures that nobody has scrolled to, and prints then", () =>
  here.read({}, async (page) => {
    await page.addInitScript(() => {
      window.print = () => (window.printed = [...document.querySelectorAll("img.picture-image")].filter((img) => img.complete).length);
    });
    await page.goto(here.far);
    await headline(page, "Far");
    assert.equal(await page.locator("img.picture-image").count(), 0);
    await press(page, "More");
    await press(page, "Print or save as PDF");

    await page.waitForFunction(() => window.printed !== undefined);
    assert.equal(await page.evaluate(() => window.printed), 2);
  }));

test("a PDF has pages, and a long block of code goes over several of them", () =>
  here.read({}, async (page) => {
    await openReady(page, here.roman);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    const pages = async (format) => String(await page.pdf({ format })).match(/\/Type\s*\/Page\b/g).length;

    assert.ok((await pages("A4")) >= 3);
    assert.ok((await pages("Letter")) >= 3);
    assert.equal(await page.locator(".is-long").count(), 1);
  }));
