// A model that says what a script has, over the four protocols that agents speak: OpenAI's chat completions and
// responses, Anthropic's messages, and Gemini's contents, each as a stream or whole. Listens on loopback.

import { createServer } from "node:http";

/**
 * Starts it. Each step of `script` is `{thought?, text?, tool?, namespace?, input?, after?}`; which one is the number of tool
 * results that the request has, and the last step is what is said from then on; `after` is a promise that it waits for. A
 * request that begins with `subagent.prompt` gets `subagent.text`; one without tools, as those for a title, gets `title`.
 */
export async function startModel({ script, title, subagent }) {
  const requests = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const path = new URL(request.url, "http://model").pathname;
    let body = {};
    try {
      body = JSON.parse(Buffer.concat(chunks).toString() || "{}");
    } catch {
      // What is compressed or no JSON is no question to a model.
    }
    requests.push({ path, body });
    const speak = PROTOCOLS.find(([end]) => path.endsWith(end))?.[1];
    if (!speak) return reply(response, path.endsWith("/models") ? { object: "list", data: [] } : {});
    let step = script[Math.min(results(body), script.length - 1)];
    if (!body.tools?.length) step = { text: title };
    if (subagent && beginning(body).includes(subagent.prompt)) step = { text: subagent.text };
    const id = `${requests.length}`;
    await step.after;
    speak(response, body, step, id);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    requests,
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))),
  };
}

const PROTOCOLS = [
  ["/chat/completions", chatCompletions],
  ["/responses", responses],
  ["/messages", messages],
  ["/messages/count_tokens", (response) => reply(response, { input_tokens: 10 })],
  [":generateContent", contents],
  [":streamGenerateContent", (...asked) => contents(...asked, true)],
  [":countTokens", (response) => reply(response, { totalTokens: 10 })],
];

/** How many tool results a request has. */
function results(body) {
  if (body.contents) return body.contents.flatMap((item) => item.parts).filter((part) => part.functionResponse).length;
  const items = Array.isArray(body.messages) ? body.messages : Array.isArray(body.input) ? body.input : [];
  const kinds = items.flatMap((item) => [
    item.role === "tool" ? "tool_result" : item.type,
    ...(Array.isArray(item.content) ? item.content.map((block) => block.type) : []),
  ]);
  return kinds.filter((kind) => /^tool_result$|_call_output$/.test(kind)).length;
}

/** The first message of a person, as JSON. */
function beginning(body) {
  const items = body.messages ?? body.contents ?? [];
  return JSON.stringify(items.find((item) => item.role === "user") ?? "");
}

function reply(response, body) {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify(body));
}

function stream(response, events) {
  response.setHeader("content-type", "text/event-stream");
  for (const [name, data] of events) {
    if (name) response.write(`event: ${name}\n`);
    response.write(`data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`);
  }
  response.end();
}

function chatCompletions(response, body, step, id) {
  const called = { name: step.tool, arguments: JSON.stringify(step.input) };
  const calls = step.tool ? [{ index: 0, id: `call_${id}`, type: "function", function: called }] : undefined;
  const finish = calls ? "tool_calls" : "stop";
  const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
  const head = { id: `chat_${id}`, created: 1, model: body.model };
  const message = { role: "assistant", content: step.text ?? "", reasoning_content: step.thought, tool_calls: calls };
  if (!body.stream) {
    const choices = [{ index: 0, message, finish_reason: finish }];
    return reply(response, { ...head, object: "chat.completion", choices, usage });
  }
  const chunk = (delta, finish_reason = null) => ["", {
    ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }],
  }];
  stream(response, [
    chunk({ role: "assistant", reasoning_content: step.thought }),
    chunk({ content: step.text ?? "" }),
    ...(calls ? [chunk({ tool_calls: calls })] : []),
    chunk({}, finish),
    ["", { ...head, object: "chat.completion.chunk", choices: [], usage }],
    ["", "[DONE]"],
  ]);
}

