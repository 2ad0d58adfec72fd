//! The files of a theme into a theme: its settings with the site's choices, and its words.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::prelude::ToPrimitive;

use super::settings::Settings;
use super::shape::site as shape;
use super::yaml::{Cursor, Document, Node};
use crate::diag::{Diagnostics, Reported, Words, say};
use crate::model::colour::Colour;
use crate::model::locale::Tongue;
use crate::model::theme::{COUNT, Setting, StaticContent, StaticFile, Template, Theme, ThemeText};
use crate::source::{Place, SourceFile, Spanned, ThemeContent, ThemeFiles};

/// Checks a theme against the settings of the site.
pub fn theme(read: ThemeFiles, settings: &Settings, diags: &mut Diagnostics) -> Result<Theme, Reported> {
    let codes: Vec<&str> = settings.languages.iter().map(|language| language.code.as_str()).collect();
    let tongues: Vec<(&str, Tongue)> = settings
        .languages
        .iter()
        .map(|language| (language.code.as_str(), language.locale.tongue()))
        .collect();
    let texts = texts(&read.name, &read.texts, &tongues, diags);
    let templates: Vec<Template> = read
        .templates
        .into_iter()
        .filter_map(|file| match file.content {
            ThemeContent::Text(text) => Some(Template { name: file.name, file: text, of_site: file.of_site }),
            ThemeContent::Bytes(_) => None,
        })
        .collect();
    // What the site has of the same name goes before what the theme has.
    let mut statics: BTreeMap<String, StaticFile> = BTreeMap::new();
    // What is published as it is is no part of the theme.
    let is_copied = |path: &str| settings.copies.iter().any(|(from, _)| from.value == path);
    for file in read.statics.into_iter().filter(|file| !is_copied(&file.path)) {
        let (name, content) = match (file.content, file.name.strip_suffix(".tera")) {
            (ThemeContent::Text(text), Some(name)) => (name.to_owned(), StaticContent::Template(text)),
            (ThemeContent::Text(text), None) => (file.name, StaticContent::Text(text)),
            (ThemeContent::Bytes(bytes), _) => (file.name, StaticContent::Bytes(bytes)),
        };
        statics.insert(name.clone(), StaticFile { name, path: file.path, content });
    }
    let statics: Vec<StaticFile> = statics.into_values().collect();
    let chosen = theme_settings(read.settings.as_ref(), settings, &codes, &statics, diags);
    let texts = texts?;
    let unknown = unknown_places(&texts, &templates, &statics, diags);
    let (texts, text_places) = texts.into_iter().unzip();
    if let Some(told) = unknown {
        return Err(told);
    }
    Ok(Theme { name: read.name, settings: chosen?, templates, texts, text_places, statics })
}

/// A setting as the theme declares it.
struct Declared {
    name: String,
    default: Setting,
    kind: Kind,
    contrasts: Vec<Contrast>,
}

/// What a setting has to be besides of the kind of its default.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Any,
    Colour,
    File,
}

/// How well a colour has to be seen on another.
struct Contrast {
    with: Spanned<String>,
    /// In hundredths.
    least: u32,
}

fn theme_settings(
    file: Option<&Arc<SourceFile>>,
    site: &Settings,
    codes: &[&str],
    statics: &[StaticFile],
    diags: &mut Diagnostics,
) -> Result<Vec<Vec<(String, Setting)>>, Reported> {
    let declared = match file {
        Some(file) => declared_settings(file, diags)?,
        None => Vec::new(),
    };
    let defaults: Vec<_> = declared.iter().map(|one| (one.name.clone(), one.default.clone())).collect();
    let mut settings = vec![defaults; codes.len()];
    let Some(cursor) = site.theme_settings(diags) else { return Ok(settings) };
    let known: Vec<&str> = declared.iter().map(|one| one.name.as_str()).collect();
    let map = cursor.map(&Words::new("the settings of the theme", "teeman asetusten"), &known, diags)?;
    let mut failed = None;
    let mut places: BTreeMap<&str, Place> = BTreeMap::new();
    for (number, one) in declared.iter().enumerate() {
        let Some(cursor) = map.get(&one.name) else { continue };
        let chosen = choice(&cursor, &one.default, codes, diags)
            .and_then(|values| typed(values, one, &cursor, statics, diags));
        match chosen {
            Ok(values) => {
                places.insert(&one.name, cursor.place());
                for (settings, value) in settings.iter_mut().zip(values) {
                    settings[number].1 = value;
                }
            }
            Err(told) => failed = Some(told),
        }
    }
    for settings in &settings {
        failed = contrasts(&declared, settings, &places, diags).or(failed);
    }
    failed.map_or(Ok(settings), Err)
}

