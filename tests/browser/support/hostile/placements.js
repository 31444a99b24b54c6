// Where in a message's Markdown a piece of HTML can stand. Parsers treat it differently in each.

const inOneLine = (html) => html.replace(/\s*\n\s*/g, " ");

const places = {
  "on its own": (html) => html,
  "in a sentence": (html) => `Look at ${html} here.`,
  "in a list": (html) => `- ${html}\n- and more`,
  "in a numbered list, behind a paragraph": (html) => `1. one\n\n   ${html.replaceAll("\n", "\n   ")}\n2. two`,
  "in a quote": (html) => `> ${html.replaceAll("\n", "\n> ")}`,
  "in an alert": (html) => `> [!WARNING]\n> ${html.replaceAll("\n", "\n> ")}`,
  "in a table": (html) => `| one | two |\n|---|---|\n| ${inOneLine(html).replaceAll("|", "\\|")} | 2 |`,
  "in a heading": (html) => `## ${inOneLine(html)}`,
  "in an underlined heading": (html) => `${inOneLine(html)}\n===`,
  "in emphasis": (html) => `***${inOneLine(html)}*** ~~${inOneLine(html)}~~`,
  "in a link's text": (html) => `[${inOneLine(html)}](https://example.com/)`,
  "in a picture's text": (html) => `![${inOneLine(html)}](https://evil.example/WORD.png)`,
  "in a footnote": (html) => `See below.[^1]\n\n[^1]: ${html.replaceAll("\n", "\n    ")}`,
  "in a fold": (html) => `<details><summary>${inOneLine(html)}</summary>\n\n${html}\n\n</details>`,
  "in an unclosed fold": (html) => `<details>\n<summary>More\n${html}`,
  "behind an open tag": (html) => `<b><i><code>${html}`,
  "in a paragraph of HTML": (html) => `<p>\n${html}\n</p>`,
  "in a task": (html) => `- [x] ${inOneLine(html)}\n- [ ] rest`,
  "beside formulas": (html) => `$a<b$ ${inOneLine(html)} $$c>d$$`,
  "in a formula": (html) => `$$\n${html}\n$$`,
  "in the text of a formula": (html) => `$\\text{${inOneLine(html)}}$`,
  "in code": (html) => `\`\`${inOneLine(html)}\`\``,
  "in a fence": (html) => `~~~~html\n${html}\n~~~~`,
  "in an unclosed fence": (html) => `\`\`\`\n${html}`,
  "indented": (html) => `Code:\n\n    ${html.replaceAll("\n", "\n    ")}`,
};

const names = Object.keys(places);
let turn = 0;

/** Snippets `[name, html]` as they stand, and once more each in another place. */
export const twice = (snippets) => snippets.flatMap(([name, html]) => [[name, html], ...elsewhere([[name, html]])]);

/** Snippets `[name, html]`, each in the next place. */
export function elsewhere(snippets) {
  return snippets.map(([name, html]) => {
    turn += 1;
    const place = names[turn % names.length];
    return [`${name}, ${place}`, places[place](html)];
  });
}

/** One snippet in every place. */
export const everywhere = (name, html) => names.map((place) => [`${name}, ${place}`, places[place](html)]);
