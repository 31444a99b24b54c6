// The files being imported, one after the other, because the server takes them in turns, too. They continue while you
// look at other views. Leaving the page would stop them, so the browser asks first.

import { oneLine } from "../../lib/values.js";

/** As the server has it (src/http/routes.rs). */
export const MOST_BYTES = 256 * 1024 * 1024;

/** Characters of a name that the server takes. */
const LONGEST_NAME = 255;

const queues = new WeakMap();

/** The imports of whom `calls` (calls.js) are. */
export function importsOf(calls) {
  if (!queues.has(calls)) queues.set(calls, queueFor(calls));
  return queues.get(calls);
}

/**
 * A job is {id, file, name, size, state, sent, result}. Its `state`: waiting, sending, reading (all is sent), done, failed,
 * canceled; `result` is that of the upload, or {kind: "unfit", why} for what need not be sent at all.
 */
function queueFor(calls) {
  let jobs = [];
  let ids = 0;
  let running = null; // { job, abort }
  const listeners = new Set();

  return {
    jobs: () => [...jobs],
    /** Whether there is something left to do. */
    isBusy: () => jobs.some(isLeft),
    /** `found` are {file, isFolder}. What is over makes room for them. */
    add(found) {
      if (!jobs.some(isLeft)) this.clear();
      for (const { file, isFolder } of found) {
        ids += 1;
        const job = { id: ids, file, name: oneLine(file.name, LONGEST_NAME), size: file.size, state: "waiting", sent: 0, result: null };
        const why = isFolder ? "folder" : unfit(file);
        if (why) Object.assign(job, { state: "failed", result: { kind: "unfit", why } });
        jobs.push(job);
        changed(job);
      }
      next();
    },
    cancel(job) {
      if (job.state === "sending") return running.abort.abort();
      if (job.state === "waiting") change(job, { state: "canceled" });
    },
    retry(job) {
      if (!["failed", "canceled"].includes(job.state)) return;
      change(job, { state: "waiting", sent: 0, result: null });
      next();
    },
    /** Takes away what is over. */
    clear() {
      jobs = jobs.filter(isLeft);
      changed(null);
    },
    /** `onChange` gets the job that changed (null: which there are); gives a way to be told no more. */
    listen(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };

  async function next() {
    const job = running ? null : jobs.find(({ state }) => state === "waiting");
    if (!job) return;
    running = { job, abort: new AbortController() };
    addEventListener("beforeunload", warn);
    change(job, { state: "sending", sent: 0 });
    const result = await send(job, running.abort.signal);
    running = null;
    removeEventListener("beforeunload", warn);
    if (result.kind === "aborted") change(job, { state: "canceled" });
    else change(job, { state: result.kind === "done" ? "done" : "failed", result });
    if (result.kind === "signedOut") return giveUp();
    next();
  }

  async function send(job, signal) {
    if (!(await isReadable(job.file))) return { kind: "unfit", why: "unreadable" };
    if (signal.aborted) return { kind: "aborted" };
    const name = job.name ? `?name=${encodeURIComponent(job.name)}` : "";
    return calls.upload(`/chats/import${name}`, job.file, {
      signal,
      onProgress: (sent) => job.state === "sending" && change(job, { sent }),
      onSent: () => change(job, { state: "reading", sent: job.size }),
    });
  }

  /** Nobody is signed in any more: what waits has nowhere to go. */
  function giveUp() {
    for (const job of jobs) if (job.state === "waiting") change(job, { state: "canceled" });
  }

  function change(job, what) {
    Object.assign(job, what);
    changed(job);
  }

  function changed(job) {
    for (const listener of [...listeners]) listener(job);
  }
}

function unfit({ size }) {
  if (size === 0) return "empty";
  return size > MOST_BYTES ? "tooLarge" : null;
}

/** A file that was moved since it was chosen would look like a line that broke off. */
const isReadable = (file) => file.slice(0, 1).arrayBuffer().then(() => true, () => false);

const isLeft = ({ state }) => ["waiting", "sending", "reading"].includes(state);

const warn = (event) => event.preventDefault();
