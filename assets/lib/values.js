// Untrusted values: an unexpected one becomes something that can be shown, or nothing.

/** A text, or "" for what is none. */
export const asText = (value) => (typeof value === "string" ? value : "");

export const asObject = (value) => (value !== null && typeof value === "object" ? value : {});

// Control characters, line ends, and what turns the direction of the text behind it.
const unseen = "\\p{Cc}\\p{Zl}\\p{Zp}\\p{Bidi_Control}\\u200b\\ufeff";
const disturbing = new RegExp(`[${unseen}\\s]+`, "gu");

/** The beginning of a text as one line of at most so many characters. */
export function oneLine(text, most = 160) {
  // Cut before it is cleaned: it may be megabytes.
  const characters = [...text.trimStart().slice(0, most * 4).replace(disturbing, " ").trim()];
  return characters.length > most ? `${characters.slice(0, most - 1).join("").trimEnd()}…` : characters.join("");
}

const forbidden = new RegExp(`[${unseen}\\p{Cs}/\\\\:*?"<>|]+`, "gu");
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** A name under which a file can be saved anywhere, and that does not read as another one; its ending stays. */
export function fileName(name, fallback) {
  const plain = name.slice(0, 1000).replace(forbidden, "_").replace(/\s+/g, " ");
  const clean = plain.replace(/^[. ]+/, "").replace(/[. ]+$/, "").replace(reserved, "_$1");
  if (/^_*$/.test(clean)) return fallback;
  const dot = clean.lastIndexOf(".");
  const ending = dot > 0 && clean.length - dot <= 13 ? clean.slice(dot) : "";
  return [...clean.slice(0, clean.length - ending.length)].slice(0, 100).join("") + ending;
}
