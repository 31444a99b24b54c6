// The API's description as a page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { headline } from "./support/look.js";
import { isNightly } from "./support/nightly.js";
import { isAccessible, phone } from "./support/reader.js";
import { stage } from "./support/stage.js";

const here = stage();

for (const [look, viewport] of [["api", undefined], ["api-phone", phone]]) {
  test(`every operation is described, and fits (${look})`, () =>
    here.read(viewport ? { viewport } : {}, async (page) => {
      await page.goto("/api");
      await headline(page, "neptun-share API");
      const { paths } = await (await fetch(`${here.server.url}/api/openapi.json`)).json();
      const operations = Object.values(paths).flatMap((item) => Object.entries(item).filter(([name]) => name !== "parameters"));
      assert.equal(await page.getByRole("heading", { level: 3 }).count(), operations.length);
      await page.getByRole("link", { name: "Whitelist" }).click();
      await page.getByRole("heading", { level: 2, name: "Whitelist" }).waitFor();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), viewport?.width ?? 1280);
      // It is long: axe takes seconds for it.
      if (isNightly || viewport) await isAccessible(page, { look });
    }));
}
