//! Where everything that is published comes from: a law over the whole site of this repository.

use std::path::Path;

use leader_site::diag::{Diagnostics, Look, Tongue};
use leader_site::model::output::Memory;
use leader_site::origin::{Known, Origins, What};
use leader_site::render::Live;
use leader_site::source::{Project, Seen};
use leader_site::{Memo, Onlookers, render_before};

use crate::project::DAY;

#[test]
fn every_page_names_a_file_that_is_there_and_is_found_by_its_address() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let project = Project { root: root.to_owned(), date: DAY, base_url: None, drafts: false };
    let (memory, mut diags, mut known) = (Memory::new(), Diagnostics::new(), None);
    let mut look = |_: Live<'_>, origins: &dyn Fn() -> Origins, _: &mut Diagnostics| known = Some(origins());
    let onlookers = Onlookers { memo: &mut Memo::default(), live: &mut look, whole: &mut |_, _| {} };
    let rendered = render_before(&project, &memory, &Seen::new(), &|_| {}, &mut diags, onlookers);
    assert!(rendered.is_ok(), "{}", diags.render(Look::Plain, Tongue::English));
    let origins = known.expect("the site was rendered");
    let mut pages = 0;
    for output in memory.into_files().keys() {
        let Some(origin) = origins.of_output(output) else {
            // Indexes of the search and empty forms are made of the site as a whole.
            assert!(!output.ends_with(".html"), "{output}");
            continue;
        };
        for part in &origin.parts {
            let text =
                std::fs::read(root.join(part.file())).unwrap_or_else(|error| panic!("{output}: {error}"));
            if let Some((line, column)) = part.at() {
                let lines = String::from_utf8_lossy(&text).lines().count();
                assert!(column > 0 && (1..=lines).contains(&line), "{output}: {}:{line}", part.file());
            }
        }
        if matches!(origin.what, What::Static | What::ByProgram) {
            continue;
        }
        assert!(!origin.parts.is_empty(), "{output}");
        // People have addresses with a host, a port, a mark of a heading, and letters written as browsers do.
        for address in [
            origin.address.clone(),
            format!("http://127.0.0.1:4400{}?x=1#y", origin.address),
            format!("https://example.org{}", origin.address),
        ] {
            let Known::Origin(found) = origins.find(&address) else { panic!("{address}") };
            assert_eq!((&found.address, found.what), (&origin.address, origin.what), "{address}");
        }
        if origin.what == What::Page {
            let Known::Origin(found) = origins.find(origin.parts[0].file()) else { panic!("{output}") };
            assert_eq!(found.address, origin.address);
        }
        pages += 1;
    }
    assert!(pages > 200, "{pages}");
}
