//! What the tools of coding agents do, by their names: the one table of them. Claude Code, Codex, OpenCode, Gemini CLI,
//! Qwen Code, Pi, Droid, Cline and Roo, Copilot, Cursor, Continue, Goose, Crush, Kimi, Amp, OpenHands, SWE-agent, and the
//! tools that Anthropic and OpenAI offer with their APIs.

/// What a tool does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Doing {
    /// Runs a command, or talks to one that runs.
    Run,
    /// Reads a file.
    Read,
    /// Changes a file, or makes one.
    Edit,
    /// Does one or the other, as a field of its input says.
    Editor,
    /// Removes a file.
    Delete,
    /// Looks for something in files, or for files.
    Search,
    /// Lists a folder.
    List,
    /// Loads a page.
    Fetch,
    /// Searches the web.
    Web,
    /// Keeps a to-do list.
    Todo,
    /// Presents a plan.
    Plan,
    /// Gives work to another agent.
    Agent,
    /// Asks the person.
    Ask,
    /// Reads instructions for a kind of work.
    Skill,
    /// Something else.
    Other,
}

/// Names without their signs, in small letters.
const TOOLS: &[(Doing, &str)] = &[
    (
        Doing::Run,
        "bash bashtool bashoutput bashcodeexecution readbash writebash stopbash killbash killshell powershell shell \
         shellcommand localshell localshellcall execcommand unifiedexec writestdin execute executecommand executebash \
         executeshell runcommand runcommands runterminalcmd runterminalcommand runterminalcommandv2 runinterminal \
         copilotruninterminal getterminaloutput runshellcommand containerexec terminal command commandexecution exec \
         run runtests runtask cmd sh zsh python python3 executeipythoncell ipython codeexecution codeinterpreter repl \
         joboutput jobkill checkbackgroundjob",
    ),
    (
        Doing::Read,
        "read readfile readfiles readmanyfiles view viewfile viewimage viewsource openfile catfile cat lookat \
         notebookread readnotebook copilotreadfile copilotgetnotebooksummary readcurrentlyopenfile showfile builtinreadfile \
         readlints readmcpresource diagnostics lspdiagnostics",
    ),
    (
        Doing::Edit,
        "edit multiedit write writefile writetofile create createfile createnewfile newfile editfile editexistingfile \
         editfiles notebookedit editnotebook editnotebookfile replace replaceinfile replacestringinfile \
         multireplacestringinfile copilotreplacestring copilotmultireplacestring copilotcreatefile copilotinsertedit \
         copiloteditnotebook copilotapplypatch inserteditintofile insertcontent insert searchandreplace searchreplace \
         singlefindandreplace strreplace strreplacefile applydiff applypatch applyedit patch patchfile filechange \
         fileedit savefile updatefile overwritefile editorreplace",
    ),
    (
        Doing::Editor,
        "editor fileeditor texteditor strreplaceeditor strreplacebasededittool texteditorcodeexecution developertexteditor",
    ),
    (Doing::Delete, "delete deletefile deletefiles removefile remove rm"),
    (
        Doing::Search,
        "grep greptool grepsearch grepfiles rg ripgrep search searchfiles searchfilecontent searchcode codesearch \
         codebasesearch searchcodebase codebaseinvestigator codebasesearchagent semanticsearch find findfiles finder glob globtool \
         globfilesearch filesearch fileglobsearch findpath findinfiles listcodedefinitionnames listcodeusages lsp \
         copilotsearchcodebase copilotfindtextinfiles copilotfindfiles toolsearch sourcegraph lspreferences",
    ),
    (Doing::List, "ls list listdir listdirectory listfiles tree copilotlistdirectory listfolder"),
    (
        Doing::Fetch,
        "webfetch fetch fetchurl fetchpage fetchwebpage fetchwebcontent fetchurlcontent readwebpage openurl browse \
         browser browseraction browsernavigate visit visitpage webopen copilotfetchwebpage urlfetch agenticfetch \
         download",
    ),
    (Doing::Web, "websearch googlewebsearch searchweb webrun bravewebsearch tavilysearch googlesearch internetsearch"),
    (
        Doing::Todo,
        "checklist todowrite todoread todo todolist todos writetodos updatetodo updatetodolist settodolist managetodolist \
         updateplan tasktracker todotodowrite taskcreate taskupdate tasklist taskget",
    ),
    (
        Doing::Plan,
        "exitplanmode enterplanmode planexit planmoderespond createplan presentplan exitspecmode plan switchmode",
    ),
    (
        Doing::Agent,
        "task agent subagent runsubagent spawnagent delegatetoagent newtask dispatchagent oracle librarian \
         taskoutput taskstop agentoutput sendmessage delegate",
    ),
    (Doing::Ask, "askuserquestion askuser askfollowupquestion question requestuserinput askquestion"),
    (Doing::Skill, "skill skills activateskill useskill slashcommand runslashcommand fetchinstructions fetchrules"),
];

