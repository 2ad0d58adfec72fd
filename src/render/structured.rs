//! What search engines read of a page: schema.org data in JSON-LD, made from what was checked, and saying
//! nothing that the page does not show.

use serde_json::{Map, Value as Json, json};

use super::html::encode_path;
use super::markdown::Heading;
use super::references;
use super::values::{PageText, Values, part_url};
use crate::model::page::{Kind, Page, PageId};
use crate::picture::Photo;

impl Values<'_> {
    /// The data of a page, ready to stand in a `<script type="application/ld+json">`; empty if there is
    /// nothing to say.
    ///
    /// The calculator says nothing: it is found by its name, and its page has other things to carry.
    pub(super) fn structured(&self, id: PageId, part: usize, text: &PageText<'_>) -> String {
        let page = &self.site.pages[id];
        if !page.indexed || text.scripts {
            return String::new();
        }
        let mut graph = Vec::new();
        let is_home = page.kind == Kind::Home && part == 1;
        if is_home || (part == 1 && shows_contact(page)) {
            graph.push(self.organisation(page.language));
        }
        if is_home {
            let language = &self.site.languages[page.language];
            graph.push(json!({
                "@type": "WebSite",
                "name": language.site_name,
                "url": self.absolute(&page.url),
                "inLanguage": language.code,
                "publisher": {"@id": self.organisation_id()},
            }));
        }
        if page.kind == Kind::Article {
            graph.push(self.news_item(id));
        }
        if page.questions
            && let Some(faq) = self.questions(page, text)
        {
            graph.push(faq);
        }
        // One step back is no way.
        if let Some(way) = self.way(id).filter(|way| way.len() > 2) {
            graph.push(self.breadcrumbs(&way, part));
        }
        match graph.len() {
            0 => String::new(),
            1 => {
                let mut one = json!({"@context": "https://schema.org"});
                if let (Json::Object(one), Some(Json::Object(only))) = (&mut one, graph.pop()) {
                    one.extend(only);
                }
                in_script(&one)
            }
            _ => in_script(&json!({"@context": "https://schema.org", "@graph": graph})),
        }
    }

    fn absolute(&self, url: &str) -> String {
        self.site.base.absolute(&encode_path(url))
    }

    /// One association in all languages.
    fn organisation_id(&self) -> String {
        self.site.base.absolute("/#organization")
    }

    fn organisation(&self, language: usize) -> Json {
        let site = self.site;
        let here = &site.languages[language];
        let mut told = Map::new();
        let mut tell = |key: &str, value: Json| {
            let is_empty = value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty);
            if !is_empty {
                told.insert(key.to_owned(), value);
            }
        };
        tell("@type", json!("Organization"));
        tell("@id", json!(self.organisation_id()));
        tell("name", json!(here.site_name));
        tell("url", json!(self.absolute("/")));
        tell("slogan", json!(here.tagline));
        tell("email", json!(site.contact.email));
        tell("telephone", json!(site.contact.phone));
        tell("address", json!(here.address));
        tell("areaServed", json!(here.municipalities));
        let accounts: Vec<&str> = site.social.iter().map(|account| account.url.as_str()).collect();
        tell("sameAs", json!(accounts));
        Json::Object(told)
    }

    fn news_item(&self, id: PageId) -> Json {
        let site = self.site;
        let (page, texts) = (&site.pages[id], &self.texts[id]);
        let mut told = json!({
            "@type": "NewsArticle",
            "headline": texts.title,
            "url": self.absolute(&page.url),
            "inLanguage": site.languages[page.language].code,
            "publisher": {
                "@type": "Organization",
                "@id": self.organisation_id(),
                "name": site.languages[page.language].site_name,
            },
        });
        if let Some(picture) = &page.picture {
            let file = &site.files[picture.file];
            let widest = |photo: Photo| photo.webp().last().map(|variant| photo.url(&file.url, variant));
            let url = file.photo().and_then(widest).unwrap_or_else(|| file.url.clone());
            told["image"] = json!([self.absolute(&url)]);
        }
        if !texts.description.is_empty() {
            told["description"] = json!(texts.description);
        }
        if let Some(day) = page.date {
            told["datePublished"] = json!(day.to_string());
        }
        if let Some(day) = page.updated {
            told["dateModified"] = json!(day.to_string());
        }
        told
    }

    /// The headings of the second level as questions, and what stands below each as its answer.
    fn questions(&self, page: &Page, text: &PageText<'_>) -> Option<Json> {
        let questions: Vec<Json> = answers(text.html, text.headings)
            .map(|(question, answer)| {
                json!({
                    "@type": "Question",
                    "name": question,
                    "acceptedAnswer": {"@type": "Answer", "text": answer},
                })
            })
            .collect();
        if questions.is_empty() {
            return None;
        }
        Some(json!({
            "@type": "FAQPage",
            "url": self.absolute(&page.url),
            "inLanguage": self.site.languages[page.language].code,
            "mainEntity": questions,
        }))
    }

    /// The pages that lead to a page, and the page itself.
    fn way(&self, id: PageId) -> Option<Vec<PageId>> {
        let mut way = vec![id];
        let mut at = self.site.pages[id].section?;
        loop {
            way.push(at);
            match self.site.pages[at].section {
                // Sections lie in folders, so no way is longer than a path.
                Some(above) => at = above,
                None => break,
            }
        }
        way.reverse();
        Some(way)
    }

    fn breadcrumbs(&self, way: &[PageId], part: usize) -> Json {
        let steps = way.iter().enumerate().map(|(at, id)| {
            let page = &self.site.pages[*id];
            let is_last = at + 1 == way.len();
            let url = if is_last { part_url(page, part) } else { page.url.clone() };
            json!({
                "@type": "ListItem",
                "position": at + 1,
                "name": self.texts[*id].short_title,
                "item": self.absolute(&url),
            })
        });
        json!({"@type": "BreadcrumbList", "itemListElement": steps.collect::<Vec<_>>()})
    }
}

