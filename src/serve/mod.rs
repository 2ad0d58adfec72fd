//! The preview: builds into memory, serves on this machine alone, and follows the files as they are saved.
//!
//! One thread builds, waits for changes and builds again; the others answer browsers from the last good site.

mod connections;
mod editor;
mod http;
mod page;
mod stage;
mod studio;
mod watch;
mod words;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;

use crate::diag::{Diagnostics, Tongue};
use crate::source::Project;
pub use editor::{EDITOR, Editor};
use stage::Stage;
use studio::Studio;
use watch::Watch;

/// The port that is tried first.
pub const PORT: u16 = 4400;
/// How many ports are tried after one that is taken.
const OTHER_PORTS: u16 = 50;
/// Often enough for whoever works at midnight, and for a computer that wakes in the morning.
pub const LOOK_AT_CLOCK: Duration = Duration::from_secs(20);

/// What is to be served.
#[derive(Debug, Clone)]
pub struct Wish {
    pub root: PathBuf,
    /// The day that is shown; `None`: today, whichever day it is by then.
    pub date: Option<Date>,
    pub today: fn() -> Date,
    /// How often it is looked whether another day has begun.
    pub look_at_clock: Duration,
    pub base_url: Option<String>,
    pub drafts: bool,
    /// The port to try first; 0 takes any that is free.
    pub port: u16,
    /// What opens the files that are named.
    pub editor: Editor,
}

/// Opens files of the site in the editor of the person.
#[derive(Debug, Clone)]
struct Opener {
    editor: Editor,
    root: PathBuf,
}

impl Opener {
    /// The address that opens a file of the site, named by its path from there.
    fn link(&self, file: &str, at: Option<(usize, usize)>) -> Option<String> {
        let (line, column) = at.unwrap_or((1, 1));
        self.editor.link(&self.root.join(file), line, column)
    }
}

impl Wish {
    fn project(&self) -> Project {
        Project {
            root: self.root.clone(),
            date: self.date.unwrap_or_else(self.today),
            base_url: self.base_url.clone(),
            drafts: self.drafts,
        }
    }
}

/// What the person who started the preview hears of it.
#[derive(Debug)]
pub enum News<'n> {
    /// It can be looked at.
    Listening { url: String, taken: Option<u16>, told_of_changes: bool },
    /// The site was built, or a change taken in; so long after the save.
    Told {
        diags: &'n Diagnostics,
        /// Whether there has been a site without mistakes, which is shown meanwhile.
        has_site: bool,
        time: Duration,
    },
}

/// Why there is no preview.
#[derive(Debug)]
pub enum ServeError {
    /// There is no such folder.
    NoFolder(PathBuf),
    /// The folder holds no site.
    NoSite(PathBuf),
    /// The folder cannot be watched.
    Watch,
    /// No port is free.
    Port(u16),
    Network(io::Error),
}

impl From<io::Error> for ServeError {
    fn from(error: io::Error) -> Self {
        Self::Network(error)
    }
}

/// Serves the site until `end` is done.
pub fn serve(
    mut wish: Wish,
    tongue: Tongue,
    news: impl Fn(News<'_>) + Send + Sync + 'static,
    end: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    // The system names changed files by their real paths.
    wish.root = wish.root.canonicalize().map_err(|_| ServeError::NoFolder(wish.root.clone()))?;
    let settings = wish.root.join("content/site.yaml");
    if !settings.exists() {
        return Err(ServeError::NoSite(wish.root));
    }
    let watch = Watch::new(&wish.root).map_err(|_| ServeError::Watch)?;
    let stage = Arc::new(Stage::new());
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let asked = wish.port;
    let told_of_changes = watch.told;
    let base = first_address(&wish);
    let opener = Opener { editor: wish.editor.clone(), root: wish.root.clone() };
    let news = Arc::new(news);
    let listener = runtime.block_on(listen(asked))?;
    let port = listener.local_addr()?.port();
    news(News::Listening {
        url: format!("http://127.0.0.1:{port}{base}"),
        taken: (asked != 0 && port != asked).then_some(asked),
        told_of_changes,
    });
    let studio = Studio::new(wish, stage.clone(), watch, tongue, {
        let news = news.clone();
        Box::new(move |told| news(told))
    });
    std::thread::Builder::new()
        .name("studio".to_owned())
        .stack_size(crate::STACK_BYTES)
        .spawn(|| studio.work())?;
    let served = runtime.block_on(async {
        tokio::select! {
            served = connections::answer(listener, http::router(stage, tongue, opener)) => served,
            () = end => Ok(()),
        }
    });
    // Browsers hold their streams open for good; nobody waits for them.
    runtime.shutdown_background();
    Ok(served?)
}

/// Opens the first free port, on loopback alone.
async fn listen(asked: u16) -> Result<tokio::net::TcpListener, ServeError> {
    let mut port = asked;
    loop {
        match tokio::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                port = match port.checked_add(1) {
                    Some(next) if next - asked <= OTHER_PORTS => next,
                    _ => return Err(ServeError::Port(asked)),
                };
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// The path of the front page, from what the settings say of the base; `/` leads there in any case.
fn first_address(wish: &Wish) -> String {
    let settings = || {
        let mut diags = Diagnostics::new();
        let project = wish.project();
        let file = crate::read::settings(&project, &crate::source::Seen::new(), &mut diags).ok()?;
        Some(crate::check::settings(&file, &project, &mut diags).ok()?.base.path)
    };
    format!("{}/", settings().unwrap_or_default())
}
