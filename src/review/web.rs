//! Asks other sites whether links to them work: politely, with limits, and not again for days.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{ErrorKind, Read};
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use ureq::Agent;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use url::Url;

use super::robots::{self, Robots};
use crate::last_build::{keep, kept};
use crate::model::host::{self, Reach};

/// How other sites are asked.
#[expect(missing_debug_implementations, reason = "progress has no form to show")]
#[derive(Clone, Copy)]
pub struct Asking<'a> {
    pub limits: Limits,
    /// What the answers of earlier runs are compared with.
    pub now: Timestamp,
    /// Is told how many addresses are done, and of how many.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// What keeps a run short, and the servers of others unbothered.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Between two requests to one server.
    pub pause: Duration,
    pub connect: Duration,
    /// For one request, from the name of the server to the head of its answer.
    pub request: Duration,
    /// How many servers are asked at once.
    pub servers: usize,
    /// So many requests in a row that a server does not answer in time, after which it is left alone.
    pub silent: usize,
    /// Where a server is, by its name and port, if not where the system says. Only tests know such servers: they
    /// stand on this machine, which is otherwise never asked.
    pub known: fn(&str, u16) -> Option<SocketAddr>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            pause: Duration::from_millis(500),
            connect: Duration::from_secs(8),
            request: Duration::from_secs(20),
            servers: 6,
            silent: 3,
            known: |_, _| None,
        }
    }
}

/// What asking an address gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Fine,
    /// The server says that it has another address for good.
    Moved(String),
    /// The server has nothing there: 404 or 410.
    Gone(u16),
    /// There is no server of that name.
    NoServer,
    /// The link may work: the program could not find out.
    Unsure(Why),
}

/// Why an address could not be checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// What servers answer to programs, or when they are ill.
    Status(u16),
    Slow,
    NoConnection,
    Certificate,
    /// It is not the answer of a web server.
    NoSense,
    /// Each answer leads to another address.
    Circle,
    /// The server asked for fewer requests.
    Busy,
    /// The address is written in a way that cannot be asked.
    Written,
    /// The server asks programs to stay away from it: `robots.txt`.
    Robots,
    /// It leads to this machine or to a network that only some can reach.
    Private,
}

/// The answers, where there are any.
#[derive(Debug, Default)]
pub struct Answers {
    pub answers: BTreeMap<String, Answer>,
    /// No server at all could be reached.
    pub no_network: bool,
}

/// The file with answers of earlier runs, beside what a build keeps.
const CACHE: &str = "links.json";
const VERSION: u32 = 2;
const HOUR: i64 = 3600;
/// Servers that are not there, one after the other, from which it is clear that the network is not.
const ENOUGH: usize = 4;
const REDIRECTS: usize = 10;
/// So many requests to one server may go without an answer, in a row or not.
const SILENT_IN_ALL: usize = 8;

