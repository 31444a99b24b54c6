// A home folder and a project, in which the program is called by its name.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { run } from "./run.mjs";

const { NEPTUN_SHARE_BIN } = process.env;

/** Makes it, for one test; `ours` runs the program there, and gives what it prints. */
export function place(t) {
  // Not below the folder for temporary files: there, Codex does not work.
  const root = realpathSync(mkdtempSync(join(process.env.XDG_CACHE_HOME ?? "/var/tmp", "agents-")));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const [home, project, bin] = ["home", "project", "bin"].map((name) => join(root, name));
  [home, project, bin].forEach((folder) => mkdirSync(folder));
  writeFileSync(join(bin, "neptun-share"), `#!/bin/sh\nexec '${NEPTUN_SHARE_BIN}' "$@"\n`, { mode: 0o755 });
  // With the usual database: Codex gives servers none of a person's variables.
  const own = { PATH: `${bin}:${process.env.PATH}`, HOME: home };
  const ours = async (...given) => {
    const ran = await run(NEPTUN_SHARE_BIN, given, project, own);
    assert.equal(ran.code, 0, `${given.join(" ")}: ${ran.stderr}`);
    return ran.stdout;
  };
  return { root, home, project, own, ours };
}
