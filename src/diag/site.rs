//! Mistakes in pages, settings, themes and links.

use jiff::civil::Date;

use super::{Diagnostic, Diagnostics, Reported};
use crate::model::slug::slug;
use crate::source::{Place, SourceFile, Spanned};

/// Settings, theme and folders.
impl Diagnostics {
    /// A folder without `content/site.yaml`.
    pub fn no_site(&mut self, folder: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "no-site",
                format!("there is no site in `{folder}`: `content/site.yaml` is missing"),
            )
            .help("go to the folder of the site, or name it with `--site`"),
        )
    }

    /// A theme that has no folder.
    pub fn no_theme<'a>(
        &mut self,
        name: &Spanned<String>,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Reported {
        self.push(
            Diagnostic::error("no-theme", format!("there is no theme `{}`", name.value))
                .at(&name.place, format!("the folder `themes/{}` is missing", name.value))
                .nearest(&name.value, known),
        )
    }

    /// A base URL that is none.
    pub fn not_a_base_url(&mut self, found: &Spanned<String>) -> Reported {
        self.push(
            Diagnostic::error("not-an-address", format!("`{}` is not the address of a site", found.value))
                .at(&found.place, "expected an address with https:// and without ? or #")
                .help("write it like `https://example.org/` or `https://example.org/leader/`"),
        )
    }

    /// An address that does not lead out of the site, where one has to.
    pub fn not_an_external_address(&mut self, found: &Spanned<String>) -> Reported {
        self.push(
            Diagnostic::error("not-an-address", format!("`{}` is not an address on the web", found.value))
                .at(&found.place, "expected an address with https://")
                .help("write the whole address, such as `https://www.ruokavirasto.fi/`; for a page of this site write `page: …`"),
        )
    }

    /// A menu entry with `page` and `url`.
    pub fn menu_entry_with_two_targets(&mut self, url: &Place) -> Reported {
        self.push(
            Diagnostic::error("two-targets", "this menu entry has both `page` and `url`")
                .at(url, "where should it lead?")
                .help("keep `page` for a page of this site, or `url` for another site"),
        )
    }

    /// A menu entry whose page does not exist.
    pub fn no_page_for_menu<'a>(
        &mut self,
        path: &Spanned<String>,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Reported {
        let mut known: Vec<&str> = known.into_iter().collect();
        known.sort_unstable();
        self.push(
            Diagnostic::error("no-page", format!("the menu leads to `{}`, which does not exist", path.value))
                .at(&path.place, "no such page")
                .nearest(&path.value, known),
        )
    }

    /// A period that ends before its first day.
    pub fn period_ends_before_it_starts(&mut self, from: &Spanned<Date>) -> Reported {
        self.push(
            Diagnostic::error("empty-period", "this period ends before it begins")
                .at(&from.place, format!("begins on {}", from.value))
                .help("`until` is the last day on which it holds"),
        )
    }

    /// Two periods with a common day.
    pub fn periods_overlap(&mut self, later: &Spanned<Date>, earlier: &Spanned<Date>) -> Reported {
        self.push(
            Diagnostic::error("overlapping-periods", "two periods hold on the same day")
                .at(&later.place, "this one begins before the other has ended")
                .related(&earlier.place, "the other one")
                .help(match later.value.yesterday() {
                    Ok(eve) if eve >= earlier.value => format!("end the other one with `until: {eve}`"),
                    _ => "give each period its own days with `from` and `until`".to_owned(),
                }),
        )
    }

    /// A day on which no authority decides.
    pub fn no_authority(&mut self, authority: &Place, date: Date) -> Reported {
        self.push(
            Diagnostic::error("no-authority", format!("no authority is in force on {date}"))
                .at(authority, "no period holds that day")
                .help(format!("add a period that holds on {date}, or build for another day with `--date`")),
        )
    }

    /// A folder of pages whose language the settings do not name.
    pub fn folder_of_no_language<'a>(&mut self, name: &str, known: impl IntoIterator<Item = &'a str>) {
        let known: Vec<&str> = known.into_iter().collect();
        self.warn(
            Diagnostic::warning(
                "unknown-language",
                format!("the pages in `content/{name}` are not published"),
            )
            .note(format!("content/site.yaml names these languages: {}", known.join(", ")))
            .help(format!("add `{{code: {name}, name: …}}` to `languages`, or move the folder away")),
        );
    }

    /// A language without a front page.
    pub fn no_home_page(&mut self, language: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "no-front-page",
                format!("there is no front page `content/{language}/index.md`"),
            )
            .help(format!("write `content/{language}/index.md`, with `title:` between two lines of `---`")),
        )
    }

    /// A language for which the theme has no words.
    pub fn no_texts(&mut self, path: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "no-texts",
                format!("the theme has no words in this language: `{path}` is missing"),
            )
            .help("copy the file of another language and translate the texts in it"),
        )
    }

    /// A text that one language of the theme has and another lacks.
    pub fn missing_theme_text(&mut self, file: &Place, group: &str, key: &str, other: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "missing-text",
                format!("the text `{group}.{key}` is missing in this language"),
            )
            .at(file, "")
            .note(format!("`{other}` has it"))
            .help(format!("add `{key}: …` under `{group}:`")),
        )
    }
}

