// What the import shows of sessions that real agents have had with a scripted model: each reads a file, changes it, and
// runs a command; some start a subagent.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { AGENTS, PROMPT, SUBAGENT } from "./agents.mjs";
import { startModel } from "./model.mjs";
import { run } from "./run.mjs";

const { NEPTUN_SHARE_BIN, NEPTUN_SHARE_AGENTS } = process.env;
const THOUGHT = "The greeting names the world.";
const LAST = "Done: it greets the moon.";

for (const agent of AGENTS) {
  test(`a session of ${agent.title} is found and shown as it was`, { timeout: 300_000 }, async (t) => {
    // Not below the folder for temporary files: there, Codex does not work.
    const root = realpathSync(mkdtempSync(join(process.env.XDG_CACHE_HOME ?? "/var/tmp", "agents-")));
    t.after(() => rmSync(root, { recursive: true, force: true }));
    const [home, project] = ["home", "project"].map((name) => join(root, name));
    [home, project].forEach((folder) => mkdirSync(folder));
    const file = join(project, "greeting.txt");
    writeFileSync(file, "Hello world\n");

    const steps = agent.steps(file);
    const script = steps.map(([tool, input], number) => ({ tool, input, text: `Step ${number + 1}.` }));
    script[0].thought = THOUGHT;
    const model = await startModel({ script: [...script, { text: LAST }], title: "To the moon", subagent: SUBAGENT });
    t.after(model.close);
    const { arguments: list, environment } = agent.prepare({ url: model.url, home, project });
    const own = { PATH: process.env.PATH, HOME: home };
    const ran = await run(join(NEPTUN_SHARE_AGENTS, "node_modules/.bin", agent.program), list, project, {
      ...own,
      ...environment,
    });
    assert.equal(readFileSync(file, "utf8"), "Hello moon\n", `the agent did its work: ${ran.stdout}${ran.stderr}`);

    const variables = { ...own, NEPTUN_SHARE_DATABASE: join(root, "n.db") };
    const ours = (...given) => run(NEPTUN_SHARE_BIN, given, project, variables);
    const [session, ...others] = JSON.parse((await ours("sessions", "--here", "--json")).stdout);
    assert.deepEqual(others, [], "one session, and none of a subagent's");
    assert.equal(session.agent, agent.title);
    assert.equal(session.folder, project);
    const imported = await ours("import", session.path);
    const report = imported.stdout + imported.stderr;
    assert.match(report, /1 new, 0 unchanged, 0 skipped/);
    assert.doesNotMatch(report, /left out|not understood|unknown|kept as|not read/i);
    const chat = JSON.parse((await ours("export", "1", "--format", "json")).stdout);
    assert.equal(session.messages, chat.messages.length);

    const [first, ...rest] = chat.messages;
    assert.equal(first.role, "user");
    // OpenCode keeps the quotes of its own command line.
    assert.equal(first.content.replaceAll('"', ""), PROMPT);
    assert.ok(rest.every((message) => message.role === "assistant"), "nothing but the agent's words behind it");
    const parts = rest.flatMap((message) => message.parts ?? [{ type: "text", text: message.content }]);
    const texts = parts.filter((part) => part.type === "text").map((part) => part.text);
    // Where the subagent works in the background, the model answers again when that is done.
    const again = texts.length === script.length + 2 ? [LAST] : [];
    assert.deepEqual(texts, [...script.map((step) => step.text), LAST, ...again]);
    const calls = parts.filter((part) => part.type === "tool_call");
    assert.deepEqual(calls.map((call) => call.name), steps.map(([tool]) => tool));
    const results = calls.map((call) => parts.find((part) => part.type === "tool_result" && part.id === call.id));
    assert.match(results[0].text, /Hello world/);
    assert.match(results[1].text, agent.edited ?? /\+\d* ?Hello moon/, "an edit is its patch");
    assert.match(results[2].text, /Hello moon/);
    assert.ok(results.every((result) => !result.is_error));
    const thoughts = parts.filter((part) => part.type === "reasoning").map((part) => part.text);
    assert.ok(thoughts.includes(THOUGHT), "what it thought");
    if (steps[3]) {
      const all = `${thoughts.join("\n")}\n${results[3].text}`;
      assert.equal(all.split(SUBAGENT.text).length, 2, `what the subagent said is there once: ${all}`);
    }
  });
}
