// The page stays where it is: while it loads, at its end, and while the conversation goes on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { exchange } from "./support/lengthy.js";
import { comesToRest, headline, messages, noticeSays, press } from "./support/look.js";
import { isNightly } from "./support/nightly.js";
import { someone } from "./support/people.js";
import { phone } from "./support/reader.js";
import { session } from "./support/session.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const facts = {
  title: "Facts",
  model: "claude-sonnet-5",
  messages: [
    { role: "user", created_at: 1794949200, content: "a" },
    { role: "assistant", created_at: 1794949529, content: "b" },
  ],
};

const longTitle = "Find out why the night shift's reports are empty, mend it, and write down how it can't happen again";

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const path = async (chat) => `/shared/chats/${(await owner.share(chat)).uuid}`;
  return {
    owner,
    facts: await path(await owner.import(facts)),
    session: await path(await owner.import(session)),
    titled: await path(await owner.import({ ...session, title: longTitle, model: "claude-sonnet-4-5-20250929" })),
    long: await path(await owner.chat("Long", exchange(300))),
    ordinary: await path(await owner.chat("Watering tomatoes on a balcony", ordinary)),
  };
});

/** How much of the page moved by itself (https://web.dev/articles/cls). */
function watchShifts() {
  window.shifted = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { value, hadRecentInput } of list.getEntries()) window.shifted += hadRecentInput ? 0 : value;
  });
  observer.observe({ type: "layout-shift", buffered: true });
}

const moving = { reducedMotion: "no-preference" };
const locales = ["en-US", "de-DE", "ja-JP"];
for (const [i, width] of [320, 390, 600, 768, 1000, 1280, 1440, 1920].entries()) {
  test(`nothing moves while the page comes, ${width} pixels wide`, async () => {
    for (const locale of isNightly ? locales : [locales[i % 3]]) {
      await here.read({ viewport: { width, height: 844 }, locale, timezoneId: "America/New_York", ...moving }, async (page) => {
        await page.addInitScript(watchShifts);
        await page.goto(here.facts);
        await page.locator(".message-tools").first().waitFor({ state: "attached" });
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

        const shifted = await page.evaluate(() => window.shifted);
        assert.ok(shifted <= 0.02, `${shifted} (${locale})`);
      });
    }
  });
}

const display = (formulas) => formulas.map((formula) => `So it is:\n\n$$${formula}$$`).join("\n\n");
const formulas = {
  "within the text": "With $e^{i\\pi}+1=0$ and $\\sqrt{x^2+y^2}$ goes $\\frac{a}{b}$, and so does $\\sum_{i=1}^n i$ or $\\int_0^1 x\\,dx$.\n\n".repeat(8),
  "that are integrals": display(["\\int_0^1 x\\,dx", "\\int_{-\\infty}^{\\infty} e^{-x^2}\\,dx = \\sqrt{\\pi}", "\\int f(x)\\,dx", "\\oint_C F \\cdot dr", "\\iint_D f", "\\int_0^\\infty \\frac{\\sin x}{x}\\,dx"]),
  "that are sums": display(["\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}", "\\prod_{k=1}^n k", "\\bigcup_{i} A_i", "\\sum_{i}\\sum_{j} a_{ij}"]),
  "on lines of their own": display(["E = mc^2", "\\frac{a}{b}", "x^2 + y^2 = z^2", "\\lim_{x\\to 0} \\frac{\\sin x}{x} = 1", "\\hat{x} + \\vec{v}"]),
};

for (const [which, text] of Object.entries(formulas)) {
  test(`hardly anything moves when the font of formulas ${which} comes late`, async () => {
    const { owner } = here;
    const chat = await owner.chat("Formulas", [["user", "$x^2$"], ["assistant", text]]);
    const { uuid } = await owner.share(chat);
    await here.read({ viewport: phone, ...moving }, async (page) => {
      await page.addInitScript(watchShifts);
      let send;
      const wanted = new Promise((resolve) => page.route("**/*.woff2", (route) => resolve((send = () => route.continue()))));
      await page.goto(`/shared/chats/${uuid}`, { waitUntil: "commit" });
      await wanted;
      const twoFrames = () => page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      await twoFrames();
      await send();
      await page.evaluate(() => document.fonts.ready);
      await twoFrames();

      const shifted = await page.evaluate(() => window.shifted);
      assert.ok(shifted <= 0.02, `${shifted}`);
    });
  });
}

for (const name of ["ordinary", "session", "titled"]) {
  test(`on a phone the head takes a quarter of the screen at most (${name})`, () =>
    here.read({ viewport: phone }, async (page) => {
      await page.goto(here[name]);
      const top = await page.locator(".messages").evaluate((list) => list.getBoundingClientRect().top);
      assert.ok(top <= phone.height / 4, `the messages begin at ${top}`);
    }));
}

test("on a phone a long title is whole once it is touched", () =>
  here.read({ viewport: phone, hasTouch: true }, async (page) => {
    await page.goto(here.titled);
    const title = page.getByRole("heading", { name: longTitle });
    const isWhole = () => title.evaluate((heading) => heading.scrollHeight <= heading.clientHeight + 1);
    assert.equal(await isWhole(), false);
    await title.tap();
    assert.equal(await isWhole(), true);
  }));

test("End goes to the end", () =>
  here.read({}, async (page) => {
    await page.goto(here.long);
    await headline(page, "Long");
    await page.keyboard.press("End");
    await page.waitForFunction(() => Math.abs(document.documentElement.scrollHeight - innerHeight - scrollY) < 2);
    await comesToRest(page);

    const left = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight - scrollY);
    assert.ok(Math.abs(left) < 2, `${left} pixels are left`);
    await page.locator("article", { hasText: "Question 300:" }).waitFor();
  }));

test("a frequent word is found from where the reader is on", async () => {
  const { owner } = here;
  const chat = await owner.chat("Frequent", exchange(300, 4).map(([role, text]) => [role, `${text} ${"the ".repeat(20)}`]));
  const { uuid } = await owner.share(chat);
  await here.read({}, async (page) => {
    await page.goto(`/shared/chats/${uuid}`);
    await page.locator("article", { hasText: "Question 200:" }).evaluate((article) => article.scrollIntoView());
    await comesToRest(page);
    const before = await page.evaluate(() => scrollY);
    await page.keyboard.press("/");
    await page.keyboard.type("the");
    await page.locator(".find-count", { hasText: "10,000 or more" }).waitFor();

    const after = await page.evaluate(() => scrollY);
    assert.ok(Math.abs(after - before) < 3_000, `from ${before} to ${after}`);
  });
});

test("what is said meanwhile comes by itself within two seconds, and nothing moves", async () => {
  const { owner } = here;
  const chat = await owner.chat("Going on", exchange(10));
  const { uuid } = await owner.share(chat);
  await here.read({}, async (page) => {
    await page.goto(`/shared/chats/${uuid}`);
    await headline(page, "Going on");
    await page.evaluate(() => scrollTo(0, 400));
    await owner.say(chat, [["user", "One more?"], ["assistant", "One more."], ["user", "Thanks"]]);
    await noticeSays(page, "3 new messages");

    assert.equal(await page.evaluate(() => scrollY), 400);
    assert.equal(await messages(page).count(), 23);
    await owner.say(chat, [["assistant", "You are welcome."]]);
    await noticeSays(page, "4 new messages");
    await press(page, "Show");
    await page.locator("article:focus", { hasText: "One more?" }).waitFor();
  });
});
