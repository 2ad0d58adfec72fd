//! Settings and pages into a site: the tree of sections, addresses, menus and translations.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};
use std::mem::take;
use std::sync::Arc;

use ahash::AHashMap;
use rayon::prelude::*;

use super::held_back;
use super::page::{FrontMatter, RawPicture, front_matter};
use super::settings::{RawItem, RawPublicity, RawTarget, Settings};
use jiff::Span;

use crate::diag::Diagnostics;
use crate::model::address::{composed, is_external, name_of, old_address};
use crate::model::locale::Locale;
use crate::model::page::{
    Kind, Listing, Made, MadeOf, Making, Page, PageId, PagePicture, PageSource, Sort, Text,
};
use crate::model::site::{
    Addresses, Copy, Hidden, Language, Lead, Logo, MOST_IN_SITEMAP, Menu, MenuItem, Notice, Owner, Publicity,
    Redirect, SEARCH_INDEX, Site, SiteFile, Target, Untranslated,
};
use crate::model::slug::slug;
use crate::picture::Picture;
use crate::source::{Content, CopiedFile, OtherFile, Place, Project, SourceFile, Spanned};

/// The pages that the rules can give, by language.
pub type Makings = BTreeMap<String, Vec<Making>>;

/// Checks all pages and puts the site together.
pub fn site(
    settings: Settings,
    content: Content,
    makings: &Makings,
    project: &Project,
    diags: &mut Diagnostics,
) -> Site {
    let mut site = Site {
        made: vec![BTreeMap::new(); settings.languages.len()],
        base: settings.base,
        date: project.date,
        contact: settings.contact,
        social: settings.social,
        publicity: None,
        share_pictures: settings.share_pictures,
        is_demonstration: settings.is_demonstration,
        languages: settings.languages,
        pages: Vec::new(),
        homes: Vec::new(),
        searches: Vec::new(),
        files: Vec::new(),
        copies: Vec::new(),
        held_back: BTreeSet::new(),
        out_of_reach: content.loose,
        redirects: Vec::new(),
        notices: Vec::new(),
        by_path: AHashMap::new(),
        hidden: AHashMap::new(),
        file_by_path: AHashMap::new(),
        addresses: Addresses::default(),
    };
    // Before all others: who says where a file goes means just that address.
    add_copies(&mut site, content.copies, diags);
    claim_made_files(&mut site, diags);

    let mut held_back = Vec::new();
    let mut pictures = Vec::new();
    let mut folders = AHashMap::new();
    for folder in content.folders {
        match site.language(&folder.name) {
            Some(language) => {
                folders.insert(language, folder);
            }
            None => {
                let known = site.languages.iter().map(|language| language.code.as_str());
                diags.folder_of_no_language(&folder.name, known);
            }
        }
    }
    for language in 0..site.languages.len() {
        let folder = folders.remove(&language);
        let (pages, files) = folder.map_or_else(Default::default, |folder| (folder.pages, folder.files));
        let drafts = read_pages(pages, &site.languages[language].code, diags);
        let urls = FolderUrls::new(&site.languages[language].prefix, &drafts);
        let wanted =
            add_pages(&mut site, language, drafts, (&urls, &mut held_back, &mut pictures), project, diags);
        let makings = makings.get(&site.languages[language].code).map_or(&[][..], Vec::as_slice);
        add_made(&mut site, wanted, makings, diags);
        add_files(&mut site, language, files, &urls, diags);
    }
    site.held_back = held_back
        .into_iter()
        .flat_map(|HeldBack { language, path, source, picture }| {
            let text = source.file.text.get(source.body..).unwrap_or_default();
            let code = &site.languages[language].code;
            let mut files = held_back::files(&site, code, &path, text);
            let lead = picture.and_then(|picture| site.lead(code, &path, &picture));
            if let Some((Lead::File(file), _)) = lead {
                files.push(file);
            }
            files
        })
        .collect();
    tell_of_names(&site, diags);
    add_pictures(&mut site, pictures, diags);
    link_sections(&mut site);
    site.searches = (0..site.languages.len()).map(|language| search_page(&site, language)).collect();
    claim_lists(&mut site, diags);
    claim_sitemaps(&mut site);
    // After all pages, so that it is the alias that is told of where both want one address.
    claim_redirects(&mut site, diags);
    link_translations(&mut site, diags);
    keys_are_known(&site, diags);
    dates_are_near(&site, diags);
    if settings.untranslated == Untranslated::Notice {
        add_notices(&mut site);
    }
    add_menus(&mut site, settings.menus, diags);
    site.publicity = settings.publicity.map(|raw| publicity(&site, raw, diags));
    site
}

