//! The log on standard error: one line per event.

mod pending;

use std::fmt::{self, Debug, Write as _};
use std::io::{self, IsTerminal};

use serde_json::{Map, Value, json};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

use crate::cli::{Log, LogFormat, LogLevel};
use pending::PendingLines;

static PENDING: PendingLines = PendingLines::new();

/// Starts logging.
pub fn start(log: &Log) {
    let level = match log.log_level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    };
    let format = match log.log_format {
        LogFormat::Text if io::stderr().is_terminal() => text_in_colours,
        LogFormat::Text => text,
        LogFormat::Json => json_object,
    };
    PENDING.start();
    // There already is one only if the program is started twice in one process.
    let _ = tracing::subscriber::set_global_default(Logger { level, format });
    // A panic in a handler ends only its request; where it happened belongs in the log.
    std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "a bug in the program")));
}

/// Writes what is still pending; called when the program stops.
pub fn flush() {
    PENDING.flush();
}

/// Writes events. Ignores spans: the program has none.
struct Logger {
    level: LevelFilter,
    format: fn(&Event<'_>) -> String,
}

impl Subscriber for Logger {
    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(self.level)
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= self.level
    }

    fn event(&self, event: &Event<'_>) {
        let mut line = (self.format)(event);
        line.push('\n');
        PENDING.push(&line, *event.metadata().level() <= Level::WARN);
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Room for a request's line, in bytes.
const USUAL_LINE: usize = 256;

/// The time in UTC; to be written to the microsecond.
fn now() -> jiff::Timestamp {
    jiff::Timestamp::now()
}

/// `time LEVEL message field=value`.
fn text(event: &Event<'_>) -> String {
    let mut line = TextFields { line: String::with_capacity(USUAL_LINE), equals: "=", name_style: "" };
    push(&mut line.line, format_args!("{:.6} {:>5}", now(), event.metadata().level().as_str()));
    event.record(&mut line);
    line.line
}

/// As `text`, for a terminal: the time dim, the level in its colour, names in italics.
fn text_in_colours(event: &Event<'_>) -> String {
    let level = event.metadata().level();
    let colour = match *level {
        Level::ERROR => 31,
        Level::WARN => 33,
        Level::INFO => 32,
        Level::DEBUG => 34,
        Level::TRACE => 35,
    };
    let mut line =
        TextFields { line: String::with_capacity(USUAL_LINE), equals: "\x1b[0m\x1b[2m=\x1b[0m", name_style: "\x1b[3m" };
    push(&mut line.line, format_args!("\x1b[2m{:.6}\x1b[0m \x1b[{colour}m{:>5}\x1b[0m", now(), level.as_str()));
    event.record(&mut line);
    line.line
}

struct TextFields {
    line: String,
    name_style: &'static str,
    equals: &'static str,
}

impl TextFields {
    /// The field's name, after which its value is to be pushed.
    fn begin(&mut self, field: &Field) -> &mut String {
        self.line.push(' ');
        if field.name() != "message" {
            self.line.extend([self.name_style, field.name(), self.equals]);
        }
        &mut self.line
    }
}

impl Visit for TextFields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        push(self.begin(field), format_args!("{value:?}"));
    }

    /// As Debug, which writes line breaks as `\n`: nobody can forge a line.
    fn record_str(&mut self, field: &Field, value: &str) {
        let line = self.begin(field);
        let is_plain = value.bytes().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\'));
        if is_plain {
            line.extend(["\"", value, "\""]);
        } else {
            push(line, format_args!("{value:?}"));
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        push(self.begin(field), format_args!("{value}"));
    }
}

/// An object with `timestamp`, `level`, `message` and the fields.
fn json_object(event: &Event<'_>) -> String {
    let mut fields = JsonFields(Map::new());
    fields.0.insert("timestamp".to_owned(), format!("{:.6}", now()).into());
    fields.0.insert("level".to_owned(), event.metadata().level().as_str().into());
    event.record(&mut fields);
    Value::Object(fields.0).to_string()
}

struct JsonFields(Map<String, Value>);

impl JsonFields {
    fn insert(&mut self, field: &Field, value: Value) {
        self.0.insert(field.name().to_owned(), value);
    }
}

impl Visit for JsonFields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.insert(field, format!("{value:?}").into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.insert(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.insert(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.insert(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.insert(field, value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.insert(field, json!(value));
    }
}

fn push(line: &mut String, text: fmt::Arguments<'_>) {
    // Writing to a string can't fail.
    let _ = line.write_fmt(text);
}
