// An agent's work: one block between two prompts, its steps folded, diffs and terminals in them, and a switch for all of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isAccessible } from "./support/reader.js";
import { messages, press } from "./support/look.js";
import { session } from "./support/session.js";
import { stage } from "./support/stage.js";
import { makeWorld } from "./support/states.js";

const here = stage(async (server) => {
  const world = await makeWorld(server);
  const chat = await world.owner.import(session);
  return { world, path: `/shared/chats/${(await world.owner.share(chat)).uuid}` };
});

const run = (page) => page.locator(".steps").first();
const step = (page, words) => page.locator(".step", { has: page.locator(":scope > summary", { hasText: words }) });
const choose = (page, words) => page.locator(".view-switch").getByText(words, { exact: true }).click();

test("what an agent does between two prompts is one block, and its steps are one line", () =>
  here.read({}, async (page) => {
    await page.goto(here.path);

    assert.equal(await messages(page).count(), 4);
    const line = (await page.locator(".steps > summary").last().innerText()).replaceAll(/\s+/g, " ").trim();
    assert.match(line, /^7 steps 3 files changed, ran 1 command, used 1 agent \+\d+ −\d+$/);
    await page.getByText(/took \d min \d+ s/).first().waitFor();
  }));

test("an edit shows the words that changed, a command its colours and what it wrote over", () =>
  here.read({}, async (page) => {
    await page.goto(here.path);
    await page.locator(".steps > summary").last().click();
    await step(page, "Edited src/main.rs").first().locator(":scope > summary").click();
    await step(page, "Ran cargo test").last().locator(":scope > summary").click();

    assert.equal(await page.locator(".diff ins b").first().textContent(), "TIME");
    const printed = await step(page, "Ran cargo test").last().locator("pre").last().innerText();
    assert.match(printed, /^ +Finished test profile/);
    assert.equal(await page.locator(".t-2").first().evaluate((span) => getComputedStyle(span).color === getComputedStyle(span.parentElement).color), false);
  }));

test("the switch hides steps, or opens all of them, and is remembered", () =>
  here.read({}, async (page) => {
    await page.goto(here.path);
    await choose(page, "Conversation only");
    await run(page).waitFor({ state: "hidden" });
    await page.getByText("What has no unit is refused").waitFor();

    await choose(page, "Everything");
    await page.locator(".diff").first().waitFor();
    await page.reload();
    await page.locator(".diff").first().waitFor();
    await choose(page, "With steps");
    await page.locator(".diff").first().waitFor({ state: "hidden" });
  }));

test("a link to a step, and what is found in it, open what is folded around it", () =>
  here.read({}, async (page) => {
    await page.goto(here.path);
    await choose(page, "Conversation only");
    const anchor = await page.locator(".steps .anchor").last().getAttribute("id");
    await page.goto(`${here.path}#${anchor}`);
    await page.locator(`#${anchor} + .step`).waitFor();

    await page.reload();
    await choose(page, "Conversation only");
    await press(page, "Find");
    await page.getByLabel("Find", { exact: true }).last().fill("Option<u64>");
    await page.getByText("1 of 1").waitFor();
    await page.locator(".diff", { hasText: "Option<u64>" }).first().waitFor();
  }));

test("what is long shows its beginning, and all of it at a press", () =>
  here.read({}, async (page) => {
    await page.goto(here.path);
    const pasted = page.locator(".clamp").first();
    const height = async () => (await pasted.boundingBox()).height;
    const before = await height();
    assert.ok(before < 500);
    await pasted.getByLabel(/^Show all 6\d lines$/).check();
    assert.ok((await height()) > before + 300);
  }));

test("the files that changed are listed, each with its diffs", () =>
  here.read({}, async (page) => {
    await page.goto(here.path);
    const files = page.locator(".changed-files");
    assert.match(await files.getByRole("heading").innerText(), /^4 files changed \+\d+ −\d+$/);
    await files.locator("summary", { hasText: "src/main.rs" }).click();

    await files.locator(".diff").nth(1).waitFor();
    await page.locator(".view-files").click();
    assert.ok(await files.evaluate((list) => list.getBoundingClientRect().top < innerHeight));
  }));

test("every box can be copied as it is, and nothing in it is cut off", () =>
  here.read({ viewport: { width: 390, height: 844 } }, async (page) => {
    await page.goto(here.path);
    await choose(page, "Everything");
    // The buttons come to what is near.
    for (const article of await messages(page).all()) await article.scrollIntoViewIfNeeded();
    const bare = ".message .code-block:not(:has(> .act), details:not([open]) *)";
    await page.waitForFunction((bare) => !document.querySelector(bare), bare);
    const lost = await page.locator(".message pre").evaluateAll((all) =>
      all.filter((pre) => {
        const { right } = pre.getBoundingClientRect();
        return right > innerWidth || (pre.scrollWidth > pre.clientWidth + 1 && !["auto", "scroll"].includes(getComputedStyle(pre).overflowX));
      }).length);
    assert.equal(lost, 0);
  }));

