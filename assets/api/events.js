// Server-sent events for a reader, for as long as the page listens. They are read with fetch, which can send a
// password.

import { outside } from "../lib/base.js";
import { addressOf, asReader } from "./api.js";

/** Calls `onEvent` with {name, data} for each, until the line ends or `signal` ends it; never throws. */
export async function listen(uuid, password, signal, onEvent) {
  const options = asReader(password);
  const headers = { ...options.headers, Accept: "text/event-stream", "X-Requested-With": "neptun-share" };
  try {
    const response = await fetch(outside(`${addressOf(uuid)}/events`), { headers, cache: "no-store", signal });
    const isStream = response.ok && /^text\/event-stream\b/i.test(response.headers.get("Content-Type") ?? "");
    if (!isStream) return void response.body?.cancel();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      const events = (text + piece.value).split("\n\n");
      text = events.pop();
      for (const event of events) onEvent(eventOf(event));
    }
  } catch {
    // The line broke, or nobody listens any more.
  }
}

/** A comment has no name. */
function eventOf(text) {
  const fields = Object.fromEntries(text.split("\n").map((line) => line.split(/: ?(.*)/s)));
  let data = {};
  try {
    data = JSON.parse(fields.data);
  } catch {
    // What is no JSON says nothing.
  }
  return { name: fields.event ?? "", data };
}
