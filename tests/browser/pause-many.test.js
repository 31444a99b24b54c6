// Links of several conversations are paused in the list of conversations.

import assert from "node:assert/strict";
import { test } from "node:test";
import { noticeSays, press, seeText } from "./support/look.js";
import { atOwnPage } from "./support/owner.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage();

test("the links of ticked conversations are paused at once, and come back", async () => {
  const owner = await someone(here.server, "owner");
  const shares = [];
  for (const name of ["Apples", "Pears"]) shares.push(await owner.share(await owner.chat(name, ordinary)));
  await owner.chat("Plums", ordinary);
  const statuses = () =>
    Promise.all(shares.map(async ({ uuid }) => (await fetch(`${here.server.url}/api/shared/chats/${uuid}`)).status));
  await atOwnPage(here, owner, {}, async (page) => {
    await page.goto("/");
    await page.getByRole("checkbox", { name: "Select Plums" }).check();
    await seeText(page, "1 selected");
    assert.equal(await page.getByRole("button", { name: "Pause links" }).isVisible(), false, "it has none");
    await page.getByRole("checkbox", { name: "Select Apples" }).check();
    await page.getByRole("checkbox", { name: "Select Pears" }).check();
    await press(page, "Pause links");
    await noticeSays(page, "2 links are paused.");
    assert.deepEqual(await statuses(), [404, 404]);
    await press(page, "Undo");
    await noticeSays(page, "2 links work again.");
    assert.deepEqual(await statuses(), [200, 200]);
  });
});