test("on a phone the names of files are seen, and what was done", async () => {
  const file_path = "/home/ada/work/some-project-of-hers/crates/stopwatch/src/parsing/time.rs";
  const call = (id, name, input) => ({ type: "tool_use", id, name, input: { file_path, ...input } });
  const calls = [call("a", "Read"), call("b", "Edit", { old_string: "x", new_string: "y" }), call("c", "Other")];
  const results = ["a", "b", "c"].map((id) => ({ type: "tool_result", tool_use_id: id, content: "done" }));
  const chat = await here.world.owner.import({ title: "Paths", messages: [{ role: "user", content: "Go" }, { role: "assistant", content: calls }, { role: "user", content: results }] });
  const { uuid } = await here.world.owner.share(chat);
  await here.read({ viewport: { width: 320, height: 640 } }, async (page) => {
    await page.goto(`/shared/chats/${uuid}`);
    const gist = page.locator(".steps > summary > .fold-gist");
    assert.equal(await gist.innerText(), "1 file changed, read 1 file, used 1 other tool");
    assert.ok(await gist.evaluate(({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth));

    await page.locator(".steps > summary").click();
    for (const path of await page.locator(":is(.step, .changed-file) > summary > .path").all()) {
      assert.equal(await path.innerText(), file_path);
      const seen = await path.evaluate((path) => {
        const range = document.createRange();
        const text = path.querySelector("bdi").firstChild;
        range.setStart(text, text.data.lastIndexOf("/") + 1);
        range.setEnd(text, text.data.length);
        const [name, box] = [range.getBoundingClientRect(), path.getBoundingClientRect()];
        return name.left >= box.left - 1 && name.right <= box.right + 1;
      });
      assert.ok(seen);
    }
  });
});

test("on a phone no button covers a command, and what a file is called breaks nowhere else", async () => {
  const command = "git commit --all --message 'Say the time in words'";
  const calls = [
    { type: "tool_use", id: "a", name: "Bash", input: { command } },
    { type: "tool_use", id: "b", name: "Write", input: { file_path: "/home/ada/work/stopwatch/README.md", content: "# Stopwatch\n" } },
  ];
  const results = ["a", "b"].map((id) => ({ type: "tool_result", tool_use_id: id, content: "done" }));
  const chat = await here.world.owner.import({ title: "Commands", messages: [{ role: "user", content: "Go" }, { role: "assistant", content: calls }, { role: "user", content: results }] });
  const { uuid } = await here.world.owner.share(chat);
  await here.read({ viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true }, async (page) => {
    await page.goto(`/shared/chats/${uuid}`);
    await choose(page, "Everything");
    const block = page.locator(".term-in .code-block");
    await block.locator(".act-code").waitFor();
    const isCovered = await block.evaluate((block) => {
      const button = block.querySelector(".act-code").getBoundingClientRect();
      const range = document.createRange();
      range.selectNodeContents(block.querySelector("code"));
      return [...range.getClientRects()].some((line) => line.right > button.left && line.left < button.right && line.top < button.bottom && line.bottom > button.top);
    });
    assert.equal(isCovered, false);
    const caption = page.locator(".step .diff > figcaption");
    const lines = await caption.evaluate((caption) => {
      const count = (node) => {
        const range = document.createRange();
        range.selectNodeContents(node);
        return new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size;
      };
      return [count(caption.querySelector(".diff-count")), count([...caption.childNodes].find((node) => node.data?.includes("new")))];
    });
    assert.deepEqual(lines, [1, 1]);
  });
});

for (const colorScheme of ["light", "dark"]) {
  test(`a session with everything unfolded is accessible, ${colorScheme}`, () =>
    here.read({ colorScheme }, async (page) => {
      await page.goto(here.path);
      await choose(page, "Everything");
      await page.locator(".diff").first().waitFor();

      await isAccessible(page, { look: colorScheme });
    }));
}

test("without scripts steps unfold, and the switch works all the same", () =>
  here.read({ javaScriptEnabled: false }, async (page) => {
    await page.goto(here.path);
    await page.locator(".steps > summary").first().click();
    await step(page, "Searched").first().waitFor();
    await choose(page, "Conversation only");
    await run(page).waitFor({ state: "hidden" });
  }));