/// The values that a site chose, if they are what the setting has to be.
fn typed(
    values: Vec<Setting>,
    declared: &Declared,
    cursor: &Cursor<'_>,
    statics: &[StaticFile],
    diags: &mut Diagnostics,
) -> Result<Vec<Setting>, Reported> {
    let name = &declared.name;
    let mut read = Vec::with_capacity(values.len());
    for value in values {
        let written = match (&value, declared.kind) {
            (Setting::Text(text), Kind::Colour | Kind::File) => cursor.spanned(text.clone()),
            _ => {
                read.push(value);
                continue;
            }
        };
        read.push(match declared.kind {
            Kind::Colour => {
                let colour = Colour::parse(&written.value);
                let colour = colour.map_err(|why| diags.not_a_colour(&written, name, why))?;
                Setting::Text(colour.as_written(&written.value))
            }
            _ => {
                // An address is looked at with all others when the pages are there.
                let is_address = written.value.starts_with('/') || written.value.contains("://");
                let is_there = statics.iter().any(|file| file.name == written.value);
                let may_be_empty = declared.default == Setting::Text(String::new());
                if !is_there && !is_address && !(may_be_empty && written.value.is_empty()) {
                    let known = statics.iter().map(|file| file.name.as_str());
                    let pictures = known.filter(|name| {
                        [".svg", ".png", ".jpg", ".jpeg", ".webp", ".avif", ".gif", ".ico"]
                            .iter()
                            .any(|end| name.ends_with(end))
                    });
                    return Err(diags.no_static_file(&written, name, pictures));
                }
                value
            }
        });
    }
    Ok(read)
}

/// Whether the colours are seen on one another as the theme asks, where the site chose one of the two.
fn contrasts(
    declared: &[Declared],
    settings: &[(String, Setting)],
    places: &BTreeMap<&str, Place>,
    diags: &mut Diagnostics,
) -> Option<Reported> {
    let mut failed = None;
    let colour_of = |name: &str| {
        let (_, value) = settings.iter().find(|(known, _)| known == name)?;
        let Setting::Text(text) = value else { return None };
        Colour::parse(text).ok()
    };
    for one in declared {
        let Some(own) = colour_of(&one.name) else { continue };
        for contrast in &one.contrasts {
            let with_name = settings.iter().any(|(name, _)| *name == contrast.with.value);
            let with_name = with_name.then_some(contrast.with.value.as_str());
            let other = match with_name {
                Some(name) => colour_of(name),
                None => Colour::parse(&contrast.with.value).ok(),
            };
            let Some(other) = other else { continue };
            let place = places.get(one.name.as_str()).or_else(|| places.get(with_name?));
            let found = own.contrast(other);
            if let Some(place) = place.filter(|_| found < contrast.least) {
                let (own, other) = (own.hex(), other.hex());
                let least = (found, contrast.least);
                failed = Some(diags.poor_contrast(place, (&one.name, &own), (with_name, &other), least));
            }
        }
    }
    failed
}

