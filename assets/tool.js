// A tool that was used: one folded line, and below it what it was given and what it answered.

import { freshId, h } from "./dom.js";
import { fold } from "./fold.js";
import { sourceList } from "./sources.js";
import { strings } from "./strings.js";
import { asText, oneLine } from "./values.js";

/** More fields than these are no longer a list that anybody reads. */
const FIELDS_LISTED = 30;

/** The fields that tell best what a call is about, the best first. */
const telling = [
  ...["command", "cmd", "file_path", "path", "filename", "query", "q", "queries", "pattern", "url", "uri"],
  ...["code", "script", "description", "prompt", "title", "name"],
];

export function toolElement({ call, name, input, language, result, pages }) {
  const words = strings.parts;
  const known = name === null ? null : oneLine(name, 60);
  const label = call ? (known ?? words.unnamedTool) : known ? words.resultOf(known) : words.result;
  const gist = call ? gistOf(input) : oneLine(result.text);
  return fold(
    { sign: "tool", label, gist, state: result?.isError && words.failed, look: result?.isError ? "wrong" : null },
    call && !isEmpty(input) && section(words.input, language, inputElement(input)),
    result && section(words.result, null, result.text === "" ? nothing() : codeBlock(result.text)),
    pages.length > 0 && section(words.pages, null, sourceList(pages)),
  );
}

/** What a call is about, in a line. */
function gistOf(input) {
  if (typeof input === "string") return oneLine(input);
  if (isEmpty(input)) return null;
  if (Array.isArray(input) || typeof input !== "object") return oneLine(asText(input));
  const best = telling.map((field) => (Object.hasOwn(input, field) ? plainText(input[field]) : null)).find(Boolean);
  return oneLine(best ?? Object.values(input).map(plainText).find(Boolean) ?? asText(input));
}

/** A text, or the words of a command line; null for what is more than words. */
function plainText(value) {
  if (Array.isArray(value) && value.every((word) => typeof word === "string")) return value.join(" ");
  return ["string", "number", "boolean"].includes(typeof value) ? String(value) : null;
}

function inputElement(input) {
  const fields = input !== null && typeof input === "object" && !Array.isArray(input) ? Object.entries(input) : [];
  if (fields.length === 0 || fields.length > FIELDS_LISTED) return codeBlock(input);
  // As JSON, a program of several lines would stand in one, full of \n.
  const row = ([name, value]) => h("div", {}, h("dt", { dir: "auto" }, name), h("dd", {}, codeBlock(value)));
  return h("dl", { class: "fields" }, fields.map(row));
}

function section(name, detail, content) {
  const id = freshId("section");
  const head = h("p", { class: "fold-section", id }, name, detail && h("span", {}, ` · ${oneLine(detail, 30)}`));
  return h("div", { class: "fold-part", role: "group", "aria-labelledby": id }, head, content);
}

/** Text as it stands, anything else as JSON to be read. What is long scrolls in its box, by keyboard, too. */
export function codeBlock(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  // What is shorter fits without scrolling on the narrowest phone, too.
  const mayScroll = text.length > 250 || text.split("\n", 10).length > 8;
  return h("pre", { class: "code", tabindex: mayScroll && "0" }, h("code", {}, text));
}

function nothing() {
  return h("p", { class: "message-nothing" }, strings.parts.nothing);
}

const isEmpty = (input) => input === null || input === "" || (typeof input === "object" && Object.keys(input).length === 0);
