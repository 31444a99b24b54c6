//! Tells a script's code from its comments and strings, as far as joining modules needs it.

use super::Fault;

/// A line of a script, without its comments.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Where it stands in the file, from 1.
    pub number: usize,
    /// As it stands there.
    pub text: String,
    /// With nothing in its strings, templates and regular expressions: what a word in it says is code.
    pub code: String,
    /// It begins inside of a template literal.
    pub is_template: bool,
}

/// Words behind which a slash begins a regular expression.
const BEFORE_REGEX: [&str; 12] =
    ["return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do", "await"];

/// Where the scanner is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum In {
    Code,
    LineComment,
    BlockComment,
    Text(char),
    Template,
    Regex { is_class: bool },
}

/// The lines of a script.
pub fn lines(file: &str, script: &str) -> Result<Vec<Line>, Fault> {
    let mut scanner = Scanner { file, lines: Vec::new(), line: empty(1, false), state: In::Code, braces: Vec::new() };
    let mut rest = script.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        if scanner.read(c, next)? == Width::Two
            && let Some(second) = rest.next()
        {
            scanner.keep_second(second)?;
        }
    }
    scanner.end()
}

fn empty(number: usize, is_template: bool) -> Line {
    Line { number, text: String::new(), code: String::new(), is_template }
}

/// How many characters were read at once.
#[derive(PartialEq, Eq)]
enum Width {
    One,
    Two,
}

struct Scanner<'a> {
    file: &'a str,
    lines: Vec<Line>,
    line: Line,
    state: In,
    /// For each `${` that is open, how many braces are open in it.
    braces: Vec<usize>,
}

impl Scanner<'_> {
    fn read(&mut self, c: char, next: Option<char>) -> Result<Width, Fault> {
        if c == '\n' {
            return self.end_line().map(|()| Width::One);
        }
        match self.state {
            In::Code => return self.read_code(c, next),
            In::LineComment => {}
            In::BlockComment => {
                if c == '*' && next == Some('/') {
                    self.state = In::Code;
                    self.line.text.push(' ');
                    self.line.code.push(' ');
                    return Ok(Width::Two);
                }
            }
            In::Text(quote) => {
                self.line.text.push(c);
                if c == '\\' {
                    return Ok(Width::Two);
                }
                if c == quote {
                    self.close(c);
                }
            }
            In::Template => {
                self.line.text.push(c);
                match (c, next) {
                    ('\\', _) => return Ok(Width::Two),
                    ('$', Some('{')) => {
                        self.braces.push(0);
                        self.state = In::Code;
                        self.line.code.push('$');
                        return Ok(Width::Two);
                    }
                    ('`', _) => self.close(c),
                    _ => {}
                }
            }
            In::Regex { is_class } => {
                self.line.text.push(c);
                match c {
                    '\\' => return Ok(Width::Two),
                    '[' => self.state = In::Regex { is_class: true },
                    ']' => self.state = In::Regex { is_class: false },
                    '/' if !is_class => self.close(c),
                    _ => {}
                }
            }
        }
        Ok(Width::One)
    }

    fn read_code(&mut self, c: char, next: Option<char>) -> Result<Width, Fault> {
        match (c, next) {
            ('/', Some('/')) => {
                self.state = In::LineComment;
                return Ok(Width::Two);
            }
            ('/', Some('*')) => {
                self.state = In::BlockComment;
                return Ok(Width::Two);
            }
            ('/', _) if self.is_regex()? => self.state = In::Regex { is_class: false },
            ('"' | '\'', _) => self.state = In::Text(c),
            ('`', _) => self.state = In::Template,
            ('{', _) => {
                if let Some(open) = self.braces.last_mut() {
                    *open += 1;
                }
            }
            ('}', _) => match self.braces.last_mut() {
                Some(0) => {
                    self.braces.pop();
                    self.state = In::Template;
                }
                Some(open) => *open -= 1,
                None => {}
            },
            _ => {}
        }
        self.line.text.push(c);
        self.line.code.push(c);
        Ok(Width::One)
    }

    /// The second of two characters that belong together.
    fn keep_second(&mut self, c: char) -> Result<(), Fault> {
        match self.state {
            In::LineComment | In::BlockComment => Ok(()),
            // Of a comment that ended.
            In::Code if c == '/' => Ok(()),
            In::Code => {
                self.line.text.push(c);
                self.line.code.push(c);
                Ok(())
            }
            In::Template if c == '\n' => self.end_line(),
            _ if c == '\n' => Err(self.fault("a text may not go on in the next line")),
            _ => {
                self.line.text.push(c);
                Ok(())
            }
        }
    }

    /// What a quote, a backquote or a slash opened is over.
    fn close(&mut self, c: char) {
        self.line.code.push(c);
        self.state = In::Code;
    }

    /// Whether a slash here begins a regular expression: it does where no value stands before it.
    fn is_regex(&self) -> Result<bool, Fault> {
        let before = self.line.code.trim_end();
        let Some(last) = before.chars().last() else { return Ok(true) };
        if last == '}' {
            return Err(self.fault("a slash behind a brace may divide, or begin a regular expression"));
        }
        if matches!(last, ')' | ']' | '"' | '\'' | '`') {
            return Ok(false);
        }
        let word = before.rsplit(|c: char| !is_name(c)).next().unwrap_or_default();
        Ok(word.is_empty() || BEFORE_REGEX.contains(&word))
    }

    fn end_line(&mut self) -> Result<(), Fault> {
        match self.state {
            In::Text(_) => return Err(self.fault("this text has no end")),
            In::Regex { .. } => return Err(self.fault("this regular expression has no end")),
            In::LineComment => self.state = In::Code,
            In::Code | In::BlockComment | In::Template => {}
        }
        let next = empty(self.line.number + 1, self.state == In::Template);
        self.lines.push(std::mem::replace(&mut self.line, next));
        Ok(())
    }

    fn end(mut self) -> Result<Vec<Line>, Fault> {
        match self.state {
            In::BlockComment => return Err(self.fault("a comment has no end")),
            In::Template => return Err(self.fault("a template has no end")),
            _ => self.end_line()?,
        }
        // What stood before a comment; in a template blanks are text.
        let goes_on: Vec<bool> = self.lines.iter().skip(1).map(|line| line.is_template).chain([false]).collect();
        for (line, goes_on) in self.lines.iter_mut().zip(goes_on) {
            if !goes_on {
                line.text.truncate(line.text.trim_end().len());
            }
        }
        Ok(self.lines)
    }

    fn fault(&self, message: &str) -> Fault {
        Fault::at(self.file, self.line.number, message)
    }
}