fn declared_settings(file: &Arc<SourceFile>, diags: &mut Diagnostics) -> Result<Vec<Declared>, Reported> {
    let document = Document::parse_file(file, diags)?;
    let map = document.root().open_map(&Words::new("the theme's settings", "teeman asetusten"), diags)?;
    let settings: Vec<_> = map
        .entries()
        .into_iter()
        .map(|(name, cursor)| {
            let entry = cursor.shape(&shape::SETTING, diags)?;
            // An empty default is written as "": a key without value is a slip.
            let default = entry.must("default", diags)?;
            let value = setting(&default, diags)?;
            let kind = match entry.get("type").map(|kind| kind.text(diags)).transpose()? {
                Some(kind) if kind.value == "colour" => Kind::Colour,
                Some(kind) if kind.value == "file" => Kind::File,
                Some(kind) => {
                    let what = Words::new("type of setting", "asetuksen laji");
                    return Err(diags.not_one_of(&kind, &what, shape::SETTING_TYPES.iter().copied()));
                }
                // A theme that says nothing of it shows it by its default.
                None if matches!(&value, Setting::Text(text) if text.starts_with('#')) => Kind::Colour,
                None => Kind::Any,
            };
            let default = match (&value, kind) {
                (Setting::Text(text), Kind::Colour) => {
                    let written = default.spanned(text.clone());
                    let colour = Colour::parse(text);
                    let colour = colour.map_err(|why| diags.not_a_colour(&written, &name.value, why))?;
                    Setting::Text(colour.as_written(text))
                }
                _ => value,
            };
            let listed = entry.get("contrast").map_or(Ok(Vec::new()), |listed| listed.list(diags))?;
            let contrasts = listed.iter().map(|item| contrast(item, diags)).collect::<Vec<_>>();
            let contrasts = contrasts.into_iter().collect::<Result<_, Reported>>()?;
            Ok(Declared { name: name.value, default, kind, contrasts })
        })
        .collect();
    settings.into_iter().collect()
}

fn contrast(item: &Cursor<'_>, diags: &mut Diagnostics) -> Result<Contrast, Reported> {
    let map = item.shape(&shape::CONTRAST, diags)?;
    let with = map.must("with", diags).and_then(|with| with.text(diags));
    let least = map.must("least", diags)?.text(diags)?;
    let hundredths = least.value.parse::<rust_decimal::Decimal>().ok().and_then(|number| {
        (number * rust_decimal::Decimal::ONE_HUNDRED).to_u32().filter(|number| (100..=2100).contains(number))
    });
    let hundredths = hundredths.ok_or_else(|| diags.not_an_integer(&least, 1, 21));
    Ok(Contrast { with: with?, least: hundredths? })
}

/// What the site chose, for each language: it is of the same kind as the default.
fn choice(
    cursor: &Cursor<'_>,
    default: &Setting,
    codes: &[&str],
    diags: &mut Diagnostics,
) -> Result<Vec<Setting>, Reported> {
    let value = match (default, cursor.node()) {
        // A text can differ by language: `{fi: …, sv: …}`.
        (Setting::Text(_), Node::Map(_)) => {
            let map =
                cursor.map(&Words::new("the languages of a setting", "asetuksen kielten"), codes, diags)?;
            let texts: Vec<_> = codes
                .iter()
                .map(|code| Ok(Setting::Text(map.require(code, "…", diags)?.text(diags)?.value)))
                .collect();
            return texts.into_iter().collect();
        }
        (Setting::Text(_), _) => Setting::Text(cursor.text(diags)?.value),
        (Setting::Number(_), _) => Setting::Number(cursor.integer(-1_000_000, 1_000_000, diags)?),
        (Setting::Flag(_), _) => Setting::Flag(cursor.bool(diags)?),
        (Setting::List(_), _) => {
            let items = cursor.list(diags)?;
            let read: Vec<_> = items.iter().map(|item| setting(item, diags)).collect();
            Setting::List(read.into_iter().collect::<Result<_, _>>()?)
        }
        (Setting::Group(_), _) => {
            cursor.open_map(&Words::new("a setting", "asetuksen"), diags)?;
            setting(cursor, diags)?
        }
    };
    Ok(vec![value; codes.len()])
}

