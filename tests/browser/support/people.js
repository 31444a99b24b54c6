// People with an account: they have chats, share them, and invite each other. Everything goes through the HTTP API.

let strangers = 0;

/** A new account on the server; each call another person. */
export async function someone(server, name = "reader") {
  strangers += 1;
  const email = `${name}-${strangers}@example.com`;
  const password = `${name}'s secret ☂`;
  const response = await fetch(`${server.url}/api/auth/sign-up`, post({ email, password }));
  const { user } = await good(response);
  const cookie = response.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  return new Person(server, `${server.url}/api/users/${user.id}`, cookie, email, password);
}

/** The one who set the server up, by the link that it printed. */
export async function administrator(server) {
  const token = new URL(server.setUpLink()).hash.slice(1);
  const [email, password] = ["boss@example.com", "boss's secret ☂"];
  const response = await fetch(`${server.url}/api/auth/set-up`, post({ token, email, password }));
  const { user } = await good(response);
  const cookie = response.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  return new Person(server, `${server.url}/api/users/${user.id}`, cookie, email, password);
}

class Person {
  constructor(server, home, cookie, email, password) {
    Object.assign(this, { server, home, cookie, email, password });
  }

  /** A chat with messages, each `[role, content]`. */
  async chat(name, messages, model = "gpt-4o") {
    const { chat } = await this.send("POST", "/chats", { name, model });
    if (messages.length > 0) await this.say(chat, messages);
    return chat;
  }

  /** A browser's page that is signed in as this person, without their typing. */
  async enter(page, path = "/") {
    const [name, value] = this.cookie.split(/=(.*)/s);
    await page.context().addCookies([{ name, value, url: this.server.url }]);
    await page.goto(path);
  }

  /** A chat out of another program's file, also when some of it was taken before. */
  async import(conversation) {
    await this.server.take(this.email, conversation);
    const { chats } = await this.send("GET", "/chats");
    return chats.find((chat) => chat.name === conversation.title);
  }

  /** Takes conversations over as the page does; gives the report. */
  async upload(conversations) {
    return (await this.send("POST", "/chats/import", conversations)).report;
  }

  say(chat, messages) {
    const list = messages.map(([role, content]) => ({ role, content }));
    return this.send("POST", `/chats/${chat.id}/messages`, { messages: list });
  }

  takeBackLast(chat) {
    return this.send("DELETE", `/chats/${chat.id}/messages/last`);
  }

  rename(chat, name) {
    return this.send("PATCH", `/chats/${chat.id}`, { name });
  }

  /** The share of a chat, made or changed: with `password`, for the people in `list`, or switched off. */
  async share(chat, { password, list, off = false } = {}) {
    const rules = { is_shared: !off, ...(password && { is_protected: true, hashed_password: password }) };
    const { share } = await this.send("POST", `/chats/${chat.id}/shares`, rules);
    if (list) {
      const emails = list.map((person) => person.email);
      await this.send("POST", `/chats/${chat.id}/shares/${share.id}/whitelist-entries`, { emails });
    }
    return share;
  }

  async send(method, path, body) {
    const request = body === undefined ? { method, headers: {} } : { ...post(body), method };
    request.headers.Cookie = this.cookie;
    return good(await fetch(this.home + path, request));
  }
}

function post(body) {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

async function good(response) {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.status} for ${new URL(response.url).pathname}: ${text}`);
  return JSON.parse(text);
}
