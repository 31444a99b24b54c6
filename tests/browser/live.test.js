// A session that its program sends while somebody reads it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { liveSession } from "./support/live-session.js";
import { becomes, headline, messages, noticeSays, seeText } from "./support/look.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";

const here = stage(async (server) => ({ owner: await someone(server, "owner") }));

test("the page says that it is live, shows what comes, and stays where the reader reads", async () => {
  const { path, sync } = await liveSession(here.server, here.owner, "ses_live");
  const long = Array.from({ length: 60 }, (_, line) => `Line ${line}.`).join("\n\n");
  await sync([1, "user", "Why is the sky blue?"], [2, "assistant", long]);
  await here.read({}, async (page) => {
    await page.goto(path);
    await headline(page, "Sky");
    await page.locator(".live", { hasText: "Live" }).waitFor();
    await page.evaluate(() => scrollTo(0, 400));
    await sync([3, "user", "And the sea?"]);
    await seeText(page, "And the sea?");
    assert.equal(await page.evaluate(() => scrollY), 400);
    assert.equal(await messages(page).count() >= 3, true);
  });
});

test("what is heard brings news before the page would ask", async () => {
  const { path, sync } = await liveSession(here.server, here.owner, "ses_heard");
  await sync([1, "user", "Why is the sky blue?"]);
  await here.read({}, async (page) => {
    await page.goto(path);
    await page.locator(".live", { hasText: "Live" }).waitFor();
    // From here on no time passes for the page: it does not ask by itself.
    const now = Date.now();
    await page.clock.install({ time: now });
    await page.clock.pauseAt(now + 600_000);
    await sync([1, "user", "Why is the sky blue?"], [2, "assistant", "Rayleigh scattering."]);
    await seeText(page, "Rayleigh scattering.");
  });
});

test("a link that is paused is told at once, and nothing is live any more", async () => {
  const { path, sync } = await liveSession(here.server, here.owner, "ses_paused");
  await sync([1, "user", "Why is the sky blue?"]);
  await here.read({}, async (page) => {
    await page.goto(path);
    await page.locator(".live", { hasText: "Live" }).waitFor();
    const { shares } = await here.owner.send("GET", "/shares");
    const { id } = shares.find(({ url }) => url.endsWith(path));
    await here.owner.send("PATCH", "/shares", { share_ids: [id], is_shared: false });
    await noticeSays(page, "Access to this conversation has ended or changed.");
    await becomes(() => page.locator(".live").innerText(), "");
  });
});
