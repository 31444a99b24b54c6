// Times in the reader's language and time zone: recent ones as "3 hours ago", the exact one on hover and, for machines,
// in `datetime`. A long conversation has thousands of them, so only those near the view are formatted; the rest stay as
// the server wrote them.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "long" });
const distance = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/** Words for a time: how long ago it is, in its first week, and then the date. */
export function wordsFor(date, now = new Date()) {
  const passed = now - date;
  // The clocks of two machines differ by some seconds.
  if (passed < -MINUTE) return moment.format(date);
  if (passed < MINUTE) return distance.format(0, "second");
  if (passed < HOUR) return distance.format(-Math.floor(passed / MINUTE), "minute");
  if (passed < DAY) return distance.format(-Math.floor(passed / HOUR), "hour");
  // "Yesterday" is the day before this one, not the time 24 hours ago; some days have 23 or 25.
  const days = Math.round((midnight(now) - midnight(date)) / DAY);
  return days < 7 ? distance.format(-days, "day") : moment.format(date);
}

/** Words the times of one element that stay as they are. */
export function localiseTimes(element) {
  for (const time of element.querySelectorAll("time[datetime]")) put(time, moment.format);
}

/** Words the times of messages when they come near, and keeps those fresh that are. */
export function messageTimes() {
  const near = new Set();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) near.add(target);
        else near.delete(target);
        if (isIntersecting) word(target);
      }
    },
    { rootMargin: "100% 0px" },
  );

  const word = (group) => timesIn(group).forEach((time) => put(time, wordsFor));
  const refresh = () => document.hidden || near.forEach(word);
  const timer = setInterval(refresh, MINUTE);
  document.addEventListener("visibilitychange", refresh);
  // On paper nothing is "3 hours ago".
  const onPaper = () => timesIn(document).forEach((time) => put(time, moment.format));
  const offPaper = () => near.forEach(word);
  addEventListener("beforeprint", onPaper);
  addEventListener("afterprint", offPaper);

  return {
    /** Looks after the groups of messages in `list`, and what is new in them. */
    watch(list) {
      for (const group of list.children) observer.observe(group);
      refresh();
    },
    dispose() {
      observer.disconnect();
      clearInterval(timer);
      document.removeEventListener("visibilitychange", refresh);
      removeEventListener("beforeprint", onPaper);
      removeEventListener("afterprint", offPaper);
    },
  };
}

const timesIn = (element) => element.querySelectorAll(".message-head time");

/** The exact time becomes the description of the link around it, which screen readers read after its name. */
function put(time, words) {
  const date = new Date(time.dateTime);
  if (Number.isNaN(date.getTime())) return;
  const text = words(date);
  if (time.textContent !== text) time.textContent = text;
  const described = time.closest("a") ?? time;
  if (!described.title) described.title = exact.format(date);
}

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
