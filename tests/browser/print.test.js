// On paper, or as a PDF: the conversation as a document.

import assert from "node:assert/strict";
import { test } from "node:test";
import { headline, press } from "./support/look.js";
import { openReady, talk } from "./support/lengthy.js";
import { someone } from "./support/people.js";
import { keepShot } from "./support/reader.js";
import { rich } from "./support/rich.js";
import { stage } from "./support/stage.js";

const sum = Array.from({ length: 80 }, (_, n) => `x_{${n}}`).join("+");
const columns = Array.from({ length: 40 }, (_, n) => `a_{${n}}`).join(" & ");
const folded = `<details><summary>S</summary>\n\nFOLDED TEXT\n\n</details>\n\n$$a=${sum}$$\n\nin line $${sum}$ too\n\n$$\\begin{matrix} ${columns} \\end{matrix}$$`;


/** A table of so many columns. */
const tableOf = (columns) => ["col |", "---|", "some value here |"].map((cell) => `| ${cell.repeat(columns)}`).join("\n");

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const path = async (chat) => `/shared/chats/${(await owner.share(chat)).uuid}`;
  const far = { ...rich, title: "Far", messages: [...Array.from({ length: 40 }, (_, n) => ({ role: "user", content: `${n}\n\n`.repeat(30) })), ...rich.messages] };
  return {
    roman: await path(await owner.chat("Roman numerals", talk)),
    rich: await path(await owner.import(rich)),
    far: await path(await owner.import(far)),
    folded: await path(await owner.chat("Folded", [["assistant", folded]])),
    wide: await path(await owner.chat("Wide", [["assistant", [9, 13, 18].map(tableOf).join("\n\n")]])),
  };
});

/** The page as it is laid out for paper, 170 millimetres wide, on a screen. */
async function onPaper(page) {
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await page.setViewportSize({ width: 642, height: 900 });
  await page.emulateMedia({ media: "print" });
}

/** Pictures come when the test lets them, by the function that this gives: the page fetches them by itself after a while. */
async function holdPictures(page) {
  let letThemCome;
  const held = new Promise((resolve) => (letThemCome = resolve));
  await page.route("**/attachments/*", async (route) => {
    await held;
    await route.continue();
  });
  return letThemCome;
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
    const fold = (nth) => page.locator(".message details:not(details details)").nth(nth);
    await fold(1).evaluate((details) => (details.open = true));
    await onPaper(page);

    await keepShot(page, "folds on paper");
    assert.equal(await fold(1).locator(".fold-body").first().isVisible(), true);
    assert.equal(await fold(0).locator(".fold-body").first().isVisible(), false);
    assert.equal(await fold(0).locator("summary").first().isVisible(), true);
  }));

test("Print fetches the pictures that nobody has scrolled to, and prints then", () =>
  here.read({}, async (page) => {
    await page.addInitScript(() => {
      window.print = () => (window.printed = [...document.querySelectorAll("img.picture-image")].filter((img) => img.complete).length);
    });
    const letPicturesCome = await holdPictures(page);
    await page.goto(here.far);
    await headline(page, "Far");
    await press(page, "More");
    await press(page, "Print or save as PDF");
    assert.equal(await page.evaluate(() => window.printed), undefined);
    letPicturesCome();

    await page.waitForFunction(() => window.printed !== undefined);
    assert.equal(await page.evaluate(() => window.printed), 2);
  }));

test("the browser's own print has the pictures that nobody has scrolled to", () =>
  here.read({}, async (page) => {
    await page.clock.install();
    await page.goto(here.far);
    await headline(page, "Far");
    // They come by themselves a little later.
    await page.clock.runFor(6_000);
    await page.locator("img.picture-image").nth(1).waitFor({ state: "attached" });
    assert.equal(await page.evaluate(() => scrollY), 0);
    const pdf = String(await page.pdf({ format: "A4" }));

    assert.match(pdf, /\/Subtype\s*\/Image\b/);
    assert.equal(await page.locator(".attachment-wait").count(), 0);
  }));

test("the browser's keys print when the pictures have come", () =>
  here.read({}, async (page) => {
    await page.addInitScript(() => {
      window.print = () => (window.printed = [...document.querySelectorAll("img.picture-image")].filter((img) => img.complete).length);
    });
    const letPicturesCome = await holdPictures(page);
    await openReady(page, here.far);
    await page.keyboard.press("Control+p");
    assert.equal(await page.evaluate(() => window.printed), undefined);
    letPicturesCome();

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

test("what is folded within a message, and a wide formula, are on paper as a whole", () =>
  here.read({}, async (page) => {
    await page.goto(here.folded);
    await headline(page, "Folded");
    await page.setViewportSize({ width: 642, height: 900 });
    await page.emulateMedia({ media: "print" });

    // No script was asked to: a saved page has none.
    assert.ok(await page.getByText("FOLDED TEXT").isVisible());
    const wide = await page.locator("math").evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().right > 642).length);
    assert.equal(wide, 0);
    await keepShot(page, "formulas on paper");
  }));

test("in a table of many columns words stay whole, and it fits", () =>
  here.read({ viewport: { width: 642, height: 900 } }, async (page) => {
    await page.goto(here.wide);
    await headline(page, "Wide");
    await page.emulateMedia({ media: "print" });

    for (const columns of [9, 13, 18]) {
      const table = page.locator(`table:has(th:nth-child(${columns})):not(:has(th:nth-child(${columns + 1})))`);
      const { broken, right } = await table.evaluate((table) => {
        const words = [...table.querySelectorAll("td")].flatMap(({ firstChild: text }) =>
          [...text.data.matchAll(/\w+/g)].map(({ index, 0: word }) => {
            const range = document.createRange();
            range.setStart(text, index);
            range.setEnd(text, index + word.length);
            return [...range.getClientRects()].filter(({ width }) => width > 0).length > 1;
          }),
        );
        return { broken: words.filter(Boolean).length, right: table.getBoundingClientRect().right };
      });
      assert.equal(broken, 0, `${columns} columns`);
      assert.ok(right <= 642, `${right}`);
    }
    await keepShot(page, "tables on paper");
  }));

test("the reader chooses what is printed", () =>
  here.read({}, async (page) => {
    await page.addInitScript(() => {
      window.print = () => {
        const isSeen = (element) => getComputedStyle(element).display !== "none";
        const folds = [...document.querySelectorAll(".fold")];
        window.printed = { folds: folds.filter(isSeen).length, open: folds.filter(({ open }) => open).length, all: folds.length };
        dispatchEvent(new Event("afterprint"));
      };
    });
    await page.goto(here.rich);
    await headline(page, "Roman numerals, tested");
    await page.emulateMedia({ media: "print" });
    const printed = async (choice) => {
      await page.evaluate(() => (window.printed = undefined));
      await page.evaluate((choice) => [...document.querySelectorAll(".menu-item")].find(({ textContent }) => textContent === choice).click(), choice);
      return (await page.waitForFunction(() => window.printed)).jsonValue();
    };

    const open = await page.locator(".fold[open]").count();
    const seen = await printed("Print or save as PDF");
    assert.ok(seen.all > 3 && seen.folds === seen.all && seen.open === open, JSON.stringify(seen));
    const unfolded = await printed("Everything unfolded");
    assert.equal(unfolded.open, unfolded.all);
    assert.equal(await page.locator(".fold[open]").count(), open, "afterwards all is as it was");
    assert.equal((await printed("Conversation only")).folds, 0);
  }));