/// Pages and their addresses.
impl Diagnostics {
    /// A page that does not begin with front matter.
    pub fn no_front_matter(&mut self, file: &std::sync::Arc<SourceFile>) -> Reported {
        let title =
            file.text.lines().find_map(|line| line.strip_prefix("# ")).map_or("Sivun otsikko", str::trim);
        let end = file.text.find('\n').unwrap_or(file.text.len());
        self.push(
            Diagnostic::error("no-front-matter", "this page does not begin with its title")
                .at(&Place::bytes(file, 0..end), "expected a line of three hyphens: ---")
                .help(format!("begin the file with three lines: `---`, `title: {title}`, `---`")),
        )
    }

    /// Front matter without its second line of hyphens.
    pub fn unclosed_front_matter(&mut self, first: &Place) -> Reported {
        self.push(
            Diagnostic::error("unclosed-front-matter", "the part with the title has no end")
                .at(first, "begins here")
                .help("write a line `---` below the last of its keys, before the text of the page"),
        )
    }

    /// A slug with other letters than an address takes.
    pub fn not_a_slug(&mut self, found: &Spanned<String>) -> Reported {
        let meant = slug(&found.value);
        let meant = if meant.is_empty() { "uusi-sivu".to_owned() } else { meant };
        self.push(
            Diagnostic::error("not-a-slug", format!("`{}` cannot stand in an address", found.value))
                .at(&found.place, "expected a-z, 0-9 and hyphens")
                .help(format!("write `slug: {meant}`")),
        )
    }

    /// An alias that is not an address of the site.
    pub fn not_an_alias(&mut self, found: &Spanned<String>) -> Reported {
        self.push(
            Diagnostic::error("not-an-address", format!("`{}` is not an address of this site", found.value))
                .at(&found.place, "expected an old address such as /vanha/osoite/")
                .help("write the old address from the first `/` behind the name of the site, without spaces, ? and #"),
        )
    }

    /// A file name that no address can be made from.
    pub fn no_address(&mut self, page: &Place) -> Reported {
        self.push(
            Diagnostic::error("no-address", "no address can be made from the name of this file or of its folder")
                .at(page, "")
                .help("rename it with letters a-z, or give the page (or the folder's index.md) an address with `slug: …`"),
        )
    }

    /// A file whose folder gives no address.
    pub fn no_address_of_file(&mut self, path: &str) -> Reported {
        self.push(
            Diagnostic::error("no-address", format!("no address can be made from the folder of `{path}`"))
                .help("rename the folder with letters a-z"),
        )
    }

    /// Two pages that want one address.
    pub fn two_pages_with_one_address(
        &mut self,
        second: &Place,
        url: &str,
        first: Option<&Place>,
    ) -> Reported {
        let mut message = Diagnostic::error("address-taken", format!("two pages want the address `{url}`"))
            .at(second, "this page")
            .help("rename one of the files, or give one of them another address with `slug: …`");
        if let Some(first) = first {
            message = message.related(first, "the other one");
        }
        self.push(message)
    }

