//! The connections of the preview: each with a time limit for what it asks, and no more at once than the
//! system has room for.
//!
//! Whoever opens connections and says nothing must not keep a browser from its page.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

/// How long a connection may take to say what it wants, and how long it may be idle afterwards.
pub(super) const HEAD_TIME: Duration = Duration::from_secs(10);
/// More than any browser sends, cookies of other programs on this machine included.
const HEAD_BYTES: usize = 64 * 1024;
/// More than all browsers of one person open, each tab with its stream of events.
const MOST: usize = 512;
/// What the program needs besides: the site's files, its watches, the terminal.
const OTHER_FILES: usize = 96;
/// Until the system may have room again.
const REST: Duration = Duration::from_millis(20);

/// The connections that are open, the oldest first.
#[derive(Debug, Default)]
struct Open {
    connections: BTreeMap<u64, Connection>,
    next: u64,
}

#[derive(Debug)]
struct Connection {
    task: AbortHandle,
    /// Whether it has asked for anything.
    asked: Arc<AtomicBool>,
}

impl Open {
    /// Closes the oldest of those that never asked for anything; where all did, the oldest.
    fn close_one(&mut self) {
        let silent = |connection: &Connection| !connection.asked.load(Ordering::Relaxed);
        let oldest = self.connections.iter().find(|(_, connection)| silent(connection));
        let oldest = oldest.or_else(|| self.connections.iter().next()).map(|(number, _)| *number);
        if let Some(connection) = oldest.and_then(|number| self.connections.remove(&number)) {
            connection.task.abort();
        }
    }
}

/// Answers whoever connects, for good.
pub(super) async fn answer(listener: TcpListener, router: Router) -> io::Result<()> {
    let open = Arc::new(Mutex::new(Open::default()));
    let most = most();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                let mut all = open.lock().unwrap_or_else(PoisonError::into_inner);
                while all.connections.len() >= most {
                    all.close_one();
                }
                let number = all.next;
                all.next += 1;
                let asked = Arc::new(AtomicBool::new(false));
                let connection = one(stream, router.clone(), asked.clone());
                let done = open.clone();
                let task = tokio::spawn(async move {
                    connection.await;
                    let mut all = done.lock().unwrap_or_else(PoisonError::into_inner);
                    all.connections.remove(&number);
                });
                all.connections.insert(number, Connection { task: task.abort_handle(), asked });
            }
            // The other side went away again before it was let in.
            Err(error) if is_of_the_other_side(&error) => {}
            // The system has no room: one is closed, and the next one waits.
            Err(_) => {
                open.lock().unwrap_or_else(PoisonError::into_inner).close_one();
                tokio::time::sleep(REST).await;
            }
        }
    }
}

/// Answers what one connection asks.
async fn one(stream: TcpStream, router: Router, asked: Arc<AtomicBool>) {
    // What is small goes out at once.
    let _ = stream.set_nodelay(true);
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request| {
        asked.store(true, Ordering::Relaxed);
        router.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), service);
    // Whatever goes wrong with a connection is its own affair.
    let _ = connection.await;
}

fn is_of_the_other_side(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// How many connections may be open at once: each takes one of the files that the system gives the program.
fn most() -> usize {
    #[cfg(unix)]
    {
        let files = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
        let files = files.and_then(|files| usize::try_from(files).ok()).unwrap_or(usize::MAX);
        files.saturating_sub(OTHER_FILES).clamp(8, MOST)
    }
    #[cfg(not(unix))]
    {
        MOST
    }
}
