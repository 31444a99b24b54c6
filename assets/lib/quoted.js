// Somebody's own words within a sentence of the page.

/** Letters of scripts that run from right to left, and signs that turn the direction. */
const turning = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** In quotation marks; a name that runs from right to left does so by itself, and turns nothing of the sentence around it. */
export const quoted = (name) => `\u201c${turning.test(name) ? `\u2068${name}\u2069` : name}\u201d`;