    /// A file beside the pages at the address of something else.
    pub fn file_hides_another(&mut self, path: &str, url: &str, first: Option<&Place>) -> Reported {
        let mut message =
            Diagnostic::error("address-taken", format!("the address `{url}` of the file `{path}` is taken"))
                .help("rename the file");
        if let Some(first) = first {
            message = message.related(first, "this has it");
        }
        self.push(message)
    }

    /// A further part of a list, or a feed, at the address of something else.
    pub fn list_hides_page(&mut self, section: &Place, output: &str, first: Option<&Place>) -> Reported {
        let mut message = Diagnostic::error(
            "address-taken",
            format!("the list of this section needs the address `/{output}`, which is taken"),
        )
        .at(section, "this section")
        .help("rename the page or file that has it");
        if let Some(first) = first {
            message = message.related(first, "this has it");
        }
        self.push(message)
    }

    /// An alias at the address of its own page.
    pub fn alias_of_itself(&mut self, alias: &Spanned<String>) -> Reported {
        self.push(
            Diagnostic::error(
                "alias-of-itself",
                format!("`{}` is the address of this page itself", alias.value),
            )
            .at(&alias.place, "not an old address")
            .help("take this line out"),
        )
    }

    /// An alias at the address of another page or file.
    pub fn alias_hides_page(&mut self, alias: &Spanned<String>, first: Option<&Place>) -> Reported {
        let mut message =
            Diagnostic::error("address-taken", format!("the old address `{}` is in use", alias.value))
                .at(&alias.place, "would hide what is there")
                .help("take this alias out, or give the other one a new address");
        if let Some(first) = first {
            message = message.related(first, "this has it");
        }
        self.push(message)
    }

    /// Two pages of a language with one `key`.
    pub fn two_pages_with_one_key(&mut self, second: &Place, key: &str, first: &Place) -> Reported {
        self.push(
            Diagnostic::error(
                "two-pages-with-one-key",
                format!("two pages of one language have the key `{key}`"),
            )
            .at(second, "this page")
            .related(first, "the other one")
            .help("a key pairs a page with its translation: give each page of a language its own"),
        )
    }

    /// A page that expires before it is published.
    pub fn expires_before_it_is_published(&mut self, expire: &Place, publish: Date) -> Reported {
        self.push(
            Diagnostic::error("empty-period", "this page is gone before it is published")
                .at(expire, "the first day on which the page is gone")
                .help(format!("write a day after {publish}")),
        )
    }
}

/// The text of pages.
impl Diagnostics {
    /// A name in `{{ … }}` that nothing has.
    pub fn unknown_reference(&mut self, place: &Place, name: &str, known: &[String]) -> Reported {
        let mut known: Vec<&str> = known.iter().map(String::as_str).collect();
        known.sort_unstable();
        known.dedup();
        self.push(
            Diagnostic::error("unknown-reference", format!("`{name}` is the name of nothing"))
                .at(place, "unknown name")
                .nearest(name, known),
        )
    }

    /// The name of a block in the middle of a text.
    pub fn block_within_text(&mut self, place: &Place, name: &str) -> Reported {
        self.push(
            Diagnostic::error("block-within-text", format!("`{name}` cannot stand within a text"))
                .at(place, "this is a whole block of the page")
                .help(format!(
                    "write `{{{{ {name} }}}}` on a line of its own, with an empty line above and below"
                )),
        )
    }

    /// An amount or percentage in prose that is a value of the rules.
    pub fn typed_value(&mut self, place: &Place, written: &str, reference: &str) -> Reported {
        self.push(
            Diagnostic::error(
                "typed-value",
                format!("`{written}` is typed here, but it is a value of the rules"),
            )
            .at(place, "goes stale when the rules change")
            .help(format!(
                "write `{{{{ {reference} }}}}`; if this is another {written}, write `{written}{{nolink}}`"
            )),
        )
    }

    /// A heading of the first level in the text.
    pub fn first_level_heading(&mut self, place: &Place) -> Reported {
        self.push(
            Diagnostic::error("first-level-heading", "the title of the page is its only heading of the first level")
                .at(place, "a second title")
                .help("begin the headings of the text with two signs: `## …`; the title itself is `title:` at the top of the file"),
        )
    }

