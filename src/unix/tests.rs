//! What this room promises of the system, and that no other one asks the system by itself.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::os::linux::net::SocketAddrExt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{SocketAddr, UnixDatagram, UnixListener, UnixStream};
use std::path::Path;

use super::{files, sockets};

/// By which a source file reaches past the standard library's portable part.
const ONLY_UNIX: [&str; 10] = [
    "std::os::",
    "rustix::",
    "signal_hook::",
    "tokio::signal",
    "net::UnixListener",
    "net::UnixStream",
    "listenfd::",
    "\"/dev/tty",
    "\"/proc/self",
    "cfg(unix)",
];

fn sources(folder: &Path, all: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        match entry.is_dir() {
            true => sources(&entry, all),
            false => all.push(entry),
        }
    }
}

#[test]
fn what_only_unix_has_stands_in_this_folder() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    sources(&src, &mut all);
    let rust = all.iter().filter(|file| file.extension().is_some_and(|extension| extension == "rs"));
    for file in rust.filter(|file| !file.starts_with(src.join("unix")) && !file.ends_with("tests.rs")) {
        let text = fs::read_to_string(file).expect("text");
        // Tests look at modes and make links.
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for what in ONLY_UNIX {
            assert!(!text.contains(what), "{} has {what}", file.display());
        }
    }
}

#[test]
fn files_that_are_private_are_so_from_the_beginning() {
    let folder = tempfile::tempdir().expect("a folder");
    let (below, file) = (folder.path().join("a/b"), folder.path().join("a/b/file"));
    files::make_private_folder(&below).expect("made");
    files::private(OpenOptions::new().write(true).create_new(true)).open(&file).expect("made");
    let about = |path: &Path| fs::metadata(path).expect("there");
    assert_eq!(about(&folder.path().join("a")).permissions().mode() & 0o777, 0o700);
    assert_eq!(files::mode_if_open_to_others(&about(&file)), None);
    fs::set_permissions(&file, files::public_permissions()).expect("set");
    assert_eq!(files::mode_if_open_to_others(&about(&file)), Some(0o644));
}

#[test]
fn a_file_is_known_by_another_name_and_read_at_a_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::write(at("one"), "0123456789").expect("written");
    fs::write(at("two"), "0123456789").expect("written");
    fs::hard_link(at("one"), at("again")).expect("linked");
    let identity = |name: &str| files::identity(&fs::metadata(at(name)).expect("there"));
    assert_eq!(identity("one"), identity("again"));
    assert_ne!(identity("one"), identity("two"));

    let mut file = File::open(at("one")).expect("opened");
    let mut bytes = [0; 4];
    files::read_exact_at(&file, &mut bytes, 3).expect("read");
    assert_eq!(&bytes, b"3456");
    assert_eq!(files::read_at(&file, &mut bytes, 8).expect("read"), 2);
    assert!(files::read_exact_at(&file, &mut bytes, 8).is_err());
    let mut all = String::new();
    file.read_to_string(&mut all).expect("read");
    assert_eq!(all, "0123456789");
}

#[test]
fn a_socket_replaces_one_that_was_left_behind_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("http.sock");
    drop(UnixListener::bind(&path).expect("left behind"));
    let (_listener, file) = sockets::bind(&path, 0o620).expect("bound");
    assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o620);
    assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1);

    let again = sockets::bind(&path, 0o600).map(drop).expect_err("in use");
    assert_eq!(again.kind(), io::ErrorKind::AddrInUse);
    assert!(UnixStream::connect(&path).is_ok(), "the first one still listens");
    drop(file);
    assert!(!path.exists());

    fs::write(&path, "precious").expect("written");
    assert!(sockets::bind(&path, 0o600).is_err());
    assert_eq!(fs::read_to_string(&path).expect("read"), "precious");
}

#[test]
fn a_server_that_ends_leaves_the_socket_of_its_successor() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("http.sock");
    let (listener, first) = sockets::bind(&path, 0o600).expect("bound");
    drop(listener);
    let (_listener, _second) = sockets::bind(&path, 0o600).expect("bound");
    drop(first);
    assert!(UnixStream::connect(&path).is_ok());
}

#[test]
fn what_the_service_manager_is_told_arrives_under_both_kinds_of_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("notify");
    let abstract_name = format!("neptun-share-test-{}", std::process::id());
    let by_path = UnixDatagram::bind(&path).expect("bound");
    let address = SocketAddr::from_abstract_name(&abstract_name).expect("a name");
    let by_name = UnixDatagram::bind_addr(&address).expect("bound");
    for (socket, name) in
        [(by_path, path.as_os_str().as_bytes().to_owned()), (by_name, format!("@{abstract_name}").into_bytes())]
    {
        sockets::notify(&name, b"READY=1").expect("told");
        let mut heard = [0; 16];
        let length = socket.recv(&mut heard).expect("heard");
        assert_eq!(&heard[..length], b"READY=1");
    }
    assert!(sockets::notify(b"/no/such/socket", b"READY=1").is_err());
}
