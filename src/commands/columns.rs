//! Lists with several columns: aligned, with local times, for a person at a terminal; separated by tabs, with times in
//! UTC, for a program.

use std::io::{self, IsTerminal};

use super::Failure;
use super::terminal::{eprint_line, one_line, print_line};
use super::when::local;
use crate::domain::timestamp::Timestamp;

/// What stands in a column.
pub enum Cell {
    Text(String),
    /// A number, which is set to the right.
    Number(i64),
    /// A time; `None`: never.
    Time(Option<Timestamp>),
}

impl Cell {
    /// The same for anything that can be written.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn for_program(&self) -> String {
        match self {
            Self::Text(text) => one_line(text),
            Self::Number(number) => number.to_string(),
            Self::Time(time) => time.map_or_else(|| "never".to_owned(), |time| time.to_string()),
        }
    }

    fn for_person(&self) -> String {
        match self {
            Self::Time(Some(time)) => local(*time),
            other => other.for_program(),
        }
    }
}

/// Prints rows below these headings, which only a person gets. Where there is none, `nothing` says so on standard error.
pub fn print_rows<const N: usize>(heads: [&str; N], rows: &[[Cell; N]], nothing: &str) -> Result<(), Failure> {
    if rows.is_empty() {
        eprint_line(nothing);
        return Ok(());
    }
    if io::stdout().is_terminal() {
        return lined_up(heads, rows).iter().try_for_each(print_line);
    }
    rows.iter().try_for_each(|row| print_line(row.each_ref().map(Cell::for_program).join("\t")))
}

fn lined_up<const N: usize>(heads: [&str; N], rows: &[[Cell; N]]) -> Vec<String> {
    let texts: Vec<[String; N]> = rows.iter().map(|row| row.each_ref().map(Cell::for_person)).collect();
    let width = |text: &str| text.chars().count();
    let line = |cells: [&str; N], is_number: &dyn Fn(usize) -> bool| {
        let mut line = String::new();
        for (column, cell) in cells.into_iter().enumerate() {
            let in_column = texts.iter().filter_map(|row| row.get(column)).map(|text| width(text));
            let widest = in_column.chain(heads.get(column).map(|head| width(head))).max().unwrap_or(0);
            let blanks = " ".repeat(widest.saturating_sub(width(cell)));
            line += &if is_number(column) { format!("{blanks}{cell}") } else { format!("{cell}{blanks}") };
            line += "  ";
        }
        line.trim_end().to_owned()
    };
    let is_number = |column: usize| rows.iter().any(|row| matches!(row.get(column), Some(Cell::Number(_))));
    let heading = line(heads, &is_number);
    std::iter::once(heading)
        .chain(texts.iter().map(|row| line(row.each_ref().map(String::as_str), &is_number)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lined_up_under_their_headings() {
        let rows = [
            [Cell::Number(7), Cell::text("ada@example.com"), Cell::Time(None)],
            [Cell::Number(12), Cell::text("é@x"), Cell::text("yes")],
        ];
        let lines = lined_up(["no.", "address", "last"], &rows);
        assert_eq!(lines, ["no.  address          last", "  7  ada@example.com  never", " 12  é@x              yes"]);
    }
}