    /// A heading two levels or more below the one before it.
    pub fn skipped_heading_level(&mut self, place: &Place, before: u8, found: u8) -> Reported {
        let signs = "#".repeat(usize::from(before) + 1);
        let above = match before {
            1 => "the title of the page".to_owned(),
            level => format!("a heading of level {level}"),
        };
        self.push(
            Diagnostic::error(
                "skipped-heading-level",
                format!("a heading of level {found} stands under {above}"),
            )
            .at(place, "a level is missing in between")
            .help(format!("write `{signs} …`")),
        )
    }

    /// A heading without words.
    pub fn empty_heading(&mut self, place: &Place) -> Reported {
        self.push(
            Diagnostic::error("empty-heading", "this heading has no words")
                .at(place, "nothing behind the signs")
                .help("write the heading, or take the line out"),
        )
    }

    /// An anchor with other letters than an address takes.
    pub fn not_an_anchor(&mut self, place: &Place, id: &str) -> Reported {
        let meant = slug(id);
        let meant = if meant.is_empty() { "osio".to_owned() } else { meant };
        self.push(
            Diagnostic::error("not-an-anchor", format!("`{id}` cannot be an anchor"))
                .at(place, "expected a-z, 0-9 and hyphens")
                .help(format!("write `{{#{meant}}}`")),
        )
    }

    /// An anchor that the page has already.
    pub fn anchor_twice(&mut self, place: &Place, id: &str) -> Reported {
        self.push(
            Diagnostic::error("anchor-twice", format!("the anchor `{id}` is on this page already"))
                .at(place, "second time")
                .help(format!("give this heading another one, such as `{{#{id}-2}}`")),
        )
    }

    /// HTML in Markdown.
    pub fn raw_html(&mut self, place: &Place, written: &str) -> Reported {
        let tag = written
            .trim_start_matches(['<', '/'])
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let help = match tag.as_str() {
            "br" => "end the line with a backslash `\\` to begin a new one",
            "b" | "strong" => "write `**bold**`",
            "i" | "em" => "write `*emphasis*`",
            "a" => "write `[text](address)`",
            "img" => "write `![what the picture shows](picture.jpg)`",
            "h1" | "h2" | "h3" | "h4" => "write `## heading`",
            "ul" | "ol" | "li" => "write each item on a line that begins with `- `",
            "table" | "tr" | "td" | "th" => "write the table with `|` between the cells",
            "p" | "div" | "span" => "take the tag out: an empty line begins a new paragraph",
            "hr" => "write `---` on a line of its own",
            "sup" | "sub" => "write it without the tag, for example m² and CO₂",
            "" => "write `\\<` where you mean the sign itself",
            _ => "write it in Markdown; what that cannot show belongs in a template of the theme",
        };
        self.push(
            Diagnostic::error("raw-html", "HTML is not taken in the text of pages")
                .at(place, "HTML")
                .help(help),
        )
    }

    /// A footnote sign without a note.
    pub fn no_footnote(&mut self, place: &Place, sign: &str) -> Reported {
        self.push(
            Diagnostic::error("no-footnote", format!("the footnote `{sign}` has no text"))
                .at(place, "refers to a note that is not there")
                .help(format!("write the note on a line of its own: `{sign}: …`")),
        )
    }

    /// A note that nothing refers to.
    pub fn unused_footnote(&mut self, place: &Place, name: &str) -> Reported {
        self.push(
            Diagnostic::error("unused-footnote", format!("nothing refers to the footnote `{name}`"))
                .at(place, "would not be shown")
                .help(format!("write `[^{name}]` in the text where the note belongs, or take the note out")),
        )
    }

    /// A picture without alternative text.
    pub fn picture_without_words(&mut self, place: &Place, written: &str) -> Reported {
        let file = written.split_once("](").map_or("kuva.jpg", |(_, rest)| rest.trim_end_matches(')'));
        self.push(
            Diagnostic::error("no-alternative-text", "this picture says nothing to those who cannot see it")
                .at(place, "the words in the brackets are missing")
                .help(format!("say what the picture shows: `![Talkooväkeä kylätalon pihalla]({file})`")),
        )
    }

    /// A picture that does not lie in the site.
    pub fn picture_from_elsewhere(&mut self, place: &Place, url: &str) -> Reported {
        let name = url.rsplit('/').next().unwrap_or("kuva.jpg");
        self.push(
            Diagnostic::error("picture-from-elsewhere", "this picture lies on another site")
                .at(place, "would tell the other site who reads this page")
                .help(format!("save the picture beside this page and write `![…]({name})`")),
        )
    }

