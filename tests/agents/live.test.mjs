// Three people on three machines, and a server: one follows a session of Claude Code live, the next continues it in Codex and
// follows that, and the last continues that in OpenCode. Each real agent is given the whole conversation, as what the scripted
// model hears shows.

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { AGENTS, PROMPT } from "./agents.mjs";
import { startModel } from "./model.mjs";
import { place } from "./place.mjs";
import { eventually, run, start } from "./run.mjs";

const { NEPTUN_SHARE_BIN, NEPTUN_SHARE_AGENTS } = process.env;
const EMAIL = "ada@example.com";
const SECRET = `ghp_${"Qw7Kz2Lm9Px4Rt6Yv8Bn1Cd3Fg5Hj0Ks2Mt4"}`;

test("a session goes live from machine to machine, and from agent to agent", { timeout: 600_000 }, async (t) => {
  const ends = [];
  t.after(async () => {
    for (const end of ends.reverse()) await end();
  });
  const { root, own } = place(t);
  const database = { ...own, HOME: join(root, "server"), NEPTUN_SHARE_DATABASE: join(root, "n.db") };
  mkdirSync(database.HOME);
  const server = (list, input) => run(NEPTUN_SHARE_BIN, list, root, database, input);
  await server(["user", "add", EMAIL], "correct horse battery staple\n");
  const served = start(ends, NEPTUN_SHARE_BIN, ["serve", "--listen", "127.0.0.1:0"], { cwd: root, env: database });
  const site = await served.says(/listening on (http:\S+)/);
  const stream = (uuid) => fetch(`${site}/api/shared/chats/${uuid}/events`);
  const read = async (uuid) => (await (await fetch(`${site}/api/shared/chats/${uuid}`)).json()).chatMessages;
  const words = async (uuid) => JSON.stringify(await read(uuid));

  // Claude Code works, and is followed. Its model thinks until readers have what came before.
  const [first, second, third] = [await machine("first"), await machine("second"), await machine("third")];
  const [look, edit] = agentCalled("Claude Code").steps(first.file);
  const [isRead, isEdited] = [gate(), gate()];
  const script = [
    { tool: look[0], input: look[1], text: "I look at the greeting." },
    { tool: edit[0], input: edit[1], text: `I change it. The token is ${SECRET}.`, after: isRead },
    { text: "Done: it greets the moon.", after: isEdited },
  ];
  const working = first.agent("Claude Code", null, script);
  await eventually(() => first.sessions(), (sessions) => sessions.length === 1);
  const claude = await first.follows();
  await eventually(() => words(claude.uuid), (text) => text.includes("I look at the greeting.") && text.includes("Hello world"));
  assert.match(await beginning(await stream(claude.uuid)), /"live":true/);
  isRead.open();
  await eventually(() => words(claude.uuid), (text) => text.includes("I change it."));
  isEdited.open();
  assert.equal((await working).ran.code, 0);
  await eventually(() => words(claude.uuid), (text) => text.includes("Done: it greets the moon."));
  assert.ok(!(await words(claude.uuid)).includes(SECRET), "no reader gets the token");
  assert.match(await words(claude.uuid), /The token is \[redacted: access token\]/);
  await claude.stop();
  await eventually(async () => beginning(await stream(claude.uuid)), (event) => event.includes('"live":false'));

  // Codex goes on with it, on another machine, and is followed.
  const heard = [PROMPT, "I look at the greeting.", "Hello world", "I change it.", "Hello moon", "Done: it greets the moon."];
  const [, , codexId] = (await second.ours("continue", claude.link, "--in", "codex")).split(" ");
  const codex = await second.follows();
  assert.notEqual(codex.uuid, claude.uuid);
  const inCodex = await second.agent("Codex", ["exec", "--skip-git-repo-check", "resume", codexId, "And the sun?"], [
    { text: "Codex greets the sun." },
  ]);
  assert.ok(hears(inCodex, "And the sun?", heard).includes(second.file), "its paths are turned to here");
  await eventually(() => words(codex.uuid), (text) => text.includes("Codex greets the sun."));
  await codex.stop();
  const [before, after] = [await read(claude.uuid), await read(codex.uuid)];
  const said = (messages) => messages.flatMap(texts);
  assert.deepEqual(said(after), [...said(before), "And the sun?", "Codex greets the sun."], "each is there once, and in order");

  // OpenCode goes on with that, on a third one.
  heard.push("And the sun?", "Codex greets the sun.");
  agentCalled("OpenCode").prepare({ url: "http://127.0.0.1:9", home: third.home, project: third.project });
  const imported = await third.ours("continue", codex.link, "--in", "opencode");
  const [, taken, openCodeId] = /^opencode import (\S+) && opencode --session (\S+)$/.exec(imported);
  assert.equal((await third.agent("OpenCode", ["import", taken], [{ text: "" }])).ran.code, 0);
  const inOpenCode = await third.agent("OpenCode", ["run", "--session", openCodeId, "And the stars?"], [{ text: "It greets them." }]);
  assert.ok(hears(inOpenCode, "And the stars?", heard).includes(third.file), "and so are those of the second");

  /** A machine that is signed in to the server, with a project. */
  async function machine(name) {
    const home = join(root, name);
    const project = join(home, "greeter");
    mkdirSync(project, { recursive: true });
    const file = join(project, "greeting.txt");
    writeFileSync(file, "Hello world\n");
    const env = { ...own, HOME: home };
    const ours = async (...given) => {
      const ran = await run(NEPTUN_SHARE_BIN, given, project, env);
      assert.equal(ran.code, 0, `${given.join(" ")}: ${ran.stderr}`);
      return ran.stdout.trim();
    };
    const token = (await server(["user", "token", "add", EMAIL, name, "--scope", "write"])).stdout;
    const signedIn = await run(NEPTUN_SHARE_BIN, ["login", site, "--token", "-"], project, env, token);
    assert.equal(signedIn.code, 0, signedIn.stderr);
    return { home, project, file, ours, sessions, follows, agent };

    async function sessions() {
      return JSON.parse(await ours("sessions", "--here", "--json"));
    }

    /** Follows the session here, on the server. */
    async function follows() {
      const list = ["share", "--here", "--follow", "--yes", "--redact", "credentials", "--server", new URL(site).host];
      const follower = start(ends, NEPTUN_SHARE_BIN, list, { cwd: project, env });
      const link = await follower.says(/^(http:\S+\/shared\/chats\/\S+)/);
      await follower.says(/(Following)/);
      return { link, uuid: link.split("/").at(-1), said: follower.said, stop: follower.stop };
    }

    /** Lets an agent work: what became of it, and what its model was asked. */
    async function agent(title, list, steps) {
      const found = agentCalled(title);
      const model = await startModel({ script: steps, title: "To the moon" });
      const { arguments: usual, environment } = found.prepare({ url: model.url, home, project });
      const program = join(NEPTUN_SHARE_AGENTS, "node_modules/.bin", found.program);
      const ran = await run(program, list ?? usual, project, { ...env, ...environment });
      await model.close();
      return { title, ran, requests: model.requests };
    }
  }
});