#[derive(Debug, Default, Serialize, Deserialize)]
struct Cache {
    version: u32,
    answers: BTreeMap<String, Cached>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Cached {
    /// In seconds since 1970.
    asked: i64,
    answer: Answer,
}

impl Cached {
    fn holds(&self, now: i64) -> bool {
        let age = now - self.asked;
        let hours = match self.answer {
            Answer::Fine | Answer::Moved(_) => 7 * 24,
            // Those who turn programs away do so tomorrow, too.
            Answer::Unsure(Why::Status(_) | Why::Robots | Why::Private) => 24,
            // Somebody may be mending it right now.
            Answer::Gone(_) | Answer::NoServer | Answer::Unsure(_) => 1,
        };
        (0..hours * HOUR).contains(&age)
    }
}

/// Asks all addresses that were not asked of late. `site` tells the servers who asks.
pub(super) fn ask(asking: &Asking<'_>, root: &Path, site: &str, urls: &[String]) -> Answers {
    let now = asking.now.as_second();
    // A cache that cannot be read is none: everything is asked again.
    let mut cache: Cache = kept(root, CACHE)
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .filter(|cache: &Cache| cache.version == VERSION)
        .unwrap_or_default();
    cache.version = VERSION;
    cache.answers.retain(|_, cached| cached.holds(now));
    let mut by_server: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for url in urls.iter().filter(|url| !cache.answers.contains_key(*url)) {
        by_server.entry(host_of(url)).or_default().push(url);
    }
    let servers: Vec<Vec<&String>> = by_server.into_values().collect();
    let wanted: usize = servers.iter().map(Vec::len).sum();
    let visitor = Visitor::new(asking.limits, site);
    let next = AtomicUsize::new(0);
    let (tell, told) = mpsc::channel::<(String, Answer)>();
    let mut fresh: BTreeSet<String> = BTreeSet::new();
    std::thread::scope(|scope| {
        for _ in 0..asking.limits.servers.clamp(1, servers.len().max(1)) {
            let tell = tell.clone();
            let (servers, visitor, next) = (&servers, &visitor, &next);
            scope.spawn(move || {
                while let Some(urls) = servers.get(next.fetch_add(1, Ordering::Relaxed)) {
                    visitor.visit(urls, &tell);
                }
            });
        }
        drop(tell);
        let mut saved = Instant::now();
        for (url, answer) in told {
            fresh.insert(url.clone());
            (asking.progress)(fresh.len(), wanted);
            cache.answers.insert(url, Cached { asked: now, answer });
            // Whoever stops a long run has not asked for nothing.
            if visitor.met_somebody() && saved.elapsed() > Duration::from_secs(5) {
                save(root, &cache);
                saved = Instant::now();
            }
        }
    });
    let missed = visitor.missed.load(Ordering::Relaxed);
    let no_network = !visitor.met_somebody() && (missed > 1 || (missed == 1 && !names_resolve(&cache)));
    if no_network {
        // Nothing was found out about these.
        let is_miss = |answer: &Answer| {
            matches!(
                answer,
                Answer::NoServer | Answer::Unsure(Why::NoConnection | Why::Slow | Why::Certificate)
            )
        };
        cache.answers.retain(|url, cached| !(fresh.contains(url) && is_miss(&cached.answer)));
    }
    if fresh.iter().any(|url| cache.answers.contains_key(url)) {
        save(root, &cache);
    }
    let known = |url: &String| cache.answers.get(url).map(|cached| (url.clone(), cached.answer.clone()));
    Answers { answers: urls.iter().filter_map(known).collect(), no_network }
}

/// Whether the name of a server is found that was there of late.
fn names_resolve(cache: &Cache) -> bool {
    let fine = cache.answers.iter().filter(|(_, cached)| cached.answer == Answer::Fine);
    let mut servers = fine.map(|(url, _)| host_of(url)).filter(|host| is_far(host));
    servers.next().is_none_or(|host| (host.as_str(), 443).to_socket_addrs().is_ok())
}

fn save(root: &Path, cache: &Cache) {
    // Without a cache the next run takes longer, and that is all.
    if let Ok(bytes) = serde_json::to_vec_pretty(cache) {
        let _ = keep(root, CACHE, &bytes);
    }
}

/// What is known of a server; held while it is asked.
#[derive(Default)]
struct Host {
    /// When it was asked last.
    last: Option<Instant>,
    /// By scheme and port.
    doors: BTreeMap<String, Door>,
    /// What it answered: redirects lead to the same address again and again.
    replies: HashMap<String, Result<Reply, Answer>>,
}

/// One port of a server.
#[derive(Default)]
struct Door {
    /// What holds for every address there.
    given_up: Option<Answer>,
    /// Requests without an answer in time: in a row, and in all.
    silent: usize,
    silent_in_all: usize,
    robots: Option<Robots>,
}

/// Goes from server to server.
struct Visitor {
    agent: Agent,
    limits: Limits,
    /// One for each server: redirects can lead two threads to the same one.
    hosts: Mutex<HashMap<String, Arc<Mutex<Host>>>>,
    met: AtomicBool,
    /// Servers that could not be reached.
    missed: AtomicUsize,
}

/// A server's answer to one request.
#[derive(Clone)]
struct Reply {
    status: u16,
    location: Option<String>,
}

/// Finds servers by their names, those of the web alone.
#[derive(Debug, Default)]
struct WebResolver {
    system: DefaultResolver,
    known: Option<fn(&str, u16) -> Option<SocketAddr>>,
}

/// The name of a server leads to this machine, or to a network that only some can reach.
#[derive(Debug)]
struct PrivateAddress;

impl std::fmt::Display for PrivateAddress {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a private address")
    }
}

impl std::error::Error for PrivateAddress {}

