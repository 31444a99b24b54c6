// What is larger by night (tests/nightly) than by day, when a test is to take seconds.

export const isNightly = Boolean(process.env.NEPTUN_SHARE_NIGHTLY);

/** Prompts, each with an answer, of a conversation that is long. */
export const manyPrompts = isNightly ? 2500 : 600;

/** A number as the page writes it. */
export const written = (number) => number.toLocaleString("en-GB");
