// What the search for secrets found: shown before anything is public, and left out by choice.

import assert from "node:assert/strict";
import { test } from "node:test";
import { found, foundBySearch } from "./support/findings.js";
import { seeText } from "./support/look.js";
import { atOwnPage, dialogSays, openSharing, pressIn, topDialog } from "./support/owner.js";
import { someone } from "./support/people.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const here = stage(async (server) => ({ owner: await someone(server, "owner") }));
const credentials = ["api_key", "access_token", "password", "private_key", "card_number", "bank_account"];

/** Comes to what was found; the answers to what is published then are made here, and what was asked is kept in `sent`. */
async function atFindings(act, { fill = async () => {} } = {}) {
  const chat = await here.owner.chat("Deploying", ordinary);
  await atOwnPage(here, here.owner, {}, async (page) => {
    const asked = await foundBySearch(page);
    const sent = [];
    await page.route("**/shares", async (route) => {
      if (route.request().method() !== "POST") return route.continue();
      const body = route.request().postDataJSON();
      sent.push(body);
      // The finds are invented: the server would not know them.
      await route.continue({ postData: { ...body, ...(body.redactions && { redactions: { ...body.redactions, finds: [], harmless: [], harmless_everywhere: [] } }) } });
    });
    await openSharing(page, chat);
    await fill(page);
    await pressIn(page, "Create link");
    await dialogSays(page, "5 findings to review");
    assert.deepEqual((await here.owner.send("GET", `/shares?chat_id=${chat.id}`)).shares, []);
    await act(page, { chat, sent, asked });
  });
}

const box = (page, name) => topDialog(page).getByRole("checkbox", { name });

test("keys are left out unless somebody says otherwise, addresses of people are shown only", async () => {
  await atFindings(async (page, { sent, asked }) => {
    assert.deepEqual(asked, [{ until_message_id: null, is_frozen: false }]);
    assert.ok(await box(page, /^2 API keys/).isChecked());
    assert.ok(await box(page, /^1 password/).isChecked());
    assert.ok(!(await box(page, /^1 e-mail address/).isChecked()));
    await seeText(page, "export GITHUB_TOKEN=ghp_…3kQz");
    await seeText(page, "tool bash, message 5");
    await seeText(page, "file settings.env, message 2");
    await seeText(page, "2 findings stay visible to readers");
    await seeText(page, "Not searched for: people's names, postal addresses");

    await pressIn(page, "Redact 3 and share");
    await dialogSays(page, "Your link is ready");
    assert.equal(sent.length, 1);
    assert.equal(sent[0].is_shared, true);
    assert.deepEqual(sent[0].redactions.kinds.toSorted(), credentials.toSorted());
    assert.deepEqual(sent[0].redactions.finds, []);
  });
});

test("a single find stays although its kind is left out, also in later messages", async () => {
  await atFindings(async (page, { sent }) => {
    await box(page, /^sk_live/).uncheck();
    assert.equal(await box(page, /^2 API keys/).evaluate((input) => input.indeterminate), true);
    await box(page, /^gr…@example.com/).check();
    assert.ok(await box(page, /^1 e-mail address/).isChecked());

    await pressIn(page, "Redact 3 and share");
    await dialogSays(page, "Publish these?");
    await topDialog(page).getByText("sk_live_…9a").waitFor();
    await pressIn(page, "Publish anyway");
    await dialogSays(page, "Your link is ready");
    const { kinds, finds, harmless, harmless_everywhere } = sent[0].redactions;
    assert.deepEqual([finds, harmless, harmless_everywhere], [[], ["f2"], []]);
    assert.ok(kinds.includes("email") && kinds.includes("api_key"));
  });
});

test("what is harmless in all conversations is said so once, and can be taken back before", async () => {
  await atFindings(async (page, { sent }) => {
    const marks = page.getByRole("button", { name: "Harmless: never ask again" });
    await marks.nth(1).click();
    await marks.nth(0).click();
    assert.ok(await box(page, /^sk_live/).isDisabled());
    await page.getByRole("button", { name: "Harmless in all conversations (undo)" }).nth(0).click();
    assert.ok(await box(page, /^ghp_/).isChecked());

    await pressIn(page, "Redact 2 and share");
    await dialogSays(page, "Your link is ready");
    const { kinds, harmless, harmless_everywhere } = sent[0].redactions;
    assert.deepEqual([harmless, harmless_everywhere], [[], ["f2"]]);
    assert.ok(kinds.includes("api_key"));
  });
});

