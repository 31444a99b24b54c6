// The contents: along the prompts of a conversation, by list, by keyboard, on any screen.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focusIsOn, headline, messages, press } from "./support/look.js";
import { exchange } from "./support/lengthy.js";
import { manyPrompts } from "./support/nightly.js";
import { someone } from "./support/people.js";
import { phone } from "./support/reader.js";
import { stage } from "./support/stage.js";

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const share = async (prompts) => {
    const chat = await owner.chat("Bees", exchange(prompts, 12));
    return { chat, path: `/shared/chats/${(await owner.share(chat)).uuid}` };
  };
  return { owner, share, bees: await share(30) };
});

async function open(page, path = here.bees.path) {
  await page.goto(path);
  await headline(page, "Bees");
}

const contents = (page) => page.getByRole("navigation", { name: "Prompts" });
const prompt = (page, n) => contents(page).getByRole("link", { name: `Question ${n}:` });
const current = (page) => page.locator("[aria-current=location] .outline-number").textContent();
const isAtPrompt = (page, n) => focusIsOn(page, `article:has-text("Question ${n}:")`);

/** The message begins right under the bar, or the page can't scroll further. */
async function standsAtTheTop(page) {
  await page.waitForFunction(() => {
    const { top } = document.activeElement.getBoundingClientRect();
    const bar = document.querySelector(".bar").getBoundingClientRect().bottom;
    const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    return top >= bar && (top < bar + 60 || isAtEnd);
  });
}

test("on a wide window the contents stay open beside the text, and mark where the reader is", () =>
  here.read({}, async (page) => {
    await open(page);
    await press(page, "Contents");
    assert.equal(await contents(page).getByRole("link").count(), 30);
    await prompt(page, 7).click();

    await isAtPrompt(page, 7);
    await standsAtTheTop(page);
    await page.waitForFunction(() => document.querySelector("[aria-current]")?.textContent.includes("Question 7:"));
    await page.mouse.move(800, 400);
    await page.mouse.wheel(0, 4000);
    await page.waitForFunction(() => !document.querySelector("[aria-current]")?.textContent.includes("Question 7:"));
    assert.ok(Number(await current(page)) > 8);
    const { x, width } = await page.locator(".outline").boundingBox();
    const text = await page.locator(".message").first().boundingBox();
    assert.ok(x + width < text.x, "the contents cover the text");
  }));

test("on a phone they are a sheet, which goes when a prompt was chosen", () =>
  here.read({ viewport: phone }, async (page) => {
    await open(page);
    await press(page, "Contents");
    await page.getByRole("dialog", { name: "Contents" }).waitFor();
    await prompt(page, 12).click();

    await isAtPrompt(page, 12);
    await standsAtTheTop(page);
    await contents(page).waitFor({ state: "hidden" });
  }));

test("the contents in view follow the reader", () =>
  here.read({ viewport: phone }, async (page) => {
    await open(page);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight - 3000));
    await press(page, "Contents");

    await page.locator("[aria-current]:focus").waitFor();
    const { top, bottom } = await page.locator("[aria-current]").evaluate((link) => link.getBoundingClientRect());
    assert.ok(top > 100 && bottom <= 844, `the current prompt stands at ${top}`);
  }));

for (const [look, viewport] of Object.entries({ phone, desktop: { width: 1280, height: 800 } })) {
  test(`Escape and the button close them and give the focus back (${look})`, () =>
    here.read({ viewport }, async (page) => {
      await open(page);
      const button = page.getByRole("button", { name: "Contents" });
      await button.focus();
      await page.keyboard.press("Enter");
      await contents(page).waitFor();
      assert.equal(await button.getAttribute("aria-expanded"), "true");
      // What a screen reader says of it.
      await button.evaluate((button) => button.addEventListener("focus", () => (window.heard = button.ariaExpanded)));
      await page.keyboard.press("Escape");

      await contents(page).waitFor({ state: "hidden" });
      await page.locator("button:focus", { hasText: "Contents" }).waitFor();
      assert.equal(await page.evaluate(() => window.heard), "false");
    }));
}

