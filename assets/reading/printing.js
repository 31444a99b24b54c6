// Prints the conversation as a document (print.css), including pictures that have not been scrolled to.

/** A third of a page, about. */
const LINES_KEPT = 20;

/** Pictures are fetched before somebody prints with the browser's own menu, unless they are many. */
const FETCHED_MOST = 16 * 1024 * 1024;
const FETCHED_AFTER_MS = 5_000;

/** For pictures that do not come, nobody waits longer with their printing. */
const WAITED_MS = 10_000;

/** `files` are those of the conversation. */
export function printing(element, files) {
  let opened = []; // what was folded and is printed unfolded
  addEventListener("beforeprint", prepare);
  addEventListener("afterprint", restore);
  addEventListener("keydown", pressed);
  const timer = setTimeout(fetchFew, FETCHED_AFTER_MS);

  /** Also when the browser's own menu prints: then there is no waiting for what comes. */
  function prepare() {
    for (const link of element.querySelectorAll('a[href^="http"]')) link.classList.toggle("bare", isBare(link));
    for (const block of element.querySelectorAll(".code-block, .table-box")) block.classList.toggle("is-long", isLong(block));
    // What somebody folded into their message is part of it; what a diagram was drawn from is not.
    unfold(".message-text details:not(.diagram > details)");
    files.fetchAll();
  }

  function unfold(selector) {
    const folded = [...element.querySelectorAll(selector)].filter((fold) => !fold.open);
    for (const fold of folded) fold.open = true;
    opened.push(...folded);
  }

  function restore() {
    for (const fold of opened) fold.open = false;
    opened = [];
    delete document.documentElement.dataset.print;
  }

  /** There is no waiting for a picture once the browser prints. */
  function fetchFew() {
    const bytes = files.waiting().reduce((sum, { size }) => sum + (size ?? FETCHED_MOST), 0);
    if (bytes <= FETCHED_MOST && !navigator.connection?.saveData) files.fetchAll();
  }

  /** The browser's own keys print as they would, only when the pictures are there. */
  function pressed(event) {
    const isPrint = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "p";
    if (!isPrint || event.defaultPrevented || files.waiting().length === 0) return;
    event.preventDefault();
    print();
  }

  /** `how`: as `seen`, everything `unfolded`, or the `conversation` only. */
  async function print(how = "seen") {
    if (how === "unfolded") unfold("details");
    document.documentElement.dataset.print = how;
    await Promise.race([files.fetchAll(), new Promise((resolve) => setTimeout(resolve, WAITED_MS))]);
    window.print();
  }

  return {
    print,
    dispose() {
      clearTimeout(timer);
      removeEventListener("beforeprint", prepare);
      removeEventListener("afterprint", restore);
      removeEventListener("keydown", pressed);
    },
  };
}

/** Whether a block takes so much of a page that it may be torn apart rather than leave a page half empty. */
function isLong(block) {
  const rows = block.querySelectorAll("tr").length;
  return rows > LINES_KEPT || (rows === 0 && block.textContent.split("\n", LINES_KEPT + 1).length > LINES_KEPT);
}

/** Whether a link's text is its address, so that it need not be written out. */
function isBare(link) {
  const plain = (address) => address.trim().replace(/^https?:\/\//i, "").replace(/\/$/, "");
  // Behind it may stand a word for screen readers.
  const text = plain((link.querySelector("bdi") ?? link).textContent);
  return text === plain(link.href) || text === plain(link.getAttribute("href"));
}
