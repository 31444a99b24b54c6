// Search hits inside messages, below the list: each leads to its message.

import { foldText, patternFor } from "../../lib/fold-text.js";
import { freshId, h } from "../../lib/dom.js";
import { asText } from "../../lib/values.js";
import { strings } from "../../strings/owner.js";

const words = strings.hits;

/** `ask(search)` searches for that, for nothing hides the section. */
export function messageHits(calls) {
  const id = freshId("hits");
  const heading = h("h2", { id }, words.title);
  const state = h("p", { class: "soft small", role: "status" });
  const list = h("ul", { class: "hits-list" });
  const details = h("input", { type: "checkbox", onChange: () => ask(latest) });
  const choice = h("label", { class: "hits-choice small" }, details, words.details);
  const element = h("section", { class: "hits", "aria-labelledby": id, hidden: true }, heading, choice, state, list);
  let latest = "";
  let running = new AbortController();

  return { element, ask, dispose: () => running.abort() };

  async function ask(search) {
    running.abort();
    latest = search.trim();
    if (latest === "") {
      element.hidden = true;
      return;
    }
    running = new AbortController();
    const { signal } = running;
    const query = new URLSearchParams({ q: latest, ...(details.checked && { include: "details" }) });
    const result = await calls.get(`/search?${query}`, { signal });
    if (signal.aborted || result.kind === "signedOut" || result.kind === "aborted") return;
    element.hidden = false;
    if (result.kind !== "done") {
      list.replaceChildren();
      state.replaceChildren(words.failed);
      return;
    }
    const { results, indexing } = result.value;
    // Names of one's own conversations are in the list above.
    const hits = results.filter((hit) => hit.message_id !== null || hit.shared_uuid);
    list.replaceChildren(...hits.map((hit) => line(hit, latest)));
    const found = hits.length === 0 ? words.none : words.found(hits.length);
    state.replaceChildren(indexing ? words.partly(found, Math.floor((100 * indexing.done) / Math.max(1, indexing.total))) : found);
  }
}

function line(hit, search) {
  const home = hit.shared_uuid ? `/shared/chats/${hit.shared_uuid}` : `/conversations/${hit.chat_id}`;
  const href = hit.message_id === null ? home : `${home}#m-${hit.message_id}`;
  const by = hit.shared_uuid ? h("span", { class: "hits-by soft small" }, words.shared) : null;
  const name = h("a", { class: "hits-name", href }, h("bdi", {}, asText(hit.name)));
  return h("li", {}, name, by, h("p", { class: "hits-snippet small", dir: "auto" }, marked(asText(hit.snippet), search)));
}

/** The text with every place of a word marked. */
function marked(text, search) {
  const { folded, places } = foldText(text);
  const at = (i) => (places ? (places[i] ?? text.length) : i);
  const stretches = search.split(/[\s"]+/).flatMap((word) => {
    const pattern = patternFor(word);
    return pattern ? [...folded.matchAll(pattern)].map((found) => [found.index, found.index + found[0].length]) : [];
  });
  const nodes = [];
  let end = 0;
  for (const [from, to] of stretches.sort(([a], [b]) => a - b)) {
    if (from < end) continue;
    nodes.push(text.slice(at(end), at(from)), h("mark", {}, text.slice(at(from), at(to))));
    end = to;
  }
  return [...nodes, text.slice(at(end))];
}