fn setting(cursor: &Cursor<'_>, diags: &mut Diagnostics) -> Result<Setting, Reported> {
    Ok(match cursor.node() {
        Node::Bool(flag) => Setting::Flag(*flag),
        Node::Integer(number) => Setting::Number(*number),
        Node::List(_) => {
            let items = cursor.list(diags)?;
            let read: Vec<_> = items.iter().map(|item| setting(item, diags)).collect();
            Setting::List(read.into_iter().collect::<Result<_, _>>()?)
        }
        Node::Map(_) => {
            let entries = cursor.open_map(&Words::new("a setting", "asetuksen"), diags)?.entries();
            let read: Vec<_> = entries
                .iter()
                .map(|(name, value)| Ok((name.value.clone(), setting(value, diags)?)))
                .collect();
            Setting::Group(read.into_iter().collect::<Result<_, Reported>>()?)
        }
        Node::Null | Node::Number | Node::Text(_) => Setting::Text(cursor.text(diags)?.value),
    })
}

type Texts = BTreeMap<String, BTreeMap<String, ThemeText>>;
type Places = BTreeMap<(String, String), Place>;

/// Tells of `{cuont}` in a text: nothing would fill it. What fills such places is named in templates and scripts.
fn unknown_places(
    texts: &[(Texts, Places)],
    templates: &[Template],
    statics: &[StaticFile],
    diags: &mut Diagnostics,
) -> Option<Reported> {
    let scripts = statics.iter().filter_map(|file| match &file.content {
        StaticContent::Template(text) | StaticContent::Text(text) => Some(text.text.as_str()),
        StaticContent::Bytes(_) => None,
    });
    let code: Vec<&str> =
        templates.iter().map(|template| template.file.text.as_str()).chain(scripts).collect();
    let mut known: BTreeMap<String, bool> = BTreeMap::from([(COUNT.to_owned(), true)]);
    let mut wanted = Vec::new();
    for (words, places) in texts {
        for (group, keys) in words {
            for (key, text) in keys {
                for written in text.forms().flat_map(places_in) {
                    let is_known = *known.entry(written.to_owned()).or_insert_with(|| {
                        let name = written.trim_matches(['{', '}']);
                        let quoted = [
                            format!("\"{name}\""),
                            format!("'{name}'"),
                            format!(".{name}"),
                            format!("{name}:"),
                        ];
                        code.iter().any(|code| {
                            code.contains(written)
                                || quoted.iter().any(|quoted| code.contains(quoted.as_str()))
                        })
                    });
                    if !is_known {
                        wanted.push((places[&(group.clone(), key.clone())].clone(), written.to_owned()));
                    }
                }
            }
        }
    }
    let mut failed = None;
    for (key, written) in wanted {
        let names = known.iter().filter(|(_, is_known)| **is_known).map(|(name, _)| name.as_str());
        let near = crate::diag::nearest(&written, names).map(str::to_owned);
        // In the lines of the key, where the text is written on them.
        let start = key.range().map_or(0, |range| range.start);
        let place = match key.file.text[start..].find(&written) {
            Some(at) => Place::bytes(&key.file, start + at..start + at + written.len()),
            None => key,
        };
        failed = Some(diags.unknown_place_in_text(&place, &written, near.as_deref()));
    }
    failed
}

/// The places of a text that something is put in: `{name}`.
fn places_in(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('{').filter_map(move |(at, _)| {
        let length = text[at..].find('}')?;
        let inside = &text[at + 1..at + length];
        let is_name =
            !inside.is_empty() && inside.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        is_name.then(|| &text[at..at + length + 1])
    })
}

