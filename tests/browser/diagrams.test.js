// Mermaid diagrams as pictures: seen in light and dark, wide and narrow, with their source one press away.

import assert from "node:assert/strict";
import { test } from "node:test";
import { headline } from "./support/look.js";
import { isAccessible, keepShot, neverScrollsSideways, phone } from "./support/reader.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";

const flow = "```mermaid\nflowchart LR\n  A[Start] --> B{Works?}\n  B -->|yes| C[Ship it]\n  B -->|no| D[Debug] --> E[Test] --> B\n```";
const sequence = "```mermaid\nsequenceDiagram\n  participant U as User\n  U->>Server: GET /\n  alt password\n  Server-->>U: 401\n  else open\n  Server-->>U: 200\n  end\n  Note right of U: Nothing else\n```";
const pie = '```mermaid\npie title Pets\n  "Dogs" : 386\n  "Cats" : 85\n```';

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const chat = await owner.chat("Diagrams", [["user", "Draw it."], ["assistant", [flow, sequence, pie].join("\n\n")]]);
  return { path: `/shared/chats/${(await owner.share(chat)).uuid}` };
});

for (const [look, options] of Object.entries({ light: {}, "a phone in the dark": { viewport: phone, colorScheme: "dark" } })) {
  test(`diagrams are drawn (${look})`, () =>
    here.read(options, async (page) => {
      await page.goto(here.path);
      await headline(page, "Diagrams");
      const pictures = page.getByRole("img", { name: "Diagram" });
      assert.equal(await pictures.count(), 3);
      const colours = await page.evaluate(() => {
        const of = (element, what) => getComputedStyle(element)[what];
        const [box] = document.querySelectorAll(".diagram-box svg rect[stroke]");
        return [of(document.querySelector(".diagram-box text"), "fill"), of(box, "fill"), of(document.body, "color")];
      });
      assert.equal(colours[0], colours[2], "words have the ink of the page");
      assert.notEqual(colours[0], colours[1]);
      await neverScrollsSideways(page, look);
      await isAccessible(page, { look });
      await keepShot(page, `diagrams ${look}`);
    }));
}

test("the source of a diagram is one press away", () =>
  here.read({}, async (page) => {
    await page.goto(here.path);
    const source = page.getByText("A[Start] --> B{Works?}");
    assert.equal(await source.isVisible(), false);
    await page.locator(".diagram summary").first().click();
    await source.waitFor();
  }));

test("on paper a diagram is a picture only, unless its source is open", () =>
  here.read({}, async (page) => {
    await page.goto(here.path);
    await headline(page, "Diagrams");
    await page.locator(".diagram summary").last().click();
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await page.emulateMedia({ media: "print" });
    const isSeen = await page.locator(".diagram pre").evaluateAll((all) => all.map((source) => source.checkVisibility()));
    assert.deepEqual(isSeen, [false, false, true]);
  }));
