// Three people, each with a browser of their own, the third on a phone: named, invited, reading, removed, told. Nobody gets a
// second link, and nobody stands where it goes no further.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, file } from "./support/exports.js";
import { headline, press, seeText } from "./support/look.js";
import { dialogSays, pressIn, topDialog } from "./support/owner.js";
import { isAccessible, neverScrollsSideways, openBrowser, phone, withReader } from "./support/reader.js";
import { startServer } from "./support/server.js";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());

const clipboard = { permissions: ["clipboard-read", "clipboard-write"] };
const bees = {
  title: "Why bees dance",
  messages: [{ role: "user", content: "Why do bees dance?" }, { role: "assistant", content: "They tell the others where the flowers are." }],
};

async function onFreshServer(act) {
  const server = await startServer({ signUp: "closed" });
  try {
    await act(server);
  } finally {
    await server.stop();
  }
}

/** From the set-up link to the dialog that shares the first conversation. */
async function comeToShare(page, server) {
  await page.goto(server.setUpLink());
  await page.getByLabel("E-mail address").fill("ada@example.com");
  await page.getByLabel("Password", { exact: true }).fill("analytical engine");
  await press(page, "Create account");
  await seeText(page, "Bring your first conversation");
  await choose(page, file("bees.json", bees));
  await page.getByRole("region", { name: "Import" }).getByRole("button", { name: "Share…" }).click();
  await seeText(topDialog(page), "Who may read it");
}

test("from the set-up link to the copied link it is five clicks", () =>
  onFreshServer((server) =>
    withReader(browser, server, clipboard, async (page, context) => {
      let clicks = 0;
      await context.exposeFunction("countClick", () => (clicks += 1));
      await context.addInitScript(() => {
        // Those of a person: not what a script presses, nor the Enter of a keyboard.
        addEventListener("click", ({ isTrusted, detail }) => isTrusted && detail > 0 && window.countClick(), true);
      });
      await comeToShare(page, server);
      await pressIn(page, "Create link");
      await dialogSays(page, "Your link is ready");
      await pressIn(page, "Copy (Link)");

      await seeText(topDialog(page), "The link is copied.");
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      assert.equal((await fetch(copied)).status, 200);
      assert.equal(clicks, 5);
    }),
  ));

/** Accepts the invitation without a mouse: the field for the password has the focus. */
async function acceptWithKeys(page, link) {
  await page.goto(link);
  await headline(page, "You are invited");
  await page.getByLabel("Password", { exact: true }).and(page.locator(":focus")).waitFor();
  await page.keyboard.type("a compiler, please");
  await page.keyboard.press("Enter");
}

async function acceptByTouch(page, link) {
  await page.goto(link);
  await page.getByLabel("Password", { exact: true }).tap();
  await page.keyboard.type("a telescope, please");
  await page.getByRole("button", { name: "Accept the invitation" }).tap();
}

const looksWell = async (page, look) => {
  await isAccessible(page, { look });
  await neverScrollsSideways(page, look);
};

test("two people and one with a phone: named, invited, reading, removed, told", () =>
  onFreshServer((server) =>
    withReader(browser, server, clipboard, (ada) =>
      withReader(browser, server, { colorScheme: "dark" }, (grace) =>
        withReader(browser, server, { viewport: phone, hasTouch: true, isMobile: true }, async (zoe) => {
          await comeToShare(ada, server);
          await ada.getByRole("radio", { name: /^People I name They/ }).check();
          await ada.getByLabel("E-mail addresses", { exact: true }).last().fill("grace@example.com, zoe@example.com");
          await pressIn(ada, "Create link");
          await dialogSays(ada, "Your link is ready");
          const linkOf = (email) => ada.getByLabel(`Invitation link for ${email}`, { exact: true }).inputValue();
          const link = await ada.getByLabel("Link", { exact: true }).inputValue();
          await looksWell(ada, "the link that is ready");

          await acceptWithKeys(grace, await linkOf("grace@example.com"));
          await headline(grace, bees.title);
          await acceptByTouch(zoe, await linkOf("zoe@example.com"));
          await headline(zoe, bees.title);
          await looksWell(zoe, "the conversation on the phone");
          for (const reader of [grace, zoe]) {
            await reader.goto("/");
            await headline(reader, "Shared with me");
            await reader.getByRole("row", { name: /Why bees dance.*ada@example\.com/ }).waitFor();
            await looksWell(reader, "what is shared with a reader");
          }

          await zoe.goto(link);
          await headline(zoe, bees.title);
          await pressIn(ada, "More about this link");
          await topDialog(ada).getByRole("button", { name: "People", exact: true }).click();
          await topDialog(ada).getByRole("row", { name: /grace@example\.com.*Has an account/ }).waitFor();
          await looksWell(ada, "the people of the link");
          await pressIn(ada, "Remove zoe@example.com");
          await seeText(ada, "zoe@example.com can no longer read it.");

          // She is told on the page that she has open, at the link, and in her list.
          await seeText(zoe, "has ended or changed");
          await looksWell(zoe, "a conversation that has ended");
          await zoe.reload();
          await headline(zoe, "You are not on the list");
          await looksWell(zoe, "a link that is for others");
          await zoe.goto("/shared-with-me");
          await seeText(zoe, "Nobody shares a conversation with you");
          await grace.goto(link);
          await headline(grace, bees.title);
        }),
      ),
    ),
  ));
