//! Builds the site, shows it, waits for changes, and makes what they concern again.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use ahash::AHashMap;
use jiff::civil::Date;
use serde_json::json;

use super::stage::Stage;
use super::watch::{Changes, Watch};
use super::words;
use super::{News, Opener, Wish};
use crate::diag::{Diagnostics, Tongue};
use crate::model::address::composed;
use crate::model::output::{Memory, Stored};
use crate::model::page::{PageId, PageSource};
use crate::origin::Origins;
use crate::read;
use crate::render::Live;
use crate::render::references::names_in;
use crate::source::{Project, Seen};
use crate::{Memo, Onlookers, render_before};

/// The one who works on the site.
pub(super) struct Studio {
    pub wish: Wish,
    pub stage: Arc<Stage>,
    pub watch: Watch,
    pub tongue: Tongue,
    pub opener: Opener,
    pub news: Box<dyn Fn(News<'_>) + Send>,
    memo: Memo,
    /// Files that are finished, and wait until nothing is wrong.
    waiting: BTreeMap<String, Stored>,
    /// Whether they are all files of the site.
    all_wait: bool,
    /// Where they come from, if that is not shown yet.
    origins: Option<Origins>,
    /// When the change came that is being worked on.
    since: Instant,
}

impl Studio {
    pub fn new(
        wish: Wish,
        stage: Arc<Stage>,
        watch: Watch,
        tongue: Tongue,
        news: Box<dyn Fn(News<'_>) + Send>,
    ) -> Self {
        let opener = Opener { editor: wish.editor.clone(), root: wish.root.clone() };
        Self {
            wish,
            stage,
            watch,
            tongue,
            opener,
            news,
            memo: Memo::default(),
            waiting: BTreeMap::new(),
            all_wait: false,
            origins: None,
            since: Instant::now(),
        }
    }

    /// Works until the program ends.
    pub fn work(mut self) {
        while self.build().is_continue() {}
    }

    /// Makes the whole site, and its pages again as long as nothing but their texts changes.
    fn build(&mut self) -> ControlFlow<()> {
        let project = self.wish.project();
        let memory = Memory::new();
        let seen = Seen::new();
        let mut diags = Diagnostics::new();
        let mut memo = std::mem::take(&mut self.memo);
        let mut next = None;
        let built = catch_unwind(AssertUnwindSafe(|| {
            let mut stay = |live: Live<'_>, origins: &dyn Fn() -> Origins, diags: &mut Diagnostics| {
                next = Some(self.stay((live, origins()), (&project, &seen), &memory, diags));
            };
            // What went wrong is in `diags`; memory takes everything.
            let onlookers = Onlookers { memo: &mut memo, live: &mut stay, whole: &mut |_, _| {} };
            let _ = render_before(&project, &memory, &seen, &|_| {}, &mut diags, onlookers);
        }));
        match (built, next) {
            (Ok(()), Some(next)) => {
                self.memo = memo;
                next
            }
            // Mistakes that leave nothing to show.
            (Ok(()), None) => {
                self.memo = memo;
                self.tell(&diags);
                self.wait(project.date)
            }
            // A fault of the program: the editor goes on, with the site as it was.
            (Err(_), _) => {
                diags.program_fault();
                self.tell(&diags);
                self.wait(project.date)
            }
        }
    }

