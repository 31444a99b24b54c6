// One visit to a page in a fresh browser context, and what it took.

const FRAME_MS = 1000 / 60;
const WHEEL_PX = 400;
const SCROLL_MS = 5000;

/** Opens the page. */
export async function load(browser, url) {
  const { context, page, wire } = await visit(browser);
  await page.goto(url, { waitUntil: "load", timeout: 120_000 });
  await page.waitForLoadState("networkidle");
  const seen = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType("navigation");
    const blocking = performance.getEntriesByType("resource").filter((entry) => entry.renderBlockingStatus === "blocking").length;
    return { ...globalThis.seen, all: navigation.loadEventEnd, blocking };
  });
  await context.close();
  const sizes = [...wire.values()].map(({ name, bytes }) => [name, bytes]);
  const bytes = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
  return { ...seen, requests: sizes.length, bytes, sizes };
}

/** Turns the wheel for some seconds, from the top on. */
export async function scroll(browser, url) {
  const { context, page } = await visit(browser);
  await page.goto(url, { waitUntil: "load", timeout: 120_000 });
  await page.waitForLoadState("networkidle");
  await page.mouse.move(600, 400);
  await page.evaluate(() => {
    globalThis.seen.longestTask = 0;
    globalThis.frames = [];
    const next = (now) => {
      frames.push(now);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  const end = Date.now() + SCROLL_MS;
  while (Date.now() < end) await page.mouse.wheel(0, WHEEL_PX);
  const { frames, longestTask, screens } = await page.evaluate(() => ({ ...globalThis.seen, frames, screens: scrollY / innerHeight }));
  await context.close();
  const lengths = frames.slice(1).map((now, i) => now - frames[i]);
  const missed = lengths.reduce((sum, length) => sum + Math.max(Math.round(length / FRAME_MS) - 1, 0), 0);
  return { longestFrame: Math.max(...lengths), dropped: (100 * missed) / (missed + lengths.length), longestTask, screens };
}

async function visit(browser) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const wire = new Map();
  await devtools.send("Network.enable");
  devtools.on("Network.requestWillBeSent", ({ requestId, request }) => wire.set(requestId, { name: new URL(request.url).pathname, bytes: 0 }));
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (wire.has(requestId)) wire.get(requestId).bytes = encodedDataLength;
  });
  await page.addInitScript(() => {
    const seen = { paint: null, messagesAtPaint: 0, longestTask: 0 };
    globalThis.seen = seen;
    const watch = (type, see) => new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({ type, buffered: true });
    watch("longtask", ({ duration }) => (seen.longestTask = Math.max(seen.longestTask, duration)));
    watch("paint", ({ name, startTime }) => {
      if (name !== "first-contentful-paint") return;
      seen.paint = startTime;
      seen.messagesAtPaint = document.querySelectorAll("article").length;
    });
  });
  return { context, page, wire };
}
