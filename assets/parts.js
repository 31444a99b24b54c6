// What the API says of a message's parts, made safe to show and put together as they are shown:
//   text, reasoning: {text}
//   tool: {id, call, name, input, language, result, pages, files}: a call, its result, or both
//   sources: {list} of {title, url}
//   attachment: {kind, name, sha256, mediaType, size, url}
//   data: {label, value}

import { asObject, asText, textOrNull, webAddress } from "./values.js";

const kinds = new Set(["image", "audio", "video", "file"]);

/** The parts to show in order; `isElsewhere` when all of them are shown with calls of earlier messages. */
export function partsFrom(list, author, desk) {
  const reading = { parts: [], desk, from: null, cited: new Set(), wasClaimed: false };
  if (author !== "tool") desk.begin();
  for (const part of Array.isArray(list) ? list : []) read(part, reading);
  // Sources that the text links to are not told again.
  const isNews = ({ url }) => !reading.cited.has(url);
  const parts = reading.parts.filter(({ type, list }) => type !== "sources" || list.some(isNews));
  return { parts, isElsewhere: parts.length === 0 && reading.wasClaimed };
}

function read(part, reading) {
  const { type, ...fields } = asObject(part);
  const known = Object.hasOwn(readers, type) ? readers[type] : unknown;
  // What a tool found or drew comes right behind its result.
  if (!["attachment", "citation"].includes(type)) reading.from = null;
  known(fields, reading, type);
}

const readers = {
  text({ text }, { parts, cited }) {
    const words = withoutBlankEdges(asText(text));
    if (words === "") return;
    parts.push({ type: "text", text: words });
    for (const address of addressesIn(words)) cited.add(address);
  },
  reasoning({ text }, { parts }) {
    const words = withoutBlankEdges(asText(text));
    if (words !== "") parts.push({ type: "reasoning", text: words });
  },
  tool_call({ id, name, input, language }, { parts, desk }) {
    const call = { ...emptyTool(id, name), call: true, input: input ?? null, language: textOrNull(language) };
    parts.push(call);
    desk.call(call);
  },
  tool_result({ id, name, text, is_error: isError }, reading) {
    const result = { text: asText(text), isError: isError === true };
    const claimed = reading.desk.claim({ id: textOrNull(id), name: textOrNull(name) });
    const tool = claimed ?? { ...emptyTool(id, name), call: false, input: null, language: null };
    tool.result = result;
    reading.from = tool;
    if (claimed) reading.wasClaimed = true;
    else reading.parts.push(tool);
  },
  attachment({ kind, name, sha256, media_type: mediaType, size, url }, { parts, from }) {
    (from?.files ?? parts).push({
      type: "attachment",
      kind: kinds.has(kind) ? kind : "file",
      name: textOrNull(name),
      sha256: /^[0-9a-f]{64}$/.test(sha256) ? sha256 : null,
      mediaType: asText(mediaType).split(";")[0].trim().toLowerCase(),
      size: Number.isSafeInteger(size) && size >= 0 ? size : null,
      url: webAddress(url),
    });
  },
  citation({ title, url }, { parts, from }) {
    const source = { title: textOrNull(title), url: webAddress(url) };
    if (source.title === null && source.url === null) return;
    if (from) return from.pages.push(source);
    const last = parts.at(-1);
    if (last?.type === "sources") last.list.push(source);
    else parts.push({ type: "sources", list: [source] });
  },
  data({ value }, { parts }) {
    const { type, kind } = asObject(value);
    parts.push({ type: "data", label: textOrNull(type) ?? textOrNull(kind), value });
  },
};

/** A newer server may know more than this page. */
function unknown(fields, { parts }, type) {
  parts.push({ type: "data", label: textOrNull(type), value: fields });
}

function emptyTool(id, name) {
  return { type: "tool", id: textOrNull(id), name: textOrNull(name), result: null, pages: [], files: [] };
}

/** The addresses in a text, also those that stand in angle brackets because they hold parentheses. */
function addressesIn(text) {
  const found = text.matchAll(/<(https?:\/\/[^<>\n]+)>|https?:\/\/[^\s<>()"]+/g);
  return Array.from(found, ([bare, bracketed]) => webAddress(bracketed ?? bare)).filter(Boolean);
}

/** Indentation of the first line stays. */
function withoutBlankEdges(text) {
  const end = text.trimEnd();
  const first = end.length - end.trimStart().length;
  return end.slice(end.lastIndexOf("\n", first) + 1);
}