test("a press beside the sheet closes it", () =>
  here.read({ viewport: phone }, async (page) => {
    await open(page);
    await press(page, "Contents");
    await contents(page).waitFor();
    await page.mouse.click(100, 40);

    await contents(page).waitFor({ state: "hidden" });
  }));

test("Alt and the arrows lead from prompt to prompt, with the focus, to the last and back", () =>
  here.read({}, async (page) => {
    await open(page);
    for (const n of [1, 2, 3]) {
      await page.keyboard.press("Alt+ArrowDown");
      await isAtPrompt(page, n);
      await standsAtTheTop(page);
    }
    await page.keyboard.press("Alt+ArrowUp");
    await isAtPrompt(page, 2);

    for (let n = 3; n <= 30; n += 1) {
      await page.keyboard.press("Alt+ArrowDown");
      await isAtPrompt(page, n);
    }
    await page.keyboard.press("Alt+ArrowDown");
    await page.locator("[role=status]", { hasText: "No further prompt" }).waitFor({ state: "attached" });
    await isAtPrompt(page, 30);
  }));

test("back from the middle of an answer goes to the prompt that it answers", () =>
  here.read({ viewport: phone }, async (page) => {
    await open(page);
    await page.locator("article", { hasText: "of answer 5 " }).evaluate((article) => {
      scrollTo(0, article.getBoundingClientRect().bottom + scrollY - 200);
    });
    await page.keyboard.press("Alt+ArrowUp");

    await isAtPrompt(page, 5);
  }));

test("in a field the keys belong to the field", () =>
  here.read({}, async (page) => {
    await open(page);
    await press(page, "Find");
    await page.keyboard.press("Alt+ArrowDown");

    await page.getByRole("textbox", { name: "Find" }).and(page.locator(":focus")).waitFor();
  }));

test("the buttons lead on, and say which keys do the same", () =>
  here.read({}, async (page) => {
    await open(page);
    await press(page, "Contents");
    const next = page.getByRole("button", { name: "Next prompt" });
    assert.equal(await next.getAttribute("aria-keyshortcuts"), "Alt+ArrowDown");
    await next.click();
    await isAtPrompt(page, 1);

    await next.click();
    await isAtPrompt(page, 2);
    await press(page, "Previous prompt");
    await isAtPrompt(page, 1);
  }));

test("new prompts join the contents", async () => {
  const { chat, path } = await here.share(2);
  await here.read({}, async (page) => {
    await open(page, path);
    await press(page, "Contents");
    await here.owner.say(chat, [["user", `Question 3: \n\n ${"long ".repeat(100)}`]]);
    await press(page, "Refresh");

    await prompt(page, 3).waitFor();
    assert.ok((await prompt(page, 3).innerText()).length < 140);
  });
});

test("a conversation with a single prompt has no contents", async () => {
  const { path } = await here.share(1);
  await here.read({}, async (page) => {
    await open(page, path);

    assert.equal(await page.getByRole("button", { name: "Contents" }).count(), 0);
  });
});

test("a long conversation opens its contents, and jumps along them", async () => {
  const chat = await here.owner.chat("Bees", []);
  const talk = exchange(manyPrompts, 2);
  for (let i = 0; i < talk.length; i += 500) await here.owner.say(chat, talk.slice(i, i + 500));
  const path = `/shared/chats/${(await here.owner.share(chat)).uuid}`;
  await here.read({}, async (page) => {
    await open(page, path);
    await messages(page).nth(2 * manyPrompts - 1).waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Contents" }).click();
    await prompt(page, manyPrompts - 100).click();

    await isAtPrompt(page, manyPrompts - 100);
    await standsAtTheTop(page);
  });
});
