// Files as other programs export conversations, to be chosen or dropped.

/** A conversation of an export; those of the same number are the same one. */
export const talk = (number, { title = `Talk ${number}`, model = "gpt-5.1", answers = 1 } = {}) => ({
  id: `talk-${number}`,
  title,
  model,
  messages: [{ role: "user", content: `Question ${number}` }, ...Array.from({ length: answers }, (_, n) => ({ role: "assistant", content: `Answer ${n + 1} to question ${number}` }))],
});

/** As many of them, the newest last. */
export const talks = (count) => Array.from({ length: count }, (_, n) => ({ ...talk(n + 1), updated_at: 1_700_000_000 + n * 60 }));

/** A file to choose. */
export function file(name, content) {
  const text = typeof content === "string" ? content : JSON.stringify(content);
  return { name, mimeType: "application/json", buffer: Buffer.from(text) };
}

/** Chooses files by the button. */
export async function choose(page, ...files) {
  const chosen = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: /^(Import|Choose a file)$/ }).first().click();
  await (await chosen).setFiles(files);
}

/** Drops files onto the page. */
export function drop(page, ...files) {
  const plain = files.map(({ name, buffer }) => ({ name, text: buffer.toString() }));
  return page.evaluate((files) => {
    const dataTransfer = new DataTransfer();
    for (const { name, text } of files) dataTransfer.items.add(new File([text], name));
    for (const type of ["dragenter", "dragover", "drop"]) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, plain);
}

/** Makes the line of the page slow, offline, or as it is: bytes a second that go out. */
export async function lineOf(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  const set = (offline, uploadThroughput) => devtools.send("Network.emulateNetworkConditions", { offline, uploadThroughput, latency: 0, downloadThroughput: -1 });
  return { slow: () => set(false, 50_000), off: () => set(true, -1), free: () => set(false, -1) };
}

/** A file that a slow line needs a minute for. */
export const slowFile = (name = "slow.json") => file(name, [talk(1, { title: "Slow" }), { padding: "x".repeat(6_000_000) }]);
