// A share that may be opened so many times, and the counting of openings.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focusIsOn, givePassword, headline, press, seeText } from "./support/look.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ owner: await someone(server, "owner") }));

/** A fresh chat with a share; `views` asks the owner's list how often it was opened. */
async function shared(settings = {}) {
  const chat = await here.owner.chat("Counted", ordinary);
  const { share } = await here.owner.send("POST", `/chats/${chat.id}/shares`, settings);
  const views = async () => {
    const { shares } = await here.owner.send("GET", "/shares?limit=200");
    return shares.find(({ id }) => id === share.id).views;
  };
  return { chat, share, path: `/shared/chats/${share.uuid}`, views };
}

/** The page has told the server that it was seen. */
const counted = (page) => page.waitForResponse((response) => response.url().endsWith("/views"));

test("a share that can be opened once opens with a button, for one of two readers", async () => {
  const { path, views } = await shared({ max_views: 1 });
  await here.read({}, async (first) => {
    await here.read({}, async (second) => {
      for (const page of [first, second]) {
        await page.goto(path);
        await headline(page, "This conversation can be viewed once");
      }
      assert.equal(await views(), 0, "looking takes none");
      await press(first, "Open the conversation");
      await headline(first, "Counted");
      await focusIsOn(first, "h1");

      await press(second, "Open the conversation");
      await headline(second, "There is no conversation here");
      await first.reload();
      await headline(first, "Counted");
      assert.equal(await views(), 1);
    });
  });
});

test("the password comes before the button", async () => {
  const { path, views } = await shared({ max_views: 2, is_protected: true, hashed_password: "opensesame" });
  await here.read({}, async (page) => {
    await page.goto(path);
    await givePassword(page, "guess");
    await seeText(page, "Wrong password");
    assert.equal(await views(), 0);
    await givePassword(page, "opensesame");
    await headline(page, "This conversation can be viewed 2 more times");
    await press(page, "Open the conversation");
    await headline(page, "Counted");
    assert.equal(await views(), 1);
  });
});

test("an opening is counted once an hour for a reader, and not for the owner", async () => {
  const { path, views } = await shared();
  await here.read({}, async (page) => {
    for (const expected of [1, 1]) {
      const answer = counted(page);
      await page.goto(path);
      await headline(page, "Counted");
      await answer;
      assert.equal(await views(), expected);
    }
  });
  await here.read({}, async (page) => {
    const answer = counted(page);
    await here.owner.enter(page, path);
    await headline(page, "Counted");
    await answer;
    assert.equal(await views(), 1);
  });
});

test("the owner reads without taking an opening", async () => {
  const { path, views } = await shared({ max_views: 1 });
  await here.read({}, async (page) => {
    await here.owner.enter(page, path);
    await headline(page, "Counted");
    assert.equal(await views(), 0);
  });
});

test("whoever is noted is told so", async () => {
  const { path } = await shared({ records_visitors: true });
  await here.read({}, async (page) => {
    await page.goto(path);
    await headline(page, "Counted");
    await page.getByText("recorded for its owner").waitFor();
  });
});

test("what its owner does not offer to be continued offers no command and no messages for programs", async () => {
  const { path } = await shared({ may_be_continued: false });
  await here.read({}, async (page) => {
    await page.goto(path);
    await headline(page, "Counted");
    await press(page, "More");
    await page.locator(".menu").getByRole("button", { name: "Copy link" }).waitFor();
    await page.locator(".menu").getByRole("button", { name: "Copy the command to continue" }).waitFor({ state: "hidden" });
    await page.getByRole("link", { name: "Messages JSON file", exact: true }).waitFor({ state: "hidden" });
    await page.getByRole("link", { name: "Markdown file", exact: true }).waitFor();
  });
});

test("the button works when the server comes back", async () => {
  const { path } = await shared({ max_views: 1 });
  await here.read({}, async (page) => {
    await page.goto(path);
    await headline(page, "This conversation can be viewed once");
    await page.route("**/views", (route) => route.abort());
    await press(page, "Open the conversation");
    await page.getByText("can't be reached").waitFor();
    await page.unroute("**/views");
    await press(page, "Open the conversation");
    await headline(page, "Counted");
  });
});
