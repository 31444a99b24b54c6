// The search inside messages, below the list of conversations.

import assert from "node:assert/strict";
import { test } from "node:test";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";

const here = stage();
const hits = (page) => page.getByRole("region", { name: "In messages" });

test("what was said is found, and leads to its message", () =>
  here.read({}, async (page) => {
    const owner = await someone(here.server, "owner");
    await owner.chat("The sky", [
      ["user", "Why is it blue?"],
      ["assistant", "Because of Rayleigh scattering, mostly."],
    ]);
    await owner.enter(page);
    await page.getByRole("searchbox").fill("rayleigh mostly");
    await hits(page).getByText("1 place found in messages.").waitFor();
    assert.deepEqual(await hits(page).locator("mark").allInnerTexts(), ["Rayleigh", "mostly"]);

    await hits(page).getByRole("link", { name: "The sky" }).click();
    await page.locator(".message.is-target", { hasText: "Rayleigh scattering" }).waitFor();
    assert.match(new URL(page.url()).hash, /^#m-\d+$/);
  }));

test("nothing typed, nothing searched; nothing found is said", () =>
  here.read({}, async (page) => {
    const owner = await someone(here.server, "owner");
    await owner.chat("The sky", [["user", "Why is it blue?"]]);
    await owner.enter(page);
    await page.getByRole("rowheader").first().waitFor();
    assert.equal(await hits(page).count(), 0);
    await page.getByRole("searchbox").fill("green");
    await hits(page).getByText("Nothing found in messages.").waitFor();
    await page.getByRole("searchbox").fill("");
    await hits(page).waitFor({ state: "hidden" });
  }));
