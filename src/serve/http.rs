//! The server: files from the stage, and a stream of what is new.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream::{self, Stream};

use super::Opener;
use super::page::{FOLDER, name_of, with_script};
use super::stage::{File, Found, Stage};
use super::words::source;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::diag::Tongue;
use crate::origin::Origin;
use crate::photos::Shelf;

const CLIENT: &str = include_str!("client/client.js");
/// The library that changes a page into another without losing focus and place.
const IDIOMORPH: &str = include_str!("client/idiomorph.js");

#[derive(Debug, Clone)]
struct Served {
    stage: Arc<Stage>,
    tongue: Tongue,
    opener: Arc<Opener>,
}

pub(super) fn router(stage: Arc<Stage>, tongue: Tongue, opener: Opener) -> Router {
    let script =
        |text: &'static str| get(move || async move { typed("text/javascript; charset=utf-8", text) });
    Router::new()
        .route(&format!("{FOLDER}client.js"), script(CLIENT))
        .route(&format!("{FOLDER}idiomorph.js"), script(IDIOMORPH))
        .route(&format!("{FOLDER}events"), get(events))
        .route(&format!("{FOLDER}state"), get(state))
        .fallback(file)
        .layer(middleware::from_fn(only_from_here))
        .with_state(Served { stage, tongue, opener: Arc::new(opener) })
}

fn typed(kind: &'static str, text: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], text.into()).into_response()
}

/// Answers only those who asked for this machine by its own name: another site whose name was pointed here
/// must not read what is being written.
async fn only_from_here(request: Request, next: Next) -> Response {
    // Who is meant must be said once, and the same everywhere: others between here and there read it otherwise.
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let host = hosts.next().and_then(|host| host.to_str().ok());
    if hosts.next().is_some() {
        let text = "A request names one host.\n";
        return (StatusCode::BAD_REQUEST, typed("text/plain; charset=utf-8", text)).into_response();
    }
    // A whole address in the place of the path names the host, too.
    let in_address = request.uri().authority().map(Authority::as_str);
    let scheme = request.uri().scheme_str();
    if !host.is_some_and(is_loopback)
        || !in_address.is_none_or(is_loopback)
        || !scheme.is_none_or(|scheme| scheme.eq_ignore_ascii_case("http"))
    {
        let text = "This preview answers only on localhost, 127.0.0.1 and [::1].\n";
        return (StatusCode::MISDIRECTED_REQUEST, typed("text/plain; charset=utf-8", text)).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    }
    let mut response = next.run(request).await;
    // Pages of other sites may not even look whether something is there.
    let same = HeaderValue::from_static("same-origin");
    response.headers_mut().insert("cross-origin-resource-policy", same);
    response.headers_mut().insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// Whether a `Host` names this machine: `localhost:4400`, `[::1]`.
fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let name = name.to_ascii_lowercase();
    matches!(name.as_str(), "localhost" | "127.0.0.1" | "[::1]")
}

/// What is wrong now, for programs.
async fn state(State(served): State<Served>) -> Response {
    typed("application/json", served.stage.told().text.clone())
}

/// What is wrong now, and each change from now on.
async fn events(State(served): State<Served>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut follow = served.stage.follow();
    follow.mark_changed();
    let told = stream::unfold(follow, |mut follow| async move {
        follow.changed().await.ok()?;
        let text = follow.borrow_and_update().text.clone();
        Some((Ok(Event::default().event("state").data(text)), follow))
    });
    Sse::new(told).keep_alive(KeepAlive::default())
}

async fn file(State(served): State<Served>, uri: Uri) -> Response {
    match served.stage.find(uri.path()) {
        Found::File(path, file) => give(&served, StatusCode::OK, &path, file).await,
        Found::Elsewhere(address) => {
            // What follows the path goes on to the new address.
            let query = uri.query().map_or(String::new(), |query| format!("?{query}"));
            (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, format!("{address}{query}"))])
                .into_response()
        }
        Found::Nothing(Some(file)) => give(&served, StatusCode::NOT_FOUND, "404.html", file).await,
        Found::Nothing(None) => {
            page(&served, StatusCode::NOT_FOUND, super::words::nothing_here(served.tongue))
        }
        Found::NoSite => page(&served, StatusCode::OK, super::words::no_site_yet(served.tongue)),
    }
}

/// Keeps the sizes of photos in the folder of the site.
struct Kept {
    root: PathBuf,
}

impl Shelf for Kept {
    fn kept(&self, name: &str) -> Option<Vec<u8>> {
        crate::last_build::kept(&self.root, name)
    }

    fn keep(&self, name: &str, bytes: &[u8]) {
        let _ = crate::last_build::keep(&self.root, name, bytes);
    }
}

async fn give(served: &Served, status: StatusCode, path: &str, file: File) -> Response {
    let content = match file {
        File::Bytes(bytes) => bytes,
        File::Photo(sizes, number) => {
            let root = served.opener.root.clone();
            let make = move || -> Option<Vec<u8>> {
                // A page asks for several at once, of one photo often.
                static TURN: Mutex<()> = Mutex::new(());
                let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
                let mut made = sizes.made(&Kept { root }).ok()?;
                (number < made.len()).then(|| made.swap_remove(number))
            };
            match tokio::task::spawn_blocking(make).await {
                Ok(Some(bytes)) => bytes.into(),
                // The file is damaged, or was changed a moment ago.
                _ => return StatusCode::NOT_FOUND.into_response(),
            }
        }
        File::Disk(disk) => {
            match tokio::task::spawn_blocking(move || crate::source::regular::read(&disk)).await {
                Ok(Some(bytes)) => bytes.into(),
                // It went away a moment ago; the next build will say so.
                _ => return StatusCode::NOT_FOUND.into_response(),
            }
        }
    };
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    if kind == mime_guess::mime::TEXT_HTML {
        return html(served, status, &content, served.stage.origin(path).as_ref());
    }
    let is_text = kind.type_() == mime_guess::mime::TEXT
        || matches!(kind.subtype().as_str(), "json" | "xml" | "svg" | "javascript");
    let kind = if is_text { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    (status, [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store".to_owned())], content)
        .into_response()
}

/// A page of our own.
fn page(served: &Served, status: StatusCode, text: String) -> Response {
    html(served, status, text.as_bytes(), None)
}

fn html(served: &Served, status: StatusCode, content: &[u8], origin: Option<&Origin>) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let name = name_of(content);
    let source = origin.map(|origin| source(origin, served.tongue, &served.opener));
    let body = with_script(content, &name, served.stage.told().version, source.as_ref());
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert("x-leader-site-page", name);
    }
    // For those who look without a browser: the file to change.
    let file = origin.and_then(|origin| origin.parts.first()).map(|part| match part.at() {
        Some((line, _)) => format!("{}:{line}", part.file()),
        None => part.file().to_owned(),
    });
    if let Some(file) = file.and_then(|file| HeaderValue::from_bytes(file.as_bytes()).ok()) {
        headers.insert("x-leader-site-source", file);
    }
    (status, headers, Bytes::from(body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_this_machine_is_answered() {
        for host in ["localhost", "localhost:4400", "LocalHost:1", "127.0.0.1:4400", "[::1]", "[::1]:4400"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:4400",
            "::1",
            "0.0.0.0",
            "localhost:x",
            "192.168.1.2",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