test("publishing anyway says what stays visible, and can be taken back", async () => {
  await atFindings(async (page, { chat, sent }) => {
    await pressIn(page, "Publish anyway");
    await dialogSays(page, "Publish these?");
    assert.equal(await topDialog(page).getByRole("listitem").count(), 3);
    await pressIn(page, "Cancel");
    assert.ok(await box(page, /^2 API keys/).isChecked());
    assert.deepEqual((await here.owner.send("GET", `/shares?chat_id=${chat.id}`)).shares, []);

    await pressIn(page, "Publish anyway");
    await pressIn(page, "Publish anyway");
    await dialogSays(page, "Your link is ready");
    assert.deepEqual(sent[0].redactions.finds, []);
    assert.ok(!sent[0].redactions.kinds.includes("api_key"));
    assert.ok(sent[0].redactions.kinds.includes("private_key"), "later keys of other kinds are left out all the same");
  });
});

test("own words are left out, several words at a time", async () => {
  await atFindings(
    async (page, { sent }) => {
      await seeText(topDialog(page), "Ada Lovelace");
      await pressIn(page, "Redact 3 and share");
      await dialogSays(page, "Your link is ready");
      assert.deepEqual(sent[0].redactions.words, ["Ada Lovelace", "Project Moon"]);
      await seeText(page, "2 words");
    },
    {
      fill: async (page) => {
        const words = page.getByLabel("Other words to redact", { exact: true }).last();
        await words.fill("Ada Lovelace");
        await words.press("Enter");
        await words.fill("Project Moon");
      },
    },
  );
});

test("one may go back and change the form, and what is found is asked for anew", async () => {
  await atFindings(async (page, { asked }) => {
    await pressIn(page, "Back");
    await page.getByLabel("Later messages", { exact: true }).selectOption("frozen");
    await pressIn(page, "Create link");
    await dialogSays(page, "5 findings to review");
    assert.deepEqual(asked.at(-1), { until_message_id: null, is_frozen: true });
  });
});

test("when nothing is found, keys in later messages are left out, and that can be switched off", async () => {
  for (const isOff of [false, true]) {
    const chat = await here.owner.chat("Nothing in it", ordinary);
    await atOwnPage(here, here.owner, {}, async (page) => {
      await openSharing(page, chat);
      if (isOff) await page.getByRole("checkbox", { name: /^Also redact keys, passwords/ }).uncheck();
      await pressIn(page, "Create link");
      await dialogSays(page, "Your link is ready");
      const { shares } = await here.owner.send("GET", `/shares?chat_id=${chat.id}`);
      assert.deepEqual(shares[0].redactions.kinds.toSorted(), isOff ? [] : credentials.toSorted());
      await seeText(page, isOff ? "Nothing" : "keys and passwords");
    });
  }
});

test("what came to a conversation since is searched before a frozen link is taken forward", async () => {
  const chat = await here.owner.chat("Frozen", ordinary);
  await here.owner.send("POST", `/chats/${chat.id}/shares`, { is_frozen: true });
  await atOwnPage(here, here.owner, {}, async (page) => {
    const asked = await foundBySearch(page, { ...found, findings: found.findings.slice(3, 4) });
    let updates = 0;
    await page.route("**/update", (route) => {
      updates += 1;
      return route.continue();
    });
    await openSharing(page, chat);
    await pressIn(page, "Update");
    await dialogSays(page, "1 finding to review");
    assert.deepEqual([asked.at(-1).is_frozen, updates], [false, 0]);
    await box(page, /^1 e-mail address/).check();
    await pressIn(page, "Redact 1 and share");
    await seeText(page, "Readers now get the current version.");
    const { shares } = await here.owner.send("GET", `/shares?chat_id=${chat.id}`);
    assert.deepEqual([updates, shares[0].redactions.kinds.includes("email")], [1, true]);
  });
});
