// While a conversation is being written, the page listens for events instead of polling. If no events arrive, for
// example behind a proxy that buffers, it polls as before.

import { h } from "../lib/dom.js";
import { strings } from "../strings/reader.js";

/** The server says something every 15 seconds. */
const SILENCE_MS = 40_000;
/** After a line that the server ended. */
const RESPITE_MS = 10_000;

/**
 * `listen(signal, onEvent)` listens until the line ends. `onRevision` hears which revision there is, `onEnd` that access may have
 * ended. `bar` is where the word for it stands.
 */
export function liveChanges({ bar, listen, onRevision, onEnd }) {
  const mark = h("span", { class: "live", role: "status" });
  bar.append(mark);
  let line = null; // ends what is listened to
  let silence;
  let notBefore = 0;

  function onEvent({ name, data }) {
    clearTimeout(silence);
    silence = setTimeout(stop, SILENCE_MS);
    if (name === "state") {
      show(data.live === true);
      onRevision(String(data.revision));
      if (data.live !== true) stop();
    }
    if (name === "closed") {
      stop();
      onEnd();
    }
  }
  function show(isLive) {
    const text = isLive ? strings.live : "";
    if (mark.textContent !== text) mark.textContent = text;
  }
  async function start() {
    if (line || document.hidden || Date.now() < notBefore) return;
    const own = new AbortController();
    line = own;
    await listen(own.signal, (event) => line === own && onEvent(event));
    if (line !== own) return;
    notBefore = Date.now() + RESPITE_MS;
    stop();
  }
  function stop() {
    clearTimeout(silence);
    line?.abort();
    line = null;
    show(false);
  }
  document.addEventListener("visibilitychange", () => document.hidden && stop());
  return { start, stop };
}
