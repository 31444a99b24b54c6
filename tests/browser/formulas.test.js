// The font that formulas are drawn with: browsers ask for it on pages with formulas only, and a saved file has it inside.

import assert from "node:assert/strict";
import { test } from "node:test";
import { headline } from "./support/look.js";
import { keepShot } from "./support/reader.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";

const plain = "The sum is $\\sum_{k=1}^n k = \\frac{n(n+1)}{2}$.";
const letters = "$$\\mathbf{v} \\in \\mathfrak{g},\\quad \\mathcal{L}(x)$$";

const here = stage(async (server) => {
  const owner = await someone(server, "owner");
  const share = async (name, text) => (await owner.share(await owner.chat(name, [["assistant", text]]))).uuid;
  return {
    owner,
    none: await share("None", "It costs $5, or \u{1d42f} in words."),
    plain: await share("Plain", plain),
    letters: await share("Letters", `${plain}\n\n${letters}`),
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
