// Conversations to find one's way in: one with code, tables, links and pictures from elsewhere, and long ones.

const code = 'use std::fmt;\n\nfn main() {\n    println!("{}", 4);\n}\n';
const longCode = Array.from({ length: 90 }, (_, n) => `let line_${n} = ${n}; // a line of a long program`).join("\n");

/** The source of each message, by its author; what a reader copies. */
export const talk = [
  ["user", "How do I print a **Roman** numeral in Rust? My naïve attempt prints `IIII`."],
  [
    "assistant",
    `Use a table of pairs, as in [the book](https://numerals.example/book?chapter=2):\n\n\`\`\`rust\n${code}\`\`\`\n\n` +
      "The subtractive pairs are:\n\n| number | numeral | remark |\n|---|---|---|\n| 4 | IV | never IIII |\n| 9 | IX | never VIIII |\n\n" +
      "See also <https://numerals.example/subtractive>.",
  ],
  ["user", "And the other way round? It has to read what people write on clocks, on buildings and in the numbering of their prefaces, also when they are not consistent."],
  ["assistant", "Read from the right.\n\n```\nMCMXCIV\n```\n\nA *sub*tractive pair makes the sum smaller. Café clocks write IIII, a caf\u0065\u0301 next door may write IV."],
  ["user", "Show me all of it."],
  ["assistant", `\`\`\`rust\n${longCode}\n\`\`\`\n\nThat is all of it.`],
  ["user", "Thank you!"],
  ["assistant", "You are welcome."],
];

/** A picture that lies on another server, as Markdown. */
export const farPicture = (name) => `![A ${name}](https://pictures.example/${name}.png?size=2)`;

export const firstCode = code.trimEnd();

/** As many prompts with their answers, of so many sentences each. */
export function exchange(prompts, sentences = 4) {
  const answer = (n) => Array.from({ length: sentences }, (_, i) => `Sentence ${i} of answer ${n} is about bees and their hives.`).join(" ");
  return Array.from({ length: prompts }, (_, n) => [["user", `Question ${n + 1}: what about number ${n + 1}?`], ["assistant", answer(n + 1)]]).flat();
}

/** Opens a page, and waits until its messages have their buttons. */
export async function openReady(page, path) {
  await page.goto(path);
  await page.locator(".message-tools").first().waitFor({ state: "attached" });
}
