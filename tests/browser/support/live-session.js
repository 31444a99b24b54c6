// A session that its program shares while it goes on, by OpenCode's own protocol.

import assert from "node:assert/strict";

/** A session that is being shared, and what sends more of it. */
export async function liveSession(server, owner, id) {
  const { token } = await owner.send("POST", "/tokens", { current_password: owner.password, name: "OpenCode", scope: "publish" });
  const send = async (path, body) => {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(`${server.url}/t/${token.secret}/api/share${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${answer.status}`);
    return answer.json();
  };
  const shared = await send("", { sessionID: id });
  const said = (number, role, text) => [
    { type: "message", data: { id: `msg_${number}`, sessionID: id, role, time: { created: number * 1000, completed: number * 1000 } } },
    { type: "part", data: { id: `prt_${number}`, messageID: `msg_${number}`, sessionID: id, type: "text", text } },
  ];
  const about = { type: "session", data: { id, title: "Sky", time: { created: 1000, updated: 1000 } } };
  const sync = (...messages) => send(`/${shared.id}/sync`, { secret: shared.secret, data: [about, ...messages.flatMap((one) => said(...one))] });
  return { path: `/shared/chats/${shared.url.split("/").at(-1)}`, sync };
}
