// The agents: how each is run without a person, what its tools are called, and what of an import it shows.

import { writeFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";

const EXEC_PATCH = `apply_patch <<'EOF'
*** Begin Patch
*** Update File: greeting.txt
@@
-Hello world
+Hello moon
*** End Patch
EOF`;

/** What every agent is told, and what a subagent is. */
export const PROMPT = "Let the greeting greet the moon.";
export const SUBAGENT = { prompt: "Say how far the moon is.", text: "It is far." };

// What several agents call the same.
const EDIT = { old_string: "world", new_string: "moon" };
const SHOW = { command: "cat greeting.txt", description: "Show it" };
const ASK = { description: "Distance", prompt: SUBAGENT.prompt };

/**
 * Each agent: its package and program; `prepare` writes its settings, for a model at `url`, and gives its arguments and
 * variables; `steps` are the tools that the model calls, with their input, for the project's `file`. The second is the edit;
 * `edited` is its result where that is no patch.
 */
export const AGENTS = [
  {
    title: "Claude Code",
    package: "@anthropic-ai/claude-code",
    program: "claude",
    format: "claude-code",
    prepare: ({ url }) => ({
      arguments: ["-p", PROMPT, "--model", "claude-sonnet-4-5", "--dangerously-skip-permissions"],
      environment: {
        ANTHROPIC_BASE_URL: url,
        ANTHROPIC_API_KEY: "none",
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
        DISABLE_AUTOUPDATER: "1",
        // Without it, the program refuses to work without questions as root.
        IS_SANDBOX: "1",
      },
    }),
    steps: (file) => [
      ["Read", { file_path: file }],
      ["Edit", { file_path: file, ...EDIT }],
      ["Bash", SHOW],
      ["Agent", { ...ASK, subagent_type: "general-purpose" }],
    ],
  },
  {
    title: "Codex",
    package: "@openai/codex",
    program: "codex",
    format: "codex",
    prepare: ({ url, home }) => {
      write(join(home, ".codex/config.toml"), `model = "gpt-5"
model_provider = "scripted"
approval_policy = "never"
sandbox_mode = "danger-full-access"
[model_providers.scripted]
name = "Scripted"
base_url = "${url}/v1"
wire_api = "responses"
`);
      return { arguments: ["exec", "--skip-git-repo-check", PROMPT], environment: {} };
    },
    // The patch is in the call.
    edited: /(^|\n)Success\. Updated the following files:\nM greeting\.txt/,
    steps: () => [
      ["exec_command", { cmd: "cat greeting.txt" }],
      ["exec_command", { cmd: EXEC_PATCH }],
      ["exec_command", { cmd: "cat greeting.txt" }],
    ],
  },
  {
    title: "OpenCode",
    package: "opencode-ai",
    program: "opencode",
    format: "opencode",
    prepare: ({ url, project }) => {
      const provider = {
        npm: "@ai-sdk/openai-compatible",
        name: "Scripted",
        options: { baseURL: `${url}/v1`, apiKey: "none" },
        models: { script: { name: "Script" } },
      };
      const model = "scripted/script";
      const quiet = { autoupdate: false, share: "disabled" };
      const settings = { provider: { scripted: provider }, model, small_model: model, ...quiet };
      write(join(project, "opencode.json"), JSON.stringify(settings));
      return { arguments: ["run", PROMPT], environment: { OPENCODE_DISABLE_MODELS_FETCH: "1" } };
    },
    steps: (file) => [
      ["read", { filePath: file }],
      ["edit", { filePath: file, oldString: "world", newString: "moon" }],
      ["bash", SHOW],
      ["task", { ...ASK, subagent_type: "general" }],
    ],
  },
  {
    title: "Copilot CLI",
    package: "@github/copilot",
    program: "copilot",
    format: "copilot-cli",
    prepare: ({ url }) => ({
      arguments: ["-p", PROMPT, "--allow-all-tools", "--allow-all-paths"],
      environment: { COPILOT_OFFLINE: "true", COPILOT_PROVIDER_BASE_URL: `${url}/v1`, COPILOT_MODEL: "script" },
    }),
    steps: (file) => [
      ["view", { path: file }],
      ["edit", { path: file, old_str: "world", new_str: "moon" }],
      ["bash", SHOW],
      ["task", { ...ASK, agent_type: "general-purpose", name: "moon", mode: "sync" }],
    ],
  },
  {
    title: "Gemini CLI",
    package: "@google/gemini-cli",
    program: "gemini",
    format: "gemini",
    prepare: ({ url, home }) => {
      write(join(home, ".gemini/settings.json"), JSON.stringify({ security: { auth: { selectedType: "gemini-api-key" } } }));
      return {
        arguments: ["-p", PROMPT, "--yolo", "--model", "gemini-2.5-pro"],
        environment: { GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: "none", GEMINI_CLI_TRUST_WORKSPACE: "true" },
      };
    },
    steps: (file) => [
      ["read_file", { file_path: file }],
      ["replace", { file_path: file, ...EDIT, instruction: "Greet the moon." }],
      ["run_shell_command", SHOW],
    ],
  },
  {
    title: "Qwen Code",
    package: "@qwen-code/qwen-code",
    program: "qwen",
    format: "qwen-code",
    prepare: ({ url }) => ({
      arguments: ["-p", PROMPT, "--yolo", "--auth-type", "openai", "--model", "script"],
      environment: { OPENAI_BASE_URL: `${url}/v1`, OPENAI_API_KEY: "none", OPENAI_MODEL: "script" },
    }),
    steps: (file) => [
      // The name of the field has changed.
      ["read_file", { file_path: file, absolute_path: file }],
      ["edit", { file_path: file, ...EDIT }],
      ["run_shell_command", { ...SHOW, is_background: false }],
    ],
  },
  {
    title: "Pi",
    package: "@mariozechner/pi-coding-agent",
    program: "pi",
    format: "pi",
    prepare: ({ url, home }) => {
      const cost = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
      const model = { id: "script", name: "Script", input: ["text"], contextWindow: 100000, maxTokens: 1000, cost };
      const provider = { baseUrl: `${url}/v1`, api: "openai-completions", apiKey: "none", models: [model] };
      write(join(home, ".pi/agent/models.json"), JSON.stringify({ providers: { scripted: provider } }));
      return { arguments: ["-p", "--provider", "scripted", "--model", "script", PROMPT], environment: {} };
    },
    steps: (file) => [
      ["read", { path: file }],
      ["edit", { path: file, edits: [{ oldText: "world", newText: "moon" }] }],
      ["bash", { command: "cat greeting.txt" }],
    ],
  },
];

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
