// Bringing conversations in, as it is seen: the panel of the import with a line for each file.

import { seeText } from "./look.js";
import { someone } from "./people.js";

/** A person without conversations, before their empty list. */
export async function newcomer(page, server) {
  const owner = await someone(server, "newcomer");
  await owner.enter(page);
  await seeText(page, "Bring your first conversation");
  return owner;
}

export const line = (page, name) => page.locator(".import-row", { has: page.getByText(name, { exact: true }) });
export const lineSays = (page, name, text) => line(page, name).getByText(text).first().waitFor();
export const listed = (page, name) => page.getByRole("rowheader", { name, exact: true }).waitFor();
export const warnsOfLeaving = (page) =>
  page.evaluate(() => {
    const event = new Event("beforeunload", { cancelable: true });
    dispatchEvent(event);
    return event.defaultPrevented;
  });
