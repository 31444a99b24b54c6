// Runs programs.

import { execFile } from "node:child_process";

/** Runs a program to its end, whatever that is. */
export function run(program, list, cwd, env) {
  return new Promise((resolve) => {
    const child = execFile(program, list, { cwd, env, maxBuffer: 1 << 26, timeout: 240_000 }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
    child.stdin.end();
  });
}
