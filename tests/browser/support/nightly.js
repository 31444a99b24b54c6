// What is larger by night (tests/nightly) than by day, when a test is to take seconds.

export const isNightly = Boolean(process.env.NEPTUN_SHARE_NIGHTLY);

/** By day the first stands for all. */
export const firstByDay = (list) => (isNightly ? list : list.slice(0, 1));

/** Prompts, each with an answer, of a conversation that is long. */
export const manyPrompts = isNightly ? 2500 : 350;

/** A number as the page writes it. */
export const written = (number) => number.toLocaleString("en-GB");
