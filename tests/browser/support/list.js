// The list of somebody's conversations, as it is seen.

import { talks } from "./exports.js";
import { press } from "./look.js";
import { someone } from "./people.js";

export const rows = (page) => page.getByRole("row").filter({ has: page.getByRole("rowheader") });
export const rowOf = (page, name) => rows(page).filter({ has: page.getByRole("link", { name, exact: true }) });
export const names = (page) => page.getByRole("rowheader").allInnerTexts();
export const countIs = (page, text) => page.locator(".list-count", { hasText: text }).waitFor();
export const addressIs = (page, address) => page.waitForURL((url) => url.pathname + url.search === address);

/** Somebody with so many conversations, before their list. */
export async function withTalks(server, page, count, path = "/") {
  const owner = await someone(server, "owner");
  if (count > 0) await owner.upload(talks(count));
  await owner.enter(page, path);
  if (count > 0) await rows(page).first().waitFor();
  return owner;
}

/** Presses what the menu of a line has. */
export async function menuOf(page, name, action) {
  await press(page, `Actions for ${name}`);
  await page.locator(".menu:popover-open").getByRole("button", { name: action }).click();
}