impl Resolver for WebResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("http") { 80 } else { 443 });
        let known = self.known.and_then(|known| known(uri.host().unwrap_or_default(), port));
        let mut web = self.empty();
        if let Some(known) = known {
            web.push(known);
            return Ok(web);
        }
        let all = self.system.resolve(uri, config, timeout)?;
        // A proxy stands where it stands, and knows itself where it lets programs go.
        if config.proxy().is_some_and(|proxy| Some(proxy.host()) == uri.host()) {
            return Ok(all);
        }
        for address in all.iter().filter(|address| is_of_the_web(address)) {
            web.push(*address);
        }
        match web.is_empty() {
            true => Err(ureq::Error::Other(Box::new(PrivateAddress))),
            false => Ok(web),
        }
    }
}

impl Visitor {
    fn new(limits: Limits, site: &str) -> Self {
        let name = format!("leader-site/{} (checks the links of {site})", env!("CARGO_PKG_VERSION"));
        let config = Agent::config_builder()
            .user_agent(name)
            .timeout_global(Some(limits.request))
            .timeout_connect(Some(limits.connect))
            .http_status_as_error(false)
            // Each step is looked at: some redirects are meant for good.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(limits.servers)
            .build();
        let resolver = WebResolver { known: Some(limits.known), ..WebResolver::default() };
        Self {
            agent: Agent::with_parts(config, DefaultConnector::default(), resolver),
            limits,
            hosts: Mutex::default(),
            met: AtomicBool::new(false),
            missed: AtomicUsize::new(0),
        }
    }

    fn met_somebody(&self) -> bool {
        self.met.load(Ordering::Relaxed)
    }

    /// Asks the addresses of one server, one after the other.
    fn visit(&self, urls: &[&String], tell: &mpsc::Sender<(String, Answer)>) {
        for url in urls {
            let no_network = !self.met_somebody() && self.missed.load(Ordering::Relaxed) >= ENOUGH;
            let answer = if no_network { Answer::Unsure(Why::NoConnection) } else { self.ask(url) };
            if tell.send(((*url).clone(), answer)).is_err() {
                return;
            }
        }
    }

    fn ask(&self, url: &str) -> Answer {
        let mut at = asked(url);
        let mut moved: Option<String> = None;
        let mut for_good = true;
        let mut been = BTreeSet::new();
        for _ in 0..=REDIRECTS {
            // Whoever was sent here before is sent on in a circle.
            if !been.insert(at.clone()) {
                break;
            }
            if !is_public(&at) {
                return Answer::Unsure(Why::Private);
            }
            let reply = match self.reply(&at) {
                Ok(reply) => reply,
                // The address itself has a server: it is the one behind it that is not there.
                Err(Answer::NoServer) if been.len() > 1 => return Answer::Unsure(Why::NoConnection),
                Err(answer) => return answer,
            };
            match (reply.status, reply.location) {
                (301 | 302 | 303 | 307 | 308, Some(location)) => {
                    let Some(next) = joined(&at, &location) else { return Answer::Unsure(Why::NoSense) };
                    for_good &= matches!(reply.status, 301 | 308);
                    if for_good {
                        moved = Some(next.clone());
                    }
                    at = asked(&next);
                }
                (200..=299 | 304, _) => {
                    return match moved.filter(|to| is_another(url, to)) {
                        Some(to) => Answer::Moved(to),
                        None => Answer::Fine,
                    };
                }
                (404 | 410, _) => return Answer::Gone(reply.status),
                (status, _) => return Answer::Unsure(Why::Status(status)),
            }
        }
        Answer::Unsure(Why::Circle)
    }

