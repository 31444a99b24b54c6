// Debian's WebKitGTK in the browser that it is tested with, driven over WebDriver, on a screen that nobody sees.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { PATIENCE_MS } from "./patience.js";
import { Walker } from "./walker.js";

/** The key of an element's number (https://www.w3.org/TR/webdriver/#elements). */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const KEYS = { Escape: "\uE00C", Enter: "\uE007" };

/** Gives a function that runs a walk in a fresh window, and one that ends the browser. */
export async function openWebKit() {
  const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1400x1000x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const [display] = await firstLine(screen, screen.stdio[3], "Xvfb");
  const port = await freePort();
  // Without a graphics card.
  const env = { ...process.env, DISPLAY: `:${display}`, WEBKIT_DISABLE_DMABUF_RENDERER: "1", LIBGL_ALWAYS_SOFTWARE: "1" };
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], { env, stdio: "ignore" });
  const close = async () => {
    for (const program of [driver, screen]) {
      program.kill();
      await (program.exitCode === null && program.signalCode === null && once(program, "close"));
    }
  };
  try {
    await answers(`http://127.0.0.1:${port}/status`);
  } catch (error) {
    await close();
    throw error;
  }
  return { walk: (walk) => inWindow(`http://127.0.0.1:${port}`, walk), close };
}

async function inWindow(driver, walk) {
  const { sessionId } = await send("POST", `${driver}/session`, { capabilities: { alwaysMatch: { browserName: "MiniBrowser" } } });
  const session = `${driver}/session/${sessionId}`;
  try {
    await send("POST", `${session}/window/rect`, { width: 1280, height: 900 });
    await walk(new Walker(new WebKitPage(session)));
  } finally {
    await send("DELETE", session);
  }
}

class WebKitPage {
  constructor(session) {
    this.session = session;
  }

  goto = (url) => send("POST", `${this.session}/url`, { url });
  click = (element) => send("POST", `${this.session}/element/${element}/click`, {});
  write = (element, text) => send("POST", `${this.session}/element/${element}/value`, { text });
  evaluate = (read) => send("POST", `${this.session}/execute/sync`, { script: `return (${read})()`, args: [] });
  valueOf = (element) => send("GET", `${this.session}/element/${element}/property/value`);

  async key(key) {
    const value = KEYS[key] ?? key;
    const actions = [{ type: "keyDown", value }, { type: "keyUp", value }];
    await send("POST", `${this.session}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  async find(body, wanted, missing) {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(50)) {
      // While a page goes and the next one comes there is nothing to ask.
      const found = await send("POST", `${this.session}/execute/sync`, { script: `const [wanted] = arguments; ${body}`, args: [wanted] }).catch(() => null);
      if (found) return found[ELEMENT];
    }
    return assert.fail(missing);
  }
}

/** Sends a command; gives its value. */
async function send(method, url, body) {
  const response = await fetch(url, { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(PATIENCE_MS) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${value.error}: ${value.message} (${method} ${url})`);
  return value;
}

async function answers(url) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await pause(50)) {
    if (await fetch(url).then(({ ok }) => ok, () => false)) return;
  }
  throw new Error("WebKitWebDriver does not answer");
}

function firstLine(program, stream, name) {
  const ended = new Promise((_, reject) => {
    program.once("error", reject);
    program.once("close", (code) => reject(new Error(`${name} ended with ${code}`)));
  });
  return Promise.race([once(createInterface({ input: stream }), "line"), ended]);
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
