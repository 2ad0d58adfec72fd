//! Links and pictures: the files that they name, and what is shown for them.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::super::html::{encode_path, escape};
use super::super::photo::Shown;
use super::{Caption, Figure, OpenLink, OpenPicture, Writer};
use crate::model::address::{self, external, is_external, name_of, resolve};
use crate::model::site::{Hidden, Lead};

impl Writer<'_, '_> {
    pub(super) fn start_link(&mut self, kind: LinkType, url: &str, title: &str, range: Range<usize>) {
        if self.picture.is_some() {
            self.check_title_within_picture(title, &range);
            return;
        }
        let target =
            if kind == LinkType::Email { Some(format!("mailto:{url}")) } else { self.target(url, &range) };
        let is_written = target.is_some();
        if let Some(url) = target {
            self.push("<a href=\"");
            escape(&url, self.html());
            self.push("\"");
            self.push_title(title);
            self.push(">");
            self.rendered.links.push((url, range.start + self.offset..range.end + self.offset));
        }
        self.links.push(OpenLink { is_written, start: self.rendered.html.len(), range });
    }

    pub(super) fn end_link(&mut self) {
        if self.picture.is_some() {
            return;
        }
        let Some(OpenLink { is_written, start, range }) = self.links.pop() else { return };
        if !is_written {
            return;
        }
        if self.rendered.html[start..].trim().is_empty() {
            let place = self.place(&range);
            let _ = self.diags.link_without_words(&place);
        }
        self.push("</a>");
    }

    fn push_title(&mut self, title: &str) {
        if !title.is_empty() {
            self.push(" title=\"");
            escape(title, self.html());
            self.push("\"");
        }
    }

    /// The words of a picture are text alone: the title of a link or picture among them has no place.
    fn check_title_within_picture(&mut self, title: &str, range: &Range<usize>) {
        if !title.is_empty() {
            let place = self.place(range);
            let _ = self.diags.title_within_picture(&place, title);
        }
    }

    /// The address that a link leads to, as it stands in the page. `None` leaves the text without link.
    pub(super) fn target(&mut self, url: &str, range: &Range<usize>) -> Option<String> {
        let place = self.place(range);
        if let Some(url) = external(url) {
            return Some(url);
        }
        if url.is_empty() {
            let _ = self.diags.empty_link(&place);
            return None;
        }
        if let Some(place) = url.strip_prefix('#') {
            return Some(format!("#{}", address::anchor(place)));
        }
        if let Some(id) = url.strip_prefix(address::LINK) {
            let links = &self.surroundings.site.languages[self.surroundings.page.language].links;
            if let Some(link) = links.get(id) {
                return Some(link.url.clone());
            }
            let _ = self.diags.unknown_link(&place, id, links.keys().map(String::as_str));
            return None;
        }
        if let Some(scheme) = scheme_of(url) {
            let _ = self.diags.unusual_scheme(&place, scheme);
            return None;
        }
        let (path, fragment) = match url.find('#') {
            Some(at) => url.split_at(at),
            None => (url, ""),
        };
        let site = self.surroundings.site;
        let page = self.surroundings.page;
        let decoded = name_of(path);
        let language = &site.languages[page.language].code;
        let Some(file) = resolve(language, &page.path, &decoded) else {
            let _ = self.diags.link_out_of_content(&place, url);
            return None;
        };
        match site.lead(language, &page.path, url) {
            Some((Lead::Page(target), anchor)) => {
                return Some(format!("{}{anchor}", site.base.path_to(&site.pages[target].url)));
            }
            Some((Lead::File(target), anchor)) => {
                return Some(format!("{}{anchor}", site.base.path_to(&encode_path(&site.files[target].url))));
            }
            Some((Lead::Hidden(hidden), _)) => {
                match hidden {
                    Hidden::Draft => {
                        let _ = self.diags.link_to_draft(&place, url);
                    }
                    // The day comes and goes by itself: the text must not break then.
                    Hidden::Future(date) => self.diags.link_to_future_page(&place, url, date),
                    Hidden::Expired(date) => self.diags.link_to_expired_page(&place, url, date),
                }
                return None;
            }
            None => {}
        }
        // An address of the site instead of a file: the finished page is checked for it.
        if decoded.starts_with('/') && !decoded.ends_with(".md") {
            let (path, query) = path.find('?').map_or((path, ""), |at| path.split_at(at));
            let path = site.base.path_to(&encode_path(&name_of(path)));
            let anchor =
                fragment.strip_prefix('#').map_or(String::new(), |at| format!("#{}", address::anchor(at)));
            return Some(format!("{path}{}{anchor}", address::href(query)));
        }
        if let Some((at, to)) = self.out_of_reach(&decoded) {
            let _ = self.diags.file_out_of_reach(&place, url, &at, &to, false);
            return None;
        }
        let folder = format!("{language}/");
        let known = site.by_path.keys().chain(site.file_by_path.keys());
        let known = known.filter_map(|path| path.strip_prefix(&folder));
        let from = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        // Windows parts folders by another sign.
        let file = match decoded.contains('\\') {
            true => resolve(language, &page.path, &decoded.replace('\\', "/")).unwrap_or(file),
            false => file,
        };
        let wanted = file.strip_prefix(&folder).unwrap_or(&file);
        let _ = self.diags.broken_link(&place, url, wanted, from, known);
        None
    }