/// A page that is not published now.
struct HeldBack {
    language: usize,
    path: String,
    source: PageSource,
    picture: Option<String>,
}

/// A page whose place in the site is not known yet.
struct Draft {
    /// Path in the folder of the language.
    path: String,
    source: PageSource,
    front: FrontMatter,
}

impl Draft {
    /// The folder that the file lies in, from the folder of the language; empty at its root.
    fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    fn is_index(&self) -> bool {
        self.path == "index.md" || self.path.ends_with("/index.md")
    }
}

fn read_pages(files: Vec<Arc<SourceFile>>, language: &str, diags: &mut Diagnostics) -> Vec<Draft> {
    let root = "content/".len() + language.len() + 1;
    let read: Vec<(Draft, Diagnostics)> = files
        .into_par_iter()
        .with_min_len(16)
        .map(|file| {
            let mut diags = Diagnostics::new();
            let (source, front) = front_matter(&file, &mut diags);
            // On a Mac a name can be written in another form than in links to it.
            (Draft { path: composed(&file.path[root..]).into_owned(), source, front }, diags)
        })
        .collect();
    read.into_iter()
        .map(|(draft, messages)| {
            diags.absorb(messages);
            draft
        })
        .collect()
}

/// The addresses of the folders of a language.
struct FolderUrls {
    prefix: String,
    /// Names that section pages give their folders.
    chosen: AHashMap<String, String>,
}

impl FolderUrls {
    fn new(prefix: &str, drafts: &[Draft]) -> Self {
        let chosen = drafts
            .iter()
            .filter(|draft| draft.is_index())
            .filter_map(|draft| Some((draft.folder().to_owned(), draft.front.slug.as_ref()?.value.clone())))
            .collect();
        Self { prefix: prefix.to_owned(), chosen }
    }

    /// `/rahoitus/`; `None` if a folder's name gives no address.
    fn of(&self, folder: &str) -> Option<String> {
        let mut url = format!("{}/", self.prefix);
        if folder.is_empty() {
            return Some(url);
        }
        let mut end = 0;
        for name in folder.split('/') {
            end += name.len();
            match self.chosen.get(&folder[..end]) {
                Some(chosen) => url.push_str(chosen),
                None => {
                    let name = slug(name);
                    if name.is_empty() {
                        return None;
                    }
                    url.push_str(&name);
                }
            }
            url.push('/');
            end += 1;
        }
        Some(url)
    }
}

fn add_pages(
    site: &mut Site,
    language: usize,
    drafts: Vec<Draft>,
    (urls, held_back, pictures): (&FolderUrls, &mut Vec<HeldBack>, &mut Vec<(PageId, RawPicture)>),
    project: &Project,
    diags: &mut Diagnostics,
) -> Vec<WantsMade> {
    let code = site.languages[language].code.clone();
    let mut wanted = Vec::new();
    let hidden = hidden_pages(&drafts, project);
    // A folder with other pages in it makes its index a section.
    let mut pages_in: AHashMap<&str, usize> = AHashMap::new();
    for draft in &drafts {
        let folder = draft.folder();
        let mut end = folder.len();
        loop {
            *pages_in.entry(&folder[..end]).or_default() += 1;
            match folder[..end].rfind('/') {
                Some(parent) => end = parent,
                None => break,
            }
        }
    }
    let holds_pages: Vec<bool> =
        drafts.iter().map(|draft| pages_in.get(draft.folder()).is_some_and(|count| *count > 1)).collect();
    drop(pages_in);

    let first = site.pages.len();
    site.by_path.reserve(drafts.len());
    let mut home = None;
    let mut last_folder = (String::new(), urls.of(""));
    for ((mut draft, hidden), holds_pages) in drafts.into_iter().zip(hidden).zip(holds_pages) {
        let known_as = format!("{code}/{}", draft.path);
        if let Some(hidden) = hidden {
            site.hidden.insert(known_as, hidden);
            let picture = draft.front.picture.map(|picture| picture.file.value);
            held_back.push(HeldBack { language, path: draft.path, source: draft.source, picture });
            continue;
        }
        if last_folder.0 != draft.folder() {
            last_folder = (draft.folder().to_owned(), urls.of(draft.folder()));
        }
        let is_index = draft.is_index();
        let url = last_folder.1.as_ref().and_then(|folder| {
            if is_index {
                return Some(folder.clone());
            }
            let stem = draft.path.rsplit('/').next().unwrap_or_default();
            let name = match &draft.front.slug {
                Some(chosen) => chosen.value.clone(),
                None => slug(stem.rsplit_once('.').map_or(stem, |(name, _)| name)),
            };
            (!name.is_empty()).then(|| format!("{folder}{name}/"))
        });
        let Some(url) = url else {
            let _ = diags.no_address(&Place::file(&draft.source.file));
            continue;
        };
        let id = site.pages.len();
        let kind = match () {
            () if draft.path == "index.md" => Kind::Home,
            () if is_index && (holds_pages || draft.front.is_of_section()) => Kind::Section,
            () if draft.front.date.is_some() => Kind::Article,
            () => Kind::Page,
        };
        if kind == Kind::Home {
            home = Some(id);
        }
        let (of, aliases) = (take(&mut draft.front.pages_of), take(&mut draft.front.aliases_of));
        if !of.is_empty() || !aliases.is_empty() {
            wanted.push(WantsMade { page: id, of, aliases });
        }
        pictures.extend(draft.front.picture.take().map(|picture| (id, picture)));
        let page = page(draft, language, url, kind);
        // Two files of one name have one address, too: that is told as what it is.
        if let Some(same) = site.by_path.get(&known_as) {
            let _ = diags.same_name_twice(&place_of_page(&page), &place_of_page(&site.pages[*same]));
        } else if let Err(owner) = site.addresses.claim(&page.output(), Owner::Page(id)) {
            tell_clash(site, &page, owner, diags);
        }
        site.by_path.insert(known_as, id);
        site.pages.push(page);
    }
    match home {
        Some(home) => site.homes.push(home),
        None => {
            let _ = diags.no_home_page(&code);
            // The number leads to some page at least; nothing is rendered after this mistake.
            site.homes.push(first);
        }
    }
    wanted
}

