//! Who can reach an address: everybody, only people on the same machine or network, or nobody.
//!
//! Hosts are read as browsers read them: `http://2130706433/` and `http://127。0。0。1/` are 127.0.0.1.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

/// Who can reach an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// The machine that the address is opened on, as the preview is: `127.0.0.1`, `localhost`, `file:`.
    Machine,
    /// Those on the same network: `192.168.1.5`, `palvelin.local`, `intra`.
    Network,
    /// Nobody: names that are kept for examples, such as `example.org`.
    Example,
    Everybody,
}

/// Who can reach a web address; `None` for what is no address with a host.
pub fn reach(address: &str) -> Option<Reach> {
    let trimmed = address.trim();
    // `//host/path` takes the scheme of the page that it stands on.
    let whole = if trimmed.starts_with("//") { format!("https:{trimmed}") } else { trimmed.to_owned() };
    let url = Url::parse(&whole).ok()?;
    if url.scheme() == "file" {
        return Some(Reach::Machine);
    }
    if url.scheme() == "mailto" {
        let (_, domain) = url.path().rsplit_once('@')?;
        return Some(of_name(domain));
    }
    Some(match url.host()? {
        Host::Domain(name) => of_name(name),
        Host::Ipv4(address) => of_ip(IpAddr::V4(address)),
        Host::Ipv6(address) => of_ip(IpAddr::V6(address)),
    })
}

/// Who can reach a host by this name, which may be an IP address as well.
pub fn of_name(name: &str) -> Reach {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    if let Ok(address) = name.parse::<Ipv4Addr>() {
        return of_ip(IpAddr::V4(address));
    }
    let under = |domain: &str| {
        name == domain || name.strip_suffix(domain).is_some_and(|before| before.ends_with('.'))
    };
    if under("localhost") {
        return Reach::Machine;
    }
    if ["local", "lan", "internal", "intranet", "home.arpa", "localdomain"].into_iter().any(under) {
        return Reach::Network;
    }
    if EXAMPLES.into_iter().any(under) {
        return Reach::Example;
    }
    // A name without a dot is looked up on the own network.
    if !name.is_empty() && !name.contains('.') { Reach::Network } else { Reach::Everybody }
}

/// Names that are kept for examples (RFC 2606).
const EXAMPLES: [&str; 6] = ["example.org", "example.com", "example.net", "example", "invalid", "test"];

/// Who can reach this IP address.
pub fn of_ip(address: IpAddr) -> Reach {
    match address {
        IpAddr::V4(v4) => of_v4(v4),
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => of_v4(v4),
            None => of_v6(v6),
        },
    }
}

fn of_v4(address: Ipv4Addr) -> Reach {
    let [first, second, third, _] = address.octets();
    // Kept for machines that talk to each other: providers, measurements, groups (RFC 6890).
    let is_kept = match first {
        100 => (64..128).contains(&second),
        192 => second == 0 && third == 0,
        198 => second == 18 || second == 19,
        _ => first >= 224,
    };
    if address.is_loopback() || first == 0 {
        Reach::Machine
    } else if address.is_private() || address.is_link_local() || is_kept {
        Reach::Network
    } else {
        Reach::Everybody
    }
}

fn of_v6(address: Ipv6Addr) -> Reach {
    let [first, second, third, .., high, low] = address.segments();
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        of_v4(Ipv4Addr::new(a, b, c, d))
    };
    if address.is_loopback() || address.is_unspecified() {
        Reach::Machine
    } else if first & 0xfe00 == 0xfc00 || matches!(first & 0xffc0, 0xfe80 | 0xfec0) || first >= 0xff00 {
        Reach::Network
    } else if first == 0x2002 {
        // An address of the old kind within one of the new.
        v4(second, third)
    } else if (first == 0x64 && second == 0xff9b) || address.segments()[..6] == [0; 6] {
        v4(high, low)
    } else {
        Reach::Everybody
    }
}

#[cfg(test)]
mod tests {
    use super::{Reach, reach};

    #[test]
    fn addresses_and_who_reaches_them() {
        let of = |reached: Reach, addresses: &[&str]| {
            for address in addresses {
                assert_eq!(reach(address), Some(reached), "{address}");
            }
        };
        of(
            Reach::Machine,
            &[
                "http://127.0.0.1:4711/rahoitus/",
                "https://127.8.9.1",
                "http://LOCALHOST:8080",
                "http://a.localhost/",
                "http://[::1]:4711/",
                "http://0.0.0.0:4711/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0x7f.1/",
                "http://0177.0.0.1/",
                "http://127。0。0。1/",
                "http://127.1",
                "http://matti@127.0.0.1/",
                "//127.0.0.1/a",
                "HTTP://127.0.0.1",
                "ftp://localhost/",
                "file:///C:/Users/a.docx",
                "http://[::ffff:127.0.0.1]/",
                "mailto:toimisto@localhost",
                "http://localhost./",
            ],
        );
        of(
            Reach::Network,
            &[
                "http://192.168.1.5/",
                "http://10.0.0.1",
                "https://172.16.3.4:8443/x",
                "http://172.31.255.255",
                "http://169.254.1.1/",
                "http://palvelin.local/",
                "http://intra/ohje",
                "http://nas.lan/",
                "http://[fd00::1]/",
                "http://[fe80::1]/",
                "http://100.64.0.1/",
                "http://[::ffff:10.0.0.1]/",
            ],
        );
        of(
            Reach::Example,
            &[
                "https://example.org/",
                "https://www.example.com",
                "http://leader.example/",
                "https://a.test/x",
                "http://x.invalid",
                "mailto:toimisto@example.org",
            ],
        );
        of(
            Reach::Everybody,
            &[
                "https://leader.fi/",
                "http://172.32.0.1",
                "http://193.166.1.1/",
                "https://example.org.evil.fi/",
                "https://myexample.org/",
                "https://localhost.fi/",
                "https://paikallinen.fi",
                "http://[2001:db8::1]/",
                "mailto:a@b.fi",
            ],
        );
        for none in ["", "tel:+358401234567", "rahoitus/", "#a", "data:text/plain,a"] {
            assert_eq!(reach(none), None, "{none}");
        }
    }
}
