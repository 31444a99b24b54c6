// Every state of the owner's page, each with the way there: `open` leads a fresh browser into it, from the address on.

import { giveAccount, headline, noticeSays, press, seeText } from "./look.js";
import { administrator, someone } from "./people.js";

/** Somebody with sessions, tokens, invitations and harmless findings, and somebody who has nothing. */
export async function makeOwners(server) {
  const ada = await someone(server, "ada");
  const newcomer = await someone(server, "newcomer");
  for (const name of ["Nightly backup", "A script with a rather long name that nobody wanted to shorten"]) {
    await ada.send("POST", "/tokens", { current_password: ada.password, name, scope: "read" });
  }
  const { invitation } = await ada.send("POST", "/invitations", { email: "grace.hopper@navy.example" });
  await fetch(`${server.url}/api/auth/login`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0" },
    body: JSON.stringify({ email: ada.email, password: ada.password }),
  });
  const chat = await ada.chat("Letters", [["user", "Write to mary.somerville@royal-society.org, or call +44 20 7946 0018."]]);
  const { findings } = await ada.send("POST", `/chats/${chat.id}/shares/check`, {});
  const redactions = { harmless_everywhere: findings.map(({ id }) => id) };
  await ada.send("POST", `/chats/${chat.id}/shares`, { is_shared: false, redactions });
  const boss = await administrator(server);
  return { ada, boss, newcomer, invitation: new URL(invitation.url) };
}

const pathOf = (url) => url.pathname + url.hash;

/** An answer in place of the server's. */
const answer = (page, pattern, reply) => page.route(pattern, (route) => route.fulfill(reply));

async function openAccount(page, { ada }) {
  await ada.enter(page, "/account");
  await seeText(page, "Nightly backup");
  await seeText(page, "grace.hopper@navy.example");
  await seeText(page, "This browser");
  await seeText(page, "m…@royal-society.org");
}

/** Opens a dialog of the account. */
const dialogOf = (name) => async (page, world) => {
  await openAccount(page, world);
  await press(page, name);
  await page.getByRole("dialog").waitFor();
};

