//! Other people's resources do not exist: tried with every kind of resource, on every route in the OpenAPI document (a
//! unit test compares it with the table of routes). A route with an unknown kind of id fails these tests, so that a new
//! kind is not forgotten.

mod operations;
mod resources;

use rusqlite::Connection as Database;
use serde_json::{Value, json};

use crate::support::people::{JSON, bearer};
use crate::support::{Person, Response, Server};
use operations::{Operation, operations};
use resources::{MARK, Resources};

/// Who asks, as a header field; and the scope, where it is a token.
struct Asker {
    name: &'static str,
    field: Option<(&'static str, String)>,
    scope: Option<&'static str>,
}

/// Eve in her browser, her scripts, and nobody.
fn strangers(server: &Server, eve: &Resources) -> Vec<Asker> {
    let script = |name, scope| {
        let secret = eve.person.token(server, scope);
        let field = Some(("Authorization", bearer(&secret)));
        // Its first use is noted in the database, which is not to change later.
        server.request("GET", "/api/auth/check", &[("Authorization", &bearer(&secret))], b"");
        Asker { name, field, scope: Some(scope) }
    };
    vec![
        Asker { name: "nobody", field: None, scope: None },
        Asker { name: "Eve", field: Some(("Cookie", eve.person.cookie.clone())), scope: None },
        script("Eve's reading script", "read"),
        script("Eve's writing script", "write"),
        script("Eve's agent", "publish"),
    ]
}

impl Asker {
    fn ask(&self, server: &Server, method: &str, path: &str, body: &Value) -> Response {
        let fields: Vec<(&str, &str)> =
            JSON.iter().copied().chain(self.field.iter().map(|(name, value)| (*name, value.as_str()))).collect();
        let body = if body.is_null() { String::new() } else { body.to_string() };
        server.request(method, path, &fields, body.as_bytes())
    }

    /// What they may be told about somebody else's things.
    fn expected(&self, operation: &Operation) -> &'static [u16] {
        match (self.name, self.scope) {
            ("nobody", _) | (_, Some("publish")) => &[401],
            (_, Some(_)) if !operation.takes_tokens => &[403, 404],
            (_, Some("read")) if operation.method != "GET" => &[403, 404],
            _ => &[404],
        }
    }
}

/// Fails when anybody has written to the database since the last call.
struct Unchanged {
    database: Database,
    version: i64,
}

impl Unchanged {
    fn from_now_on(server: &Server) -> Self {
        let database = server.open_database();
        let version = Self::version(&database);
        Self { database, version }
    }

    /// Asks for what is somebody else's: the answer is one of these, says nothing of it, and nothing is changed.
    fn try_in_vain(
        &self,
        asker: &Asker,
        server: &Server,
        (method, path, body): (&str, &str, &Value),
        expected: &[u16],
    ) -> Response {
        let what = format!("{} with {method} {path} {body}", asker.name);
        let answer = asker.ask(server, method, path, body);
        assert!(expected.contains(&answer.status), "{what}: {}", answer.status);
        assert_says_nothing(&what, &answer);
        self.check(&what);
        answer
    }

    fn version(database: &Database) -> i64 {
        database.pragma_query_value(None, "data_version", |row| row.get(0)).expect("a number")
    }

    #[track_caller]
    fn check(&self, what: &str) {
        assert_eq!(Self::version(&self.database), self.version, "{what} has changed something");
    }
}

#[track_caller]
fn assert_says_nothing(what: &str, answer: &Response) {
    let body = String::from_utf8_lossy(&answer.body);
    assert!(!body.contains(MARK), "{what}: {body}");
}

fn of_users() -> impl Iterator<Item = Operation> {
    operations().into_iter().filter(|operation| operation.path.starts_with("/api/users/"))
}

