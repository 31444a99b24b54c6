//! What is left to others while one client has as much answered at once as it can.

use std::io::{ErrorKind, Read};
use std::time::Duration;

use super::{Client, Limits, serve};

const ATTACKERS: [[u8; 4]; 2] = [[127, 77, 0, 1], [127, 77, 0, 2]];
const BYSTANDER: [u8; 4] = [127, 77, 0, 3];

#[test]
fn who_has_as_much_answered_at_once_as_they_can_waits_with_more_and_others_do_not() {
    let address = serve(Limits::default());
    let ask = |ip, path| {
        let mut client = Client::from(ip, address);
        client.send(path, "");
        client
    };
    let mut crowd: Vec<Client> = ATTACKERS
        .into_iter()
        .zip(["/wait", "/wait-in-the-body"])
        .flat_map(|(ip, path)| (0..40).map(move |_| (ip, path)))
        .map(|(ip, path)| ask(ip, path))
        .collect();
    let mut more = ATTACKERS.map(|ip| ask(ip, "/"));
    for client in &mut more {
        client.0.set_read_timeout(Some(Duration::from_millis(300))).expect("set");
        let early = client.0.read(&mut [0]).expect_err("an answer before its turn");
        assert_eq!(early.kind(), ErrorKind::WouldBlock);
        client.0.set_read_timeout(Some(super::TIMEOUT)).expect("set");
    }
    let mut bystander = Client::from(BYSTANDER, address);
    assert_eq!(bystander.get("/").0, 200);
    assert_eq!(bystander.get("/open").0, 200);
    assert!(crowd.iter_mut().chain(&mut more).all(|client| client.answer().2 == "fine"));
}