function responses(response, body, step, id) {
  const items = [];
  if (step.thought) {
    items.push({ type: "reasoning", id: `rs_${id}`, summary: [{ type: "summary_text", text: step.thought }] });
  }
  if (step.text) {
    const content = [{ type: "output_text", text: step.text, annotations: [] }];
    items.push({ type: "message", id: `msg_${id}`, role: "assistant", status: "completed", content });
  }
  if (step.tool) {
    const isCustom = body.tools.some((tool) => tool.type === "custom" && tool.name === step.tool);
    const call = { id: `fc_${id}`, call_id: `call_${id}`, name: step.tool, namespace: step.namespace, status: "completed" };
    items.push(isCustom
      ? { type: "custom_tool_call", ...call, input: step.input }
      : { type: "function_call", ...call, arguments: JSON.stringify(step.input) });
  }
  const usage = { input_tokens: 10, output_tokens: 5, total_tokens: 15 };
  const whole = { id: `resp_${id}`, object: "response", model: body.model, status: "completed", output: items, usage };
  if (!body.stream) return reply(response, whole);
  const names = [["response.created", { response: { ...whole, status: "in_progress", output: [] } }]];
  items.forEach((item, output_index) => {
    names.push(["response.output_item.added", { output_index, item }]);
    if (item.type === "message") {
      const delta = { output_index, item_id: item.id, content_index: 0, delta: step.text };
      names.push(["response.output_text.delta", delta]);
    }
    names.push(["response.output_item.done", { output_index, item }]);
  });
  names.push(["response.completed", { response: whole }]);
  stream(response, names.map(([type, data]) => [type, { type, ...data }]));
}

function messages(response, body, step, id) {
  const content = [];
  if (step.thought) content.push({ type: "thinking", thinking: step.thought, signature: "c2lnbmVk" });
  if (step.text) content.push({ type: "text", text: step.text });
  if (step.tool) content.push({ type: "tool_use", id: `toolu_${id}`, name: step.tool, input: step.input });
  const stop_reason = step.tool ? "tool_use" : "end_turn";
  const head = { id: `msg_${id}`, type: "message", role: "assistant", model: body.model, stop_sequence: null };
  const usage = { input_tokens: 10, output_tokens: 5 };
  if (!body.stream) return reply(response, { ...head, content, stop_reason, usage });
  const events = [["message_start", { message: { ...head, content: [], stop_reason: null, usage } }]];
  content.forEach((block, index) => {
    const [empty, delta] = {
      thinking: () => [{ ...block, thinking: "", signature: "" }, { type: "thinking_delta", thinking: block.thinking }],
      text: () => [{ ...block, text: "" }, { type: "text_delta", text: block.text }],
      tool_use: () => [
        { ...block, input: {} },
        { type: "input_json_delta", partial_json: JSON.stringify(block.input) },
      ],
    }[block.type]();
    events.push(["content_block_start", { index, content_block: empty }], ["content_block_delta", { index, delta }]);
    if (block.signature) {
      events.push(["content_block_delta", { index, delta: { type: "signature_delta", signature: block.signature } }]);
    }
    events.push(["content_block_stop", { index }]);
  });
  events.push(["message_delta", { delta: { stop_reason, stop_sequence: null }, usage }], ["message_stop", {}]);
  stream(response, events.map(([type, data]) => [type, { type, ...data }]));
}

function contents(response, body, step, id, isStream = false) {
  const parts = [];
  if (step.thought) parts.push({ text: step.thought, thought: true });
  if (step.text) parts.push({ text: step.text });
  if (step.tool) parts.push({ functionCall: { id: `call_${id}`, name: step.tool, args: step.input } });
  const usageMetadata = { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 };
  const candidates = [{ index: 0, content: { role: "model", parts }, finishReason: "STOP" }];
  const whole = { candidates, usageMetadata, modelVersion: "gemini-script", responseId: id };
  return isStream ? stream(response, [["", whole]]) : reply(response, whole);
}
