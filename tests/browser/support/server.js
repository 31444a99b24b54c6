// Starts the real program on a fresh database and a free port, and ends it afterwards.

import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

/** `flags` are more of `serve`. Gives the server's address, what it said, a way to import conversations beside it, and one to stop it. */
export async function startServer({ signUp = "open", flags = [] } = {}) {
  const program = process.env.NEPTUN_SHARE_BIN;
  if (!program) throw new Error("Set NEPTUN_SHARE_BIN to the neptun-share executable to test.");

  const folder = await mkdtemp(join(tmpdir(), "neptun-share-browser-"));
  const database = join(folder, "test.db");
  const args = ["serve", "--listen", "127.0.0.1:0", "--database", database, "--signup", signUp, ...flags];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const log = [];
  child.stderr.on("data", (chunk) => log.push(chunk));
  const ended = new Promise((resolve) => child.once("close", resolve));

  const url = await Promise.race([
    addressFrom(child.stdout),
    ended.then(() => { throw new Error(`The server ended at once:\n${Buffer.concat(log)}`); }),
  ]);
  return {
    url,
    /** The link that makes the first account, as `serve` printed it. */
    setUpLink: () => /http:\S+\/set-up#\S+/.exec(Buffer.concat(log).toString())?.[0],
    /** Takes over what `conversation` holds in a format that `import` knows. */
    async take(email, conversation) {
      const file = join(folder, "import.json");
      await writeFile(file, JSON.stringify(conversation));
      await promisify(execFile)(program, ["import", file, "--user", email, "--database", database]);
    },
    /** Ends it without a word, as a power cut does. */
    crash: () => child.kill("SIGKILL"),
    async stop() {
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function addressFrom(stdout) {
  for await (const line of createInterface({ input: stdout })) {
    const [, url] = /^listening on (http:\S+)$/.exec(line) ?? [];
    if (url) return url;
    throw new Error(`Expected "listening on ...", the server said: ${line}`);
  }
  return new Promise(() => {}); // it ended: the caller tells
}
