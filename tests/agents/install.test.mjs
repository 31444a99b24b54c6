// What `agent install` adds, in the real agents: the command shares the session, and the hook, where there is one, brings it in.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { AGENTS, PROMPT } from "./agents.mjs";
import { startModel } from "./model.mjs";
import { place } from "./place.mjs";
import { run } from "./run.mjs";

const { NEPTUN_SHARE_AGENTS } = process.env;

const typed = (usual) => usual.map((word) => (word === PROMPT ? "/share" : word));

for (const [title, agent, hasHook, again] of [
  ["Claude Code", "claude-code", true, (usual, id) => ["--resume", id, ...typed(usual)]],
  ["OpenCode", "opencode", true, (_, id) => ["run", "--session", id, "--command", "share-link"]],
  ["Gemini CLI", "gemini", false, (usual) => ["--resume", "latest", ...typed(usual)]],
]) {
  test(`in ${title}, the installed command shares the session${hasHook ? ", and the hook imports it" : ""}`, { timeout: 300_000 }, async (t) => {
    const { home, project, own, ours } = place(t);
    const known = AGENTS.find((known) => known.title === title);
    const model = await startModel({ script: [{ text: "Done: it greets the moon." }], title: "To the moon" });
    t.after(model.close);
    const { arguments: list, environment } = known.prepare({ url: model.url, home, project });
    await ours("agent", "install", agent, hasHook ? "--import" : "--mcp");
    const goes = (given) => run(join(NEPTUN_SHARE_AGENTS, "node_modules/.bin", known.program), given, project, { ...own, ...environment });
    const first = await goes(list);
    if (hasHook) {
      const imported = await until(async () => JSON.parse(await ours("list", "--json")), (listed) => listed.length === 1);
      assert.equal(imported[0].share, null, "nothing is shared by that");
    }

    const [{ id }] = JSON.parse(await ours("sessions", "--here", "--json"));
    const second = await goes(again(list, id));
    const heard = JSON.stringify(model.requests.map(({ body }) => body.messages ?? body.contents));
    assert.match(heard, /\/shared\/chats\/[0-9a-f-]{36}/, `the model hears the link: ${first.stderr}${second.stdout}${second.stderr}`);
    const [link] = JSON.parse(await ours("link", "list", "--json"));
    assert.equal(link.state, "active");
    await ours("agent", "uninstall", agent);
    assert.doesNotMatch(await ours("agent", "status"), / {2}added /);
  });
}

/** Waits for what a program does in the background. */
async function until(look, isSo) {
  for (let tries = 0; ; tries += 1) {
    const seen = await look();
    if (isSo(seen) || tries > 200) return assert.ok(isSo(seen), JSON.stringify(seen)), seen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
