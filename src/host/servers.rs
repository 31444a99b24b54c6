//! The servers to which this person is signed in: one file each in the configuration folder, with the token, readable
//! by nobody else. Also decides which server is meant if none is named.

use std::env;
use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;

use crate::unix::files;

/// In the folder, beside those of the servers: the name of the one that is meant where none is named.
const DEFAULT: &str = "default-server";

/// The longest file that is one of ours, in bytes.
const MOST_BYTES: u64 = 64 * 1024;

/// A server, and who is signed in there.
#[derive(Clone, Serialize, Deserialize)]
pub struct KnownServer {
    /// What it is called here: its host, with the port where one is named, and the path where there is one.
    pub name: String,
    /// Its address, without a final slash.
    pub url: String,
    /// The number of the account.
    pub user_id: i64,
    /// The address of the account.
    pub email: String,
    /// The secret of the token.
    pub token: String,
    /// What the token may do, in the server's word.
    pub scope: String,
    /// Until when the token holds (RFC 3339).
    pub expires_at: String,
    /// Whether the token was made for this machine alone.
    pub is_device: bool,
}

/// The configuration folder.
pub struct KnownServers {
    folder: PathBuf,
}

impl KnownServers {
    /// That of this person (XDG Base Directory Specification); `None` where there is no home folder.
    pub fn of_user() -> Option<Self> {
        // The specification says that a relative path is invalid and must be ignored.
        let named = env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|folder| folder.is_absolute());
        let config = named.or_else(|| Some(env::home_dir()?.join(".config")))?;
        Some(Self { folder: config.join("neptun-share") })
    }

    /// All of them, by name. A file that is none of ours is passed over.
    pub fn all(&self) -> io::Result<Vec<KnownServer>> {
        let entries = match fs::read_dir(self.servers()) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let files = entries.collect::<io::Result<Vec<_>>>()?;
        let mut servers: Vec<KnownServer> = files.iter().filter_map(|file| read(&file.path())).collect();
        servers.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(servers)
    }

    /// The one of that name, or that address.
    pub fn find(&self, named: &str) -> io::Result<Option<KnownServer>> {
        let named = named.trim_end_matches('/');
        Ok(self.all()?.into_iter().find(|server| server.name.eq_ignore_ascii_case(named) || server.url == named))
    }

    /// Keeps one, in place of what was known of it. Only this person can read the file, also while it is written.
    pub fn keep(&self, server: &KnownServer) -> io::Result<PathBuf> {
        let path = self.file(&server.name);
        self.write(&path, serde_json::to_string_pretty(server)?.as_bytes())?;
        Ok(path)
    }

    /// The file in which its token is, where others on this machine can read that.
    pub fn open_to_others(&self, server: &KnownServer) -> Option<PathBuf> {
        let path = self.file(&server.name);
        files::mode_if_open_to_others(&fs::metadata(&path).ok()?).map(|_| path)
    }

    /// Forgets one.
    pub fn forget(&self, server: &KnownServer) -> io::Result<()> {
        fs::remove_file(self.file(&server.name))?;
        match self.default()? {
            Some(name) if name == server.name => self.set_default(None),
            _ => Ok(()),
        }
    }

    /// The name of the one that is meant where none is named; `None` for the database on this machine.
    pub fn default(&self) -> io::Result<Option<String>> {
        match fs::metadata(self.folder.join(DEFAULT)) {
            Ok(file) if !is_small(&file) => Err(io::Error::other(format!("{DEFAULT} is no file of ours"))),
            Ok(_) => {
                let name = fs::read_to_string(self.folder.join(DEFAULT))?;
                Ok(Some(name.trim().to_owned()).filter(|name| !name.is_empty()))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Chooses it.
    pub fn set_default(&self, name: Option<&str>) -> io::Result<()> {
        let path = self.folder.join(DEFAULT);
        match name {
            Some(name) => self.write(&path, format!("{name}\n").as_bytes()),
            None => match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            },
        }
    }

    fn servers(&self) -> PathBuf {
        self.folder.join("servers")
    }

    /// A name of its own for each server: `a:1` and `a/1` are two.
    fn file(&self, name: &str) -> PathBuf {
        let plain: String = form_urlencoded::byte_serialize(name.as_bytes()).collect();
        self.servers().join(format!("{plain}.json"))
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        files::make_private_folder(&self.servers())?;
        let mut file = NamedTempFile::new_in(&self.folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    }
}

fn read(path: &Path) -> Option<KnownServer> {
    let is_ours = is_small(&fs::metadata(path).ok()?) && path.extension()? == "json";
    if is_ours { serde_json::from_slice(&fs::read(path).ok()?).ok() } else { None }
}

/// Whether it is a file, and no longer than ours: to read a pipe would take for ever.
fn is_small(file: &Metadata) -> bool {
    file.is_file() && file.len() <= MOST_BYTES
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn server(name: &str) -> KnownServer {
        KnownServer {
            name: name.to_owned(),
            url: format!("https://{name}"),
            user_id: 7,
            email: "ada@example.com".to_owned(),
            token: "nsh_made-up".to_owned(),
            scope: "write".to_owned(),
            expires_at: "2030-01-01T00:00:00Z".to_owned(),
            is_device: true,
        }
    }

    #[test]
    fn servers_are_kept_for_this_person_alone_and_forgotten_with_the_choice() {
        let folder = tempfile::tempdir().expect("a folder");
        let servers = KnownServers { folder: folder.path().join("neptun-share") };
        assert!(servers.all().expect("a list").is_empty());
        let path = servers.keep(&server("share.example.com:8443")).expect("kept");
        servers.keep(&server("a.example.com/talks")).expect("kept");
        let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(path.parent().expect("a folder"))), (0o600, 0o700));
        let names: Vec<String> = servers.all().expect("a list").into_iter().map(|server| server.name).collect();
        assert_eq!(names, ["a.example.com/talks", "share.example.com:8443"]);

        let found = servers.find("https://share.example.com:8443/").expect("readable").expect("known");
        servers.set_default(Some(&found.name)).expect("chosen");
        assert_eq!(servers.default().expect("readable"), Some(found.name.clone()));
        servers.forget(&found).expect("forgotten");
        assert_eq!(servers.default().expect("readable"), None);
        assert!(servers.find("share.example.com:8443").expect("readable").is_none());
    }

    #[test]
    fn each_server_has_a_file_of_its_own_that_replaces_a_link_and_not_what_it_leads_to() {
        let folder = tempfile::tempdir().expect("a folder");
        let servers = KnownServers { folder: folder.path().to_owned() };
        let names = ["a.example.com", "a.example.com/1", "a.example.com:1", "a.example.com_1", "[::1]:8080"];
        let paths = names.map(|name| servers.keep(&server(name)).expect("kept"));
        assert_eq!(servers.all().expect("a list").len(), names.len());
        assert!(paths.iter().all(|path| path.parent() == Some(&servers.servers())));

        let mine = folder.path().join("mine.json");
        fs::write(&mine, "mine").expect("written");
        fs::remove_file(&paths[0]).and_then(|()| std::os::unix::fs::symlink(&mine, &paths[0])).expect("a link");
        servers.keep(&server(names[0])).expect("kept");
        assert_eq!(fs::read_to_string(&mine).expect("there"), "mine");
        let known = servers.find(names[0]).expect("readable").expect("known");
        assert_eq!(servers.open_to_others(&known), None);
        fs::set_permissions(&paths[0], fs::Permissions::from_mode(0o640)).expect("set");
        assert_eq!(servers.open_to_others(&known).as_ref(), Some(&paths[0]));
    }

    #[test]
    fn what_is_none_of_ours_is_passed_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let servers = KnownServers { folder: folder.path().to_owned() };
        servers.keep(&server("a.example.com")).expect("kept");
        fs::write(servers.servers().join("broken.json"), "{").expect("written");
        fs::write(servers.servers().join("notes.txt"), "x").expect("written");
        let pipes = [servers.servers().join("pipe.json"), folder.path().join(DEFAULT)];
        let made = std::process::Command::new("mkfifo").args(pipes).status().expect("run");
        assert!(made.success());
        assert!(servers.default().is_err());
        assert_eq!(servers.all().expect("a list").len(), 1);
    }
}
