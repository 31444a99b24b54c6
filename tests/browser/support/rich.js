// A conversation with everything that a message can hold beside words, as a file for `import`.

// 48 by 32 pixels of blue.
const png = "iVBORw0KGgoAAAANSUhEUgAAADAAAAAgCAIAAADbtmxLAAAAMUlEQVR42u3OQQ0AAAgEoAtjJrMazxbOBxsBSPW8EiEhISEhISEhISEhISEhISGhSwspESxqFOh+7QAAAABJRU5ErkJggg==";
// A tenth of a second of silence.
const wav = silence();

export const result = "   Compiling roman v0.1.0\ntest tests::four_is_iv ... FAILED\n\nassertion `left == right` failed\n  left: \"IIII\"\n right: \"IV\"";

/** A name that reads as a picture, and would be saved elsewhere. */
export const wildName = "../../\u202egnp.\u2066report: 2025.csv";

const image = (data, filename) => ({ type: "image", filename, source: { type: "base64", media_type: "image/png", data } });
const call = (id, name, input) => ({ type: "tool_use", id, name, input });
const answer = (id, content, more) => ({ type: "tool_result", tool_use_id: id, content, ...more });
const long = "0123456789abcdef".repeat(60);

export const rich = {
  title: "Roman numerals, tested",
  model: "claude-sonnet-5",
  created_at: 1794949200,
  messages: [
    { role: "user", content: [{ type: "text", text: "Why does my test fail? Here is what I see." }, image(png, "screenshot.png")] },
    {
      role: "assistant",
      content: [
        { type: "thinking", thinking: "**Four** is a special case:\nthe subtractive pairs have to be in the table." },
        { type: "text", text: "I run the tests first." },
        call("a", "bash", { command: "cargo test --quiet\necho done", timeout: 60 }),
        call("b", "read_file", { file_path: "/home/ada/projects/roman-numerals/src/a-rather-long-folder-name/conversion/lib.rs" }),
      ],
    },
    {
      role: "user",
      content: [
        answer("b", "const PAIRS: &[(u32, &str)] = &[\n    (10, \"X\"),\n    (5, \"V\"),\n    (1, \"I\"),\n];"),
        answer("a", result, { is_error: true }),
      ],
    },
    {
      role: "assistant",
      content: [
        { type: "text", text: "The pairs for 4 and 9 are missing.", citations: [{ title: "Roman numerals", url: "https://numerals.example/subtractive" }] },
        { type: "search_result", title: "A table of all pairs", source: "https://tables.example/roman", content: [] },
        { type: "search_result", title: "Not a page", source: "javascript:window.owned=1", content: [] },
        call("c", "draw_chart", {}),
      ],
    },
    { role: "user", content: [answer("c", [{ type: "text", text: "" }, image(png, "chart.png")])] },
    { role: "tool", tool_call_id: "lost", name: "weather", content: `{"place":"${long}"}` },
    {
      role: "assistant",
      content: [
        { type: "input_audio", input_audio: { data: wav, format: "wav" } },
        { type: "file", file: { filename: wildName, file_data: Buffer.from("year;value\n2025;4\n").toString("base64") } },
        { type: "image_url", image_url: { url: "https://pictures.example/far-away.png" }, filename: "far-away.png" },
        { type: "file", file: { filename: "left-at-home.pdf" } },
        { type: "hologram", shape: { sides: 5, note: "<script>window.owned = 2</script>" } },
      ],
    },
    { role: "user", content: "Thank you!" },
  ],
};

function silence() {
  const samples = 800;
  const wave = Buffer.alloc(44 + samples, 128);
  wave.write("RIFF", 0);
  wave.writeUInt32LE(36 + samples, 4);
  wave.write("WAVEfmt ", 8);
  wave.writeUInt32LE(16, 16);
  wave.writeUInt16LE(1, 20); // PCM
  wave.writeUInt16LE(1, 22); // one channel
  wave.writeUInt32LE(8000, 24);
  wave.writeUInt32LE(8000, 28);
  wave.writeUInt16LE(1, 32);
  wave.writeUInt16LE(8, 34);
  wave.write("data", 36);
  wave.writeUInt32LE(samples, 40);
  return wave.toString("base64");
}
