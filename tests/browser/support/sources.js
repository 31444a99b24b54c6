// The page's own modules one by one, as they stand in assets/: the server has only the file that holds them all.

import { join } from "node:path";

const folder = new URL("../../../assets/", import.meta.url).pathname;

/** Where the page finds them. */
export const SOURCES = "/assets/source/";

/** Answers the page's requests for them. */
export function serveSources(page) {
  return page.route(`**${SOURCES}**`, (route) => {
    const { pathname } = new URL(route.request().url());
    return route.fulfill({ path: join(folder, pathname.slice(SOURCES.length)) });
  });
}
