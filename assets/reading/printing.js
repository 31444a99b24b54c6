// Prints the conversation as a document (print.css), with the pictures that nobody has scrolled to.

/** A third of a page, about. */
const LINES_KEPT = 20;

/** `files` are those of the conversation. */
export function printing(element, files) {
  addEventListener("beforeprint", prepare);

  /** Also when the browser's own menu prints: then there is no waiting for what comes. */
  function prepare() {
    for (const link of element.querySelectorAll('a[href^="http"]')) link.classList.toggle("bare", isBare(link));
    for (const block of element.querySelectorAll(".code-block, .table-box")) block.classList.toggle("is-long", isLong(block));
    files.fetchAll();
  }

  return {
    async print() {
      await files.fetchAll();
      window.print();
    },
    dispose: () => removeEventListener("beforeprint", prepare),
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