/// A page that has others made under it.
struct WantsMade {
    page: PageId,
    /// Of what, and where it says so.
    of: Vec<(MadeOf, Place)>,
    /// Old addresses of the others, by id.
    aliases: Vec<(Spanned<String>, Vec<Spanned<String>>)>,
}

/// Makes the pages that others want under them. From here on they are pages like any other.
fn add_made(site: &mut Site, wanted: Vec<WantsMade>, makings: &[Making], diags: &mut Diagnostics) {
    let mut have: BTreeMap<MadeOf, Place> = BTreeMap::new();
    for WantsMade { page: above, of, mut aliases } in wanted {
        let mut known = Vec::new();
        // Two things can have the same name. An id leads to what it is the id of, whatever others are called.
        let mut taken: BTreeSet<String> = makings.iter().map(|making| making.made.id.clone()).collect();
        for (of, place) in of {
            if let Some(first) = have.get(&of) {
                let _ = diags.pages_made_twice(&place, first);
                continue;
            }
            have.insert(of, place.clone());
            for making in makings.iter().filter(|making| making.made.of == of) {
                let slug = free_slug(&making.title, &making.made.id, &taken);
                let id = site.pages.len();
                let mut made = made_page(&site.pages[above], above, making, &slug, id);
                if let Some(old) = aliases.iter().position(|(id, _)| id.value == making.made.id) {
                    made.aliases = aliases.swap_remove(old).1;
                }
                let (url, language) = (made.url.clone(), made.language);
                if let Err(owner) = site.addresses.claim(&made.output(), Owner::Page(id)) {
                    let own = place_of(site, owner);
                    let _ = diags.address_of_made_page(&url, &making.title, &place, own.as_ref());
                }
                site.made[language].insert(making.made.clone(), id);
                site.pages.push(made);
                taken.insert(slug);
                known.push(making.made.id.as_str());
            }
        }
        // Of rules with a mistake none are known.
        if !makings.is_empty() {
            for (id, _) in &aliases {
                let _ = diags.alias_of_no_made_page(id, &known);
            }
        }
    }
}

/// The part of the address that a name gives; what has the same name as another, or as the id of another,
/// gets its id besides.
fn free_slug(name: &str, id: &str, taken: &BTreeSet<String>) -> String {
    let (bare, by_id) = (slug(name), slug(id));
    let both = format!("{bare}-{by_id}");
    let numbered = (2..).map(|number| format!("{by_id}-{number}"));
    [bare, both, by_id.clone()]
        .into_iter()
        .chain(numbered)
        .find(|slug| !slug.is_empty() && !slug.starts_with('-') && (slug == id || !taken.contains(slug)))
        .unwrap_or(by_id)
}

