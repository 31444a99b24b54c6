//! Bodies that go to a file.

use std::io::{Read, Write};
use std::time::Duration;

use super::{Client, Limits, MIB, serve};

#[test]
fn what_is_too_long_for_memory_comes_in_a_file_however_it_is_framed() {
    let address = serve(Limits::default());
    for (length, from) in [(1, "memory"), (16, "memory"), (17, "a file"), (MIB, "a file")] {
        let body = "x".repeat(usize::try_from(length).expect("a size"));
        let mut client = Client::new(address);
        client.send("/upload", &format!("Content-Length: {length}\r\n"));
        client.0.write_all(body.as_bytes()).expect("sent");
        assert_eq!(client.answer().2, format!("{length} bytes in {from}"));

        client.send("/upload", "Transfer-Encoding: chunked\r\n");
        for piece in body.as_bytes().chunks(100_000) {
            write!(client.0, "{:x}\r\n{}\r\n", piece.len(), "x".repeat(piece.len())).expect("sent");
        }
        client.0.write_all(b"0\r\n\r\n").expect("sent");
        assert_eq!(client.answer().2, format!("{length} bytes in {from}"));
    }
}

#[test]
fn a_body_that_is_too_long_even_for_a_file_is_refused() {
    let address = serve(Limits::default());
    let mut client = Client::new(address);
    client.send("/upload", &format!("Content-Length: {}\r\n", MIB + 1));
    assert_eq!(client.answer().2, format!("BodyTooLarge({MIB})"));

    let mut client = Client::new(address);
    client.send("/upload", "Transfer-Encoding: chunked\r\n");
    write!(client.0, "{:x}\r\n{}", MIB + 1, "x".repeat(1024 * 1024 + 1)).expect("sent");
    assert_eq!(client.answer().2, format!("BodyTooLarge({MIB})"));
}

#[test]
fn one_long_body_too_many_is_told_so_before_it_is_sent() {
    let address = serve(Limits::default());
    let from = |last| move |_| Client::from([127, 0, 0, last], address);
    let mut clients: Vec<Client> = (0..4).map(from(2)).chain((0..4).map(from(3))).collect();
    for client in &mut clients {
        client.send("/upload", "Content-Length: 100\r\nExpect: 100-continue\r\n");
        let mut go_on = [0; 25];
        client.0.read_exact(&mut go_on).expect("100 Continue");
    }
    let mut late = Client::new(address);
    late.send("/upload", "Content-Length: 100\r\n");
    assert_eq!(late.answer().2, "TooManyUploads");

    drop(late);
    for client in &mut clients {
        client.0.write_all(&[b'x'; 100]).expect("sent");
        assert_eq!(client.answer().2, "100 bytes in a file");
    }
    let mut late = Client::new(address);
    late.send("/upload", "Content-Length: 100\r\n");
    late.0.write_all(&[b'x'; 100]).expect("sent");
    assert_eq!(late.answer().2, "100 bytes in a file");
}

#[test]
fn a_long_body_that_stops_coming_is_given_up() {
    let short = Limits { body_timeout: Duration::from_millis(100), ..Limits::default() };
    let mut client = Client::new(serve(short));
    client.send("/upload", "Content-Length: 100\r\n");
    assert_eq!(client.answer().2, "BodyTimeout");
}