    /// Shows the site, then follows the texts of its pages until something else changes.
    fn stay(
        &mut self,
        (mut live, origins): (Live<'_>, Origins),
        (project, seen): (&Project, &Seen),
        memory: &Memory,
        diags: &Diagnostics,
    ) -> ControlFlow<()> {
        let base = live.site().base.path.clone();
        self.waiting = memory.take();
        self.all_wait = true;
        self.origins = Some(origins);
        self.show(&base, diags);
        let mut texts: AHashMap<PageId, PageSource> = AHashMap::new();
        // Pages whose new texts the search does not know yet.
        let mut unsearched: BTreeSet<PageId> = BTreeSet::new();
        loop {
            let Some(changes) = self.next(project.date) else { return ControlFlow::Break(()) };
            self.begin(&changes);
            let Some(pages) = changed_texts(&live, &texts, &changes, project, seen) else {
                return ControlFlow::Continue(());
            };
            if project.date != self.wish.project().date {
                return ControlFlow::Continue(());
            }
            if pages.is_empty() {
                continue;
            }
            for (page, source) in pages {
                live.retext(page, &source);
                texts.insert(page, source);
                unsearched.insert(page);
            }
            // Pictures come and go with the pages that show them.
            if live.uses_other_files() {
                return ControlFlow::Continue(());
            }
            match live.tell() {
                Ok(diags) => {
                    self.waiting.append(&mut memory.take());
                    self.show(&base, &diags);
                    // The page is seen first: the search of a large site takes longer than a page.
                    if !diags.has_errors() && live.search_again(&unsearched).is_ok() {
                        self.stage.show(&base, memory.take(), false);
                        unsearched.clear();
                    }
                }
                // Memory refuses nothing.
                Err(_) => return ControlFlow::Continue(()),
            }
        }
    }

    /// Waits for anything to happen: a build that broke off has not seen all that it depends on.
    fn wait(&mut self, shown: Date) -> ControlFlow<()> {
        match self.next(shown) {
            Some(changes) => {
                self.begin(&changes);
                ControlFlow::Continue(())
            }
            None => ControlFlow::Break(()),
        }
    }

    /// What has changed, or nothing where the day is no longer the one that is shown.
    fn next(&mut self, shown: Date) -> Option<Changes> {
        let wish = &self.wish;
        self.watch.next(&|| wish.project().date != shown, wish.look_at_clock)
    }

    fn begin(&mut self, changes: &Changes) {
        self.since = changes.since.unwrap_or_else(Instant::now);
        if changes.more {
            self.watch.again();
        }
    }

    /// Shows what waits, unless something is wrong.
    fn show(&mut self, base: &str, diags: &Diagnostics) {
        if !diags.has_errors() {
            let files = std::mem::take(&mut self.waiting);
            self.stage.show(base, files, self.all_wait);
            self.all_wait = false;
            if let Some(origins) = self.origins.take() {
                self.stage.know(origins);
            }
        }
        self.tell(diags);
    }

    fn tell(&self, diags: &Diagnostics) {
        // What a new site lacks is one message: it must not hide what was just broken.
        let mut gathered = diags.clone();
        gathered.gather_unfinished();
        let diags = &gathered;
        let has_site = self.stage.has_site();
        self.stage.tell(json!(words::messages(diags, has_site, self.tongue, &self.opener)));
        (self.news)(News::Told { diags, has_site, time: self.since.elapsed() });
    }
}

/// The pages of which nothing but the text has changed, with their new texts; `None` if there is more than
/// that.
fn changed_texts(
    live: &Live<'_>,
    texts: &AHashMap<PageId, PageSource>,
    changes: &Changes,
    project: &Project,
    seen: &Seen,
) -> Option<Vec<(PageId, PageSource)>> {
    if changes.more {
        return None;
    }
    let mut changed = Vec::new();
    let mut known: BTreeSet<PageId> = BTreeSet::new();
    for path in &changes.paths {
        let inside =
            path.strip_prefix(&project.root).ok().and_then(Path::to_str).map(|path| path.replace('\\', "/"));
        let page = inside.as_deref().and_then(|path| path.strip_prefix("content/"));
        let known_as = page.map(composed);
        let Some(page) = known_as.and_then(|path| live.site().by_path.get(&*path)).copied() else {
            if concerns(path, project, seen) {
                return None;
            }
            continue;
        };
        let before = texts.get(&page).unwrap_or(&live.site().pages[page].source);
        // A file that cannot be read is told of by a build.
        let mut told = Diagnostics::new();
        let file = read::page(project, &before.file.path, &Seen::new(), &mut told).ok()?;
        if told.has_errors() {
            return None;
        }
        if file.text == before.file.text {
            continue;
        }
        let front = &before.file.text[..before.body];
        // Without a line below the front matter it may go on.
        if !front.ends_with('\n') || !file.text.starts_with(front) {
            return None;
        }
        // The pages of the rules tell which pages show them.
        if !live.site().made.iter().all(BTreeMap::is_empty)
            && names_in(&before.file.text) != names_in(&file.text)
        {
            return None;
        }
        if known.insert(page) {
            changed.push((page, PageSource { file, front: before.front.clone(), body: before.body }));
        }
    }
    Some(changed)
}

/// Whether a build could give something else because of what happened at this path.
fn concerns(path: &Path, project: &Project, seen: &Seen) -> bool {
    match seen.is_same(path) {
        Some(same) => !same,
        // New, or gone before anyone looked.
        None => {
            let inside = path.strip_prefix(&project.root).unwrap_or(path);
            let is_passed_over =
                inside.components().any(|part| part.as_os_str().to_str().is_some_and(read::is_passed_over));
            !is_passed_over && path.symlink_metadata().is_ok()
        }
    }
}
