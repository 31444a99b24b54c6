// A server below a path: no page asks for anything beside it, and every way within the page stays below it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { giveAccount, givePassword, headline, seeText } from "./support/look.js";
import { someone } from "./support/people.js";
import { withReader } from "./support/reader.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const BASE = "/share";
const here = stage(async (server) => ({ owner: await someone(server, "owner") }), { flags: ["--public-url", `http://localhost${BASE}`] });

/** A reader is watched for requests outside of the server, which begins with the path here. */
const read = (use) => withReader(here.browser, { url: here.server.url + BASE }, {}, use);
const at = (page) => new URL(page.url()).pathname;

test("the owner's page is whole below a path", async () => {
  const chat = await here.owner.chat("Tomatoes", ordinary);
  await read(async (page) => {
    await page.goto(`${BASE}/`);
    await giveAccount(page, here.owner.email, here.owner.password);
    await page.getByRole("link", { name: "Tomatoes" }).click();
    await headline(page, "Tomatoes");
    assert.equal(at(page), `${BASE}/conversations/${chat.id}`);
    await page.reload();
    await headline(page, "Tomatoes");
    await page.getByRole("link", { name: "Shared links" }).click();
    await headline(page, "Shared links");
    assert.equal(at(page), `${BASE}/shares`);
    await page.goBack();
    await headline(page, "Tomatoes");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Conversations" }).click();
    await page.waitForURL(`**${BASE}/`);
    const share = await here.owner.share(chat);
    await page.goto(new URL(share.short_url).pathname);
    await headline(page, "Tomatoes");
    assert.match(at(page), /^\/share\/shared\/chats\//);
  });
});

test("a reader gets in with the password, and an unknown link says so", async () => {
  const chat = await here.owner.chat("Locked", ordinary);
  const share = await here.owner.share(chat, { password: "open sesame" });
  await read(async (page) => {
    await page.goto(new URL(share.short_url).pathname);
    await givePassword(page, "open sesame");
    await headline(page, "Locked");
    await page.goto(`${BASE}/s/nothing-here`);
    await seeText(page, "There is no conversation here");
  });
});

test("a view with a limit is opened below a path", async () => {
  const chat = await here.owner.chat("Once", ordinary);
  const { share } = await here.owner.send("POST", `/chats/${chat.id}/shares`, { max_views: 1 });
  await read(async (page) => {
    await page.goto(new URL(share.url).pathname);
    await page.getByRole("button", { name: "Open the conversation" }).click();
    await headline(page, "Once");
    await page.reload();
    await headline(page, "Once");
  });
});