    /// A picture that is not there.
    pub fn no_picture<'a>(
        &mut self,
        place: &Place,
        url: &str,
        wanted: &str,
        from: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Reported {
        let message =
            Diagnostic::error("no-picture", format!("there is no picture `{url}`")).at(place, "not found");
        self.push(with_near_file(
            message,
            wanted,
            from,
            known,
            "put the file beside the page, or correct its name",
        ))
    }

    /// A link to a file that is not there.
    pub fn broken_link<'a>(
        &mut self,
        place: &Place,
        url: &str,
        wanted: &str,
        from: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Reported {
        let message =
            Diagnostic::error("broken-link", format!("`{url}` leads nowhere")).at(place, "no such file");
        if url.contains('@') {
            return self.push(message.help(format!("for an e-mail address write `mailto:{url}`")));
        }
        let looks_like_host = url.starts_with("www.") || (!url.contains('/') && url.ends_with(".fi"));
        if looks_like_host {
            return self
                .push(message.help(format!("for another site write the whole address: `https://{url}`")));
        }
        let otherwise =
            "link to a page by its file, such as `../rahoitus/index.md`, and to another site with https://";
        self.push(with_near_file(message, wanted, from, known, otherwise))
    }

    /// A link to nothing at all.
    pub fn empty_link(&mut self, place: &Place) -> Reported {
        self.push(
            Diagnostic::error("broken-link", "this link leads nowhere")
                .at(place, "the address in the brackets is missing")
                .help("write the file of a page or an address: `[teksti](sivu.md)`"),
        )
    }

    /// A link up and out of `content/`.
    pub fn link_out_of_content(&mut self, place: &Place, url: &str) -> Reported {
        self.push(
            Diagnostic::error("broken-link", format!("`{url}` leads out of the folder of pages"))
                .at(place, "too many `../`")
                .help(
                    "begin the path with `/` to start from the folder of the language: `/rahoitus/index.md`",
                ),
        )
    }

    /// A link such as `javascript:` or `ftp:`.
    pub fn unusual_scheme(&mut self, place: &Place, scheme: &str) -> Reported {
        self.push(
            Diagnostic::error("broken-link", format!("links with `{scheme}:` are not taken"))
                .at(place, "expected a page, https:, mailto: or tel:")
                .help("link to a page by its file, and to another site with https://"),
        )
    }

    /// A link to a page that is a draft.
    pub fn link_to_draft(&mut self, place: &Place, url: &str) -> Reported {
        self.push(
            Diagnostic::error("link-to-draft", format!("`{url}` is a draft and not published"))
                .at(place, "would lead nowhere")
                .help("take `draft: true` out of that page, or the link out of this one"),
        )
    }

    /// A link to a page that is published later.
    pub fn link_to_future_page(&mut self, place: &Place, url: &str, date: Date) {
        self.warn(
            Diagnostic::warning("link-to-hidden-page", format!("`{url}` is not published before {date}"))
                .at(place, "shown without a link until then"),
        );
    }

    /// A link to a page that is gone.
    pub fn link_to_expired_page(&mut self, place: &Place, url: &str, date: Date) {
        self.warn(
            Diagnostic::warning("link-to-hidden-page", format!("`{url}` has been gone since {date}"))
                .at(place, "shown without a link")
                .help("take the link out, or give that page a later day in `expire:`"),
        );
    }
}

/// Adds the nearest file that is there, written as a link from the folder `from`.
fn with_near_file<'a>(
    message: Diagnostic,
    wanted: &str,
    from: &str,
    known: impl IntoIterator<Item = &'a str>,
    otherwise: &str,
) -> Diagnostic {
    let mut known: Vec<&str> = known.into_iter().collect();
    known.sort_unstable();
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    // The right name in the wrong folder is the usual slip.
    let moved = known.iter().copied().find(|path| name(path) == name(wanted) && name(path) != "index.md");
    match moved.or_else(|| super::nearest(wanted, known.iter().copied())) {
        Some(near) => message.help(format!("did you mean `{}`?", relative(from, near))),
        None => message.help(otherwise),
    }
}

