//! A machine whose clock jumps: what has ended has ended by the clock as it is, and nothing else changes.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use jiff::{Timestamp, ToSpan};
use serde_json::json;

use super::library;
use crate::support::people::{JSON, api};
use crate::support::server::program;
use crate::support::{Person, Response, Server};

const DAY: i64 = 24 * 60 * 60;
const YEAR: i64 = 365;

/// Days to the beginning of 1970, where a machine begins whose clock has no battery, and to the end of the calendar.
fn extremes() -> [i64; 2] {
    [1 - Timestamp::now().as_second() / DAY, 7970 * YEAR]
}

/// The clock of one server.
struct Clock(PathBuf);

impl Clock {
    /// One that is off by so many days.
    fn off_by(days: i64, folder: &Path) -> Self {
        let file = folder.join("clock");
        fs::write(&file, (days * DAY).to_le_bytes()).expect("written");
        Self(file)
    }

    fn jump(&self, days: i64) {
        let file = File::options().write(true).open(&self.0).expect("opened");
        file.write_all_at(&(days * DAY).to_le_bytes(), 0).expect("written");
    }

    /// A server that goes by it.
    fn serve(&self, folder: &Path) -> Server {
        let database = folder.join("test.db");
        let mut command = program();
        command.args(["serve", "--listen", "127.0.0.1:0", "--signup", "open", "--database"]).arg(&database);
        command.env("LD_PRELOAD", library(folder, "clock.c")).env("CLOCK_IS_OFF_BY", &self.0);
        Server::from(command, &database)
    }
}

/// How many days the answer's date is from now.
fn days_off(response: &Response) -> i64 {
    let date = response.header("date").expect("a date");
    let date = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(date).expect("a date");
    // A test may take a minute over midnight.
    (date.as_second() - Timestamp::now().as_second() + DAY / 2).div_euclid(DAY)
}

#[test]
fn what_ends_ends_by_the_clock_and_comes_back_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Clock::off_by(0, folder.path());
    let mut server = clock.serve(folder.path());
    let ada = Person::sign_up(&server, "ada@example.com");
    let for_a_day = (Timestamp::now() + 24.hours()).to_string();
    let ends = ada.share(&server, ada.chat(&server), &json!({ "expires_at": for_a_day }));
    let stays = ada.share(&server, ada.chat(&server), &json!({}));
    let is_signed_in = |person: &Person| person.get(&server, "/api/auth/check").status == 204;

    for (days, ends_is, is_in) in [(0, 200, true), (2, 404, true), (0, 200, true), (40, 404, false), (0, 200, false)] {
        clock.jump(days);
        assert_eq!(server.get(&api(&ends)).status, ends_is, "after {days} days");
        let read = server.get(&api(&stays));
        assert_eq!((read.status, days_off(&read)), (200, days), "after {days} days");
        assert_eq!(is_signed_in(&ada), is_in, "after {days} days: what ended was forgotten with the next sign-in");
        if days == 40 {
            Person::sign_in(&server, "ada@example.com");
        }
    }

    // In those years, too, people sign in, write and read.
    for days in extremes().into_iter().chain([0]) {
        clock.jump(days);
        let ada = Person::sign_in(&server, "ada@example.com");
        assert!(is_signed_in(&ada));
        let share = ada.share(&server, ada.chat(&server), &json!({}));
        server.get(&api(&share)).good();
        assert_eq!(days_off(&server.get(&api(&stays))), days);
    }
    assert!(server.is_running());
    assert!(!server.log().contains("panic"), "{}", server.log());
}

#[test]
fn a_server_starts_in_whatever_year_its_clock_begins() {
    for days in extremes() {
        let folder = tempfile::tempdir().expect("a folder");
        let server = Clock::off_by(days, folder.path()).serve(folder.path());
        let ada = Person::sign_up(&server, "ada@example.com");
        let share = ada.share(&server, ada.chat(&server), &json!({}));
        assert_eq!(days_off(&server.get(&api(&share))), days);
    }
}

#[test]
fn a_jump_of_the_clock_neither_frees_who_guesses_nor_locks_them_out_for_longer() {
    let folder = tempfile::tempdir().expect("a folder");
    let clock = Clock::off_by(0, folder.path());
    let server = clock.serve(folder.path());
    Person::sign_up(&server, "ada@example.com");
    let guess = || {
        let body = json!({ "email": "ada@example.com", "password": "wrong horse battery" }).to_string();
        server.request("POST", "/api/auth/login", JSON, body.as_bytes())
    };
    for (is_first, years) in [(true, 0), (false, 1), (false, -1), (false, 0)] {
        clock.jump(years * YEAR);
        // At first ten are taken; and on a slow machine, now and then, one more.
        let most = if is_first { 50 } else { 8 };
        let refused = (0..most).map(|_| guess()).find(|answer| answer.status == 429).expect("refused");
        let seconds = refused.header("retry-after").and_then(|seconds| seconds.parse::<u32>().ok());
        assert!(seconds.is_some_and(|seconds| seconds <= 60), "{refused:?}");
    }
}