fn made_page(above: &Page, section: PageId, making: &Making, slug: &str, number: PageId) -> Page {
    let Made { of, id } = &making.made;
    let under = |path: &str| format!("{}/{}.{id}.md", path.strip_suffix(".md").unwrap_or(path), of.id());
    let text = |value: &String| Text { value: value.clone(), entry: above.title.entry };
    // What is wrong with it is told where it is asked for. It has no text of its own.
    let mut source = above.source.clone();
    source.body = source.file.text.len();
    Page {
        source,
        language: above.language,
        path: under(&above.path),
        url: format!("{}{slug}/", above.url),
        kind: Kind::Page,
        title: text(&making.title),
        description: text(&making.description),
        menu_title: None,
        date: None,
        updated: None,
        // In the order of the rules.
        order: i64::try_from(number).ok(),
        template: None,
        aliases: Vec::new(),
        key: under(&above.key),
        toc: None,
        questions: false,
        indexed: above.indexed,
        one_file: false,
        section: Some(section),
        listing: Listing {
            sort: Sort::Order,
            sort_is_chosen: false,
            shown: false,
            feed: false,
            per_page: None,
        },
        children: Vec::new(),
        translations: Vec::new(),
        notices: Vec::new(),
        picture: None,
        made: Some(making.made.clone()),
        draft: above.draft,
    }
}

/// Which pages are not published. What hides a section hides all that is in it.
fn hidden_pages(drafts: &[Draft], project: &Project) -> Vec<Option<Hidden>> {
    let by_itself = |front: &FrontMatter| match (front.publish, front.expire) {
        _ if front.draft && !project.drafts => Some(Hidden::Draft),
        (Some(publish), _) if publish > project.date => Some(Hidden::Future(publish)),
        (_, Some(expire)) if expire <= project.date => Some(Hidden::Expired(expire)),
        _ => None,
    };
    let folders: AHashMap<&str, Hidden> = drafts
        .iter()
        .filter(|draft| draft.is_index() && !draft.folder().is_empty())
        .filter_map(|draft| Some((draft.folder(), by_itself(&draft.front)?)))
        .collect();
    drafts
        .iter()
        .map(|draft| {
            by_itself(&draft.front).or_else(|| {
                if folders.is_empty() {
                    return None;
                }
                let mut folder = draft.folder();
                loop {
                    if let Some(hidden) = folders.get(folder) {
                        return Some(*hidden);
                    }
                    folder = folder.rsplit_once('/')?.0;
                }
            })
        })
        .collect()
}

fn page(draft: Draft, language: usize, url: String, kind: Kind) -> Page {
    let Draft { path, source, front } = draft;
    let stem = path.rsplit('/').next().unwrap_or_default();
    let title = if front.title.value.is_empty() {
        // Its lack has been told; the name of the file stands in for it.
        Text { value: stem.to_owned(), entry: 0 }
    } else {
        front.title
    };
    Page {
        key: front.key.unwrap_or_else(|| path.clone()),
        language,
        url,
        kind,
        title,
        description: front.description,
        menu_title: front.menu_title,
        date: front.date,
        updated: front.updated,
        order: front.order,
        template: front.template,
        toc: front.toc,
        questions: front.questions,
        indexed: front.indexed.unwrap_or(true),
        one_file: front.one_file,
        aliases: front.aliases,
        section: None,
        listing: Listing {
            sort: front.sort.unwrap_or(if front.feed { Sort::Date } else { Sort::Order }),
            sort_is_chosen: front.sort.is_some() || front.feed,
            shown: front.list.unwrap_or(true),
            feed: front.feed,
            per_page: front.per_page,
        },
        children: Vec::new(),
        translations: Vec::new(),
        notices: Vec::new(),
        picture: None,
        path,
        source,
        made: None,
        draft: front.draft,
    }
}

fn add_files(
    site: &mut Site,
    language: usize,
    files: Vec<OtherFile>,
    urls: &FolderUrls,
    diags: &mut Diagnostics,
) {
    let root = "content/".len() + site.languages[language].code.len() + 1;
    for OtherFile { path, disk, length, picture } in files {
        let known_as = composed(&path["content/".len()..]).into_owned();
        let inside = &known_as[root - "content/".len()..];
        let (folder, name) = inside.rsplit_once('/').unwrap_or(("", inside));
        let Some(folder) = urls.of(folder) else {
            let _ = diags.no_address_of_file(&path);
            continue;
        };
        let url = format!("{folder}{name}");
        let id = site.files.len();
        if let Some(same) = site.file_by_path.get(&known_as) {
            let place = |path: &str| Place::file(&SourceFile::new(path, ""));
            let _ = diags.same_name_twice(&place(&path), &place(&site.files[*same].path));
        } else if let Err(owner) = site.addresses.claim(&url[1..], Owner::File(id))
            // The settings say that it goes there.
            && !matches!(owner, Owner::Copy(copy) if site.copies[copy].from == path)
        {
            let first = place_of(site, owner);
            let _ = diags.file_hides_another(&path, &url, first.as_ref());
        }
        if let Some(Ok(Picture { photo: Some(photo), .. })) = &picture {
            for variant in photo.variants(true) {
                let size = photo.url(&url, &variant);
                if let Err(owner) = site.addresses.claim(&size[1..], Owner::Size(id)) {
                    let first = place_of(site, owner);
                    let _ = diags.file_hides_another(&path, &size, first.as_ref());
                }
            }
        }
        site.file_by_path.insert(known_as, id);
        site.files.push(SiteFile { path, disk, length, url, picture });
    }
}

