// What every test file needs around its tests: a server, a browser, and readers in it.

import { after, before } from "node:test";
import { openBrowser, stayingReader, withReader } from "./reader.js";
import { startServer } from "./server.js";

/** `server` is there once the tests run; `arrange` prepares what all of them share, `options` are those of the server. */
export function stage(arrange = async () => {}, options = {}) {
  const here = { server: null, browser: null };
  before(async () => {
    here.server = await startServer(options);
    here.browser = await openBrowser();
    Object.assign(here, await arrange(here.server));
  });
  after(async () => {
    await here.browser?.close();
    await here.server?.stop();
  });
  here.read = (options, read) => withReader(here.browser, here.server, options, read);
  /** As `read`, with one page for all tests that are run so. */
  here.look = async (read) => (await (here.looker ??= stayingReader(here.browser, here.server)))(read);
  return here;
}
