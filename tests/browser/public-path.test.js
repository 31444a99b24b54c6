// A server below a path: no page asks for anything beside it, and every way within the page stays below it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { liveSession } from "./support/live-session.js";
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

test("a session that goes on is live below a path", async () => {
  const { path, sync } = await liveSession(here.server, here.owner, "ses_path");
  await sync([1, "user", "Why is the sky blue?"]);
  await read(async (page) => {
    await page.goto(`${BASE}${path}`);
    await page.locator(".live", { hasText: "Live" }).waitFor();
    await sync([1, "user", "Why is the sky blue?"], [2, "assistant", "Rayleigh scattering."]);
    await seeText(page, "Rayleigh scattering.");
  });
});

test("who has no account is led to where the proxy signs people out, which is not below the path", () =>
  read(async (page) => {
    const proxy = { email: "eve@example.com", sign_out_url: "/oauth2/sign_out" };
    await page.route("**/api/auth/me", (route) => route.fulfill({ status: 401, json: { statusCode: 401, data: { proxy } } }));
    await page.goto(`${BASE}/`);
    await headline(page, "You have no account here");
    const out = page.getByRole("link", { name: "Sign out" });
    assert.equal(await out.evaluate((link) => new URL(link.href).pathname), "/oauth2/sign_out");
  }));
