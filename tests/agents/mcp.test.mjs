// The MCP server, asked by the official SDK's client, and by real agents whose scripted model calls its tools.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";

import { AGENTS } from "./agents.mjs";
import { startModel } from "./model.mjs";
import { place } from "./place.mjs";
import { run } from "./run.mjs";

const { NEPTUN_SHARE_BIN, NEPTUN_SHARE_AGENTS } = process.env;
const SESSION = [
  { type: "user", uuid: "u1", parentUuid: null, message: { role: "user", content: "Write to grace.hopper@navy.mil" } },
  { type: "assistant", uuid: "u2", parentUuid: "u1", message: { id: "m1", role: "assistant", model: "m", content: [{ type: "text", text: "I have." }] } },
];

/** A place with a session of Claude Code. */
function withSession(t) {
  const here = place(t);
  const folder = join(here.home, ".claude/projects/p");
  mkdirSync(folder, { recursive: true });
  const id = "0e1f2a3b-0000-4000-8000-000000000001";
  const lines = SESSION.map((line) => JSON.stringify({ ...line, sessionId: id, cwd: here.project }));
  writeFileSync(join(folder, `${id}.jsonl`), lines.join("\n"));
  return { ...here, id };
}

for (const answer of ["redact_all", "cancel", null]) {
  test(`the official client shares a session; the person answers ${answer ?? "when the model asks"}`, { timeout: 60_000 }, async (t) => {
    const { own, id } = withSession(t);
    const from = createRequire(join(NEPTUN_SHARE_AGENTS, "package.json"));
    const { Client } = from("@modelcontextprotocol/sdk/client/index.js");
    const { StdioClientTransport } = from("@modelcontextprotocol/sdk/client/stdio.js");
    const { ElicitRequestSchema } = from("@modelcontextprotocol/sdk/types.js");
    const client = new Client({ name: "test", version: "1" }, { capabilities: answer ? { elicitation: {} } : {} });
    let question = "";
    if (answer) {
      client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
        question = params.message;
        return { action: "accept", content: { decision: answer } };
      });
    }
    await client.connect(new StdioClientTransport({ command: NEPTUN_SHARE_BIN, args: ["mcp"], env: own }));
    t.after(() => client.close());
    const call = async (name, given) => {
      const { content, isError } = await client.callTool({ name, arguments: given });
      assert.ok(!isError, content[0].text);
      return content[0].text;
    };
    assert.equal((await client.listTools()).tools.length, 5);
    let said = await call("share_session", { session: id });
    if (!answer) {
      question = said;
      const code = /"code": "(\w+)"/.exec(said)[1];
      said = await call("share_session", { session: id, code, decision: "redact_all" });
    }
    assert.match(question, /1 e-mail address/);
    assert.ok(!question.includes("grace.hopper@"), "what was found is masked");
    const links = await call("list_links", {});
    if (answer === "cancel") {
      assert.match(said, /did not agree/);
      return assert.match(links, /0 of 0 links/);
    }
    assert.match(said, /\/shared\/chats\/[\s\S]*Redacted: 1 e-mail address/);
    assert.match(links, /1 of 1 links/);
    assert.match(await call("search_conversations", { query: "have" }), /"conversation": 1/);
    assert.match(await call("read_conversation", { conversation: 1 }), /I have\./);
    assert.match(await call("change_link", { conversation: 1, action: "pause" }), /It is paused/);
  });
}

test("the official client calls the tools of a server over HTTP", { timeout: 60_000 }, async (t) => {
  const { own } = withSession(t);
  const from = createRequire(join(NEPTUN_SHARE_AGENTS, "package.json"));
  const { Client } = from("@modelcontextprotocol/sdk/client/index.js");
  const { StreamableHTTPClientTransport } = from("@modelcontextprotocol/sdk/client/streamableHttp.js");
  const cli = (...given) => execFileSync(NEPTUN_SHARE_BIN, given, { env: own, input: "correct horse battery\n", encoding: "utf8" });
  cli("user", "add", "ada@example.com");
  const token = /nsh_[\w-]+/.exec(cli("user", "token", "add", "ada@example.com", "model", "--scope", "write"))[0];
  const server = spawn(NEPTUN_SHARE_BIN, ["serve", "--listen", "127.0.0.1:0"], { env: own });
  t.after(() => server.kill());
  const [line] = await once(server.stdout, "data");
  const address = /http:\/\/[\d.:]+/.exec(line)[0];
  const client = new Client({ name: "test", version: "1" });
  const requestInit = { headers: { Authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${address}/mcp`), { requestInit }));
  t.after(() => client.close());
  assert.equal((await client.listTools()).tools.length, 5);
  const share = async (more) => {
    const messages = [{ role: "user", content: "Write to grace.hopper@navy.mil" }];
    const { content, isError } = await client.callTool({ name: "share_session", arguments: { messages, ...more } });
    assert.ok(!isError, content[0].text);
    return content[0].text;
  };
  const question = await share({});
  assert.match(question, /1 e-mail address/);
  const said = await share({ code: /"code": "(\w+)"/.exec(question)[1], decision: "redact_all" });
  assert.match(said, /\/shared\/chats\/[\s\S]*Redacted: 1 e-mail address/);
});

for (const [title, agent, tool, namespace] of [
  ["Claude Code", "claude-code", "mcp__neptun-share__search_conversations"],
  ["Codex", "codex", "search_conversations", "mcp__neptun_share"],
  ["OpenCode", "opencode", "neptun-share_search_conversations"],
  ["Gemini CLI", "gemini", "mcp_neptun-share_search_conversations"],
]) {
  test(`${title} calls the tools of the server that was installed`, { timeout: 300_000 }, async (t) => {
    const { home, project, own, ours } = withSession(t);
    const known = AGENTS.find((known) => known.title === title);
    await ours("import", join(home, ".claude/projects/p"));
    const script = [{ tool, namespace, input: { query: "have" } }, { text: "Found." }];
    const model = await startModel({ script, title: "Search" });
    t.after(model.close);
    const { arguments: list, environment } = known.prepare({ url: model.url, home, project });
    // Beside what is there.
    await ours("agent", "install", agent, "--mcp");
    const ran = await run(join(NEPTUN_SHARE_AGENTS, "node_modules/.bin", known.program), list, project, { ...own, ...environment });
    const heard = JSON.stringify(model.requests.at(-1)?.body ?? "");
    assert.ok(heard.includes("I have."), `the model hears what was found: ${ran.stdout}${ran.stderr} ${heard.slice(-2000)}`);
    await ours("agent", "uninstall", agent);
  });
}
