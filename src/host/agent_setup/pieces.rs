//! Which pieces each agent gets.

use std::path::PathBuf;

use super::{Change, Places, State};

/// An agent that can be set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum SetupAgent {
    /// Claude Code, by Anthropic.
    ClaudeCode,
    /// Codex, by OpenAI.
    Codex,
    /// OpenCode.
    #[value(name = "opencode")]
    OpenCode,
    /// Gemini CLI, by Google.
    Gemini,
}

/// What is added besides the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extra {
    /// The MCP server.
    Mcp,
    /// What brings sessions in when they are over.
    Import,
}

/// A piece of an agent's settings.
#[derive(Debug)]
pub struct Piece {
    /// Its file.
    pub path: PathBuf,
    /// What is added to it.
    pub change: Change,
    /// What it is, for people.
    pub what: &'static str,
}

impl SetupAgent {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::ClaudeCode, Self::Codex, Self::OpenCode, Self::Gemini];

    /// As people know it.
    pub const fn title(self) -> &'static str {
        match self {
            Self::ClaudeCode => "Claude Code",
            Self::Codex => "Codex",
            Self::OpenCode => "OpenCode",
            Self::Gemini => "Gemini CLI",
        }
    }

    /// What a person types there.
    pub const fn command(self) -> &'static str {
        match self {
            Self::ClaudeCode | Self::Gemini => "/share",
            Self::Codex => "$share",
            // Its own `/share` stays.
            Self::OpenCode => "/share-link",
        }
    }
}

const COMMAND: &str = "the command";
const SERVER: &str = "the MCP server";
const HOOK: &str = "the import of finished sessions";

/// The command of an agent (`None`), or what else it can get; empty where it can't have that.
pub fn pieces(agent: SetupAgent, extra: Option<Extra>, places: &Places) -> Vec<Piece> {
    let piece = |path: PathBuf, change, what| vec![Piece { path, change, what }];
    let claude = || places.folder("CLAUDE_CONFIG_DIR", ".claude");
    let codex = || places.folder("CODEX_HOME", ".codex");
    let opencode =
        || (places.variable)("XDG_CONFIG_HOME").unwrap_or_else(|| places.home.join(".config")).join("opencode");
    let gemini = || places.home.join(".gemini");
    match (agent, extra) {
        (SetupAgent::ClaudeCode, None) => {
            piece(claude().join("commands/share.md"), Change::File(CLAUDE_COMMAND), COMMAND)
        }
        (SetupAgent::Codex, None) => piece(codex().join("skills/share/SKILL.md"), Change::File(CODEX_SKILL), COMMAND),
        (SetupAgent::OpenCode, None) => {
            piece(opencode().join("command/share-link.md"), Change::File(OPENCODE_COMMAND), COMMAND)
        }
        (SetupAgent::Gemini, None) => {
            piece(gemini().join("commands/share.toml"), Change::File(GEMINI_COMMAND), COMMAND)
        }
        (SetupAgent::ClaudeCode, Some(Extra::Mcp)) => {
            let folder = (places.variable)("CLAUDE_CONFIG_DIR").unwrap_or_else(|| places.home.clone());
            let change = Change::Member { within: &["mcpServers"], name: "neptun-share", value: CLAUDE_SERVER };
            piece(folder.join(".claude.json"), change, SERVER)
        }
        (SetupAgent::Codex, Some(Extra::Mcp)) => {
            let change = Change::Block { text: CODEX_SERVER, key: "[mcp_servers.neptun-share]", is_first: false };
            piece(codex().join("config.toml"), change, SERVER)
        }
        (SetupAgent::OpenCode, Some(Extra::Mcp)) => {
            let at = |name: &str| {
                let change = Change::Member { within: &["mcp"], name: "neptun-share", value: OPENCODE_SERVER };
                Piece { path: opencode().join(name), change, what: SERVER }
            };
            let (plain, with_comments) = (at("opencode.json"), at("opencode.jsonc"));
            // Where it was added to one of them before the other was made, it is there.
            let is_plain = !with_comments.path.exists() || plain.state() == State::Present;
            vec![if is_plain { plain } else { with_comments }]
        }
        (SetupAgent::Gemini, Some(Extra::Mcp)) => {
            let change = Change::Member { within: &["mcpServers"], name: "neptun-share", value: GEMINI_SERVER };
            piece(gemini().join("settings.json"), change, SERVER)
        }
        (SetupAgent::ClaudeCode, Some(Extra::Import)) => {
            let change = Change::Member { within: &["hooks"], name: "SessionEnd", value: CLAUDE_HOOK };
            piece(claude().join("settings.json"), change, HOOK)
        }
        (SetupAgent::Codex, Some(Extra::Import)) => {
            let change = Change::Block { text: CODEX_HOOK, key: "notify", is_first: true };
            piece(codex().join("config.toml"), change, HOOK)
        }
        (SetupAgent::OpenCode, Some(Extra::Import)) => {
            piece(opencode().join("plugin/neptun-share.js"), Change::File(OPENCODE_PLUGIN), HOOK)
        }
        (SetupAgent::Gemini, Some(Extra::Import)) => Vec::new(),
    }
}