    /// The answer to a request for the head alone, or for the whole where the server gives no head.
    fn reply(&self, url: &str) -> Result<Reply, Answer> {
        let host = {
            let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
            hosts.entry(host_of(url)).or_default().clone()
        };
        let mut host = host.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reply) = host.replies.get(url) {
            return reply.clone();
        }
        let Host { last, doors, replies } = &mut *host;
        let door = doors.entry(door_of(url)).or_default();
        let reply = self.ask_at(door, last, url);
        replies.insert(url.to_owned(), reply.clone());
        reply
    }

    /// Asks for one address, unless it is known that nobody answers there, or that nobody wants to.
    fn ask_at(&self, door: &mut Door, last: &mut Option<Instant>, url: &str) -> Result<Reply, Answer> {
        if let Some(answer) = &door.given_up {
            return Err(answer.clone());
        }
        if door.robots.is_none() {
            let robots = self.robots(door, last, url);
            if let Some(answer) = &door.given_up {
                return Err(answer.clone());
            }
            door.robots = Some(robots);
        }
        if door.robots.as_ref().is_some_and(|robots| !robots.allows(&path_of(url))) {
            return Err(Answer::Unsure(Why::Robots));
        }
        let head = self.request(door, last, url, false).map(|(reply, _)| reply);
        let refused = match &head {
            Ok(reply) => reply.status >= 400 && reply.status != 429,
            // Some close the line when they are asked for the head.
            Err(Answer::Unsure(Why::NoSense)) => true,
            Err(_) => false,
        };
        if !refused {
            return head;
        }
        // Of the answer only the head is read, however long the rest is.
        self.request(door, last, url, true).map(|(reply, _)| reply)
    }

    /// What the server lets programs ask for. A server that does not say so in time is asked all the same.
    fn robots(&self, door: &mut Door, last: &mut Option<Instant>, url: &str) -> Robots {
        let Some(mut at) = joined(url, "/robots.txt") else { return Robots::open() };
        for _ in 0..=5 {
            if !is_public(&at) {
                return Robots::open();
            }
            let (reply, body) = match self.request(door, last, &at, true) {
                Ok(found) => found,
                Err(_) => return Robots::open(),
            };
            match (reply.status, reply.location) {
                (200..=299, _) => {
                    let mut text = Vec::new();
                    // What came before an end that was none is what there is.
                    let _ = body.into_reader().take(robots::MOST_BYTES).read_to_end(&mut text);
                    return Robots::parse(&String::from_utf8_lossy(&text));
                }
                (301 | 302 | 303 | 307 | 308, Some(location)) => {
                    let Some(next) = joined(&at, &location).filter(|next| host_of(next) == host_of(url))
                    else {
                        return Robots::open();
                    };
                    at = next;
                }
                (500..=599, _) => return Robots::shut(),
                _ => return Robots::open(),
            }
        }
        Robots::open()
    }

    /// Sends one request, after the pause that the server is given, and notes what that says of the server.
    fn request(
        &self,
        door: &mut Door,
        last: &mut Option<Instant>,
        url: &str,
        whole: bool,
    ) -> Result<(Reply, ureq::Body), Answer> {
        if let Some(last) = *last {
            std::thread::sleep(self.limits.pause.saturating_sub(last.elapsed()));
        }
        // One that was silent before is given less time.
        let time = self.limits.request / (1 << door.silent_in_all.min(3));
        let request = if whole { self.agent.get(url) } else { self.agent.head(url) };
        let request = request.config().timeout_global(Some(time)).build();
        let answer = self.answer(request.call(), url);
        *last = Some(Instant::now());
        match &answer {
            Ok((reply, _)) => {
                door.silent = 0;
                if reply.status == 429 {
                    door.given_up = Some(Answer::Unsure(Why::Busy));
                }
            }
            // What holds for one address of the server holds for all.
            Err(
                answer @ (Answer::NoServer
                | Answer::Unsure(Why::NoConnection | Why::Certificate | Why::Private)),
            ) => {
                self.missed.fetch_add(1, Ordering::Relaxed);
                door.given_up = Some(answer.clone());
            }
            Err(answer @ Answer::Unsure(Why::Slow)) => {
                if door.silent_in_all == 0 {
                    self.missed.fetch_add(1, Ordering::Relaxed);
                }
                door.silent += 1;
                door.silent_in_all += 1;
                if door.silent >= self.limits.silent || door.silent_in_all >= SILENT_IN_ALL {
                    door.given_up = Some(answer.clone());
                }
            }
            Err(_) => {}
        }
        answer
    }

    fn answer(
        &self,
        answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
        url: &str,
    ) -> Result<(Reply, ureq::Body), Answer> {
        use ureq::Error;
        let why = match answer {
            Ok(response) => {
                // What this machine itself answers tells nothing of the network.
                if is_far(&host_of(url)) {
                    self.met.store(true, Ordering::Relaxed);
                }
                let location = response.headers().get("location");
                let location = location.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
                let reply = Reply { status: response.status().as_u16(), location };
                return Ok((reply, response.into_body()));
            }
            Err(Error::HostNotFound) => return Err(Answer::NoServer),
            Err(Error::Other(error)) if error.is::<PrivateAddress>() => Why::Private,
            Err(Error::Timeout(_)) => Why::Slow,
            Err(Error::Tls(_) | Error::Rustls(_)) => Why::Certificate,
            Err(Error::BadUri(_) | Error::Http(_)) => Why::Written,
            Err(Error::ConnectionFailed) => Why::NoConnection,
            Err(Error::Io(error)) => match error.kind() {
                ErrorKind::TimedOut | ErrorKind::WouldBlock => Why::Slow,
                // What the encryption says comes as bad data.
                ErrorKind::InvalidData => Why::Certificate,
                ErrorKind::ConnectionRefused
                | ErrorKind::HostUnreachable
                | ErrorKind::NetworkUnreachable
                | ErrorKind::NetworkDown => Why::NoConnection,
                ErrorKind::ConnectionReset
                | ErrorKind::ConnectionAborted
                | ErrorKind::BrokenPipe
                | ErrorKind::UnexpectedEof => Why::NoSense,
                _ => return Err(without_name(url)),
            },
            Err(_) => Why::NoSense,
        };
        Err(Answer::Unsure(why))
    }
}

