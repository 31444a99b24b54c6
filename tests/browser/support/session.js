// A coding agent's session, as a file for `import`: it reads, runs, fails, edits three files, and tells of it.

let last = 0;
const start = Date.parse("2026-11-20T09:30:00Z") / 1000;
let clock = start;
const at = (seconds) => (clock += seconds);

const said = (text) => ({ type: "text", text });
const thought = (thinking) => ({ type: "thinking", thinking });

/** A message of the agent's with one call, and the message with its result. */
function step(name, input, content, { before = [], wait = 4, failed = false } = {}) {
  const id = `call-${(last += 1)}`;
  const call = { type: "tool_use", id, name, input };
  const result = { type: "tool_result", tool_use_id: id, content, is_error: failed };
  return [
    { role: "assistant", content: [...before, call], created_at: at(wait) },
    { role: "user", content: [result], created_at: at(1) },
  ];
}

const source = `use std::time::Duration;

pub fn parse(text: &str) -> Option<Duration> {
    let number = text.trim_end_matches('s').parse().ok()?;
    Some(Duration::from_secs(number))
}
`;
const numbered = source.split("\n").map((line, i) => `${String(i + 1).padStart(5)}\t${line}`).join("\n");

const red = "\u001b[1;31m", green = "\u001b[32m", dim = "\u001b[2m", plain = "\u001b[0m";
const failing = [
  `${green}   Compiling${plain} stopwatch v0.3.0 (/home/ada/stopwatch)`,
  `${green}    Finished${plain} test profile in 1.84s`,
  "",
  "running 3 tests",
  `test seconds_are_read ... ${green}ok${plain}`,
  `test nothing_is_refused ... ${green}ok${plain}`,
  `test minutes_are_read ... ${red}FAILED${plain}`,
  "",
  `${red}error${plain}: assertion failed: left == right`,
  `${dim}  left: None${plain}`,
  `${dim} right: Some(90s)${plain}`,
].join("\n");
const passing = `    Building 10%\r    Building 60%\r${green}    Finished${plain} test profile in 0.92s\n\nrunning 3 tests\n${"...".padEnd(3)}\ntest result: ${green}ok${plain}. 3 passed; 0 failed\n`;
const history = Array.from({ length: 60 }, (_, i) => `${(0xa1b2c3 + i * 7919).toString(16)} Change number ${60 - i} of the stopwatch`).join("\n");

const better = `use std::time::Duration;

/// Reads \`90s\`, \`1m30s\` or \`2h\`.
pub fn parse(text: &str) -> Option<Duration> {
    let (mut seconds, mut number) = (0, String::new());
    for sign in text.trim().chars() {
        match sign {
            '0'..='9' => number.push(sign),
            'h' => seconds += take(&mut number)? * 3600,
            'm' => seconds += take(&mut number)? * 60,
            's' => seconds += take(&mut number)?,
            _ => return None,
        }
    }
    number.is_empty().then(|| Duration::from_secs(seconds))
}

fn take(number: &mut String) -> Option<u64> {
    std::mem::take(number).parse().ok()
}
`;

export const paste = Array.from({ length: 60 }, (_, i) => `2026-11-20T09:${String(i).padStart(2, "0")}:00Z stopwatch[411]: cannot read "1m${i}s"`).join("\n");

export const session = {
  title: "Read minutes in the stopwatch",
  model: "claude-opus-5-5",
  created_at: start,
  messages: [
    { role: "user", content: `\`stopwatch 1m30s\` says *cannot read*. Let it take minutes and hours. The log:\n\n\`\`\`\n${paste}\n\`\`\``, created_at: at(0) },
    ...step("Grep", { pattern: "fn parse", path: "src" }, "src/main.rs:12\nsrc/time.rs:3", { before: [thought("The parser is probably in a module of its own."), said("I look at how times are read today.")] }),
    ...step("Read", { file_path: "src/time.rs" }, numbered),
    ...step("Bash", { command: "git log --oneline | head -60", description: "What changed lately" }, history),
    ...step("Bash", { command: "cargo test", description: "Run the tests" }, `Exit code 101\n${failing}`, { failed: true, wait: 12 }),
    ...step("TodoWrite", { todos: [
      { content: "Read hours, minutes and seconds", status: "in_progress", activeForm: "Reading them" },
      { content: "Test what is refused", status: "pending", activeForm: "Testing" },
      { content: "Say it in the README", status: "pending", activeForm: "Writing" },
    ] }, "ok", { before: [said("The parser only knows seconds: the test for minutes fails as you say. My plan has three steps.")] }),
    ...step("Edit", { file_path: "src/time.rs", old_string: source, new_string: better }, "updated"),
    ...step("MultiEdit", { file_path: "src/main.rs", edits: [
      { old_string: "let usage = \"stopwatch SECONDS\";", new_string: "let usage = \"stopwatch TIME\";" },
      { old_string: "eprintln!(\"cannot read {text}\");", new_string: "eprintln!(\"cannot read {text:?}, try 1m30s\");" },
    ] }, "updated"),
    ...step("Write", { file_path: "tests/refused.rs", content: "use stopwatch::time::parse;\n\n#[test]\nfn what_has_no_unit_is_refused() {\n    for text in [\"90\", \"1m30\", \"x\", \"1d\"] {\n        assert_eq!(parse(text), None, \"{text}\");\n    }\n}\n" }, "created"),
    ...step("Bash", { command: "cargo test", description: "Run the tests" }, passing, { wait: 15 }),
    ...step("Task", { description: "Check the README", prompt: "Does `README.md` say how times are written?", subagent_type: "general-purpose" }, "It says **seconds only**, in line 14.", { wait: 20 }),
    ...step("Edit", { file_path: "src/main.rs", old_string: "stopwatch TIME", new_string: "stopwatch TIME, as in 1m30s" }, "updated"),
    { role: "assistant", content: "`stopwatch 1m30s` works, and so do `2h` and `1h5m10s`. What has no unit is refused, with a hint.\n\nThe README still says *seconds only* in line 14; shall I change that, too?", created_at: at(6) },
    { role: "user", content: "Yes, please.", created_at: at(40) },
    ...step("Edit", { file_path: "README.md", old_string: "stopwatch 90", new_string: "stopwatch 1m30s" }, "updated"),
    { role: "assistant", content: "Done.", created_at: at(3) },
  ],
};