/// Whether it may stand in a name.
pub fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(script: &str) -> Vec<String> {
        lines("a.js", script).expect("a script").into_iter().map(|line| line.text).collect()
    }

    fn codes(script: &str) -> Vec<String> {
        lines("a.js", script).expect("a script").into_iter().map(|line| line.code).collect()
    }

    fn refused(script: &str) -> String {
        lines("a.js", script).expect_err("a fault").to_string()
    }

    #[test]
    fn comments_go_and_lines_stay_where_they_are() {
        assert_eq!(
            texts("a; // one\n/* two\n */ b;\n  // three\nc(/* 4 */ d);\n"),
            ["a;", "", "  b;", "", "c(  d);", ""]
        );
    }

    #[test]
    fn what_looks_like_a_comment_in_a_text_stays() {
        for script in [
            r#"f("https://x.example", '/* no */', "\"//");"#,
            r"f(/[/*]\/\/'/, 1);",
            "f(a / b, (a) / b, 1 / 2); g = x ? /'/ : 2;",
            "return /`/.test(a)",
            "f(`// ${ { a: `/* ${b} */` }.a } // no`);",
        ] {
            assert_eq!(texts(script), [script]);
        }
    }

    #[test]
    fn lines_of_a_template_stay_and_are_no_code() {
        let script = "f(`one  \n// two\nimport three`);";
        let lines = lines("a.js", script).expect("a script");
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts.join("\n"), script);
        assert_eq!(lines.iter().map(|line| line.is_template).collect::<Vec<_>>(), [false, true, true]);
        assert_eq!(codes(script), ["f(`", "", "`);"]);
    }

    #[test]
    fn what_it_does_not_understand_is_refused_with_its_line() {
        assert_eq!(refused("a;\nf(\"b);\n"), "assets/a.js:2: this text has no end");
        assert_eq!(refused("f(`a\n\n"), "assets/a.js:3: a template has no end");
        assert_eq!(refused("/* a\n"), "assets/a.js:2: a comment has no end");
        assert_eq!(refused("f(/a);"), "assets/a.js:1: this regular expression has no end");
        assert!(refused("if (a) {}\n} /b/.test(c)").contains("slash behind a brace"));
    }
}
