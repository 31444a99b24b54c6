// Brings files of a conversation into the page. A file can only become one of the types below; none of them is one that
// a browser would run as a page of ours.

const shown = {
  image: new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp"]),
  audio: new Set([
    ...["audio/mpeg", "audio/mp4", "audio/m4a", "audio/x-m4a", "audio/aac", "audio/ogg", "audio/opus"],
    ...["audio/wav", "audio/x-wav", "audio/webm", "audio/flac", "audio/x-flac"],
  ]),
  video: new Set(["video/mp4", "video/x-m4v", "video/webm", "video/ogg", "video/quicktime"]),
};
const SAVED = "application/octet-stream";

/** Long enough for a browser to begin to save what it was handed. */
const SAVING_MS = 60_000;

/** As many as a browser asks one server for at a time. */
const FETCHED_AT_ONCE = 6;

/** What to show a file as: "image", "audio", "video", or null for one to be saved. */
export function shownAs(mediaType) {
  return Object.keys(shown).find((kind) => shown[kind].has(mediaType)) ?? null;
}

/** `read` gives the result of fetching a file by its digest. */
export function filesFrom(read) {
  const acts = new Map();
  const sizes = new WeakMap();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        run(target);
      }
    },
    { rootMargin: "600px 0px" },
  );

  function run(element) {
    observer.unobserve(element);
    const act = acts.get(element);
    acts.delete(element);
    // What left the page meanwhile is of no use.
    return element.isConnected ? act?.() : undefined;
  }

  return {
    /** The result; a file of another length than was announced is none. */
    async fetch({ sha256, size }) {
      const result = await read(sha256);
      const isWhole = result.kind !== "file" || size === null || result.blob.size === size;
      return isWhole ? result : { kind: "failure", why: "garbled", wait: 0 };
    },
    /** Calls `act` once, when the element is about to be seen. */
    whenNear(element, act, attachment = {}) {
      acts.set(element, act);
      sizes.set(element, attachment);
      observer.observe(element);
    },
    /** What waits to be near. */
    waiting: () => [...acts.keys()].map((element) => sizes.get(element)),
    /** All that waits to be near, some at a time; done when each has come or failed. */
    async fetchAll() {
      const fetchNext = async () => {
        for (const element of acts.keys()) await Promise.resolve(run(element)).catch(() => {});
      };
      await Promise.all(Array.from({ length: FETCHED_AT_ONCE }, fetchNext));
    },
  };
}

/** An address of the file for this page, until `release`; `mediaType` is one that `shownAs` knows. */
export function blobAddress(blob, mediaType) {
  const type = shownAs(mediaType) ? mediaType : SAVED;
  return URL.createObjectURL(blob.slice(0, blob.size, type));
}

/** Frees the files under an element that left the page. */
export function release(element) {
  for (const media of element.querySelectorAll("[src^='blob:']")) URL.revokeObjectURL(media.src);
}

/** Saves a file as the browser saves a download. */
export function save(blob, name) {
  const link = document.createElement("a");
  link.href = blobAddress(blob, SAVED);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), SAVING_MS);
}

const units = [["gigabyte", 1e9], ["megabyte", 1e6], ["kilobyte", 1e3], ["byte", 1]];

/** Words for so many bytes in the reader's language: "2.4 MB". */
export function bytes(size) {
  const [unit, length] = units.find(([, length]) => size >= length) ?? units.at(-1);
  const maximumFractionDigits = size / length < 10 ? 1 : 0;
  const unitDisplay = unit === "byte" ? "long" : "short";
  return new Intl.NumberFormat(undefined, { style: "unit", unit, unitDisplay, maximumFractionDigits }).format(size / length);
}
