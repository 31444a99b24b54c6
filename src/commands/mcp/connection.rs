//! Messages of JSON-RPC, a line each: requests of the client, and questions to the person at it.

use std::collections::VecDeque;
use std::io::{self, BufRead, ErrorKind, Read, Write};

use serde_json::{Value, json};

use crate::base::json;
use crate::commands::Failure;

/// The longest message, in bytes.
const LONGEST: u64 = 4 * 1024 * 1024;
/// Of JSON-RPC: what came is no JSON; it is no message.
const NO_JSON: i64 = -32700;
const INVALID: i64 = -32600;

/// A client.
pub struct Connection<R, W> {
    input: R,
    output: W,
    /// What came while an answer was waited for.
    waiting: VecDeque<Value>,
    can_ask: bool,
    asked: u64,
    /// Nobody reads any more what is answered.
    is_closed: bool,
}

/// What a client asks.
pub struct Request {
    pub id: Value,
    pub method: String,
    pub params: Value,
}

impl<R: BufRead, W: Write> Connection<R, W> {
    /// One that has said nothing yet.
    pub const fn new(input: R, output: W) -> Self {
        Self { input, output, waiting: VecDeque::new(), can_ask: false, asked: 0, is_closed: false }
    }

    /// Whether the client asks its person when it is told to.
    pub const fn can_ask(&mut self, can_ask: bool) {
        self.can_ask = can_ask;
    }

    /// The next request; `None` at the end. Notifications ask nothing, and an answer that nobody waits for is none.
    pub fn next(&mut self) -> Result<Option<Request>, Failure> {
        while !self.is_closed {
            let message = match self.waiting.pop_front() {
                Some(message) => message,
                None => match self.read()? {
                    Some(message) => message,
                    None => return Ok(None),
                },
            };
            let (method, id) = (message["method"].as_str(), &message["id"]);
            let is_answer = message.get("result").or(message.get("error")).is_some();
            match method {
                _ if !id.is_string() && !id.is_number() => {}
                Some(method) => {
                    return Ok(Some(Request {
                        id: id.clone(),
                        method: method.to_owned(),
                        params: message["params"].clone(),
                    }));
                }
                None if is_answer => {}
                None => self.answer(id, Err((INVALID, "a request names a method".to_owned())))?,
            }
        }
        Ok(None)
    }

    /// Answers a request.
    pub fn answer(&mut self, id: &Value, said: Result<Value, (i64, String)>) -> Result<(), Failure> {
        self.write(&answer(id, said))
    }

    /// Asks the person to choose one of these, by value and words; `None` where the client can't ask. What is no choice,
    /// as closing the question, is an empty one.
    pub fn ask(&mut self, message: &str, choices: &[(&str, &str)]) -> Result<Option<String>, Failure> {
        if !self.can_ask {
            return Ok(None);
        }
        self.asked += 1;
        let id = json!(format!("neptun-{}", self.asked));
        let (values, names): (Vec<&str>, Vec<&str>) = choices.iter().copied().unzip();
        let field = json!({ "type": "string", "title": "Decision", "enum": values, "enumNames": names });
        let schema = json!({ "type": "object", "properties": { "decision": field }, "required": ["decision"] });
        let params = json!({ "message": message, "requestedSchema": schema });
        self.write(&json!({ "jsonrpc": "2.0", "id": id, "method": "elicitation/create", "params": params }))?;
        loop {
            let said = if self.is_closed { None } else { self.read()? };
            let Some(said) = said else { return Ok(Some(String::new())) };
            if said["method"] == "ping" && !said["id"].is_null() {
                self.answer(&said["id"], Ok(json!({})))?;
            } else if said["id"] == id && said["method"].is_null() {
                let result = &said["result"];
                let chosen = result["content"]["decision"].as_str().filter(|_| result["action"] == "accept");
                let chosen = chosen.filter(|chosen| values.contains(chosen));
                return Ok(Some(chosen.unwrap_or_default().to_owned()));
            } else if said["method"] == "notifications/cancelled" {
                return Ok(Some(String::new()));
            } else {
                self.waiting.push_back(said);
            }
        }
    }

    /// The next message; one that is none is told to the client, and passed over.
    fn read(&mut self) -> Result<Option<Value>, Failure> {
        loop {
            let mut line = Vec::new();
            let read = self.input.by_ref().take(LONGEST).read_until(b'\n', &mut line);
            read.map_err(|error| unreadable(&error))?;
            if line.is_empty() {
                return Ok(None);
            }
            if line.len() as u64 == LONGEST && !line.ends_with(b"\n") {
                self.skip_line()?;
                let why = format!("a message is longer than {} MiB", LONGEST / 1024 / 1024);
                self.answer(&Value::Null, Err((INVALID, why)))?;
                continue;
            }
            if line.trim_ascii().is_empty() {
                continue;
            }
            match json::parse(&line) {
                Ok(message) if message.is_object() => return Ok(Some(message)),
                Ok(_) => self.answer(&Value::Null, Err((INVALID, "a message is one object".to_owned())))?,
                Err(error) => self.answer(&Value::Null, Err((NO_JSON, error.to_string())))?,
            }
        }
    }

    /// Reads on to the end of a line, and keeps nothing of it.
    fn skip_line(&mut self) -> Result<(), Failure> {
        loop {
            let piece = self.input.fill_buf().map_err(|error| unreadable(&error))?;
            let end = piece.iter().position(|byte| *byte == b'\n');
            let length = end.map_or(piece.len(), |end| end + 1);
            self.input.consume(length);
            if end.is_some() || length == 0 {
                return Ok(());
            }
        }
    }

    fn write(&mut self, message: &Value) -> Result<(), Failure> {
        match writeln!(self.output, "{message}").and_then(|()| self.output.flush()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.is_closed = true,
            written => {
                written.map_err(|error| Failure::new(format!("cannot write to standard output: {error}")))?;
            }
        }
        Ok(())
    }
}

/// The answer to the request of that id, as a message.
pub fn answer(id: &Value, said: Result<Value, (i64, String)>) -> Value {
    match said {
        Ok(result) => json!({ "jsonrpc": "2.0", "id": id, "result": result }),
        Err((code, message)) => json!({ "jsonrpc": "2.0", "id": id, "error": { "code": code, "message": message } }),
    }
}

fn unreadable(error: &io::Error) -> Failure {
    Failure::new(format!("cannot read standard input: {error}"))
}
