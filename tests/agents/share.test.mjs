// OpenCode's own /share with a server of ours, and `opencode import` of such a link: the real program with a scripted model.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { AGENTS } from "./agents.mjs";
import { startModel } from "./model.mjs";
import { eventually, run, start } from "./run.mjs";

const { NEPTUN_SHARE_BIN, NEPTUN_SHARE_AGENTS } = process.env;
const SECRET = `ghp_${"Zx7Kq2Lm9Pw4Rt6Yv8Bn1Cd3Fg5Hj0Ks2Mt4"}`;
const LAST = "Done: it greets the moon.";

test("a session of OpenCode is shared, followed, taken back, removed and imported", { timeout: 300_000 }, async (t) => {
  const root = realpathSync(mkdtempSync(join(process.env.XDG_CACHE_HOME ?? "/var/tmp", "agents-")));
  const ends = [];
  t.after(async () => {
    for (const end of ends.reverse()) await end();
    rmSync(root, { recursive: true, force: true, maxRetries: 10 });
  });
  const [home, project] = ["home", "project"].map((name) => join(root, name));
  [home, project].forEach((folder) => mkdirSync(folder));
  writeFileSync(join(project, "greeting.txt"), "Hello world\n");
  const own = { PATH: process.env.PATH, HOME: home };
  const variables = { ...own, NEPTUN_SHARE_DATABASE: join(root, "n.db") };
  const ours = (list, input) => run(NEPTUN_SHARE_BIN, list, project, variables, input);

  await ours(["user", "add", "ada@example.com"], "correct horse battery staple\n");
  const token = (await ours(["user", "token", "add", "ada@example.com", "OpenCode", "--scope", "publish"])).stdout.trim();
  const server = start(ends, NEPTUN_SHARE_BIN, ["serve", "--listen", "127.0.0.1:0"], { cwd: project, env: variables });
  const site = await server.says(/listening on (http:\S+)/);

  const step = { tool: "bash", input: { command: `echo ${SECRET}; cat greeting.txt`, description: "Show it" }, text: "Look." };
  const model = await startModel({ script: [step, { text: LAST }], title: "To the moon" });
  ends.push(model.close);
  const { environment } = AGENTS.find(({ program }) => program === "opencode").prepare({ url: model.url, home, project });
  const settings = join(project, "opencode.json");
  const shared = { share: "manual", enterprise: { url: `${site}/t/${token}` } };
  writeFileSync(settings, JSON.stringify({ ...JSON.parse(readFileSync(settings, "utf8")), ...shared }));
  const program = join(NEPTUN_SHARE_AGENTS, "node_modules/.bin/opencode");
  const agent = { cwd: project, env: { ...own, ...environment } };
  const opencode = start(ends, program, ["serve", "--port", "0", "--hostname", "127.0.0.1"], agent);
  const api = await opencode.says(/listening on (http:\S+)/);
  const call = async (method, path, body) => {
    const answer = await fetch(`${api}${path}`, { method, headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer.json();
  };
  const say = (text) => call("POST", `/session/${session.id}/message`, { parts: [{ type: "text", text }] });

  const session = await call("POST", "/session", {});
  const { share } = await call("POST", `/session/${session.id}/share`);
  assert.match(share.url, new RegExp(`^${site}/share/[0-9a-f-]{36}$`));
  const uuid = share.url.split("/").at(-1);
  const read = async () => {
    const answer = await fetch(`${site}/api/shared/chats/${uuid}`);
    return answer.ok ? (await answer.json()).chatMessages : answer.status;
  };
  const page = await fetch(share.url);
  assert.equal(page.url, `${site}/shared/chats/${uuid}`);

  await say("Let the greeting greet the moon.");
  const done = await eventually(read, (messages) => messages.at(-1)?.content === LAST);
  assert.equal(done[0].content, "Let the greeting greet the moon.");
  const text = JSON.stringify(done);
  assert.match(text, /Hello world/);
  assert.ok(!text.includes(SECRET), "what the tool printed is left out where it is a secret");

  const [asked] = await call("GET", `/session/${session.id}/message`);
  await call("POST", `/session/${session.id}/revert`, { messageID: asked.info.id });
  await eventually(read, (messages) => messages.length === 0);
  await say("And the sun?");
  const again = await eventually(read, (messages) => messages.at(-1)?.content === LAST);
  assert.equal(again[0].content, "And the sun?");

  // Somebody else goes on with it.
  const taken = await run(program, ["import", share.url], agent.cwd, agent.env);
  assert.match(taken.stdout + taken.stderr, /Imported session/, taken.stdout + taken.stderr);
  const listed = await call("GET", "/session");
  const copy = listed.find(({ id }) => id !== session.id);
  model.requests.length = 0;
  await run(program, ["run", "--session", copy.id, "--model", "scripted/script", "Go on."], agent.cwd, agent.env);
  const heard = JSON.stringify(model.requests.map(({ body }) => body));
  for (const words of ["And the sun?", "Hello world", LAST, "Go on."]) assert.ok(heard.includes(words), words);
  assert.ok(!heard.includes(SECRET));

  await call("DELETE", `/session/${session.id}/share`);
  await eventually(read, (status) => status === 404);
  assert.ok(!server.said().includes(token), "no log shows the token");
});
