//! A conversation like those that people have about programs: questions in prose, answers with code,
//! tables and formulas. No two messages are the same.

use serde_json::json;

const MESSAGES: usize = 300;
/// Lines of a code block.
const LINES: usize = 30;

/// Languages, each with lines that a block takes in turns.
const LANGUAGES: [(&str, [&str; 6]); 8] = [
    (
        "rust",
        [
            "/// Counts what is left of `NAME`.",
            "pub fn NAME(input: &str, most: usize) -> Result<usize, Error> {",
            "    let mut total = input.lines().filter(|line| !line.trim().is_empty()).count();",
            "    if total > most { return Err(Error::TooMany { total, most: 0x1f_u64 as usize }) } // never mind",
            "    println!(\"{NAME:?} has {total}\", NAME = \"so many\\n\");",
            "}",
        ],
    ),
    (
        "python",
        [
            "class NAME(Base):",
            "    \"\"\"Keeps rows, by name.\"\"\"",
            "    def __init__(self, rows: list[dict[str, float]] | None = None, *, limit: int = 3_000) -> None:",
            "        self.rows = [row for row in rows or [] if row['value'] >= 1.5e-3 and not row.get(\"gone\")]",
            "    async def load(self):  # noqa: E501",
            "        return await fetch(f\"https://example.com/{self.limit:>10}\", timeout=30)",
        ],
    ),
    (
        "javascript",
        [
            "export async function NAME({ rows = [], onRow } = {}) {",
            "  // Only what has a name.",
            "  const named = rows.filter(({ name }) => name?.trim().length > 0 && !/^\\s*#/u.test(name));",
            "  for await (const row of named) onRow(`${row.name}: ${row.value ?? 0}`, 42, null);",
            "  return new Map(named.map((row) => [row.name, row]));",
            "}",
        ],
    ),
    (
        "sql",
        [
            "create table NAME (id integer primary key, name text not null check (length(name) < 255));",
            "-- The newest first.",
            "select m.id, count(*) as total, max(m.created_at) from NAME m",
            "left join chats c on c.id = m.chat_id and c.name like 'A%'",
            "where m.value between 1.5 and 300 group by m.id having count(*) > 2",
            "order by total desc limit 100;",
        ],
    ),
    (
        "html",
        [
            "<section class=\"NAME\" data-count='3'>",
            "  <!-- Who reads this? -->",
            "  <style>.NAME { color: #1a6b3a; margin: 0 auto }</style>",
            "  <p>One &amp; <strong>two</strong>, <a href=\"https://example.com/?a=1&amp;b=2\">three</a></p>",
            "  <script>document.querySelector(\".NAME\").hidden = true;</script>",
            "</section>",
        ],
    ),
    (
        "bash",
        [
            "#!/usr/bin/env bash",
            "set -euo pipefail  # stop at the first failure",
            "for NAME in *.json; do",
            "  jq -r '.messages[] | select(.role == \"user\") | .content' \"$NAME\" >> \"${OUT:-out}.txt\"",
            "  [ -s \"$NAME\" ] || { echo \"empty: $NAME\" >&2; exit 1; }",
            "done",
        ],
    ),
    (
        "go",
        [
            "// NAME reads rows until the context ends.",
            "func (s *Store) NAME(ctx context.Context, rows <-chan Row) (n int, err error) {",
            "\tdefer func() { err = errors.Join(err, s.Close()) }()",
            "\tfor row := range rows {",
            "\t\tif n++; row.Value > 1e6 || row.Name == \"\" { return n, fmt.Errorf(\"row %d: %w\", n, ErrRow) }",
            "\t}",
        ],
    ),
    (
        "json",
        [
            "{",
            "  \"NAME\": { \"value\": 1.25e3, \"is_on\": true, \"nothing\": null },",
            "  \"list\": [1, 2, 3, \"four \\u00e9\"],",
            "  \"text\": \"A line that is as long as the lines of such files usually are, with \\\"quotes\\\"\",",
            "  \"more\": {}",
            "},",
        ],
    ),
];

/// The texts of all messages, questions and answers in turns.
pub fn messages() -> Vec<String> {
    (0..MESSAGES).map(|number| if number % 2 == 0 { question(number) } else { answer(number) }).collect()
}

/// The conversation as a file for `import`.
pub fn file(messages: &[String]) -> String {
    let messages: Vec<_> = (0..)
        .zip(messages)
        .map(|(number, text)| json!({ "role": if number % 2 == 0 { "user" } else { "assistant" }, "content": text }))
        .collect();
    json!({ "title": "A long talk about programs", "model": "bench", "messages": messages }).to_string()
}

fn question(number: usize) -> String {
    let mut text = format!("And how would case {number} look, with `option_{number}` set? It *should* be simple.\n");
    // A third of the questions bring code.
    if number.is_multiple_of(6) {
        text += "\nThis is what I have:\n";
        code(number, &mut text);
    }
    text
}

fn answer(number: usize) -> String {
    let mut text = format!(
        "## Case {number}\n\nThat depends on **two** things, of which the [manual](https://example.com/{number}) names one:\n\n\
         1. What `option_{number}` is, and whether it is *set* at all.\n2. The order of the rows: ~~by name~~ by time.\n   - Oldest first\n   - Newest first\n\n"
    );
    code(number, &mut text);
    if number % 3 == 1 {
        text += "\n| name | value | what it says |\n|:-----|------:|:------------:|\n";
        for row in 0..8 {
            text += &format!("| `row_{row}` | {} | about **{row}** of {number} |\n", number * row);
        }
    }
    if number % 2 == 1 {
        text += &format!(
            "\nThe cost is $O(n \\log n)$ for $n = {number}$ rows, as\n\n$$\n\\sum_{{i=1}}^{{{number}}} \\frac{{x_i^2}}{{\\sqrt{{1 + \\alpha_i}}}} \\leq \\int_0^\\infty e^{{-t}} \\, dt\n$$\n\n> [!NOTE]\n> It is never more.\n"
        );
    }
    text
}

fn code(number: usize, text: &mut String) {
    let (language, lines) = LANGUAGES[number / 2 % LANGUAGES.len()];
    *text += &format!("\n```{language}\n");
    for line in 0..LINES {
        // Blocks begin at different lines, and no two are the same.
        *text += &lines[(number + line) % lines.len()].replace("NAME", &format!("name_{number}_{line}"));
        *text += "\n";
    }
    *text += "```\n";
}
