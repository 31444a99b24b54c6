//! The steps of an answer in LM Studio.

use std::collections::{HashMap, HashSet};

use crate::import::conversation::{
    AttachmentKind, Context, LenientFields, Part, Value, blocks, file_name, sources, tools,
};

/// The steps of one answer.
pub struct LmStudioSteps<'a, 'b> {
    context: &'a mut Context<'b>,
    /// What they say so far.
    pub parts: Vec<Part>,
    /// The names of calls by their numbers, which is what a call's state has.
    ids: HashMap<String, String>,
    /// The calls that have a result.
    answered: HashSet<String>,
}

impl<'a, 'b> LmStudioSteps<'a, 'b> {
    pub fn new(context: &'a mut Context<'b>) -> Self {
        Self { context, parts: Vec::new(), ids: HashMap::new(), answered: HashSet::new() }
    }

    /// A content as any program may have it.
    pub fn content(&mut self, content: &Value) {
        self.parts.extend(blocks::read(content, self.context));
    }

    /// One more step.
    pub fn step(&mut self, step: &Value) {
        match step.text("type").unwrap_or_default() {
            "contentBlock" => {
                let is_thought = step["style"]["type"] == "thinking";
                step.list("content").iter().for_each(|block| self.block(block, is_thought));
            }
            "debugInfoBlock" | "genInfo" => {}
            "toolStatus" => self.tool_status(step),
            "citationBlock" => {
                let source = step.get("source").unwrap_or(step);
                let name = source.any_text(&["fileName", "title", "absoluteFilePath"]).map(file_name::base);
                self.parts.extend(sources::citation(name, source.text("url")));
            }
            _ => self.parts.extend(blocks::kept(step)),
        }
    }

    /// A block of a step's content.
    pub fn block(&mut self, block: &Value, is_thought: bool) {
        let text = block["text"].as_str();
        match block.text("type").unwrap_or_default() {
            "text" if is_thought => {
                self.parts.extend(block.text("text").map(|text| Part::reasoning(text.trim())));
            }
            "text" => self.parts.extend(text.map_or_else(|| blocks::kept(block), blocks::words)),
            "toolCallRequest" => {
                let id = call_id(block);
                self.ids.extend(identifier(block, "callId").zip(id.clone()));
                let input = block.any(&["arguments", "parameters"]).map_or(Value::Null, tools::input);
                self.parts.push(tools::call(id.as_deref(), block.text("name"), input));
            }
            "toolCallResult" => {
                let id = call_id(block);
                let content = &block["content"];
                // Mostly JSON of text blocks in a text.
                let text = tools::block_texts(&tools::input(content)).unwrap_or_else(|| tools::block_output(content));
                self.parts.push(tools::result(id.as_deref(), block.text("name"), text, false));
                self.answered.extend(id);
            }
            kind @ ("file" | "image") => {
                let identifier = block.any_text(&["fileIdentifier", "identifier"]);
                let name = block.any_text(&["name", "fileName"]).or(identifier);
                let is_image = kind == "image" || block["fileType"] == "image";
                let kind = if is_image { AttachmentKind::Image } else { file_name::kind(name.unwrap_or_default()) };
                self.parts.push(self.context.file(identifier.or(name).unwrap_or_default(), kind, name));
            }
            _ => self.parts.extend(blocks::read_block(block, self.context)),
        }
    }

    /// How a call went: that it went well says its result, too.
    fn tool_status(&mut self, step: &Value) {
        let state = &step["statusState"]["status"];
        let kind = state.text("type").unwrap_or_default();
        let id = identifier(step, "callId").map(|number| self.ids.get(&number).cloned().unwrap_or(number));
        let has_failed = kind.contains("ailed") || kind.contains("enied");
        if has_failed && !id.as_ref().is_some_and(|id| self.answered.contains(id)) {
            let text = state.any_text(&["error", "denyReason", "message"]).unwrap_or(kind);
            self.parts.push(tools::result(id.as_deref(), None, text, true));
        }
    }
}

fn call_id(block: &Value) -> Option<String> {
    identifier(block, "toolCallRequestId").or_else(|| identifier(block, "callId"))
}

/// A name that may be a number.
fn identifier(block: &Value, name: &str) -> Option<String> {
    match &block[name] {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