export const ownerStates = {
  "the start page": async (page) => {
    await page.goto("/");
    await headline(page, "Share AI conversations, and keep them yours");
  },
  "wrong sign in at the start": async (page) => {
    await answer(page, "**/api/auth/login", { status: 401, json: { statusCode: 401 } });
    await page.goto("/");
    await giveAccount(page, "nobody@example.com", "guess");
    await seeText(page, "Invalid email or password");
  },
  "sign in to go on": async (page) => {
    await page.goto("/account");
    await headline(page, "Sign in to continue");
  },
  "sign up": async (page) => {
    await page.goto("/");
    await press(page, "Create one");
    await page.getByLabel("Password", { exact: true }).fill("analytical engine");
    await seeText(page, /Good|Strong/);
  },
  "no account at all": async (page) => {
    await answer(page, "**/api/auth/me", { status: 401, json: { statusCode: 401, data: { sign_up: "closed", needs_set_up: true } } });
    await page.goto("/");
    await headline(page, "This server has no account yet");
  },
  "set-up": async (page) => {
    await answer(page, "**/api/auth/set-up/look", { json: { expires_at: "2099-01-01T00:00:00Z" } });
    await page.goto("/set-up#token");
    await headline(page, "Welcome");
    await page.getByLabel("Password", { exact: true }).fill("password1");
    await seeText(page, /easy to guess/i);
  },
  "old set-up link": async (page) => {
    await page.goto("/set-up#used");
    await headline(page, "This link no longer works");
  },
  invitation: async (page, { invitation }) => {
    await page.goto(pathOf(invitation));
    await headline(page, "You are invited");
  },
  "old invitation": async (page) => {
    await page.goto("/invitation#used");
    await headline(page, "This invitation no longer works");
  },
  "a new password by a link": async (page) => {
    await answer(page, "**/api/auth/password-links/look", { json: { email: "ada@example.com", expires_at: "2099-01-01T00:00:00Z" } });
    await page.goto("/new-password#token");
    await headline(page, "Choose a new password");
  },
  "the server": async (page, { boss, ada }) => {
    await boss.enter(page, "/server");
    await seeText(page, ada.email);
    await seeText(page, "grace.hopper@navy.example");
  },
  "actions for an account": async (page, { boss, ada }) => {
    await boss.enter(page, "/server");
    await press(page, `Actions for ${ada.email}`);
  },
  "deleting an account of another": async (page, { boss, ada }) => {
    await boss.enter(page, "/server");
    await press(page, `Actions for ${ada.email}`);
    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("dialog").waitFor();
  },
  conversations: async (page, { newcomer }) => {
    await newcomer.enter(page);
    await headline(page, "Conversations");
  },
  "shared links": async (page, { newcomer }) => {
    await newcomer.enter(page, "/shares");
    await headline(page, "Shared links");
  },
  "account menu": async (page, { newcomer }) => {
    await newcomer.enter(page);
    await press(page, "Account");
    await page.getByRole("radio", { name: "System" }).waitFor();
  },
  account: openAccount,
  "a device that waits": async (page, { ada }) => {
    const device = { name: "laptop-of-ada", scope: "write", address: "2001:db8:85a3:8d3:1319:8a2e:370:7348", client: "" };
    await answer(page, "**/devices/look", { json: { device: { ...device, asked_at: new Date().toISOString() } } });
    await ada.enter(page, "/device?code=WDJB-MJHT");
    await headline(page, "Sign in “laptop-of-ada”?");
  },
  "a code of a device": async (page, { ada }) => {
    await ada.enter(page, "/device?code=BBBB-BBBB");
    await seeText(page, "No device waits with this code");
  },
  "account of a newcomer": async (page, { newcomer }) => {
    await newcomer.enter(page, "/account");
    await seeText(page, "There are no tokens.");
  },
  "account that is loading": async (page, { ada }) => {
    await page.route("**/sessions", () => {}); // never answered
    await ada.enter(page, "/account");
    await seeText(page, "Nightly backup");
    await page.locator(".skeleton").waitFor();
  },
  "account in parts": async (page, { ada }) => {
    await answer(page, "**/sessions", { status: 503, headers: { "Retry-After": "60" } });
    await answer(page, "**/tokens", { status: 500, body: "oops" });
    await page.route("**/invitations", (route) => route.abort("connectionrefused"));
    await ada.enter(page, "/account");
    await seeText(page, "The server is busy");
    await seeText(page, "The server can't be reached");
  },
  "change of password": dialogOf("Change password"),
  "wrong password in a dialog": async (page, world) => {
    await answer(page, "**/password", { status: 403, json: { statusCode: 403, message: "Wrong password" } });
    await ownerStates["change of password"](page, world);
    await page.getByLabel("Current password").fill("guess");
    await page.getByLabel("New password", { exact: true }).fill("correct horse battery staple");
    await page.getByRole("dialog").getByRole("button", { name: "Change password" }).click();
    await seeText(page, "That is not your password.");
  },
  "new token": dialogOf("New token"),
  "token that was made": async (page, world) => {
    await answer(page, "**/tokens", { json: { tokens: [], token: { id: 1, name: "Nightly backup", secret: `nsh_${"a1B2".repeat(10)}` } } });
    await world.ada.enter(page, "/account");
    await press(page, "New token");
    await page.getByRole("dialog").getByLabel("Name").fill("Nightly backup");
    await page.getByLabel("Current password").fill(world.ada.password);
    await press(page, "Create token");
    await seeText(page, "shown only once");
  },
  "new invitation": dialogOf("Invite someone"),
  "invitation that was made": async (page, world) => {
    await openAccount(page, world);
    await press(page, "Invite someone");
    await page.getByRole("dialog").getByLabel("E-mail address").fill("mary.somerville@example.com");
    await press(page, "Create link");
    await seeText(page, "It works once");
  },
  "menu of an invitation": async (page, world) => {
    await openAccount(page, world);
    await press(page, "Actions for the invitation of grace.hopper@navy.example");
    await page.getByRole("button", { name: "Revoke" }).waitFor();
  },
  "sign out everywhere": dialogOf("Sign out everywhere"),
  "removal of a token": dialogOf("Remove Nightly backup"),
  "end of the account": dialogOf("Delete the account"),
  "server that can't be reached": async (page) => {
    await page.route("**/api/auth/me", (route) => route.abort("connectionrefused"));
    await page.goto("/");
    await headline(page, "The server can't be reached");
  },
  "server that is busy": async (page) => {
    await answer(page, "**/api/auth/me", { status: 503, headers: { "Retry-After": "60" } });
    await page.goto("/");
    await headline(page, "The server is busy");
  },
  "a word at the foot": async (page, { newcomer }) => {
    await newcomer.enter(page);
    await page.route("**/api/auth/logout", (route) => route.fulfill({ status: 500, body: "oops" }));
    await press(page, "Account");
    await press(page, "Sign out");
    await noticeSays(page, "Something went wrong on the server");
  },
};
