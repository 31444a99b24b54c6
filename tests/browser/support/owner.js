// Somebody at their own page: signed in, and at the dialogs of it.

import { openBundle } from "./bundle.js";

/** Runs `use` with a page on which this person is signed in. */
export function atOwnPage(here, person, options, use) {
  return here.read(options, async (page, context) => {
    await signInAs(context, person);
    await use(page, context);
  });
}

export async function signInAs(context, person) {
  const cookies = person.cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url: person.server.url };
  });
  await context.addCookies(cookies);
}

/** Opens the dialog in which a chat is shared, as the views of the page do. What it tells them is kept in `window.changes`. */
export async function openSharing(page, chat) {
  await openBundle(page, ["callsOf", "noticeIn", "openSharing"]);
  await page.goto("/shares");
  await page.locator(".links-place:not([aria-busy])").waitFor();
  await page.evaluate(async (chat) => {
    const { callsOf, noticeIn, openSharing } = window.ours;
    const { user } = await (await fetch("/api/auth/me")).json();
    const notice = noticeIn(document.querySelector("#notice"));
    window.changes = [];
    openSharing({ calls: callsOf(user, () => {}), chat, notice, onChange: (share) => window.changes.push(share) });
  }, { id: chat.id, name: chat.name });
  await page.locator("dialog[open] .skeleton").waitFor({ state: "detached" });
}

/** The dialog on top. */
export const topDialog = (page) => page.locator("dialog[open]").last();

/** Presses a button of the dialog on top. */
export const pressIn = (page, name) => topDialog(page).getByRole("button", { name, exact: true }).click();

/** The heading of the dialog on top. */
export const dialogSays = (page, name) => page.locator("dialog[open] h2", { hasText: name }).waitFor();
