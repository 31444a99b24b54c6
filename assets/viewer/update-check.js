// Checks whether the conversation has changed, as long as somebody looks at the page. The server answers each check
// from memory.

/** Who looks on sees what is new within two seconds. */
const PERIOD_MS = 1_500;
/** Where nobody has done anything for a while and nothing has changed, few would miss it. */
const IDLE_PERIOD_MS = 20_000;
const IDLE_AFTER_MS = 10 * 60_000;
const MOST_MS = 15 * 60_000;
/** After that many times as long as a failure or a long conversation took. */
const RESPITE = 4;

/** What tells that somebody is there. */
const signs = ["pointermove", "pointerdown", "keydown", "scroll", "touchstart"];

/**
 * `ask` gives a result as api.js has it: {kind: "same"}, {kind: "changed"}, {kind: "closed"} or a failure. After the
 * second and the third, which are told by `onChange` and `onClosed`, nothing is asked until `start`. `onLive` is told when it is
 * being written.
 */
export function updateCheck({ ask, onChange, onClosed, onLive }) {
  let isOn = false;
  let timer;
  let last = 0; // when was asked, or all was known
  let pause = PERIOD_MS;
  let turn = 0;
  let active = Date.now(); // when somebody did something, or something changed

  async function look() {
    turn += 1;
    const mine = turn;
    last = Date.now();
    const result = await ask();
    if (!isOn || mine !== turn) return;
    if (result.isLive) onLive();
    if (result.kind === "changed" || result.kind === "closed") stop();
    if (result.kind === "changed") return onChange();
    if (result.kind === "closed") return onClosed();
    pause = result.kind === "failure" ? Math.min(MOST_MS, Math.max(pause * RESPITE, result.wait * 1000)) : period();
    plan();
  }
  const period = () => (Date.now() - active < IDLE_AFTER_MS ? PERIOD_MS : IDLE_PERIOD_MS);
  function onSign() {
    const wasIdle = period() > PERIOD_MS;
    active = Date.now();
    if (!wasIdle || pause > IDLE_PERIOD_MS) return;
    pause = PERIOD_MS;
    plan();
  }
  /** The next look, not before `after` milliseconds have passed since the last. */
  function plan(after = pause) {
    clearTimeout(timer);
    if (isOn && !document.hidden) timer = setTimeout(look, Math.max(0, last + after - Date.now()));
  }
  const onVisible = () => {
    active = Date.now();
    plan(pause > IDLE_PERIOD_MS ? pause : PERIOD_MS);
  };
  const onOnline = () => plan(PERIOD_MS);

  function stop() {
    isOn = false;
    turn += 1;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onVisible);
    removeEventListener("online", onOnline);
    for (const sign of signs) removeEventListener(sign, onSign);
  }
  return {
    /** All is known now; to know it took so many milliseconds. */
    start(took = 0) {
      stop();
      isOn = true;
      last = active = Date.now();
      pause = Math.max(PERIOD_MS, took * RESPITE);
      for (const sign of signs) addEventListener(sign, onSign, { passive: true });
      document.addEventListener("visibilitychange", onVisible);
      addEventListener("online", onOnline);
      plan();
    },
    /** Asks now, if it asks at all. */
    now: () => isOn && look(),
    stop,
  };
}
