// What a message holds beside words, and everything in it that an imported file may name as it likes. Each is a message
// as `import` takes it, and becomes one message of the conversation.

const run = "owned='WORD'";

const payloads = {
  "a script": `<script>${run}</script>`,
  "a handler": `"><img src=x onerror="${run}">`,
  "a handler in single quotes": `'><svg/onload='${run}'>`,
  "end tags": `</bdi></summary></details></div></article></section></main>`,
  "a script's address": `javascript:${run}`,
  "data": `data:text/html,<script>${run}</script>`,
  "another host": `https://evil.example/WORD"onclick="${run}`,
  "no protocol": `//evil.example/WORD`,
  "a path": `../../../../assets/x/viewer.js?`,
  "an override": `\u202e\u2067gpj.\u0000\u0001\u200b`,
  "lines": `one\r\n\r\nContent-Type: text/html\r\n\r\n<b>two</b>\u2028three`,
  "Markdown": "[a](javascript:owned=1) ![b](https://evil.example/WORD) **c** # d\n# e\n```\nf",
  "length": "l".repeat(5000),
  "piles": `x${"\u0301".repeat(500)}`,
  "a name of JavaScript": `__proto__`,
};

const said = (role, ...content) => ({ role, content });
const call = (name, input) => said("assistant", { type: "tool_use", id: "WORD", name, input });

const edit = (file_path, old_string, new_string) => call("Edit", { file_path, old_string, new_string });
const printed = (x) => said("assistant",
  { type: "tool_use", id: "WORD", name: "Bash", input: { command: "make" } },
  { type: "tool_result", tool_use_id: "WORD", content: x });

const places = {
  "a command": (x) => call("Bash", { command: `WORD ${x}`, description: x }),
  "an output in colours": (x) => printed(`\u001b[1;31;44m${x}\u001b[0m WORD\r\n\u001b]8;;${x}\u0007${x}\u001b[2K\u001b[5A${x}`),
  "an output that writes over itself": (x) => printed(`${x}\rWORD\n${x}\b\b\b${x}`),
  "an output of many lines": (x) => printed(`WORD\n${`${x}\n`.repeat(30)}`),
  "an edit": (x) => edit("a.py", `one ${x}`, `WORD ${x}`),
  "an edit of letters": (x) => edit("a.py", [...x].join(" "), `${[...x].join("  ")}\nWORD`),
  "the path of an edit": (x) => edit(`WORD ${x}`, "a", "b"),
  "a patch": (x) => call("apply_patch", { input: `*** Begin Patch\n*** Update File: ${x}\n@@ ${x}\n ${x}\n-${x}\n+WORD ${x}\n*** End Patch` }),
  "a plan": (x) => call("ExitPlanMode", { plan: `WORD ${x}` }),
  "a list of things to do": (x) => call("TodoWrite", { todos: [{ content: `WORD ${x}`, status: x }] }),
  "the work of another agent": (x) => call("Task", { description: `WORD ${x}`, prompt: x, subagent_type: x }),
  "a tool's name": (x) => call(`WORD ${x}`, { command: "ls" }),
  "a tool's only input": (x) => call("bash", { command: `WORD ${x}` }),
  "a field's name": (x) => call("bash", JSON.parse(`{${JSON.stringify(x)}: "WORD", "b": {${JSON.stringify(x)}: 1}}`)),
  "a list in an input": (x) => call("search", { queries: ["WORD", x], deep: [[{ x }]] }),
  "a tool's result": (x) => ({ role: "tool", tool_call_id: "nobody's", name: "weather", content: `WORD ${x}` }),
  "the name of a result's tool": (x) => ({ role: "tool", tool_call_id: "nobody's", name: `WORD ${x}`, content: "sunny" }),
  "a thought": (x) => said("assistant", { type: "thinking", thinking: `WORD ${x}` }, { type: "text", text: "So." }),
  "the name of a picture": (x) => said("user", { type: "image", filename: `WORD ${x}.png`, source: { type: "base64", media_type: "image/png", data: pixel } }),
  "the name of a file": (x) => said("user", { type: "file", file: { filename: `WORD ${x}`, file_data: Buffer.from(`<script>${run}</script>`).toString("base64") } }),
  "the type of a file": (x) => said("user", { type: "text", text: "WORD" }, { type: "image", source: { type: "base64", media_type: x, data: pixel } }),
  "the address of a picture": (x) => said("assistant", { type: "text", text: "WORD" }, { type: "image_url", image_url: { url: x } }),
  "the name of a missing file": (x) => said("assistant", { type: "file", file: { filename: `WORD ${x}` } }),
  "a source's title": (x) => said("assistant", { type: "text", text: "Look.", citations: [{ title: `WORD ${x}`, url: "https://example.com/a" }] }),
  "a source's address": (x) => said("assistant", { type: "text", text: "WORD", citations: [{ title: "A source", url: x }] }),
  "a source's address on a host": (x) => said("assistant", { type: "search_result", title: "WORD", source: `https://example.com/${x}`, content: [] }),
  "the kind of something unknown": (x) => said("assistant", { type: `WORD ${x}`, shape: 5 }),
  "something unknown": (x) => said("assistant", { type: "hologram", note: `WORD ${x}`, [`a${x}`]: [x] }),
};

// One black dot.
const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==";

const combined = Object.entries(places).flatMap(([place, write]) =>
  Object.entries(payloads).map(([name, payload]) => [`${name} as ${place}`, write(payload)]));

const depth = (levels) => Array.from({ length: levels }).reduce((inner) => ({ a: inner }), "WORD");
const vector = Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"><script>${run}</script></svg>`).toString("base64");

const others = [
  ["a deep input", call("dig", depth(100))],
  ["an input of many fields", call("list", Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`field ${i}`, "WORD"])))],
  ["a picture that is a script", said("user", { type: "text", text: "WORD" }, { type: "image", filename: "x.svg", source: { type: "base64", media_type: "image/svg+xml", data: vector } })],
  ["a picture that is a page", said("user", { type: "text", text: "WORD" }, { type: "image", filename: "x.png", source: { type: "base64", media_type: "text/html", data: Buffer.from(`<script>${run}</script>`).toString("base64") } })],
  ["a sound that is a page", said("user", { type: "text", text: "WORD" }, { type: "input_audio", input_audio: { data: vector, format: `wav"><script>${run}</script>` } })],
  ["sources without number", said("assistant", { type: "text", text: "WORD", citations: Array.from({ length: 300 }, (_, i) => ({ title: `${i}</li></ul>`, url: `https://example.com/${i}` })) })],
  ["a formula in a thought", said("assistant", { type: "thinking", thinking: `$\\href{javascript:${run}}{WORD}$ WORD` }, { type: "text", text: "So." })],
];

export const parts = [...combined, ...others];
/** What a conversation and its model can be called. */
export const names = Object.values(payloads).map((payload) => `${payload}`.replace(/\p{Cc}/gu, " ").slice(0, 200));
