// Runs programs.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Runs a program to its end, whatever that is. */
export function run(program, list, cwd, env, input = "") {
  return new Promise((resolve) => {
    const child = execFile(program, list, { cwd, env, maxBuffer: 1 << 26, timeout: 240_000 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
    // A program that does not read may have ended before.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

/**
 * Starts a program, which `ends` gets a way to end. `says` waits for a line of its, and gives what is in parentheses; `said` is
 * all of them; `stop` interrupts it and gives its exit code.
 */
export function start(ends, command, list, { cwd, env }) {
  // In a group of its own: what npm installs is a script that starts the program.
  const child = spawn(command, list, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const lines = [];
  const waiting = new Set();
  const take = (line) => {
    lines.push(line);
    for (const look of waiting) look();
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", take);
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const end = async (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // All of them have ended.
    }
    return ended;
  };
  ends.push(async () => {
    await end("SIGKILL");
    child.stdout.destroy();
    child.stderr.destroy();
  });
  return {
    said: () => lines.join("\n"),
    stop: () => end("SIGINT"),
    says: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.map((line) => line.match(wanted)).find(Boolean);
          if (found) resolve(found[1]);
          if (found) waiting.delete(look);
        };
        waiting.add(look);
        look();
        ended.then((code) => reject(new Error(`${command} ended with ${code}: ${lines.join("\n")}`)));
      }),
  };
}

/** Asks again and again until the answer is as it should be. */
export async function eventually(ask, isSo) {
  for (let tries = 0; ; tries += 1) {
    const answer = await ask();
    if (isSo(answer)) return answer;
    assert.ok(tries < 300, `in vain: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