    /// A file of this name that lies where no page can show it, and where it would have to lie.
    fn out_of_reach(&self, link: &str) -> Option<(String, String)> {
        let site = self.surroundings.site;
        let name = link.rsplit('/').next().filter(|name| name.contains('.') && !name.ends_with(".md"))?;
        let at = site.out_of_reach.iter().find(|path| path.rsplit('/').next() == Some(name))?;
        let page = &self.surroundings.source.file.path;
        let folder = page.rsplit_once('/').map_or("content", |(folder, _)| folder);
        Some((at.clone(), format!("{folder}/{name}")))
    }

    pub(super) fn start_picture(&mut self, url: &str, title: &str, range: Range<usize>) {
        if let Some(outer) = &mut self.picture {
            // Its words are those of the picture around it.
            outer.within += 1;
            self.check_title_within_picture(title, &range);
            return;
        }
        let place = self.place(&range);
        let site = self.surroundings.site;
        let page = self.surroundings.page;
        let mut picture = OpenPicture {
            within: 0,
            url: String::new(),
            shown: None,
            alt: String::new(),
            caption: title.to_owned(),
            range: range.clone(),
        };
        let language = &site.languages[page.language].code;
        let file = resolve(language, &page.path, &name_of(url));
        if is_external(url) || url.starts_with("//") {
            let _ = self.diags.picture_from_elsewhere(&place, url);
        } else if let Some((Lead::File(found), _)) = site.lead(language, &page.path, url) {
            let file = &site.files[found];
            picture.url = site.base.path_to(&encode_path(&file.url));
            picture.shown = Some(Shown::new(site, file));
        } else if let Some((at, to)) = self.out_of_reach(&name_of(url)) {
            let _ = self.diags.file_out_of_reach(&place, url, &at, &to, true);
        } else {
            let language = format!("{}/", site.languages[page.language].code);
            let known = site.file_by_path.keys().filter_map(|path| path.strip_prefix(&language));
            let wanted = file.as_deref().unwrap_or(url);
            let wanted = wanted.strip_prefix(&language).unwrap_or(wanted);
            let from = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let _ = self.diags.no_picture(&place, url, wanted, from, known);
        }
        self.picture = Some(picture);
    }

    pub(super) fn end_picture(&mut self) {
        if let Some(picture) = self.picture.as_mut().filter(|picture| picture.within > 0) {
            picture.within -= 1;
            return;
        }
        let Some(picture) = self.picture.take() else { return };
        let alt = picture.alt.trim();
        if alt.is_empty() {
            let place = self.place(&picture.range);
            let _ = self.diags.picture_without_words(
                &place,
                &self.file.text[picture.range.start + self.offset..picture.range.end + self.offset],
            );
        }
        // A second picture in its paragraph makes no figure.
        if self.figure.as_ref().is_some_and(|figure| figure.picture.is_some()) {
            self.no_figure();
        }
        let shown = picture.shown.unwrap_or_else(Shown::nothing);
        let (mut html, end) = shown.markup(alt, self.surroundings.column);
        // What says no more than the words of the picture would be read aloud twice.
        let caption = if picture.caption.trim() == alt { String::new() } else { picture.caption };
        let at = self.rendered.html.len() + html.len();
        // What may be seen at once is not to wait for the rest of the page.
        html.push_str(if self.has_picture { " loading=\"lazy\" decoding=\"async\">" } else { ">" });
        html.push_str(end);
        self.has_picture = true;
        self.push(&html);
        let range = picture.range.start + self.offset..picture.range.end + self.offset;
        self.rendered.links.push((picture.url, range));
        match &mut self.figure {
            Some(figure) => figure.picture = Some(Caption { text: caption, at }),
            None => self.add_title(&Caption { text: caption, at }),
        }
    }

    /// The paragraph that is open holds more than one picture: a caption is the picture's title.
    pub(super) fn no_figure(&mut self) {
        if let Some(caption) = self.figure.take().and_then(|figure| figure.picture) {
            self.add_title(&caption);
        }
    }

    fn add_title(&mut self, caption: &Caption) {
        if !caption.text.is_empty() {
            let end = self.rendered.html.split_off(caption.at);
            self.push_title(&caption.text);
            self.push(&end);
        }
    }

    /// A paragraph of nothing but a picture with a caption is a figure.
    pub(super) fn end_paragraph(&mut self) {
        match self.figure.take() {
            Some(Figure { start, picture: Some(caption) }) if !caption.text.is_empty() => {
                self.rendered.html.replace_range(start..start + "<p>".len(), "<figure>");
                self.push("<figcaption>");
                escape(&caption.text, self.html());
                self.push("</figcaption></figure>\n");
            }
            _ => self.push("</p>\n"),
        }
    }
}

fn scheme_of(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once(':')?;
    let plain = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    plain.then_some(scheme)
}