/// The path of a file as seen from a folder.
fn relative(from: &str, path: &str) -> String {
    let from: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    let parts: Vec<&str> = path.split('/').collect();
    let same = from.iter().zip(&parts[..parts.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from.len() - same);
    format!("{up}{}", parts[same..].join("/"))
}

/// Templates and finished pages.
impl Diagnostics {
    /// A template that cannot be read.
    pub fn template_syntax(&mut self, place: &Place, message: &str) -> Reported {
        self.push(
            Diagnostic::error("template", format!("this template cannot be used: {message}"))
                .at(place, "here"),
        )
    }

    /// A set of templates that does not fit together; where is not known.
    pub fn template_broken(&mut self, message: &str) -> Reported {
        self.push(Diagnostic::error("template", format!("the templates cannot be used: {message}")))
    }

    /// A template that extends one that is not there.
    pub fn template_without_parent(&mut self, place: Option<&Place>, parent: &str) -> Reported {
        let mut message = Diagnostic::error("template", format!("there is no template `{parent}`"));
        if let Some(place) = place {
            message = message.at(place, "not found");
        }
        self.push(message.help("templates lie in `templates/` of the theme, or of the site"))
    }

    /// Templates that extend or include each other in a circle.
    pub fn template_in_a_circle(&mut self, place: Option<&Place>, name: &str) -> Reported {
        let mut message =
            Diagnostic::error("template", format!("the template `{name}` comes back to itself"));
        if let Some(place) = place {
            message = message.at(place, "");
        }
        self.push(message.help("take out one of the `extends` or `include` that lead back here"))
    }

    /// A template that failed on a page, and on `more` pages besides.
    pub fn template_failed(
        &mut self,
        message: &str,
        place: Option<&Place>,
        callers: &[Place],
        pages: (&str, usize),
        help: Option<&str>,
    ) -> Reported {
        let mut diagnostic = Diagnostic::error("template-failed", format!("a template fails: {message}"));
        if let Some(place) = place {
            diagnostic = diagnostic.at(place, "here");
        }
        for caller in callers {
            diagnostic = diagnostic.related(caller, "called from here");
        }
        diagnostic = diagnostic.note(match pages {
            (page, 0) => format!("while making `{page}`"),
            (page, 1) => format!("while making `{page}`, and one more page"),
            (page, more) => format!("while making `{page}`, and {more} more pages"),
        });
        if let Some(help) = help {
            diagnostic = diagnostic.help(help);
        }
        self.push(diagnostic)
    }

    /// A page that asks for a template that is not there.
    pub fn no_template<'a>(
        &mut self,
        found: &Spanned<String>,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Reported {
        self.push(
            Diagnostic::error("no-template", format!("there is no template `{}`", found.value))
                .at(&found.place, "not in the theme")
                .nearest(&found.value, known),
        )
    }

    /// A theme without a template that every site needs.
    pub fn theme_lacks_template(&mut self, theme: &str, template: &str) -> Reported {
        self.push(
            Diagnostic::error("no-template", format!("the theme `{theme}` lacks the template `{template}`"))
                .help(format!("add `themes/{theme}/templates/{template}`")),
        )
    }

    /// An address in a finished page that leads nowhere.
    ///
    /// `place` is where it was written: in the text of the page, or in a template.
    pub fn dead_address(
        &mut self,
        url: &str,
        problem: &str,
        place: Option<&Place>,
        pages: &str,
        help: Option<String>,
    ) -> Reported {
        let mut message = Diagnostic::error("dead-link", format!("`{url}` {problem}"));
        message = match place {
            Some(place) => message.at(place, "leads nowhere"),
            None => message,
        };
        if !pages.is_empty() {
            message = message.note(pages);
        }
        if let Some(help) = help {
            message = message.help(help);
        }
        self.push(message)
    }

    /// A static file that names another in a circle.
    pub fn assets_in_a_circle(&mut self, file: &Place, names: &str) -> Reported {
        self.push(
            Diagnostic::error("assets-in-a-circle", "these files of the theme import each other in a circle")
                .at(file, "")
                .note(names)
                .help("their published names hold a hash of their content, so one of the imports has to go"),
        )
    }
}
