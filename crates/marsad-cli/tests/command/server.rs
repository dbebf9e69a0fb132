//! How does a test ask a server?
//!
//! `Server` runs `marsad serve` on a port of its own; `Answer` is what it sends, taken apart.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, Stdio},
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;

use super::{examples, folder, run_in};

/// A server of its own, which ends with the test.
pub(super) struct Server {
    child: Child,
    pub(super) address: SocketAddr,
    pub(super) folder: TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

/// An answer.
pub(super) struct Answer {
    pub(super) status: u16,
    head: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    pub(super) fn has(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (own, value) = line.split_once(": ")?;
            own.eq_ignore_ascii_case(name).then_some(value)
        })
    }
}

impl Server {
    /// Serves these reports.
    pub(super) fn of(reports: &[(&str, &[u8])]) -> Self {
        let folder = folder(reports);
        let ingested = run_in(folder.path(), &["ingest", "--store", "war.db", "."], b"");
        assert!(folder.path().join("war.db").exists(), "{}", ingested.err);
        Self::at(folder)
    }

    fn at(folder: TempDir) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_marsad"))
            .args(["serve", "--store", "war.db", "--listen", "127.0.0.1:0"])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        lines.read_line(&mut line).unwrap();
        let (_, address) = line
            .trim()
            .split_once("http://")
            .expect("the address is told");
        Self {
            child,
            address: address.trim_end_matches('/').parse().unwrap(),
            folder,
        }
    }

    /// The sample reports of the project.
    pub(super) fn of_examples() -> Self {
        let folder = folder(&[]);
        let from = examples();
        let from = from.to_str().unwrap();
        let ingested = run_in(folder.path(), &["ingest", "--store", "war.db", from], b"");
        assert!(folder.path().join("war.db").exists(), "{}", ingested.err);
        Self::at(folder)
    }

    pub(super) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .unwrap();
        stream
    }

    /// Sends bytes and takes whatever comes.
    pub(super) fn send(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        stream.write_all(bytes).unwrap();
        let mut came = Vec::new();
        // A connection that is broken off has said all that it will.
        let _end = stream.read_to_end(&mut came);
        came
    }

    pub(super) fn get_with(&self, path: &str, headers: &str) -> Answer {
        let asked = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n",
            self.address
        );
        let came = self.send(asked.as_bytes());
        let end = came
            .windows(4)
            .position(|part| part == b"\r\n\r\n")
            .expect("a head");
        let head = String::from_utf8(came[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut body = came[end + 4..].to_vec();
        if head.to_lowercase().contains("transfer-encoding: chunked") {
            body = unchunked(&body);
        }
        Answer { status, head, body }
    }

    pub(super) fn get(&self, path: &str) -> Answer {
        self.get_with(path, "")
    }
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|part| part == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&body[..end]).unwrap(), 16).unwrap();
        whole.extend_from_slice(&body[end + 2..end + 2 + size]);
        body = &body[end + 4 + size..];
    }
    whole
}
