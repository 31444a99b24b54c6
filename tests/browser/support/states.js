// Every state that the page can be in, each with the way there: `open` leads a fresh reader into it, from the address on.

import { giveAccount, givePassword, headline, noticeSays, press, seeText } from "./look.js";
import { someone } from "./people.js";
import { rich } from "./rich.js";
import { hostile, hostileName, ordinary, rightToLeft } from "./talk.js";

/** One share of every kind, and the people around them. */
export async function makeWorld(server) {
  const owner = await someone(server, "owner");
  const friend = await someone(server, "friend");
  const stranger = await someone(server, "stranger");
  const share = async (name, talk, rules) => {
    const chat = await owner.chat(name, talk);
    return { chat, path: `/shared/chats/${(await owner.share(chat, rules)).uuid}` };
  };
  const chat = await owner.import(rich);
  return {
    owner,
    friend,
    stranger,
    open: await share("Why tomato leaves turn yellow", ordinary),
    growing: await share("A conversation that goes on", ordinary),
    wild: await share(hostileName, hostile),
    right: await share("محادثة عن الطماطم", rightToLeft),
    rich: { chat, path: `/shared/chats/${(await owner.share(chat)).uuid}` },
    empty: await share("Nothing yet", []),
    locked: await share("Behind a password", ordinary, { password: "pa:ss ☂ wörd" }),
    invited: await share("For invited people", ordinary, { list: [friend] }),
    both: await share("Password and list", ordinary, { password: "both", list: [friend] }),
    missing: { path: "/shared/chats/00000000-0000-4000-8000-000000000000" },
  };
}

/** The server could not decide when the page was asked for: its frame comes alone, and the scripts ask again. */
export async function undecided(page, { open, missing }) {
  await page.route(`**${open.path}`, async (route) => {
    const response = await route.fetch({ url: new URL(missing.path, route.request().url()).href });
    const body = (await response.text()).replace('data-state="missing"', 'data-state="unknown"');
    await route.fulfill({ response, status: 503, body });
  });
}

/** Comes to a server that could not decide at first, and answers what its scripts ask with `answer`. */
async function comeToBusy(page, world, answer) {
  await undecided(page, world);
  await page.route("**/api/shared/**", answer);
  await page.goto(world.open.path);
}