/// Gives pages the pictures that their front matter names.
fn add_pictures(site: &mut Site, pictures: Vec<(PageId, RawPicture)>, diags: &mut Diagnostics) {
    for (id, RawPicture { file: written, alt }) in pictures {
        let page = &site.pages[id];
        let language = &site.languages[page.language].code;
        let url = written.value.as_str();
        match site.lead(language, &page.path, url) {
            Some((Lead::File(file), _)) if site.files[file].may_be_picture() => {
                site.pages[id].picture = Some(PagePicture { file, alt, place: written.place });
            }
            Some((Lead::File(_), _)) => {
                let _ = diags.file_is_no_picture(&written.place, url);
            }
            _ if is_external(url) || url.starts_with("//") => {
                let _ = diags.picture_from_elsewhere(&written.place, url);
            }
            _ => {
                let language = format!("{language}/");
                let known = site.file_by_path.keys().filter_map(|path| path.strip_prefix(&language));
                let from = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let _ = diags.no_picture(&written.place, url, url, from, known);
            }
        }
    }
}

fn add_copies(site: &mut Site, copies: Vec<CopiedFile>, diags: &mut Diagnostics) {
    for CopiedFile { from, to, disk, length } in copies {
        let is_ours = to.value == MANIFEST;
        let taken = site.addresses.claim(&to.value, Owner::Copy(site.copies.len()));
        if let (true, _) | (_, Err(_)) = (is_ours, taken) {
            let first = taken.err().and_then(|owner| place_of(site, owner));
            let _ = diags.copy_hides_another(&to, first.as_ref());
            continue;
        }
        site.copies.push(Copy { from: from.value, disk, length, to: to.value, place: to.place });
    }
}

/// What the program writes beside the site: see [`crate::write`].
const MANIFEST: &str = ".leader-site.json";

/// Tells of files whose names differ in nothing but small and capital letters: on many computers and
/// servers they are one.
fn tell_of_names(site: &Site, diags: &mut Diagnostics) {
    let mut known: BTreeMap<String, &SiteFile> = BTreeMap::new();
    for file in &site.files {
        let same = known.insert(file.url.to_lowercase(), file);
        if let Some(same) = same.filter(|same| same.url != file.url) {
            let place = |file: &SiteFile| Place::file(&SourceFile::new(file.path.clone(), ""));
            diags.names_differ_by_case(&place(file), &place(same));
        }
    }
}

fn claim_made_files(site: &mut Site, diags: &mut Diagnostics) {
    let prefixes: Vec<String> = site.languages.iter().map(|language| language.prefix.clone()).collect();
    let of_languages = prefixes.iter().map(|prefix| format!("{prefix}/404.html")[1..].to_owned());
    for path in ["sitemap.xml"].map(str::to_owned).into_iter().chain(of_languages) {
        if let Err(Owner::Copy(copy)) = site.addresses.claim(&path, Owner::Made) {
            let Copy { to, place, .. } = &site.copies[copy];
            let to = Spanned { value: to.clone(), place: place.clone() };
            let _ = diags.copy_hides_another(&to, None);
        }
    }
    // A site may bring its own.
    let _ = site.addresses.claim("robots.txt", Owner::Made);
    // Folders with files whose names are known only when they are made.
    for folder in ["assets/share", "assets/fixed"] {
        let _ = site.addresses.claim(folder, Owner::Made);
    }
}

