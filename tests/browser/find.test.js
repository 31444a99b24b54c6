// Finding something in a conversation.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focusIsOn, headline, press } from "./support/look.js";
import { exchange, openReady, talk } from "./support/lengthy.js";
import { manyPrompts } from "./support/nightly.js";
import { someone } from "./support/people.js";
import { phone } from "./support/reader.js";
import { rich } from "./support/rich.js";
import { stage } from "./support/stage.js";

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const shared = async (chat) => ({ chat, path: `/shared/chats/${(await owner.share(chat)).uuid}` });
  return {
    owner,
    shared,
    roman: await shared(await owner.chat("Roman numerals", talk)),
    bees: await shared(await owner.chat("Bees", exchange(40, 12))),
    rich: await shared(await owner.import(rich)),
  };
});

async function find(page, words) {
  const field = page.getByRole("textbox", { name: "Find" });
  if (!(await field.isVisible())) await press(page, "Find");
  await field.fill(words);
}

const counted = (page, text) => page.getByRole("search").locator("[role=status]", { hasText: text }).waitFor();
/** The words that are marked: all of them, or the one to look at. */
const marked = (page, name = "found") =>
  page.evaluate((name) => Array.from(CSS.highlights.get(name) ?? [], (place) => {
    const range = document.createRange();
    range.setStart(place.startContainer, place.startOffset);
    range.setEnd(place.endContainer, place.endOffset);
    return String(range);
  }), name);

/** The place to look at is in the window, and not under a bar. */
async function isSeen(page) {
  await page.waitForFunction(() => {
    const [place] = CSS.highlights.get("found-now") ?? [];
    if (!place) return false;
    const range = document.createRange();
    range.setStart(place.startContainer, place.startOffset);
    range.setEnd(place.endContainer, place.endOffset);
    const { top, bottom, left, right } = range.getBoundingClientRect();
    const covered = document.querySelector(".find").getBoundingClientRect().bottom;
    const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return bottom > top && top >= covered && bottom <= innerHeight && hit && place.startContainer.parentElement.closest(".message") === hit.closest(".message");
  });
}

test("matches are counted and marked, and Enter goes from one to the next and around", () =>
  here.read({}, async (page) => {
    await openReady(page, here.roman.path);
    await find(page, "iiii");
    await counted(page, "1 of 4");
    assert.deepEqual(await marked(page), ["IIII", "IIII", "IIII", "IIII"]);
    await isSeen(page);

    await page.keyboard.press("Enter");
    await counted(page, "2 of 4");
    await isSeen(page);
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.press("Shift+Enter");
    await counted(page, "4 of 4");
    await press(page, "Next match");
    await counted(page, "1 of 4");
    await press(page, "Previous match");
    await counted(page, "4 of 4");
    await isSeen(page);
  }));

test("accents, case and kinds of quotes make no difference", () =>
  here.read({}, async (page) => {
    await openReady(page, here.roman.path);
    await find(page, "naive");
    await counted(page, "1 of 1");
    assert.deepEqual(await marked(page), ["naïve"]);
    await find(page, "CAFÉ");
    await counted(page, "1 of 2");
    assert.deepEqual(await marked(page), ["Café", "cafe\u0301"]);
  }));

test("a match may begin in bold and end in italics, but not in another paragraph", () =>
  here.read({}, async (page) => {
    await openReady(page, here.roman.path);
    await find(page, "a subtractive  pair");
    await counted(page, "1 of 1");
    assert.deepEqual(await marked(page), ["A subtractive pair"]);
    await find(page, "a Roman numeral");
    await counted(page, "1 of 1");

    await find(page, "right. MCM");
    await counted(page, "Not found");
    assert.deepEqual(await marked(page), []);
    await find(page, "copy");
    await counted(page, "Not found");
  }));

test("signs that mean something in a pattern are just signs", () =>
  here.read({}, async (page) => {
    await openReady(page, here.roman.path);
    for (const words of ['println!("{}", 4);', "std::fmt;", "()"]) {
      await find(page, words);
      await counted(page, "1 of 1");
    }
    await find(page, ".*");
    await counted(page, "Not found");
    await find(page, "   ");
    await counted(page, "Not found");
  }));

test("what is folded is found, and opened when one goes there", () =>
  here.read({ viewport: phone }, async (page) => {
    await page.goto(here.rich.path);
    await headline(page, "Roman numerals, tested");
    await find(page, "subtractive pairs have to be");
    await counted(page, "of");
    await page.keyboard.press("Enter");

    await isSeen(page);
    assert.ok(await page.locator("details").first().evaluate((fold) => fold.open));
  }));