export const states = {
  "the welcome page": async (page) => {
    await page.goto("/");
    await headline(page, "Share AI conversations, and keep them yours");
  },
  loading: async (page, world) => {
    await comeToBusy(page, world, () => {}); // never answered
    await seeText(page, "Fetching the conversation");
  },
  conversation: async (page, { open }) => {
    await page.goto(open.path);
    await headline(page, "Why tomato leaves turn yellow");
  },
  "wild conversation": async (page, { wild }) => {
    await page.goto(wild.path);
    await headline(page, hostileName);
  },
  "right-to-left conversation": async (page, { right }) => {
    await page.goto(right.path);
    await headline(page, "محادثة عن الطماطم");
  },
  "rich conversation": async (page, { rich }) => {
    await page.goto(rich.path);
    await headline(page, "Roman numerals, tested");
    await page.getByRole("img", { name: "screenshot.png" }).waitFor();
  },
  "unfolded conversation": async (page, world) => {
    await states["rich conversation"](page, world);
    await page.locator("details").evaluateAll((folds) => folds.forEach((fold) => (fold.open = true)));
  },
  "conversation with the menu open": async (page, world) => {
    await states.conversation(page, world);
    await press(page, "More");
    await page.getByRole("radio", { name: "System" }).waitFor();
  },
  "conversation with its contents": async (page, world) => {
    await states.conversation(page, world);
    await press(page, "Contents");
    await page.getByRole("navigation", { name: "Prompts" }).waitFor();
  },
  "conversation that is searched": async (page, world) => {
    await states.conversation(page, world);
    await press(page, "Find");
    await page.keyboard.type("water");
    await seeText(page, /^1 of \d/);
  },
  "empty conversation": async (page, { empty }) => {
    await page.goto(empty.path);
    await seeText(page, "No messages yet.");
  },
  password: async (page, { locked }) => {
    await page.goto(locked.path);
    await headline(page, "This conversation needs a password");
  },
  "wrong password": async (page, { locked }) => {
    await page.goto(locked.path);
    // A refusal as the server words it: the many looks at this state would use up the guesses that it allows.
    await page.route("**/api/shared/**", (route) => route.fulfill({ status: 401, json: refusal }));
    await givePassword(page, "not this one");
    await seeText(page, "Wrong password");
  },
  "password for invited people": async (page, { both }) => {
    await page.goto(both.path);
    await givePassword(page, "both");
    await headline(page, "Sign in to read this conversation");
  },
  "sign in": async (page, { invited }) => {
    await page.goto(invited.path);
    await headline(page, "Sign in to read this conversation");
  },
  "wrong sign in": async (page, { invited }) => {
    await page.route("**/api/auth/login", (route) => route.fulfill({ status: 401, json: { statusCode: 401 } }));
    await page.goto(invited.path);
    await giveAccount(page, "nobody@example.com", "guess");
    await seeText(page, "Invalid email or password");
  },
  "not on the list": async (page, { invited, stranger }) => {
    await page.goto(invited.path);
    await giveAccount(page, stranger.email, stranger.password);
    await headline(page, "You are not on the list");
  },
  "conversation for invited people": async (page, { invited, friend }) => {
    await page.goto(invited.path);
    await giveAccount(page, friend.email, friend.password);
    await headline(page, "For invited people");
  },
  "no such share": async (page, { missing }) => {
    await page.goto(missing.path);
    await headline(page, "There is no conversation here");
  },
  unreachable: async (page, world) => {
    await comeToBusy(page, world, (route) => route.abort("connectionrefused"));
    await headline(page, "The server can't be reached");
  },
  "too many attempts": async (page, world) => {
    await comeToBusy(page, world, (route) => route.fulfill({ status: 429, headers: { "Retry-After": "600" } }));
    await seeText(page, "You can try again in 10 minutes.");
  },
  "too many passwords": async (page, { locked }) => {
    await page.goto(locked.path);
    await page.route("**/api/shared/**", (route) => route.fulfill({ status: 429, headers: { "Retry-After": "600" } }));
    await givePassword(page, "guess");
    await seeText(page, "Too many attempts");
  },
  "busy server": async (page, world) => {
    await comeToBusy(page, world, (route) => route.fulfill({ status: 503, headers: { "Retry-After": "60" } }));
    await headline(page, "The server is busy");
  },
  "broken server": async (page, world) => {
    await comeToBusy(page, world, (route) => route.fulfill({ status: 500, body: "<h1>oops</h1>" }));
    await headline(page, "Something went wrong on the server");
  },
  "new messages": async (page, { growing, owner }) => {
    await page.goto(growing.path);
    await headline(page, "A conversation that goes on");
    await owner.say(growing.chat, [["user", "And for cucumbers?"], ["assistant", "The same, with a little more water."]]);
    await press(page, "Refresh");
    await noticeSays(page, "2 new messages");
  },
  "linked message": async (page, { open }) => {
    await page.goto(open.path);
    const id = await page.getByRole("article").nth(2).getAttribute("id");
    await page.goto(`${open.path}#${id}`);
    await page.locator(`#${id}:focus`).waitFor();
  },
  "failed refresh": async (page, { open }) => {
    await page.goto(open.path);
    await headline(page, "Why tomato leaves turn yellow");
    await page.route("**/api/shared/**", (route) => route.fulfill({ status: 503, headers: { "Retry-After": "60" } }));
    await press(page, "Refresh");
    await noticeSays(page, "Could not refresh");
  },
};

const refusal = {
  statusCode: 401,
  statusMessage: "Unauthorized (incorrect credentials)",
  data: { shareInfo: { shareExists: true, shareIsPrivate: true, shareHasPassword: true, shareHasWhitelist: false } },
};