/// What the tool of that name does. Servers and programs put their own name before a tool's: `mcp__files__read_file`,
/// `functions.exec_command`, `developer__shell`.
pub fn doing(name: &str) -> Doing {
    let own = name.rsplit(['.', ':', '/']).next().unwrap_or(name);
    let own = own.rsplit_once("__").map_or(own, |(_, own)| own);
    let plain = |name: &str| -> String {
        name.chars().filter(char::is_ascii_alphanumeric).take(40).map(|c| c.to_ascii_lowercase()).collect()
    };
    let find = |name: String| TOOLS.iter().find(|(_, names)| names.split_ascii_whitespace().any(|known| known == name));
    find(plain(name)).or_else(|| find(plain(own))).map_or(Doing::Other, |(doing, _)| *doing)
}

impl Doing {
    /// What was done, as the first words of a line.
    pub const fn verb(self) -> &'static str {
        match self {
            Self::Run => "Ran",
            Self::Read => "Read",
            Self::Edit | Self::Editor => "Edited",
            Self::Delete => "Deleted",
            Self::Search => "Searched",
            Self::List => "Listed",
            Self::Fetch => "Fetched",
            Self::Web => "Searched the web",
            Self::Todo => "To-do list",
            Self::Plan => "Plan",
            Self::Agent => "Agent",
            Self::Ask => "Asked",
            Self::Skill => "Skill",
            Self::Other => "Tool",
        }
    }

    /// So many of them, in the line of a run: `ran 3 commands`.
    pub fn told(self, number: usize) -> Option<String> {
        let times = if number == 1 { "once".to_owned() } else { format!("{number} times") };
        let (verb, one, many) = match self {
            Self::Run => ("ran", "command", "commands"),
            Self::Read => ("read", "file", "files"),
            Self::Fetch => ("fetched", "page", "pages"),
            Self::Agent => ("used", "agent", "agents"),
            Self::Ask => ("asked", "question", "questions"),
            Self::Skill => ("used", "skill", "skills"),
            Self::Other => ("used", "other tool", "other tools"),
            Self::Search | Self::List => return Some(format!("searched {times}")),
            Self::Web => return Some(format!("searched the web {times}")),
            _ => return None,
        };
        Some(format!("{verb} {}", crate::render::words::count(number, one, many)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_are_known_by_their_names_in_every_spelling() {
        let cases = [
            (
                Doing::Run,
                &[
                    "Bash",
                    "exec_command",
                    "run_shell_command",
                    "developer__shell",
                    "functions.exec_command",
                    "job_output",
                ][..],
            ),
            (Doing::Read, &["Read", "read_file", "mcp__files__read_file", "copilot_readFile"]),
            (
                Doing::Edit,
                &["MultiEdit", "apply_patch", "StrReplaceFile", "replace_in_file", "NotebookEdit", "replace"],
            ),
            (Doing::Editor, &["str_replace_editor", "str_replace_based_edit_tool", "developer__text_editor"]),
            (Doing::Search, &["Grep", "search_file_content", "codebase_search", "search_codebase", "Glob"]),
            (Doing::Fetch, &["WebFetch", "FetchURL", "fetch_webpage"]),
            (Doing::Web, &["google_web_search", "WebSearch", "web.run"]),
            (Doing::Todo, &["TodoWrite", "Checklist", "update_plan", "SetTodoList", "todo__todo_write"]),
            (Doing::Plan, &["ExitPlanMode", "ExitSpecMode"]),
            (Doing::Agent, &["Task", "Agent", "runSubagent"]),
            (Doing::Other, &["weather", "", "mcp__", "\u{202e}", "draw_chart"]),
        ];
        for (doing, names) in cases {
            for name in names {
                assert_eq!(super::doing(name), doing, "{name}");
            }
        }
    }

    #[test]
    fn no_name_stands_in_two_lines() {
        let mut names: Vec<&str> = TOOLS.iter().flat_map(|(_, names)| names.split_ascii_whitespace()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
    }
}
