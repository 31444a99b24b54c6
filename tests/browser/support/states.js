// Every state that the page can be in, each with the way there: `open` leads a fresh reader into it, from the address on.

import { giveAccount, givePassword, headline, noticeSays, press, seeText } from "./look.js";
import { someone } from "./people.js";
import { rich } from "./rich.js";
import { hostile, hostileName, ordinary } from "./talk.js";

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
    rich: { chat, path: `/shared/chats/${(await owner.share(chat)).uuid}` },
    empty: await share("Nothing yet", []),
    locked: await share("Behind a password", ordinary, { password: "pa:ss ☂ wörd" }),
    invited: await share("For invited people", ordinary, { list: [friend] }),
    both: await share("Password and list", ordinary, { password: "both", list: [friend] }),
    missing: { path: "/shared/chats/00000000-0000-4000-8000-000000000000" },
  };
}

export const states = {
  "the welcome page": async (page) => {
    await page.goto("/");
    await headline(page, "This is a neptun-share server");
  },
  loading: async (page, { open }) => {
    await page.route("**/api/shared/**", () => {}); // never answered
    await page.goto(open.path);
    await seeText(page, "Fetching the conversation");
  },
  conversation: async (page, { open }) => {
    await page.goto(open.path);
    await headline(page, "Why tomato leaves turn yellow");
  },
  "wild conversation": async (page, { wild }) => {
    await page.goto(wild.path);
    await seeText(page, "<script>window.owned = 1</script>");
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
    await seeText(page, "That is not the password");
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
  unreachable: async (page, { open }) => {
    await page.route("**/api/shared/**", (route) => route.abort("connectionrefused"));
    await page.goto(open.path);
    await headline(page, "The server can't be reached");
  },
  "too many attempts": async (page, { open }) => {
    await page.route("**/api/shared/**", (route) => route.fulfill({ status: 429, headers: { "Retry-After": "600" } }));
    await page.goto(open.path);
    await seeText(page, "You can try again in 10 minutes.");
  },
  "too many passwords": async (page, { locked }) => {
    await page.goto(locked.path);
    await page.route("**/api/shared/**", (route) => route.fulfill({ status: 429, headers: { "Retry-After": "600" } }));
    await givePassword(page, "guess");
    await seeText(page, "Too many attempts");
  },
  "busy server": async (page, { open }) => {
    await page.route("**/api/shared/**", (route) => route.fulfill({ status: 503, headers: { "Retry-After": "60" } }));
    await page.goto(open.path);
    await headline(page, "The server is busy");
  },
  "broken server": async (page, { open }) => {
    await page.route("**/api/shared/**", (route) => route.fulfill({ status: 500, body: "<h1>oops</h1>" }));
    await page.goto(open.path);
    await headline(page, "Something went wrong on the server");
  },
  "new messages": async (page, { growing, owner }) => {
    await page.goto(growing.path);
    await headline(page, "A conversation that goes on");
    await owner.say(growing.chat, [["user", "And for cucumbers?"], ["assistant", "The same, with a little more water."]]);
    await press(page, "Refresh");
    await noticeSays(page, "2 new messages");
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