/// Finds the section of each page, and puts the pages of each section in order.
fn link_sections(site: &mut Site) {
    let mut sections: AHashMap<(usize, &str), PageId> = AHashMap::new();
    for (id, page) in site.pages.iter().enumerate() {
        if matches!(page.kind, Kind::Section | Kind::Home) {
            sections.insert((page.language, folder_of(&page.path)), id);
        }
    }
    let parents: Vec<Option<PageId>> = site
        .pages
        .iter()
        .map(|page| {
            if page.made.is_some() {
                return page.section;
            }
            let mut folder = folder_of(&page.path);
            if page.path.ends_with("index.md") {
                if folder.is_empty() {
                    return None;
                }
                folder = folder_of(folder);
            }
            loop {
                if let Some(section) = sections.get(&(page.language, folder)) {
                    return Some(*section);
                }
                if folder.is_empty() {
                    return None;
                }
                folder = folder_of(folder);
            }
        })
        .collect();
    drop(sections);
    let mut children: BTreeMap<PageId, Vec<PageId>> = BTreeMap::new();
    for (id, parent) in parents.iter().enumerate() {
        if let Some(parent) = parent {
            children.entry(*parent).or_default().push(id);
        }
    }
    for (page, parent) in site.pages.iter_mut().zip(parents) {
        page.section = parent;
    }
    let (pages, languages) = (&site.pages, &site.languages);
    let sorted: Vec<(PageId, Sort, Vec<PageId>)> = children
        .into_par_iter()
        .map(|(section, mut children)| {
            let listing = &pages[section].listing;
            // Nobody gives news a number; a folder of nothing but news goes by date.
            let all_dated = children.iter().all(|id| pages[*id].date.is_some());
            let sort = if all_dated && !listing.sort_is_chosen { Sort::Date } else { listing.sort };
            let locale = &languages[pages[section].language].locale;
            children.sort_by(|a, b| compare(&pages[*a], &pages[*b], sort, locale));
            (section, sort, children)
        })
        .collect();
    for (section, sort, children) in sorted {
        site.pages[section].listing.sort = sort;
        site.pages[section].children = children;
    }
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn compare(a: &Page, b: &Page, sort: Sort, locale: &Locale) -> Ordering {
    let first = match sort {
        Sort::Order => a.order.unwrap_or(i64::MAX).cmp(&b.order.unwrap_or(i64::MAX)),
        Sort::Date => Reverse(a.date).cmp(&Reverse(b.date)),
        Sort::Title => Ordering::Equal,
    };
    first.then_with(|| locale.compare(&a.title.value, &b.title.value)).then_with(|| a.path.cmp(&b.path))
}

/// The page that searches a language: the first with the theme's template for that.
fn search_page(site: &Site, language: usize) -> Option<PageId> {
    site.pages.iter().position(|page| {
        page.language == language && page.template.as_ref().is_some_and(|template| template.value == "search")
    })
}

/// Claims the addresses of further parts of long lists, and of feeds.
fn claim_lists(site: &mut Site, diags: &mut Diagnostics) {
    for id in 0..site.pages.len() {
        let page = &site.pages[id];
        let mut outputs = Vec::new();
        for part in 2..=page.parts() {
            outputs.push((format!("{}{part}/index.html", &page.url[1..]), Owner::Part(id)));
        }
        if page.listing.feed {
            outputs.push((format!("{}atom.xml", &page.url[1..]), Owner::Made));
        }
        outputs.extend(page.one_file_output().map(|output| (output, Owner::Made)));
        if site.search_page(page.language) == Some(id) {
            outputs.push((format!("{}{SEARCH_INDEX}", &page.url[1..]), Owner::Made));
            // The rest of the index lies in a folder, which nobody else can have.
            outputs.push((format!("{}index", &page.url[1..]), Owner::Made));
        }
        for (output, owner) in outputs {
            if let Err(owner) = site.addresses.claim(&output, owner) {
                let first = place_of(site, owner);
                let _ = diags.list_hides_page(&place_of_page(&site.pages[id]), &output, first.as_ref());
            }
        }
    }
}

/// Claims the parts of a map of the site that is too long for one file: at least as many as there can be.
fn claim_sitemaps(site: &mut Site) {
    let pages = site.pages.iter().filter(|page| page.indexed).count();
    if pages > MOST_IN_SITEMAP {
        for part in 1..=pages / 5_000 {
            // Nobody else has a file of that name without meaning it; the address is told of there.
            let _ = site.addresses.claim(&format!("sitemap-{part}.xml"), Owner::Made);
        }
    }
}

fn claim_redirects(site: &mut Site, diags: &mut Diagnostics) {
    for page in 0..site.pages.len() {
        for written in take(&mut site.pages[page].aliases) {
            // The front matter took none that gives no path.
            let Some(path) = old_address(&written.value) else { continue };
            let path = path.as_str();
            let name = path.rsplit('/').next().unwrap_or_default();
            let output = if path.ends_with('/') {
                format!("{path}index.html")
            } else if name.ends_with(".html") || name.ends_with(".htm") {
                path.to_owned()
            } else {
                format!("{path}/index.html")
            };
            let number = site.redirects.len();
            match site.addresses.claim(&output, Owner::Redirect(number)) {
                Ok(()) => site.redirects.push(Redirect { output, page, written }),
                Err(Owner::Page(same)) if same == page => {
                    let _ = diags.alias_of_itself(&written);
                }
                Err(owner) => {
                    let first = place_of(site, owner);
                    let _ = diags.alias_hides_page(&written, first.as_ref());
                }
            }
        }
    }
    // Nobody chose these addresses: whatever else is there goes before.
    for page in 0..site.pages.len() {
        let Some(url) = site.lasting_url(&site.pages[page]) else { continue };
        let output = format!("{}index.html", &url[1..]);
        if site.addresses.claim(&output, Owner::Redirect(site.redirects.len())).is_ok() {
            let written = Spanned { value: url, place: place_of_page(&site.pages[page]) };
            site.redirects.push(Redirect { output, page, written });
        }
    }
}

fn tell_clash(site: &Site, page: &Page, owner: Owner, diags: &mut Diagnostics) {
    if let Owner::Copy(copy) = owner {
        let Copy { to, place, .. } = &site.copies[copy];
        let to = Spanned { value: to.clone(), place: place.clone() };
        let _ = diags.copy_hides_another(&to, Some(&place_of_page(page)));
        return;
    }
    let first = place_of(site, owner);
    let _ = diags.two_pages_with_one_address(&place_of_page(page), &page.url, first.as_ref());
}

/// Where the author says what stands at an address.
fn place_of(site: &Site, owner: Owner) -> Option<Place> {
    match owner {
        Owner::Page(page) | Owner::Part(page) => site.pages.get(page).map(place_of_page),
        Owner::Redirect(number) => site.redirects.get(number).map(|redirect| redirect.written.place.clone()),
        Owner::File(file) | Owner::Size(file) => {
            site.files.get(file).map(|file| Place::file(&SourceFile::new(file.path.clone(), "")))
        }
        Owner::Copy(copy) => site.copies.get(copy).map(|copy| copy.place.clone()),
        Owner::Made => None,
    }
}

fn place_of_page(page: &Page) -> Place {
    Place::file(&page.source.file)
}

fn link_translations(site: &mut Site, diags: &mut Diagnostics) {
    if site.languages.len() < 2 {
        return;
    }
    let mut by_key: AHashMap<&str, Vec<PageId>> = AHashMap::new();
    for (id, page) in site.pages.iter().enumerate() {
        let same = by_key.entry(&page.key).or_default();
        if let Some(first) = same.iter().find(|other| site.pages[**other].language == page.language) {
            let first = place_of_page(&site.pages[*first]);
            let _ = diags.two_pages_with_one_key(&place_of_page(page), &page.key, &first);
        }
        same.push(id);
    }
    let translations: Vec<Vec<PageId>> = site
        .pages
        .iter()
        .enumerate()
        .map(|(id, page)| by_key[page.key.as_str()].iter().copied().filter(|other| *other != id).collect())
        .collect();
    for (page, translations) in site.pages.iter_mut().zip(translations) {
        page.translations = translations;
    }
}

/// A key of its own leads to a page in another language, or to nothing.
fn keys_are_known(site: &Site, diags: &mut Diagnostics) {
    if site.languages.len() < 2 {
        return;
    }
    let has_key = |page: &&Page| page.made.is_none() && page.key != page.path && page.translations.is_empty();
    for page in site.pages.iter().filter(has_key) {
        let is_hidden =
            |language: &Language| site.hidden.contains_key(&format!("{}/{}", language.code, page.key));
        if site.languages.iter().any(is_hidden) {
            continue;
        }
        let others =
            site.pages.iter().filter(|other| other.language != page.language && other.made.is_none());
        let known: Vec<&str> = others.map(|other| other.key.as_str()).collect();
        let Some(place) = place_in_front(page, "key") else { continue };
        diags.key_of_no_page(&Spanned { value: page.key.clone(), place }, known);
    }
}

/// Where the value of a key of the front matter stands, if it stands on the line of the key.
fn place_in_front(page: &Page, key: &str) -> Option<Place> {
    let front = page.source.front.clone();
    let text = page.source.file.text.get(front.clone())?;
    let mut at = front.start;
    for line in text.split_inclusive('\n') {
        if let Some(value) = line.strip_prefix(key).and_then(|rest| rest.strip_prefix(':')) {
            let start = at + key.len() + 1 + (value.len() - value.trim_start().len());
            return Some(Place::bytes(&page.source.file, start..start + value.trim().len()));
        }
        at += line.len();
    }
    None
}

/// So many days ahead a date is a slip of the keyboard, and no plan.
const FARTHEST_DAYS: i64 = 366;

/// Tells of pages dated ahead, and of those among news that have no date.
fn dates_are_near(site: &Site, diags: &mut Diagnostics) {
    let today = site.date;
    let farthest = today.saturating_add(Span::new().days(FARTHEST_DAYS));
    for page in site.pages.iter().filter(|page| page.made.is_none()) {
        for (key, date) in [("date", page.date), ("updated", page.updated)] {
            let Some(date) = date.filter(|date| *date > today) else { continue };
            let place = place_in_front(page, key).unwrap_or_else(|| place_of_page(page));
            diags.dated_ahead(&place, date, today, date > farthest);
        }
        let of_news = page.section.is_some_and(|section| {
            let listing = &site.pages[section].listing;
            listing.sort == Sort::Date && listing.sort_is_chosen
        });
        if of_news && page.kind == Kind::Page && page.date.is_none() {
            diags.news_without_date(&page.source.place_of(&page.title), today);
        }
    }
}

/// Gives each page that a language lacks a page there that says so.
fn add_notices(site: &mut Site) {
    for id in 0..site.pages.len() {
        let page = &site.pages[id];
        let all: Vec<PageId> = std::iter::once(id).chain(page.translations.iter().copied()).collect();
        // Once for all its translations: the first of them.
        if all.iter().any(|other| site.pages[*other].language < page.language) {
            continue;
        }
        let bare = page.url[site.languages[page.language].prefix.len()..].to_owned();
        for language in 0..site.languages.len() {
            if all.iter().any(|other| site.pages[*other].language == language) {
                continue;
            }
            let url = format!("{}{bare}", site.languages[language].prefix);
            // Nobody chose this address, so whatever else has it goes before, and no notice is there.
            if site.addresses.claim(&format!("{}index.html", &url[1..]), Owner::Made).is_err() {
                continue;
            }
            for other in &all {
                site.pages[*other].notices.push(site.notices.len());
            }
            site.notices.push(Notice { language, page: id, url });
        }
    }
}

fn add_menus(site: &mut Site, menus: Vec<super::settings::RawMenu>, diags: &mut Diagnostics) {
    for (language, menu) in menus.into_iter().enumerate() {
        let code = site.languages[language].code.clone();
        let main = menu_items(site, &code, menu.main, diags);
        let footer = menu_items(site, &code, menu.footer, diags);
        site.languages[language].menu = Menu { main, footer };
    }
}

fn publicity(site: &Site, raw: RawPublicity, diags: &mut Diagnostics) -> Publicity {
    let logos = raw.logos.into_iter().filter_map(|(path, alt)| {
        let file = site.file_by_path.get(&*name_of(path.value.trim_start_matches('/')));
        if let Some(file) = file
            && let Some(Err(slip)) = site.files[*file].picture
        {
            let _ = diags.picture_with_slip(&path.place, &site.files[*file].path, slip);
        }
        if file.is_none() {
            let known = site.file_by_path.keys().map(String::as_str);
            let _ = diags.no_file_for_logo(&path, known);
        }
        Some(Logo { file: *file?, alt })
    });
    Publicity { mark: raw.mark, authority: raw.authority, logos: logos.collect() }
}

fn menu_items(site: &Site, code: &str, items: Vec<RawItem>, diags: &mut Diagnostics) -> Vec<MenuItem> {
    items
        .into_iter()
        .filter_map(|item| {
            let children = menu_items(site, code, item.children, diags);
            let target = match item.target? {
                RawTarget::Url(url) => Target::Url(url.value),
                RawTarget::Page(path) => Target::Page(menu_page(site, code, &path, diags)?),
            };
            Some(MenuItem { title: item.title, target, children })
        })
        .collect()
}

/// The page of a menu entry. A page that is not published now is left out until it is.
fn menu_page(site: &Site, code: &str, path: &Spanned<String>, diags: &mut Diagnostics) -> Option<PageId> {
    let known_as = format!("{code}/{}", name_of(path.value.trim_start_matches('/')));
    if let Some(page) = site.by_path.get(&known_as) {
        return Some(*page);
    }
    if !site.hidden.contains_key(&known_as) {
        let folder = format!("{code}/");
        let known = site.by_path.keys().filter_map(|path| path.strip_prefix(&folder));
        let _ = diags.no_page_for_menu(path, known);
    }
    None
}