const CLAUDE_COMMAND: &str = "---
description: Share this session by a link, with neptun-share
argument-hint: [--expires 2d] [--for EMAIL]
allowed-tools: Bash(neptun-share agent share:*)
---
!`neptun-share agent share ${CLAUDE_SESSION_ID} $ARGUMENTS`

Above is what neptun-share said. If there is a link, give it to the person with what is said about it. If it asks about what
was found, show the person that list, ask, and run what it says with their answer. Don't answer for them.
";

const CODEX_SKILL: &str = "---
name: share
description: Share the present session by a link, with neptun-share. Only when the person asks for it.
---

Run `neptun-share agent share`; the person's words may add `--expires 2d` or `--for EMAIL`. If it prints a link, give it to the
person with what is said about it. If it asks about what was found, show the person that list, ask, and run what it says with
their answer. Don't answer for them.
";

const OPENCODE_COMMAND: &str = "---
description: Share this session by a link, with neptun-share
---
!`neptun-share agent share $ARGUMENTS`

Above is what neptun-share said. If there is a link, give it to the person with what is said about it. If it asks about what
was found, show the person that list, ask, and run what it says with their answer. Don't answer for them.
";

const GEMINI_COMMAND: &str = "description = \"Share this session by a link, with neptun-share\"
prompt = \"\"\"
!{neptun-share agent share {{args}}}

Above is what neptun-share said. If there is a link, give it to the person with what is said about it. If it asks about what
was found, show the person that list, ask, and run what it says with their answer. Don't answer for them.
\"\"\"
";

const CLAUDE_SERVER: &str = r#"{
  "type": "stdio",
  "command": "neptun-share",
  "args": [
    "mcp"
  ]
}"#;

const GEMINI_SERVER: &str = r#"{
  "command": "neptun-share",
  "args": [
    "mcp"
  ]
}"#;

const OPENCODE_SERVER: &str = r#"{
  "type": "local",
  "command": ["neptun-share", "mcp"],
  "enabled": true
}"#;

const CODEX_SERVER: &str = r#"# Added by neptun-share agent install.
[mcp_servers.neptun-share]
command = "neptun-share"
args = ["mcp"]
# End of what neptun-share added.
"#;

const CLAUDE_HOOK: &str = r#"[
  {
    "hooks": [
      {
        "type": "command",
        "command": "neptun-share agent finished claude-code"
      }
    ]
  }
]"#;

const CODEX_HOOK: &str = r#"# Added by neptun-share agent install.
notify = ["neptun-share", "agent", "finished", "codex"]
# End of what neptun-share added.
"#;

const OPENCODE_PLUGIN: &str = r#"// Added by neptun-share agent install: brings a session into your own conversations when it waits for you. Shares nothing.
import { spawn } from "node:child_process";

export const NeptunShare = async () => ({
  event: async ({ event }) => {
    if (event.type !== "session.idle") return;
    const notice = JSON.stringify({ session_id: event.properties.sessionID });
    spawn("neptun-share", ["agent", "finished", "opencode", notice], { stdio: "ignore", detached: true })
      .on("error", () => {})
      .unref();
  },
});
"#;
