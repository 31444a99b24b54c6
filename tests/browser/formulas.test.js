// The font that formulas are drawn with: browsers ask for it on pages with formulas only, and a saved file has it inside.

import assert from "node:assert/strict";
import { test } from "node:test";
import { headline } from "./support/look.js";
import { keepShot, neverScrollsSideways, phone } from "./support/reader.js";
import { someone } from "./support/people.js";
import { darkestOfColumns } from "./support/pixels.js";
import { stage } from "./support/stage.js";

const plain = "The sum is $\\sum_{k=1}^n k = \\frac{n(n+1)}{2}$.";
const letters = "$$\\mathbf{v} \\in \\mathfrak{g},\\quad \\mathcal{L}(x)$$";
const numbered = "$$x = 1 \\tag{3.14}$$";
const arrow = "$$\\xrightarrow{\\text{much heat}}$$";

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const share = async (name, text) => (await owner.share(await owner.chat(name, [["assistant", text]]))).uuid;
  return {
    owner,
    none: await share("None", "It costs $5, or \u{1d42f} in words."),
    plain: await share("Plain", plain),
    letters: await share("Letters", `${plain}\n\n${letters}`),
    numbered: await share("Numbered", numbered),
    arrow: await share("Arrow", arrow),
  };
});

/** The page on a machine that has no such font itself. */
async function open(page, uuid) {
  await page.route("**/viewer.css", async (route) => {
    const styles = await (await route.fetch()).text();
    return route.fulfill({ contentType: "text/css", body: styles.replace(/font-family: "STIX.*?"Formulas"/, 'font-family: "Formulas"') });
  });
  await page.goto(`/shared/chats/${uuid}`);
}

for (const [name, title, fonts] of [["none", "None", []], ["plain", "Plain", ["formulas.woff2"]], ["letters", "Letters", ["formula-letters.woff2", "formulas.woff2"]]]) {
  test(`a page asks for no other font than its formulas need (${name})`, () =>
    here.read({ viewport: { width: 700, height: 400 } }, async (page) => {
      const asked = [];
      page.on("request", (request) => request.resourceType() === "font" && asked.push(request.url().split("/").at(-1)));
      await open(page, here[name]);
      await headline(page, title);
      const loaded = await page.evaluate(async () => {
        // What stands there meanwhile is a font of the machine.
        const isOurs = ({ family, status }) => family.replaceAll('"', "") === "Formulas" && status === "loaded";
        return [...(await document.fonts.ready)].filter(isOurs).length;
      });

      assert.deepEqual(asked.sort(), fonts);
      assert.equal(loaded, fonts.length);
      await keepShot(page, `formulas ${name}`);
    }));

  test(`a saved conversation holds the fonts of its formulas (${name})`, () =>
    here.read({}, async (page) => {
      const saved = await page.request.get(`/api/shared/chats/${here[name]}/export?format=html`);
      await page.route("**/saved.html", async (route) => route.fulfill({ contentType: "text/html", body: await saved.body() }));
      await page.goto("/saved.html");
      await headline(page, title);

      const loaded = await page.evaluate(async () => {
        await Promise.all([...document.fonts].map((font) => font.load()));
        return document.fonts.size;
      });
      assert.equal(loaded, fonts.length);
    }));
}

for (const [look, options] of Object.entries({ "a desktop": {}, "a phone": { viewport: phone } })) {
  test(`the number of a formula stands whole at the end of its line (${look})`, () =>
    here.read(options, async (page) => {
      await page.goto(`/shared/chats/${here.numbered}`);
      await headline(page, "Numbered");
      const { number, left, right } = await page.evaluate(async () => {
        await document.fonts.ready;
        const [text] = document.querySelectorAll(".math-block mtext");
        const block = document.querySelector(".math-block").getBoundingClientRect();
        const box = text.getBoundingClientRect();
        const range = document.createRange();
        range.selectNodeContents(text);
        return { number: range.getClientRects().length, left: box.left - block.left, right: block.right - box.right };
      });

      assert.equal(number, 1, "in one line");
      assert.ok(right >= 0 && right < 20, `${right} from the end of the line`);
      assert.ok(left > right);
      await neverScrollsSideways(page, look);
    }));
}

test("an arrow is as long as the words above it", () =>
  here.read({}, async (page) => {
    await open(page, here.arrow);
    await headline(page, "Arrow");
    await page.evaluate(() => document.fonts.ready);
    const words = await page.locator(".math-block mtext").boundingBox();
    // No box tells how far a sign is stretched: its ink does.
    const below = { ...words, y: words.y + words.height + 2, height: 2 * words.height };
    const columns = await darkestOfColumns(page, below);
    const inked = columns.filter((light) => light < 200).length / columns.length;
    assert.ok(inked > 0.9, `${inked} of the words' width`);
  }));
