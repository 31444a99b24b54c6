// What became of each conversation of an import, at once and on another day.

import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, file, talk } from "./support/exports.js";
import { line, lineSays, newcomer } from "./support/import-panel.js";
import { headline, press } from "./support/look.js";
import { isAccessible } from "./support/reader.js";
import { stage } from "./support/stage.js";

const here = stage();

test("the report tells new, updated, known and skipped conversations apart, with reasons", () =>
  here.read({}, async (page) => {
    const owner = await newcomer(page, here.server);
    await owner.upload([talk(1), talk(2), talk(3)]);
    const { chats } = await owner.send("GET", "/chats?search=Talk+3");
    await owner.say(chats[0], [["user", "Something that was added here"]]);
    const edited = { ...talk(3), messages: [talk(3).messages[0], { role: "assistant", content: "Another answer" }] };
    const broken = { title: "Broken", messages: "none" };
    await choose(page, file("export.json", [talk(1), talk(2, { answers: 3 }), edited, talk(4), talk(5), broken]));

    await lineSays(page, "export.json", "2 new, 1 updated, 1 already imported, 1 left as you changed it here, 1 skipped");
    await line(page, "export.json").getByText("Details").click();
    const details = await line(page, "export.json").locator("details").innerText();
    assert.match(details, /Skipped\s+.*Broken.*\s+it has no `messages`/);
    assert.match(details, /Updated\s+Talk 2\s+2 new messages/);
    assert.match(details, /yours was kept\s+Talk 3/);
    assert.match(details, /New\s+Talk 4\s+2 messages\s+Talk 5/);
    await line(page, "export.json").getByRole("link", { name: "Talk 4" }).click();
    await headline(page, "Talk 4");
  }));

test("what became of an import can be looked at again on another day, with links and reasons", () =>
  here.read({}, async (page) => {
    await newcomer(page, here.server);
    await choose(page, file("export.json", [talk(1), { title: "Broken", messages: "none" }]));
    await lineSays(page, "export.json", "1 new, 1 skipped");
    await page.reload();
    await press(page, "Past imports");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("export.json").waitFor();
    await dialog.getByText("1 new, 1 skipped").waitFor();
    await dialog.getByText("Details").click();
    await dialog.getByText("it has no `messages`").waitFor();
    await isAccessible(page, {});
    await dialog.getByRole("link", { name: "Talk 1" }).click();
    await headline(page, "Talk 1");
  }));
