//! The agents that a session's agent has started: what each did stands behind the call that started it.

use std::collections::{HashMap, HashSet};

use super::lines::{SessionLine, VisibleLine};
use super::transcript::SessionTranscript;
use crate::base::json;
use crate::import::conversation::{Context, LenientFields, Location, Part, Value, subagent};

/// The tools that start an agent.
const TOOLS: [&str; 2] = ["Agent", "Task"];

/// The lines of subagents, by what names each.
#[derive(Default)]
pub struct Subagents {
    groups: Vec<(String, Vec<SessionLine>)>,
    places: HashMap<String, usize>,
    /// The group of each line, because some lines name only the one before.
    by_uuid: HashMap<String, usize>,
    /// The call that started an agent, by the agent's identifier.
    calls: HashMap<String, String>,
    /// The same by what the agent was told.
    prompts: HashMap<String, String>,
    /// The agents whose files beside the session were read, each with its call and the length of its file then.
    read: HashMap<String, (String, Option<u64>)>,
}

impl Subagents {
    /// One more line of one of them.
    pub fn take(&mut self, row: &Value, line: SessionLine) {
        let name = row.any_string(&["parent_tool_use_id", "agentId"]);
        let known = name.as_ref().and_then(|name| self.places.get(name));
        let known = known.or_else(|| line.parent.as_ref().and_then(|parent| self.by_uuid.get(parent))).copied();
        let place = known.unwrap_or_else(|| {
            self.groups.push((name.clone().unwrap_or_default(), Vec::new()));
            self.groups.len() - 1
        });
        self.places.extend(name.map(|name| (name, place)));
        self.by_uuid.extend(line.uuid.clone().map(|uuid| (uuid, place)));
        if let Some((_, lines)) = self.groups.get_mut(place) {
            lines.push(line);
        }
    }

    /// What a line of the session says about who started whom.
    pub fn note(&mut self, row: &Value, line: &SessionLine) {
        match &line.visible {
            VisibleLine::Assistant { parts, .. } => {
                self.prompts.extend(parts.iter().filter_map(|part| match part {
                    Part::ToolCall { id: Some(id), name, input, .. } if TOOLS.contains(&name.as_str()) => {
                        Some((input.text("prompt")?.trim().to_owned(), id.clone()))
                    }
                    _ => None,
                }));
            }
            VisibleLine::Person { results, .. } => {
                let agent = row["toolUseResult"].string("agentId");
                let call = results.first().and_then(|(id, _)| id.clone());
                self.calls.extend(agent.zip(call));
            }
            VisibleLine::Nothing => {}
        }
    }

    /// What each call's agent did, by the call's identifier, from the session's file and from those beside it;
    /// and how many visible lines belong to no call.
    pub fn by_call(mut self, context: &mut Context<'_>) -> (HashMap<String, Vec<Part>>, usize) {
        let mut beside: Vec<&String> = self.calls.keys().filter(|agent| !self.places.contains_key(*agent)).collect();
        beside.sort();
        let beside: Vec<(String, Vec<SessionLine>)> =
            beside.into_iter().map(|agent| (agent.clone(), read_beside(agent, context))).collect();
        self.groups.extend(beside);
        let known: HashSet<&String> = self.prompts.values().collect();
        let (mut by_call, mut left) = (HashMap::new(), 0);
        for (name, lines) in self.groups {
            let prompt = lines.iter().find_map(SessionLine::prompt).map(|prompt| prompt.trim().to_owned());
            let call = self.calls.get(&name).or_else(|| prompt.and_then(|prompt| self.prompts.get(&prompt)));
            match call.cloned().or_else(|| known.contains(&name).then_some(name)) {
                Some(call) => by_call.entry(call).or_insert_with(Vec::new).extend(steps(lines)),
                None => left += lines.iter().filter(|line| line.is_visible()).count(),
            }
        }
        (by_call, left)
    }

    /// The same of the files beside the session that were not read yet; `None` where that does not go with what was read
    /// before: a file has changed, or the lines of an agent stand in the session's own file.
    pub fn new_by_call(&mut self, context: &mut Context<'_>) -> Option<HashMap<String, Vec<Part>>> {
        if !self.groups.is_empty() {
            return None;
        }
        let mut by_call = HashMap::new();
        for (agent, call) in &self.calls {
            let now = (call.clone(), context.length_beside(&file_of(agent)));
            match self.read.get(agent) {
                Some(before) if *before == now => {}
                Some(_) => return None,
                None => {
                    if self.read.values().any(|(other, _)| other == call) {
                        return None;
                    }
                    self.read.insert(agent.clone(), now);
                    by_call.insert(call.clone(), steps(read_beside(agent, context)));
                }
            }
        }
        Some(by_call)
    }

    /// All lines, where there are no others: the file is one agent's.
    pub fn into_lines(self) -> Vec<SessionLine> {
        self.groups.into_iter().flat_map(|(_, lines)| lines).collect()
    }
}

/// The file that the program keeps for an agent.
fn file_of(agent: &str) -> String {
    format!("agent-{agent}.jsonl")
}

/// The lines in it.
fn read_beside(agent: &str, context: &mut Context<'_>) -> Vec<SessionLine> {
    let Some(text) = context.text_beside(&file_of(agent)) else { return Vec::new() };
    let rows = text.lines().filter_map(|line| json::parse(line.as_bytes()).ok());
    rows.map(|row| SessionLine::read(row.text("type").unwrap_or_default(), &row, Location::Only, context)).collect()
}

/// What an agent thought, did and said.
fn steps(lines: Vec<SessionLine>) -> Vec<Part> {
    let mut transcript = SessionTranscript::default();
    lines.into_iter().for_each(|line| transcript.take(line.visible, line.created_at));
    subagent::steps(transcript.finish().messages)
}