#[test]
fn every_id_of_one_user_is_nothing_to_others() {
    let server = Server::start();
    let (ada, eve) = (Resources::of(&server, "ada@example.com"), Resources::of(&server, "eve@example.com"));
    let askers = strangers(&server, &eve);
    let unchanged = Unchanged::from_now_on(&server);
    let mut tried = 0;
    for operation in of_users() {
        let body = operation.body(&ada);
        // The first places of the path hold what is Eve's own, the next what is Ada's.
        for own in 0..operation.places.len() {
            let path = operation.at(|place| if place < own { &eve } else { &ada });
            for asker in &askers {
                let methods = if operation.method == "GET" { &["GET", "HEAD"][..] } else { &[&*operation.method] };
                for method in methods {
                    unchanged.try_in_vain(asker, &server, (method, &path, &body), asker.expected(&operation));
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 200, "{tried}");
}

#[test]
fn every_id_in_a_body_is_nothing_to_others_either() {
    let server = Server::start();
    let (ada, eve) = (Resources::of(&server, "ada@example.com"), Resources::of(&server, "eve@example.com"));
    let asker = &strangers(&server, &eve)[1];
    let unchanged = Unchanged::from_now_on(&server);
    let mut tried = 0;
    for operation in of_users() {
        for body in operation.bodies_with_one_id(&ada) {
            let path = operation.at(|_| &eve);
            unchanged.try_in_vain(asker, &server, (&operation.method, &path, &body), &[400, 404]);
            tried += 1;
        }
    }
    assert!(tried >= 2, "{tried}");
}

#[test]
fn every_id_in_a_query_is_nothing_to_others_either() {
    let server = Server::start();
    let (ada, eve) = (Resources::of(&server, "ada@example.com"), Resources::of(&server, "eve@example.com"));
    let asker = &strangers(&server, &eve)[1];
    let unchanged = Unchanged::from_now_on(&server);
    let mut tried = 0;
    for operation in of_users() {
        let body = operation.body(&eve);
        for query in operation.queries_with_one_id(&ada) {
            let path = format!("{}?{query}", operation.at(|_| &eve));
            let answer = unchanged.try_in_vain(asker, &server, (&operation.method, &path, &body), &[200, 404]);
            // Her own she finds in the same way.
            let own = operation.queries_with_one_id(&eve).swap_remove(0);
            let found = asker.ask(&server, &operation.method, &format!("{}?{own}", operation.at(|_| &eve)), &body);
            assert_eq!(found.status, 200, "{own}");
            assert_ne!(found.body, answer.body, "{path}");
            tried += 1;
        }
    }
    assert!(tried >= 2, "{tried}");
}

#[test]
fn what_administrators_do_nobody_else_does() {
    let server = Server::start();
    let (ada, eve) = (Resources::of(&server, "ada@example.com"), Resources::of(&server, "eve@example.com"));
    let askers = strangers(&server, &eve);
    // The scripts of an administrator do nothing of it either.
    let boss = Person::sign_up(&server, "boss@example.com");
    let script = bearer(&boss.token(&server, "write"));
    server.sql("update users set is_admin = 1 where primary_email = 'boss@example.com'");
    server.request("GET", "/api/auth/check", &[("Authorization", &script)], b"");
    let script = Asker { name: "her script", field: Some(("Authorization", script)), scope: Some("write") };
    let unchanged = Unchanged::from_now_on(&server);
    let operations: Vec<Operation> =
        operations().into_iter().filter(|operation| operation.path.starts_with("/api/admin/")).collect();
    assert!(operations.len() >= 9);
    for operation in operations {
        let body = operation.body(&ada);
        for of in [&ada, &eve] {
            let path = operation.at(|_| of);
            for asker in askers.iter().chain([&script]) {
                let what = format!("{} with {} {path}", asker.name, operation.method);
                let answer = asker.ask(&server, &operation.method, &path, &body);
                let expected = if asker.field.is_none() || asker.scope == Some("publish") { 401 } else { 403 };
                assert_eq!(answer.status, expected, "{what}");
                assert_says_nothing(&what, &answer);
                unchanged.check(&what);
            }
        }
    }
}

#[test]
fn an_administrator_does_all_of_it_and_reads_nothing_of_others() {
    let server = Server::start();
    let boss = Person::sign_up(&server, "boss@example.com");
    server.sql("update users set is_admin = 1");
    let of_administrators = operations().into_iter().filter(|operation| operation.path.starts_with("/api/admin/"));
    for (number, operation) in of_administrators.enumerate() {
        let ada = Resources::of(&server, &format!("ada{number}@example.com"));
        let (path, body) = (operation.at(|_| &ada), operation.body(&ada));
        let answer = boss.send(&server, &operation.method, &path, &body);
        let what = format!("{} {path}", operation.method);
        assert_eq!(answer.status, 200, "{what}: {}", String::from_utf8_lossy(&answer.body));
        assert_says_nothing(&what, &answer);
        for of_hers in of_users().filter(|operation| operation.method == "GET") {
            let path = of_hers.at(|_| &ada);
            assert_eq!(boss.get(&server, &path).status, 404, "{path}");
        }
    }
}

#[test]
fn a_link_for_named_people_says_nothing_to_others() {
    let server = Server::start();
    let (ada, eve) = (Resources::of(&server, "ada@example.com"), Resources::of(&server, "eve@example.com"));
    let askers = strangers(&server, &eve);
    let unchanged = Unchanged::from_now_on(&server);
    let readers = operations()
        .into_iter()
        .filter(|operation| !operation.path.starts_with("/api/users/") && !operation.path.starts_with("/api/admin/"));
    for operation in readers.filter(|operation| !operation.places.is_empty()) {
        let (path, body) = (operation.at(|_| &ada), operation.body(&ada));
        for asker in &askers {
            let what = format!("{} with {} {path}", asker.name, operation.method);
            let answer = asker.ask(&server, &operation.method, &path, &body);
            assert!(
                !path.starts_with("/api/") || [401, 403, 404].contains(&answer.status),
                "{what}: {}",
                answer.status
            );
            assert_says_nothing(&what, &answer);
            unchanged.check(&what);
        }
    }
}

#[test]
#[should_panic(expected = "a route with {thing_id}: say here what Ada has of that kind")]
fn a_route_with_an_id_of_a_new_kind_fails_until_it_is_tried_here() {
    let server = Server::start();
    let ada = Resources::of(&server, "ada@example.com");
    let mut operation = of_users().next().expect("a route");
    operation.path = "/api/users/{user_id}/things/{thing_id}".to_owned();
    operation.at(|_| &ada);
}

#[test]
#[should_panic(expected = "a field `thing_id`: say here what Ada has of that kind")]
fn a_field_with_an_id_of_a_new_kind_does_too() {
    let server = Server::start();
    Resources::of(&server, "ada@example.com").in_body("thing_id");
}

/// Else all of the above would say nothing: what is refused to others is there for its owner.
#[test]
fn the_same_requests_of_the_owner_find_what_they_name() {
    let server = Server::start();
    for (number, operation) in of_users().enumerate() {
        let ada = Resources::of(&server, &format!("ada{number}@example.com"));
        let path = operation.at(|_| &ada);
        let what = format!("{} {path} ({})", operation.method, operation.id);
        let answer = ada.person.send(&server, &operation.method, &path, &operation.body(&ada));
        // What was not deleted can't be brought back, and no device waits with a made-up code.
        if !["restoreChats", "lookAtDevice", "decideAboutDevice"].contains(&operation.id.as_str()) {
            let body = String::from_utf8_lossy(&answer.body);
            assert!(
                ![401, 404, 405].contains(&answer.status) && answer.status < 500,
                "{what}: {} {body}",
                answer.status
            );
        }
    }
}

#[test]
fn a_page_of_another_site_changes_nothing_on_any_route() {
    let server = Server::start();
    let ada = Resources::of(&server, "ada@example.com");
    let unchanged = Unchanged::from_now_on(&server);
    for operation in operations().iter().filter(|operation| operation.method != "GET") {
        let (path, body) = (operation.at(|_| &ada), operation.body(&ada).to_string());
        for origin in [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example.com")] {
            let fields = [JSON[0], ("Cookie", ada.person.cookie.as_str()), origin];
            let answer = server.request(&operation.method, &path, &fields, body.as_bytes());
            assert_eq!(answer.status, 403, "{} {path}", operation.method);
            unchanged.check(&path);
        }
    }
    assert_eq!(ada.person.post(&server, &ada.person.chats(), &json!({ "name": "x", "model": "y" })).status, 200);
}