/// Whether the text of a page shows the contact details.
fn shows_contact(page: &Page) -> bool {
    let text = &page.source.file.text[page.source.body..];
    let mut at = 0;
    while let Some(found) = references::find(text, at) {
        if &text[found.name] == "contact" {
            return true;
        }
        at = found.range.end;
    }
    false
}

/// Each heading with the plain text below it, up to the next heading of its level.
fn answers<'h>(html: &'h str, headings: &'h [Heading]) -> impl Iterator<Item = (&'h str, String)> {
    let place = move |heading: &Heading| {
        let open = format!("<h2 id=\"{}\">", super::html::escaped(&heading.id));
        html.find(&open)
    };
    headings.iter().enumerate().filter_map(move |(number, heading)| {
        let start = place(heading)?;
        let below = start + html[start..].find("</h2>")? + "</h2>".len();
        let next = headings.get(number + 1).and_then(place);
        let notes = || html.find("<section class=\"footnotes\"");
        let end = next.or_else(notes).filter(|end| *end >= below).unwrap_or(html.len());
        let answer = plain(&html[below..end]);
        (!answer.is_empty()).then_some((heading.title.as_str(), answer))
    })
}

/// HTML as the words that it shows.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        text.push_str(&rest[..open]);
        let Some(close) = rest[open..].find('>') else {
            rest = &rest[open..];
            break;
        };
        let tag = &rest[open + 1..open + close];
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        // Elements of running text part no words.
        let is_inline =
            ["a", "abbr", "b", "code", "data", "del", "em", "i", "s", "span", "strong", "sup", "time"];
        if !is_inline.contains(&name) {
            text.push(' ');
        }
        rest = &rest[open + close + 1..];
    }
    text.push_str(rest);
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    // No-break spaces are part of amounts.
    text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// JSON that ends no script: HTML looks for nothing but `<` in there.
fn in_script(json: &Json) -> String {
    json.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::{in_script, plain};

    #[test]
    fn html_as_words() {
        assert_eq!(
            plain(
                "<p>Tuki on <data value=\"0.9\">90\u{a0}%</data>, <a href=\"/a/\">lue</a>.</p>\n<ul>\n<li>A &amp; b &lt;c&gt;</li><li>d</li></ul>"
            ),
            "Tuki on 90\u{a0}%, lue. A & b <c> d"
        );
        assert_eq!(plain("<br>a<br/>b < c"), "a b < c");
        assert_eq!(plain("&amp;lt;"), "&lt;");
    }

    #[test]
    fn no_text_ends_the_script() {
        let json = serde_json::json!({"name": "</script><!-- & \" \\ \u{2028}"});
        let written = in_script(&json);
        assert!(!written.contains(['<', '>', '&']), "{written}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&written).expect("JSON"), json);
    }
}