function agentCalled(title) {
  return AGENTS.find((agent) => agent.title === title);
}

/** A promise that `open` keeps. */
function gate() {
  const { promise, resolve } = Promise.withResolvers();
  return Object.assign(promise, { open: resolve });
}

/** The first of a stream of events. */
async function beginning(answer) {
  const reader = answer.body.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode(value);
}

/** What is said in a message. */
function texts(message) {
  const parts = message.parts ?? [{ type: "text", text: message.content }];
  return parts.filter(({ type }) => type === "text").map(({ text }) => text);
}

/** What the agent asks its model with that prompt has these texts, each behind the one before where it is there once. */
function hears({ title, ran, requests }, prompt, wanted) {
  const asked = requests.findLast(({ body }) => body.tools?.length && JSON.stringify(body).includes(prompt));
  assert.ok(asked, `${title} asks its model: ${ran.stdout}${ran.stderr}`);
  const heard = JSON.stringify(asked.body.messages ?? asked.body.input);
  for (const text of wanted) assert.ok(heard.includes(text), `${title} heard “${text}”: ${heard.slice(-4000)}`);
  const order = [...wanted, prompt].filter((text) => heard.split(text).length === 2).map((text) => heard.indexOf(text));
  assert.deepEqual(order, order.toSorted((a, b) => a - b), `${title} heard it in order`);
  return heard;
}
