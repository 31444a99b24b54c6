// Looks now and then whether the conversation has changed, as long as somebody looks at the page. Each look is one request
// that the server answers from one row; what is new comes only when the reader asks for it.

const PERIOD_MS = 60_000;
/** Whoever goes to and fro between tabs asks no more often than this. */
const LEAST_MS = 20_000;
const MOST_MS = 15 * 60_000;

/**
 * `ask` gives a result as api.js has it: {kind: "same"}, {kind: "changed"}, {kind: "closed"} or a failure. After the
 * second and the third, which are told by `onChange` and `onClosed`, nothing is asked until `start`.
 */
export function updateCheck({ ask, onChange, onClosed }) {
  let isOn = false;
  let timer;
  let last = 0; // when was asked, or all was known
  let pause = PERIOD_MS;
  let turn = 0;

  async function look() {
    turn += 1;
    const mine = turn;
    last = Date.now();
    const result = await ask();
    if (!isOn || mine !== turn) return;
    if (result.kind === "changed" || result.kind === "closed") stop();
    if (result.kind === "changed") return onChange();
    if (result.kind === "closed") return onClosed();
    pause = result.kind === "failure" ? Math.min(MOST_MS, Math.max(pause * 2, result.wait * 1000)) : PERIOD_MS;
    plan();
  }
  /** The next look, not before `after` milliseconds have passed since the last. */
  function plan(after = pause) {
    clearTimeout(timer);
    if (isOn && !document.hidden) timer = setTimeout(look, Math.max(0, last + after - Date.now()));
  }
  const onVisible = () => (document.hidden ? clearTimeout(timer) : plan(pause > PERIOD_MS ? pause : LEAST_MS));
  const onOnline = () => plan(LEAST_MS);

  function stop() {
    isOn = false;
    turn += 1;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onVisible);
    removeEventListener("online", onOnline);
  }
  return {
    /** All is known now. */
    start() {
      stop();
      isOn = true;
      last = Date.now();
      pause = PERIOD_MS;
      document.addEventListener("visibilitychange", onVisible);
      addEventListener("online", onOnline);
      plan();
    },
    stop,
  };
}
