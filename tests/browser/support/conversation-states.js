// Every state of the list of conversations, of imports and of a conversation that is read by its owner, each with the way there.

import { choose, file, lineOf, slowFile, talk, talks } from "./exports.js";
import { headline, noticeSays, press, seeText } from "./look.js";
import { someone } from "./people.js";
import { rich } from "./rich.js";
import { hostile, hostileName, ordinary } from "./talk.js";

/** Somebody with conversations that are shared in every way, and many more; and somebody who has none. */
export async function makeLibrary(server) {
  const owner = await someone(server, "owner");
  const newcomer = await someone(server, "newcomer");
  const reader = await someone(server, "reader");
  await owner.upload(talks(120));
  const chat = await owner.chat("Why tomato leaves turn yellow, and what a balcony that faces south has to do with it", ordinary, "claude-sonnet-5-20250929");
  await owner.share(chat, { password: "sesame", list: [reader] });
  await owner.send("POST", `/chats/${chat.id}/shares`, { max_views: 5, expires_at: "2099-01-01T00:00:00Z", is_frozen: true });
  const wild = await owner.chat(hostileName, hostile, `model-${"x".repeat(200)}`);
  await owner.share(wild);
  await owner.share(await owner.chat("Paused", []), { off: true });
  const parts = await owner.import(rich);
  return { owner, newcomer, chat, wild, parts };
}

const firstRow = (page) => page.getByRole("rowheader").first().waitFor();

async function openList(page, { owner }) {
  await owner.enter(page);
  await firstRow(page);
}

async function openEmpty(page, { newcomer }) {
  await newcomer.enter(page);
  await seeText(page, "Bring your first conversation");
}

/** Files in place of the server's answer, so that the newcomer stays one. */
async function afterImport(page, world, report) {
  await openEmpty(page, world);
  const none = { imported: 0, updated: 0, unchanged: 0, changed_here: 0, skipped: 0, notes: [], truncated: false, is_dry_run: false, files: [] };
  await page.route("**/chats/import*", (route) => route.fulfill({ json: { report: { ...none, ...report } } }));
  await choose(page, file("conversations.json", talk(1)));
}

const told = (name, outcome, more) => ({ chat_id: 1, name, outcome, messages: 4, new_messages: 2, notes: [], ...more });
const long = "An export with a name that nobody would want to read to its end, but somebody gave it all the same";

