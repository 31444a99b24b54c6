// How fast the page is, in Chromium: `NEPTUN_SHARE_BIN=../../target/release/neptun-share node measure.js`, in this folder after
// `npm ci`. Prints a table. A build without optimization renders several times slower.
//
// Short: 20 messages with code and a table. How many requests and bytes over the wire (compressed, heads included) until
// everything is there; and how many round trips pass until the first message is painted (the one that makes the connection
// apart): the paint is timed with and without a long line in between.
//
// Long: 5,000 messages. When the first is painted and when all is there; what the main thread does longest in one go; how
// smoothly a wheel scrolls. Beside it, in the same rounds, a bare page: the same HTML of the messages without scripts and styles
// of ours, from a server that only sends bytes. NEPTUN_MEASURE_ROUNDS sets how often (5), NEPTUN_MEASURE_LONG the length.

import { createServer } from "node:http";
import { once } from "node:events";
import { long, short } from "./measure/conversations.js";
import { longLine } from "./measure/line.js";
import { load, scroll } from "./measure/page.js";
import { ratio, row, table } from "./measure/table.js";
import { someone } from "./support/people.js";
import { openBrowser } from "./support/reader.js";
import { startServer } from "./support/server.js";

const ROUNDS = Number(process.env.NEPTUN_MEASURE_ROUNDS ?? 5);
const LENGTH = Number(process.env.NEPTUN_MEASURE_LONG ?? 5000);
const LATENCY_MS = 300;
const GOALS = { bytes: 60 * 1024, trips: 2, readable: 1000, frame: 100 };

const server = await startServer();
const browser = await openBrowser();
const owner = await someone(server, "owner");
const bare = await bareServer();
const line = await longLine(server.url, LATENCY_MS);
try {
  await measureShort();
  await measureLong();
} finally {
  await browser.close();
  await server.stop();
  bare.close();
  line.close();
}

async function measureShort() {
  const { url } = await share(short());
  await load(browser, url); // the server compresses its assets when they are first asked for
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ near: await load(browser, url), far: await load(browser, url.replace(server.url, line.url)) });
  }
  const { near } = rounds[0];
  table("20 messages with code and a table", ["median", "quarter", "3 quarters"], [
    row("requests", rounds.map((round) => round.near.requests)),
    row("bytes over the wire", rounds.map((round) => round.near.bytes), { goal: GOALS.bytes }),
    row("what painting waits for", rounds.map((round) => round.near.blocking)),
    row("messages at the first paint", rounds.map((round) => round.near.messagesAtPaint)),
    row("first paint, ms", rounds.map((round) => round.near.paint)),
    row(`first paint, ms, ${LATENCY_MS} ms away`, rounds.map((round) => round.far.paint)),
    row("round trips until it", rounds.map(({ near, far }) => (far.paint - near.paint) / LATENCY_MS), { goal: GOALS.trips, digits: 1 }),
    row("all there, ms", rounds.map((round) => round.near.all)),
  ]);
  console.log(near.sizes.map(([name, bytes]) => `  ${String(bytes).padStart(7)}  ${name}`).join("\n"));
}

async function measureLong() {
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // Every import is new to the server: nothing of it is kept.
    const { url, uuid } = await share(long(LENGTH, round));
    const cold = await load(browser, url);
    const warm = await load(browser, url);
    const { chatMessages } = await (await fetch(`${server.url}/api/shared/chats/${uuid}?render=html`)).json();
    bare.page = barePage(chatMessages);
    const plain = await load(browser, bare.url);
    rounds.push({ cold, warm, plain, ours: await scroll(browser, url), theirs: await scroll(browser, bare.url) });
  }
  const pick = (of, what) => rounds.map((round) => round[of][what]);
  const pair = (name, mine, other, what, more) => [
    row(name, pick(mine, what), more),
    row("  bare page", pick(other, what)),
    ratio("  ratio", rounds.map((round) => round[mine][what] / Math.max(round[other][what], 1))),
  ];
  table(`${LENGTH} messages`, ["median", "quarter", "3 quarters"], [
    row("first message, ms, cold server", pick("cold", "paint"), { goal: GOALS.readable }),
    ...pair("first message, ms, warm server", "warm", "plain", "paint", { goal: GOALS.readable }),
    row("all there, ms, cold server", pick("cold", "all")),
    ...pair("all there, ms, warm server", "warm", "plain", "all"),
    row("bytes over the wire", pick("warm", "bytes")),
    ...pair("longest task of loading, ms", "warm", "plain", "longestTask"),
    ...pair("scrolling: longest frame, ms", "ours", "theirs", "longestFrame", { goal: GOALS.frame }),
    ...pair("scrolling: frames dropped, %", "ours", "theirs", "dropped"),
    ...pair("scrolling: longest task, ms", "ours", "theirs", "longestTask"),
    row("scrolling: screens passed", pick("ours", "screens")),
  ]);
}

async function share(conversation) {
  const chat = await owner.import(conversation);
  const { uuid } = await owner.share(chat);
  return { uuid, url: `${server.url}/shared/chats/${uuid}` };
}

function barePage(messages) {
  const articles = messages.map(({ role, html }) => `<article><h2>${role}</h2>${html}</article>`);
  const style = "body{max-width:46rem;margin:auto;font:1rem/1.6 sans-serif}pre,.table-box{overflow:auto}";
  return `<!doctype html><html lang=en><meta charset=utf-8><title>Bare</title><style>${style}</style><main>${articles.join("\n")}</main>`;
}

async function bareServer() {
  const http = createServer((_, response) => response.setHeader("Content-Type", "text/html").end(bare.page));
  const bare = { page: "", url: null, close: () => http.close() };
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  bare.url = `http://127.0.0.1:${http.address().port}/`;
  return bare;
}