/// The words of each language. Every language has the same ones.
fn texts(
    theme: &str,
    files: &[Arc<SourceFile>],
    languages: &[(&str, Tongue)],
    diags: &mut Diagnostics,
) -> Result<Vec<(Texts, Places)>, Reported> {
    let mut failed = None;
    let mut read = Vec::new();
    for (code, tongue) in languages {
        let path = format!("themes/{theme}/texts/{code}.yaml");
        match files.iter().find(|file| file.path == path) {
            Some(file) => match words(file, *tongue, diags) {
                Ok(words) => read.push((file, words)),
                Err(told) => failed = Some(told),
            },
            None => failed = Some(diags.no_texts(&path)),
        }
    }
    for (file, (words, places)) in &read {
        for (other, (others, _)) in &read {
            for (group, keys) in others {
                for (key, text) in keys {
                    match (words.get(group).and_then(|keys| keys.get(key)), text) {
                        (None, _) => {
                            // Beside a text of its group, where the group is there at all.
                            let beside = words.get(group).and_then(|keys| keys.keys().next());
                            let place = beside.map(|key| &places[&(group.clone(), key.clone())]);
                            let place = place.cloned().unwrap_or_else(|| Place::file(file));
                            failed = Some(diags.missing_theme_text(&place, group, key, &other.path));
                        }
                        (Some(ThemeText::Words(_)), ThemeText::Counted(_)) => {
                            let place = &places[&(group.clone(), key.clone())];
                            let name = format!("{group}.{key}");
                            failed = Some(diags.text_without_forms(place, &name, Some(&other.path)));
                        }
                        (Some(_), _) => {}
                    }
                }
            }
        }
    }
    match failed {
        Some(told) => Err(told),
        None => Ok(read.into_iter().map(|(_, words)| words).collect()),
    }
}

fn words(
    file: &Arc<SourceFile>,
    tongue: Tongue,
    diags: &mut Diagnostics,
) -> Result<(Texts, Places), Reported> {
    let document = Document::parse_file(file, diags)?;
    let groups = document.root().open_map(&Words::new("the theme's texts", "teeman tekstien"), diags)?;
    let mut places = Places::new();
    let read: Vec<_> = groups
        .entries()
        .into_iter()
        .map(|(group, cursor)| {
            let keys = cursor.open_map(&Words::new("a group of texts", "tekstiryhmän"), diags)?;
            let texts: Vec<_> = keys
                .entries()
                .into_iter()
                .map(|(key, text)| {
                    let name = format!("{}.{}", group.value, key.value);
                    let read = theme_text(&name, &key.place, &text, tongue, diags);
                    places.insert((group.value.clone(), key.value.clone()), key.place);
                    Ok((key.value, read?))
                })
                .collect();
            Ok((group.value, texts.into_iter().collect::<Result<_, Reported>>()?))
        })
        .collect();
    let words: Result<Texts, Reported> = read.into_iter().collect();
    Ok((words?, places))
}

/// A text, or the forms of one that is shown with a number: those that the language has, and no others.
fn theme_text(
    name: &str,
    key: &Place,
    cursor: &Cursor<'_>,
    tongue: Tongue,
    diags: &mut Diagnostics,
) -> Result<ThemeText, Reported> {
    if !matches!(cursor.node(), Node::Map(_)) {
        let text = cursor.text(diags)?.value;
        if text.contains(COUNT) {
            return Err(diags.text_without_forms(key, name, None));
        }
        return Ok(ThemeText::Words(text));
    }
    let written = cursor.open_map(&say!("the text `{name}`", "tekstin `{name}`"), diags)?;
    let mut failed = None;
    for (form, _) in written.entries() {
        if !tongue.plural_forms().contains(&form.value.as_str()) {
            failed = Some(diags.form_of_no_number(&form, name, tongue));
        }
    }
    let mut forms = BTreeMap::new();
    for &form in tongue.plural_forms() {
        let Some(text) = written.get(form) else {
            // What is written in its place was told of.
            if failed.is_none() {
                failed = Some(diags.missing_form(key, name, form, tongue));
            }
            continue;
        };
        match text.text(diags) {
            // `one` may say it in a word.
            Ok(text) if form == "other" && !text.value.contains(COUNT) => {
                failed = Some(diags.form_without_number(&text));
            }
            Ok(text) => {
                forms.insert(form, text.value);
            }
            Err(told) => failed = Some(told),
        }
    }
    failed.map_or(Ok(ThemeText::Counted(forms)), Err)
}