export const conversationStates = {
  "no conversations": openEmpty,
  conversations: openList,
  "conversations that are coming": async (page, { owner }) => {
    await page.route("**/chats?*", () => {}); // never answered
    await owner.enter(page);
    await page.locator(".skeleton").waitFor();
  },
  "conversations without an answer": async (page, { owner }) => {
    await page.route("**/chats?*", (route) => route.abort("connectionrefused"));
    await owner.enter(page);
    await seeText(page, "The server can't be reached");
  },
  "conversations of a busy server": async (page, { owner }) => {
    await page.route("**/chats?*", (route) => route.fulfill({ status: 503, headers: { "Retry-After": "600" } }));
    await owner.enter(page);
    await seeText(page, "You can try again in 10 minutes.");
  },
  "nothing found": async (page, { owner }) => {
    await owner.enter(page, `/?search=${"nothing".repeat(20)}`);
    await seeText(page, "Nothing found");
  },
  "the last page": async (page, { owner }) => {
    await owner.enter(page, "/?page=3&sort=name:desc");
    await seeText(page, "101 to 124 of 124 conversations");
  },
  "ticked conversations": async (page, world) => {
    await openList(page, world);
    await page.getByRole("checkbox", { name: /^Select / }).nth(1).check();
    await page.getByRole("checkbox", { name: /^Select / }).nth(3).check();
    await seeText(page, "2 selected");
  },
  "sharing ticked conversations": async (page, world) => {
    await openList(page, world);
    for (const name of [/^Select Roman numerals/, "Select Talk 120"]) await page.getByRole("checkbox", { name }).check();
    await press(page, "Share…");
    await page.getByRole("dialog").getByRole("radio", { name: /^People I name, with a password/ }).check();
  },
  "links of ticked conversations": async (page, world) => {
    await openList(page, world);
    for (const name of ["Select Paused", /^Select Why tomato/]) await page.getByRole("checkbox", { name }).check();
    await press(page, "Share…");
    await seeText(page, "2 links are ready");
  },
  "files of ticked conversations": async (page, world) => {
    await conversationStates["ticked conversations"](page, world);
    await press(page, "Export");
    await page.locator(".menu:popover-open").getByRole("link", { name: /^Markdown files/ }).waitFor();
  },
  "menu of a conversation": async (page, world) => {
    await openList(page, world);
    await press(page, "Actions for Paused");
    await page.locator(".menu:popover-open").getByRole("link", { name: "Markdown file" }).waitFor();
  },
  "renaming a conversation": async (page, world) => {
    await conversationStates["menu of a conversation"](page, world);
    await press(page, "Rename");
    await page.getByRole("dialog").getByLabel("Name").fill("");
    await page.keyboard.press("Enter");
    await seeText(page, "Give it a name.");
  },
  "a deleted conversation": async (page, world) => {
    await page.route(/\/chats\/\d+$/, (route) => route.fulfill({ json: true }));
    await conversationStates["menu of a conversation"](page, world);
    await press(page, "Delete");
    await noticeSays(page, "“Paused” is deleted.");
  },
  "an import of one": (page, world) =>
    afterImport(page, world, { imported: 1, files: [{ name: "", format: "messages", conversations: [told(long, "imported")] }] }).then(() => seeText(page, "has been imported.")),
  "an import with everything": async (page, world) => {
    const conversations = [told("Old", "unchanged"), told(long, "updated"), told("Kept", "changed_here"), told("New", "imported"), told("Newer", "imported", { notes: ["2 files are not in the export."] })];
    conversations.push(told("Conversation 7 (“Broken”)", "skipped", { chat_id: null, reason: "it has no `messages`" }));
    await afterImport(page, world, { imported: 2, updated: 1, unchanged: 1, changed_here: 1, skipped: 1, notes: ["users.json holds no conversation."], files: [{ name: "", format: "messages", conversations }] });
    await page.getByText("Details").click();
    await seeText(page, "it has no `messages`");
  },
  "a conversation that can't be pasted": async (page, world) => {
    await openList(page, world);
    await press(page, "Paste");
    await page.getByLabel("The conversation").fill(long.repeat(20));
    await press(page, "Preview");
    await seeText(page, "nothing says who speaks");
  },
  "a pasted conversation": async (page, world) => {
    await openList(page, world);
    await press(page, "Paste");
    await page.getByLabel("The conversation").fill(JSON.stringify([rich, { ...talk(1), messages: talk(1, { answers: 120 }).messages }, { messages: "none" }]));
    await press(page, "Preview");
    await page.getByRole("button", { name: "Keep 2 conversations" }).waitFor();
  },
  "past imports": async (page, world) => {
    await openList(page, world);
    await press(page, "Past imports");
    await page.getByRole("dialog").getByText("Details").first().click();
  },
  "imports that run": async (page, world) => {
    // Somebody new each time: in the end the file is taken.
    await openEmpty(page, { newcomer: await someone(world.owner.server, "newcomer") });
    await (await lineOf(page)).slow();
    await choose(page, file("wrong.json", { a: 1 }), file("empty.json", ""), slowFile(`${long}.json`), file("next.json", talk(2)));
    await seeText(page, /of 6 MB$/);
  },
  "files above the page": async (page, world) => {
    await openList(page, world);
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["x"], "x.json"));
      document.body.dispatchEvent(new DragEvent("dragenter", { dataTransfer, bubbles: true, cancelable: true }));
    });
    await seeText(page, "Drop to import");
  },
  "a conversation of one's own": async (page, { owner, chat }) => {
    await owner.enter(page, `/conversations/${chat.id}`);
    await headline(page, chat.name);
  },
  "a wild conversation of one's own": async (page, { owner, wild }) => {
    await owner.enter(page, `/conversations/${wild.id}`);
    await headline(page, hostileName);
  },
  "a rich conversation of one's own": async (page, { owner, parts }) => {
    await owner.enter(page, `/conversations/${parts.id}`);
    await page.getByRole("img", { name: "screenshot.png" }).waitFor();
  },
  "menu of a conversation that is read": async (page, world) => {
    await conversationStates["a conversation of one's own"](page, world);
    await press(page, "More");
    await page.getByRole("button", { name: "Rename" }).waitFor();
  },
  "a conversation that is coming": async (page, { owner, chat }) => {
    await page.route("**/messages?render=page", () => {}); // never answered
    await owner.enter(page, `/conversations/${chat.id}`);
    await headline(page, "Fetching the conversation…");
  },
  "a conversation that is not there": async (page, { owner }) => {
    await owner.enter(page, "/conversations/999999");
    await headline(page, "There is no such conversation");
  },
  "a conversation without an answer": async (page, { owner, chat }) => {
    await page.route("**/messages?render=page", (route) => route.abort("connectionrefused"));
    await owner.enter(page, `/conversations/${chat.id}`);
    await seeText(page, "The server can't be reached");
  },
};