/// Whether it is the name that is wrong. The system says so in words alone.
fn without_name(url: &str) -> Answer {
    match (host_of(url).as_str(), 80).to_socket_addrs() {
        // The name may be right: nobody could be asked.
        Err(error) if error.to_string().contains("emporary failure") => Answer::Unsure(Why::NoConnection),
        Err(_) => Answer::NoServer,
        Ok(_) => Answer::Unsure(Why::NoConnection),
    }
}

/// The name of the server in an address, with its port; empty if it has none.
pub(super) fn server_of(url: &str) -> String {
    let Ok(url) = Url::parse(url) else { return String::new() };
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The part of a server that answers for an address: its scheme and port.
fn door_of(url: &str) -> String {
    let Ok(url) = Url::parse(url) else { return String::new() };
    format!("{}:{}", url.scheme(), url.port_or_known_default().unwrap_or_default())
}

/// The path of an address with its query.
fn path_of(url: &str) -> String {
    let Ok(url) = Url::parse(url) else { return String::new() };
    url.query().map_or_else(|| url.path().to_owned(), |query| format!("{}?{query}", url.path()))
}

/// Whether a server stands where everybody reaches it.
fn is_of_the_web(address: &SocketAddr) -> bool {
    host::of_ip(address.ip()) == Reach::Everybody
}

/// Whether a program may ask for an address: those of this machine and of private networks belong to whoever runs
/// the program, and nobody else may have it ask there.
pub(super) fn is_public(url: &str) -> bool {
    matches!(host::reach(url), Some(Reach::Everybody | Reach::Example))
}

/// The name of the server in an address, without its port.
fn host_of(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// Whether a server is named as those of the web are, and not by its number or as this machine.
fn is_far(host: &str) -> bool {
    host.contains('.') && !host.starts_with('[') && host.parse::<std::net::Ipv4Addr>().is_err()
}

/// The address as it is asked: without the place on the page, and in letters that servers know.
fn asked(url: &str) -> String {
    let Ok(mut asked) = Url::parse(url) else { return url.to_owned() };
    asked.set_fragment(None);
    asked.into()
}

/// Whether a redirect leads to another page: from the front page of a server to the one of a
/// language, or to the same address with a `/` more, is not worth an author's time.
fn is_another(from: &str, to: &str) -> bool {
    let (Ok(from), Ok(to)) = (Url::parse(&asked(from)), Url::parse(&asked(to))) else { return from != to };
    let bare = |url: &Url| url.as_str().trim_end_matches('/').to_owned();
    let host = |url: &Url| url.host_str().unwrap_or_default().trim_start_matches("www.").to_owned();
    let is_front = from.path() == "/" && from.query().is_none();
    bare(&from) != bare(&to) && !(is_front && host(&from) == host(&to) && to.scheme() == from.scheme())
}

/// Whether an address is that of a front page.
pub(super) fn is_front_page(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').is_none_or(|at| matches!(&rest[at..], "/" | "/fi" | "/fi/" | "/sv/" | "/en/"))
}

/// An address as seen from another one, if it is one of the web.
fn joined(from: &str, to: &str) -> Option<String> {
    let joined = Url::parse(from).ok()?.join(to).ok()?;
    matches!(joined.scheme(), "http" | "https").then(|| joined.into())
}

#[cfg(test)]
mod tests {
    use super::{
        asked, door_of, host_of, is_another, is_far, is_front_page, is_of_the_web, is_public, joined,
        path_of, server_of,
    };

    #[test]
    fn private_addresses_are_known_in_every_form() {
        for address in [
            "127.0.0.1",
            "127.1.2.3",
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "[::1]",
            "[::]",
            "[fe80::1]",
            "[fec0::1]",
            "[fc00::1]",
            "[fd12:3456::1]",
            "[ff02::1]",
            "[::ffff:10.0.0.1]",
            "[::ffff:7f00:1]",
            "[::127.0.0.1]",
            "[64:ff9b::a9fe:a9fe]",
            "[2002:7f00:1::]",
            "[2002:c0a8:101::1]",
        ] {
            assert!(!is_public(&format!("http://{address}/")), "{address}");
            let socket = format!("{address}:80").parse().expect("an address");
            assert!(!is_of_the_web(&socket), "{address}");
        }
        for written in [
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "127.1",
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "intra",
            "a.local",
        ] {
            assert!(!is_public(&format!("http://{written}:8080/a")), "{written}");
        }
        for address in [
            "1.1.1.1",
            "172.32.0.1",
            "100.128.0.1",
            "[2606:4700::1]",
            "[64:ff9b::101:101]",
            "[2002:101:101::]",
        ] {
            assert!(is_public(&format!("https://{address}/")), "{address}");
            assert!(is_of_the_web(&format!("{address}:80").parse().expect("an address")), "{address}");
        }
        assert!(is_public("https://leader.fi/") && !is_public("file:///etc/passwd"));
    }

    #[test]
    fn doors_and_paths() {
        assert_eq!(
            [door_of("http://a.fi"), door_of("https://a.fi:443/x"), door_of("http://a.fi:81")],
            ["http:80", "https:443", "http:81"]
        );
        assert_eq!([path_of("http://a.fi"), path_of("http://a.fi/b?c#d")], ["/", "/b?c"]);
    }

    #[test]
    fn addresses_are_taken_apart() {
        assert_eq!(server_of("https://a.fi/b?c#d"), "a.fi");
        assert_eq!(server_of("http://me@a.fi:8080"), "a.fi:8080");
        assert_eq!(asked("https://a.fi/äiti liite.pdf#sivu"), "https://a.fi/%C3%A4iti%20liite.pdf");
        assert_eq!(asked("https://a.fi/%C3%A4?b=c&d"), "https://a.fi/%C3%A4?b=c&d");
        assert!(
            is_front_page("https://a.fi")
                && is_front_page("https://a.fi/fi/")
                && !is_front_page("https://a.fi/b")
        );
    }

    #[test]
    fn servers_of_this_machine_are_told_from_others() {
        assert!(is_far(&host_of("https://a.fi:8080/")));
        for near in ["http://127.0.0.1:80/", "http://localhost", "http://[::1]:80/"] {
            assert!(!is_far(&host_of(near)), "{near}");
        }
    }

    #[test]
    fn redirects_are_followed_from_where_they_are() {
        let from = "https://a.fi/b/c?d";
        for (to, expected) in [
            ("https://x.fi/", Some("https://x.fi/")),
            ("//x.fi/y", Some("https://x.fi/y")),
            ("/y", Some("https://a.fi/y")),
            ("y", Some("https://a.fi/b/y")),
            ("../y", Some("https://a.fi/y")),
            ("../../../y", Some("https://a.fi/y")),
            ("?e", Some("https://a.fi/b/c?e")),
            ("ftp:x", None),
        ] {
            assert_eq!(joined(from, to).as_deref(), expected, "{to}");
        }
        assert_eq!(joined("https://a.fi", "b").as_deref(), Some("https://a.fi/b"));
    }

    #[test]
    fn small_redirects_are_no_moves() {
        assert!(!is_another("https://a.fi/b", "https://a.fi/b/"));
        assert!(!is_another("https://a.fi/", "https://www.a.fi/fi/"));
        assert!(is_another("http://a.fi/", "https://a.fi/"));
        assert!(is_another("https://a.fi/b", "https://a.fi/c"));
        assert!(is_another("https://a.fi/b", "https://a.fi/"));
    }
}
