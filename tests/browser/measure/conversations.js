// Conversations to measure with, as files for `import`. No two messages are the same.

const code = (i) => `\`\`\`${["rust", "python", "javascript", "sql"][i % 4]}
${Array.from({ length: 12 }, (_, line) => `let value_${i}_${line} = compute("row ${line}", ${i * line}); // what is left of ${i}`).join("\n")}
\`\`\``;

const rows = (i) => `| name | value | about |
|:-----|------:|:-----:|
${Array.from({ length: 6 }, (_, row) => `| \`row_${row}\` | ${row * i} | **so many** of ${i} |`).join("\n")}`;

const prose = (i) => `Case ${i} is *simple*: look at [the manual](https://example.com/${i}), then count what is left. It was never more than **${i}**, whatever the order of the rows, and the rest follows from that.`;

const question = (i) => `And what would case ${i} be, with \`option_${i}\` set? I have tried it twice and it said something else each time.`;

const answer = (i, withMore) => `${prose(i)}\n\n1. First the rows, by time.\n2. Then the names of ${i}.\n${withMore ? `\n${code(i)}\n\n${rows(i)}\n` : ""}\n${prose(i + 0.5)}`;

const talk = (length, each, salt) => Array.from({ length }, (_, i) =>
  i % 2 === 0 ? { role: "user", content: `${question(i)}${salt}` } : { role: "assistant", content: `${answer(i, i % each === 1)}${salt}` });

/** 20 messages, every other answer with code and a table. */
export const short = () => ({ title: "Counting rows", model: "measure", messages: talk(20, 4, "") });

/** Many messages, every tenth with code and a table; each `round` has its own. */
export const long = (length, round) => ({ title: `Counting rows for long ${round}`, model: "measure", messages: talk(length, 10, ` (${round})`) });
