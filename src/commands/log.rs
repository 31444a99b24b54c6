//! The log on standard error.

use std::fmt::{self, Debug};
use std::io::IsTerminal;

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::time::{FormatTime, SystemTime};
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use crate::cli::{Log, LogFormat, LogLevel};

/// Starts it.
pub fn start(log: &Log) {
    let level = match log.log_level {
        LogLevel::Error => Level::ERROR,
        LogLevel::Warn => Level::WARN,
        LogLevel::Info => Level::INFO,
        LogLevel::Debug => Level::DEBUG,
    };
    let lines = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_max_level(level)
        .with_target(false)
        // It would complain on standard error, of all places, and panic when that fails, too.
        .log_internal_errors(false);
    match log.log_format {
        LogFormat::Text if std::io::stderr().is_terminal() => lines.init(),
        LogFormat::Text => lines.event_format(Line).init(),
        LogFormat::Json => lines.json().flatten_event(true).init(),
    }
    // A handler's panic is an answered request; its place belongs in the log like all else.
    std::panic::set_hook(Box::new(|panic| tracing::error!(%panic, "a defect of the program")));
}

/// `time LEVEL message field=value`, as the library's own format without colours and spans, which
/// took a sixth of all that a request costs.
struct Line;

impl<S, N> FormatEvent<S, N> for Line
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        SystemTime.format_time(&mut out)?;
        write!(out, " {:>5}", event.metadata().level().as_str())?;
        let mut fields = Fields { out, result: Ok(()) };
        event.record(&mut fields);
        fields.result?;
        fields.out.write_char('\n')
    }
}

struct Fields<'a> {
    out: Writer<'a>,
    result: fmt::Result,
}

impl Fields<'_> {
    fn write(&mut self, field: &Field, value: &dyn Debug) -> fmt::Result {
        self.out.write_char(' ')?;
        if field.name() != "message" {
            self.out.write_str(field.name())?;
            self.out.write_char('=')?;
        }
        write!(self.out, "{value:?}")
    }
}

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        // Texts come here as Debug, too, which writes a line break in them as `\n`: nobody forges a line.
        self.result = self.result.and_then(|()| self.write(field, value));
    }
}