test("in a long block of code the line that matches is scrolled to", () =>
  here.read({ viewport: phone }, async (page) => {
    await openReady(page, here.roman.path);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.insertRule(".code-block pre { max-height: 12rem; overflow: auto; white-space: pre; }");
      document.adoptedStyleSheets = [sheet];
    });
    await find(page, "line_77 = 77; // a line of a long program");

    await counted(page, "1 of 1");
    await isSeen(page);
  }));

test("the first match is one from where the reader is on, and typing on stays there", () =>
  here.read({}, async (page) => {
    await page.goto(here.bees.path);
    await page.locator("article", { hasText: "Question 20:" }).evaluate((article) => article.scrollIntoView());
    await page.keyboard.press("Control+Shift+F");
    await page.keyboard.type("question");
    await counted(page, "20 of 40");
    await page.keyboard.type(" 2");

    await counted(page, "2 of 11");
    assert.deepEqual(await marked(page, "found-now"), ["Question 2"]);
    await isSeen(page);
  }));

test("Escape closes it, takes the marks away, and leaves the reader at what they found", () =>
  here.read({}, async (page) => {
    await page.goto(here.bees.path);
    await find(page, "Question 33:");
    await counted(page, "1 of 1");
    await isSeen(page);
    const before = await page.evaluate(() => scrollY);
    await page.keyboard.press("Escape");

    await page.getByRole("search").waitFor({ state: "hidden" });
    await focusIsOn(page, "article:has-text('Question 33:')");
    assert.equal(await page.evaluate(() => scrollY), before);
    assert.equal(await page.evaluate(() => String(getSelection())), "Question 33:");
    assert.equal(await page.evaluate(() => CSS.highlights.size), 0);
  }));

test("Control+Shift+F opens it with what is selected; without a match Escape leads back to the button", () =>
  here.read({}, async (page) => {
    await openReady(page, here.roman.path);
    await page.locator("strong").first().evaluate((word) => getSelection().selectAllChildren(word));
    await page.keyboard.press("Control+Shift+F");
    await counted(page, "1 of 1");
    assert.equal(await page.getByRole("textbox", { name: "Find" }).inputValue(), "Roman");

    await page.keyboard.type("xyz");
    await counted(page, "Not found");
    await page.keyboard.press("Escape");
    await page.locator("button:focus", { hasText: "Find" }).waitFor();
  }));

test("new messages are found, too", async () => {
  const { chat, path } = await here.shared(await here.owner.chat("Growing", talk.slice(0, 2)));
  await here.read({}, async (page) => {
    await openReady(page, path);
    await find(page, "unheard-of");
    await counted(page, "Not found");
    await here.owner.say(chat, [["user", "Something unheard-of."]]);
    await press(page, "Refresh");

    await counted(page, "1 of 1");
  });
});

test("a browser that can't mark still counts and goes there", () =>
  here.read({}, async (page) => {
    await page.addInitScript(() => delete window.Highlight);
    await page.goto(here.bees.path);
    await find(page, "Question 33:");
    await counted(page, "1 of 1");

    await page.locator("article", { hasText: "Question 33:" }).evaluate((article) => {
      if (article.getBoundingClientRect().top > innerHeight) throw new Error("out of view");
    });
  }));

test("what the browser has not drawn yet is found and brought into view", () =>
  here.read({}, async (page) => {
    await page.goto(here.bees.path);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.insertRule(".message { content-visibility: auto; contain-intrinsic-size: auto 40rem; }");
      document.adoptedStyleSheets = [sheet];
    });
    await find(page, "Question 37:");

    await counted(page, "1 of 1");
    await isSeen(page);
  }));

test("a long conversation is searched", async () => {
  const chat = await here.owner.chat("Long", []);
  const long = exchange(manyPrompts, 30);
  for (let i = 0; i < long.length; i += 500) await here.owner.say(chat, long.slice(i, i + 500));
  const { path } = await here.shared(chat);
  await here.read({}, async (page) => {
    await page.goto(path);
    await page.locator("article").nth(2 * manyPrompts - 1).waitFor({ state: "attached" });
    await press(page, "Find");
    await find(page, `sentence 29 of answer ${manyPrompts} `);
    await counted(page, "1 of 1");
    await isSeen(page);
    await find(page, "hives");
    await counted(page, "or more");
  });
});
