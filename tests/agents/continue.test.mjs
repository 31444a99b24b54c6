// A session of Claude Code goes on in Codex by its link, and what came of that in OpenCode and in Pi: each real agent is
// given the whole conversation, as what the scripted model hears shows.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";

import { AGENTS, PROMPT } from "./agents.mjs";
import { startModel } from "./model.mjs";
import { place } from "./place.mjs";
import { run } from "./run.mjs";

const { NEPTUN_SHARE_BIN, NEPTUN_SHARE_AGENTS } = process.env;
const agentCalled = (title) => AGENTS.find((agent) => agent.title === title);
const FIRST = "I look at the greeting.";
const LAST = "Done: it greets the moon.";

test("a conversation goes on in one agent after the other", { timeout: 600_000 }, async (t) => {
  const { root, home, project: here, own, ours: said } = place(t);
  const ours = async (...given) => (await said(...given)).trim();
  const there = join(root, "there");
  mkdirSync(there);
  const file = join(there, "greeting.txt");
  writeFileSync(file, "Hello world\n");

  // Claude Code works, elsewhere.
  const [read, edit] = agentCalled("Claude Code").steps(file);
  const script = [read, edit].map(([tool, input], number) => ({ tool, input, text: [FIRST, "I change it."][number] }));
  script[0].thought = "The greeting names the world.";
  await works("Claude Code", there, [...script, { text: LAST }]);
  const [{ path }] = JSON.parse(await ours("sessions", "--json"));

  // Its link is continued in Codex, here.
  const share = spawn(NEPTUN_SHARE_BIN, ["share", path, "--yes", "--redact", "none", "--listen", "127.0.0.1:0"], { cwd: here, env: own });
  t.after(() => share.kill("SIGINT"));
  const [link] = await new Promise((resolve) => createInterface({ input: share.stdout }).once("line", (line) => resolve([line])));
  const [, , codexId] = (await ours("continue", link, "--in", "codex", "--from", there)).split(" ");
  const heard = [PROMPT, FIRST, "I change it.", "Hello world", "Hello moon", LAST];
  const inCodex = await goesOn("Codex", ["exec", "--skip-git-repo-check", "resume", codexId, "Now in Codex."], "Codex goes on.");
  hears(inCodex, [...heard, "Now in Codex.", join(here, "greeting.txt")]);
  assert.ok(!inCodex.includes(script[0].thought), "thoughts stay with the model that thought them");

  // What came of it goes on in OpenCode, and in Pi.
  heard.push("Now in Codex.", "Codex goes on.");
  // Whose model it goes on with, its settings say.
  agentCalled("OpenCode").prepare({ url: "http://127.0.0.1:9", home, project: here });
  const imported = await ours("continue", codexId, "--in", "opencode");
  const [, taken, openCodeId] = /^opencode import (\S+) && opencode --session (\S+)$/.exec(imported);
  const first = await program("OpenCode", ["import", taken], { text: "" });
  assert.equal(first.ran.code, 0, first.ran.stderr);
  hears(await goesOn("OpenCode", ["run", "--session", openCodeId, "Now in OpenCode."], "OpenCode goes on."), [...heard, "Now in OpenCode."]);
  const [, , piId] = (await ours("continue", codexId, "--in", "pi")).split(" ");
  hears(await goesOn("Pi", ["-p", "--session", piId, "Now in Pi."], "Pi goes on."), [...heard, "Now in Pi."]);

  // And back in Claude Code.
  const [, , claudeId] = (await ours("continue", codexId, "--in", "claude-code")).split(" ");
  hears(await goesOn("Claude Code", ["-p", "--resume", claudeId, "Back again."], "Claude goes on."), [...heard, "Back again."]);

  /** Lets an agent work as it does by itself. */
  async function works(title, folder, steps) {
    const agent = agentCalled(title);
    const model = await startModel({ script: steps, title: "To the moon" });
    const { arguments: list, environment } = agent.prepare({ url: model.url, home, project: folder });
    await run(join(NEPTUN_SHARE_AGENTS, "node_modules/.bin", agent.program), list, folder, { ...own, ...environment });
    await model.close();
  }

  /** Runs an agent with these arguments; the model says one thing. */
  async function program(title, list, answer) {
    const agent = agentCalled(title);
    const model = await startModel({ script: [answer], title: "To the moon" });
    const { arguments: usual, environment } = agent.prepare({ url: model.url, home, project: here });
    const flags = usual.filter((_, at) => ["--model", "--provider"].some((flag) => usual[at] === flag || usual[at - 1] === flag));
    const all = title === "Codex" || title === "OpenCode" ? list : [...list, ...flags];
    const ran = await run(join(NEPTUN_SHARE_AGENTS, "node_modules/.bin", agent.program), all, here, { ...own, ...environment });
    await model.close();
    return { ran, requests: model.requests };
  }

  /** Continues in an agent; the request to its model that had tools, as a text. */
  async function goesOn(title, list, text) {
    const { ran, requests } = await program(title, list, { text });
    const asked = requests.findLast(({ body }) => body.tools?.length && JSON.stringify(body).includes(list.at(-1)));
    assert.ok(asked, `${title} asks its model: ${ran.stdout}${ran.stderr}`);
    return JSON.stringify(asked.body.messages ?? asked.body.input);
  }
});

/** Each of these texts was said to the model, in this order for what was said once. */
function hears(request, texts) {
  for (const text of texts) assert.ok(request.includes(JSON.stringify(text).slice(1, -1)), `the model hears ${text}: ${request}`);
}
