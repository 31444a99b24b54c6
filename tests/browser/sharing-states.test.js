// Every state of the sharing dialog and of the list of links, at every width and in both themes: nothing for axe to find,
// nothing to scroll sideways.

import { test } from "node:test";
import { exchange } from "./support/lengthy.js";
import { foundBySearch } from "./support/findings.js";
import { seeText } from "./support/look.js";
import { looksRight } from "./support/looks.js";
import { atOwnPage, dialogSays, openSharing, pressIn, signInAs, topDialog } from "./support/owner.js";
import { someone } from "./support/people.js";
import { isAccessible, keepShot } from "./support/reader.js";
import { stage } from "./support/stage.js";
import { ordinary } from "./support/talk.js";

const title = "Why tomato leaves turn yellow, and what to do about it before the summer is over";

const here = stage(async (server) => {
  const [owner, friend] = [await someone(server, "owner"), await someone(server, "friend")];
  const visited = await owner.chat(title, ordinary);
  const { share } = await owner.send("POST", `/chats/${visited.id}/shares`, { records_visitors: true, max_views: 5 });
  await fetch(`${server.url}/api/shared/chats/${share.uuid}/views`, { method: "POST", headers: { "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0" } });
  const paused = await owner.chat("Paused", ordinary);
  await owner.share(paused, { off: true, password: "secret" });
  const over = await owner.chat("Over", ordinary);
  await owner.send("POST", `/chats/${over.id}/shares`, { expires_at: "2020-01-01T00:00:00Z" });
  return { owner, friend, visited, paused, long: await owner.chat("A long one", exchange(60, 1)), nobody: await someone(server, "nobody") };
});

const fresh = async (page, act) => {
  await openSharing(page, await here.owner.chat(title, ordinary));
  await act?.();
};
const listed = (page) => page.locator("tbody tr").first().waitFor();
const forPeople = async (page) => {
  await page.getByRole("radio", { name: /^People I name They/ }).check();
  await page.getByLabel("E-mail addresses", { exact: true }).last().fill(`${here.friend.email}, grace@elsewhere.example, ada@elsewhere.example`);
};

const states = {
  "the form": (page) => fresh(page),
  "the form with a password": (page) =>
    fresh(page, async () => {
      await page.getByRole("radio", { name: /and a password/ }).check();
      await page.getByLabel("Password for readers", { exact: true }).fill("12345");
      await seeText(page, "Far too easy to guess.");
    }),
  "the form with mistakes": (page) =>
    fresh(page, async () => {
      await page.getByRole("radio", { name: /^People I name, with/ }).check();
      await page.getByLabel("Expires", { exact: true }).selectOption("date");
      await page.getByLabel("View limit", { exact: true }).selectOption("many");
      await pressIn(page, "Create link");
      await seeText(page, "Name at least one person.");
    }),
  "the form of a link that there is": async (page) => {
    await openSharing(page, here.paused);
    await pressIn(page, "Edit");
    await seeText(page, "A password is set.");
  },
  "the choice of messages": async (page) => {
    await openSharing(page, here.long);
    await page.getByLabel("What is shared", { exact: true }).selectOption("chosen");
    await seeText(page, "0 of 120 chosen");
    await pressIn(page, "Prompts only");
  },
  "the choice of the last message": async (page) => {
    await openSharing(page, here.long);
    await page.getByLabel("What is shared", { exact: true }).selectOption("until");
    await page.getByRole("radio", { name: /^120 / }).waitFor();
  },
  "what was found": async (page) => {
    await foundBySearch(page);
    await fresh(page);
    await pressIn(page, "Create link");
    await dialogSays(page, "5 findings to review");
  },
  "the question before publishing anyway": async (page) => {
    await states["what was found"](page);
    await pressIn(page, "Publish anyway");
    await dialogSays(page, "Publish these?");
  },
  "the link": (page) =>
    fresh(page, async () => {
      await pressIn(page, "Create link");
      await dialogSays(page, "Your link is ready");
    }),
  "a link that is paused": (page) => openSharing(page, here.paused),
  "the menu of a link": async (page) => {
    await openSharing(page, here.paused);
    await pressIn(page, "More about this link");
  },
  "invitation links": (page) =>
    fresh(page, async () => {
      await forPeople(page);
      await pressIn(page, "Create link");
      await seeText(page, "2 people have no account here yet");
    }),
  people: async (page) => {
    await states["invitation links"](page);
    await pressIn(page, "More about this link");
    await topDialog(page).getByRole("button", { name: "People", exact: true }).click();
    await topDialog(page).getByText("Invited", { exact: true }).first().waitFor();
  },
  visitors: async (page) => {
    await openSharing(page, here.visited);
    await pressIn(page, "More about this link");
    await topDialog(page).getByRole("button", { name: "Visitors", exact: true }).click();
    await topDialog(page).getByText("Firefox").waitFor();
  },
  "the preview": async (page) => {
    await openSharing(page, here.visited);
    await pressIn(page, "Preview");
    await seeText(page, "A stranger sees a button first");
    await topDialog(page).getByRole("article").first().waitFor();
  },
  "the QR code": async (page) => {
    await openSharing(page, here.visited);
    await pressIn(page, "Enlarge the QR code");
    await dialogSays(page, "QR code");
  },
  "the question before a new link": async (page) => {
    await states["the menu of a link"](page);
    await topDialog(page).getByRole("button", { name: "New link", exact: true }).click();
    await dialogSays(page, "Create a new link?");
  },
  "a failure in the dialog": async (page) => {
    await page.route("**/shares?chat_id=*", (route) => route.fulfill({ status: 503, headers: { "Retry-After": "60" } }));
    await fresh(page);
  },
  "the list": async (page) => {
    await page.goto("/shares");
    await listed(page);
  },
  "the list with some selected": async (page) => {
    await states["the list"](page);
    for (const n of [1, 3]) await page.locator(".tick").nth(n).check();
    await seeText(page, "2 selected");
  },
  "the menu of a row": async (page) => {
    await states["the list"](page);
    await page.getByRole("button", { name: /^Actions for the link/ }).first().click();
  },
  "the list with nothing found": async (page) => {
    await page.goto("/shares?search=zebra");
    await page.getByRole("heading", { name: "Nothing found" }).waitFor();
  },
  "the list without an answer": async (page) => {
    await page.route("**/api/users/*/shares?**", (route) => route.fulfill({ status: 503, headers: { "Retry-After": "60" } }));
    await page.goto("/shares");
    await page.getByRole("heading", { name: "The server is busy" }).waitFor();
  },
};

for (const [name, lead] of Object.entries(states)) {
  test(`${name} looks right to everybody`, () =>
    here.look(async (page, context) => {
      await signInAs(context, here.owner);
      await lead(page);
      await looksRight(page, `dialog ${name}`);
    }));
}

test("the empty list looks right to everybody", async () => {
  await atOwnPage(here, here.nobody, {}, async (page) => {
    await page.goto("/shares");
    await page.getByRole("heading", { name: "Nothing is shared yet" }).waitFor();
    await keepShot(page, "dialog list empty");
    await isAccessible(page, { look: "empty" });
  });
});
