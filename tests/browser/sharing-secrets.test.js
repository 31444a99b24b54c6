// Secrets of thirty kinds, from the page: what the search finds is left out of every byte that a visitor can get.

import assert from "node:assert/strict";
import { test } from "node:test";
import { headline } from "./support/look.js";
import { atOwnPage, dialogSays, openSharing, pressIn, topDialog } from "./support/owner.js";
import { someone } from "./support/people.js";
import { planted } from "./support/secrets.js";
import { stage } from "./support/stage.js";

const here = stage(async (server) => ({ owner: await someone(server, "owner") }));

/** What anybody gets of a share, as text. */
async function everything(uuid) {
  const api = `/api/shared/chats/${uuid}`;
  const exports = ["markdown", "json", "html"].map((format) => `${api}/export?format=${format}`);
  const paths = [api, `${api}?render=html`, `${api}?render=page`, ...exports, `/shared/chats/${uuid}`];
  const texts = paths.map(async (path) => {
    const response = await fetch(here.server.url + path);
    assert.equal(response.status, 200, path);
    return [path, await response.text()];
  });
  return Promise.all(texts);
}

test("nothing of thirty kinds of secrets is in what readers get", async () => {
  assert.ok(planted.length >= 30);
  const texts = planted.map(({ text }) => text);
  const chat = await here.owner.chat(`My key is ${texts[2]}`, [
    ["user", texts.join("\n\n")],
    ["assistant", `\`\`\`sh\n${texts.join("\n")}\n\`\`\`\n\n${texts.map((text) => `- **${text.slice(0, 5)}**${text.slice(5)}`).join("\n")}`],
    ["user", "Is that all? It is."],
  ]);
  await atOwnPage(here, here.owner, {}, async (page) => {
    await openSharing(page, chat);
    await pressIn(page, "Create link");
    await dialogSays(page, "findings to review");
    const shown = await topDialog(page).innerText();
    for (const { secret } of planted) assert.ok(!shown.includes(secret), `${secret} in the dialog`);
    await topDialog(page).getByRole("button", { name: /^Redact \d+ and share$/ }).click();
    await dialogSays(page, "Your link is ready");

    const { shares } = await here.owner.send("GET", `/shares?chat_id=${chat.id}`);
    const forms = await everything(shares[0].uuid);
    for (const [path, text] of forms) for (const { secret } of planted) assert.ok(!text.includes(secret), `${secret} in ${path}`);
    assert.ok(forms[0][1].includes("[redacted: private key]") && forms[0][1].includes("Is that all? It is."));
  });
  await here.read({}, async (page) => {
    const { shares } = await here.owner.send("GET", `/shares?chat_id=${chat.id}`);
    await page.goto(`/shared/chats/${shares[0].uuid}`);
    await headline(page, "My key is [redacted: API key]");
  });
});
