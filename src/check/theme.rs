//! The files of a theme into a theme: its settings with the site's choices, and its words.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::settings::Settings;
use super::shape::site as shape;
use super::yaml::{Cursor, Document, Node};
use crate::diag::{Diagnostics, Reported, Words, say};
use crate::model::locale::Tongue;
use crate::model::theme::{COUNT, Setting, StaticContent, StaticFile, Template, Theme, ThemeText};
use crate::source::{Place, SourceFile, ThemeContent, ThemeFiles};

/// Checks a theme against the settings of the site.
pub fn theme(read: ThemeFiles, settings: &Settings, diags: &mut Diagnostics) -> Result<Theme, Reported> {
    let codes: Vec<&str> = settings.languages.iter().map(|language| language.code.as_str()).collect();
    let chosen = theme_settings(read.settings.as_ref(), settings, &codes, diags);
    let tongues: Vec<(&str, Tongue)> = settings
        .languages
        .iter()
        .map(|language| (language.code.as_str(), language.locale.tongue()))
        .collect();
    let texts = texts(&read.name, &read.texts, &tongues, diags);
    let templates = read
        .templates
        .into_iter()
        .filter_map(|file| match file.content {
            ThemeContent::Text(text) => Some(Template { name: file.name, file: text, of_site: file.of_site }),
            ThemeContent::Bytes(_) => None,
        })
        .collect();
    // What the site has of the same name goes before what the theme has.
    let mut statics: BTreeMap<String, StaticFile> = BTreeMap::new();
    for file in read.statics {
        let (name, content) = match (file.content, file.name.strip_suffix(".tera")) {
            (ThemeContent::Text(text), Some(name)) => (name.to_owned(), StaticContent::Template(text)),
            (ThemeContent::Text(text), None) => (file.name, StaticContent::Text(text)),
            (ThemeContent::Bytes(bytes), _) => (file.name, StaticContent::Bytes(bytes)),
        };
        statics.insert(name.clone(), StaticFile { name, path: file.path, content });
    }
    let statics = statics.into_values().collect();
    let (texts, text_places) = texts?.into_iter().unzip();
    Ok(Theme { name: read.name, settings: chosen?, templates, texts, text_places, statics })
}

fn theme_settings(
    file: Option<&Arc<SourceFile>>,
    site: &Settings,
    codes: &[&str],
    diags: &mut Diagnostics,
) -> Result<Vec<Vec<(String, Setting)>>, Reported> {
    let defaults = match file {
        Some(file) => default_settings(file, diags)?,
        None => Vec::new(),
    };
    let mut settings = vec![defaults.clone(); codes.len()];
    let Some(cursor) = site.theme_settings(diags) else { return Ok(settings) };
    let known: Vec<&str> = defaults.iter().map(|(name, _)| name.as_str()).collect();
    let map = cursor.map(&Words::new("the settings of the theme", "teeman asetusten"), &known, diags)?;
    let mut failed = None;
    for (number, (name, default)) in defaults.iter().enumerate() {
        let Some(cursor) = map.get(name) else { continue };
        match choice(&cursor, default, codes, diags) {
            Ok(values) => {
                for (settings, value) in settings.iter_mut().zip(values) {
                    settings[number].1 = value;
                }
            }
            Err(told) => failed = Some(told),
        }
    }
    failed.map_or(Ok(settings), Err)
}

fn default_settings(
    file: &Arc<SourceFile>,
    diags: &mut Diagnostics,
) -> Result<Vec<(String, Setting)>, Reported> {
    let document = Document::parse_file(file, diags)?;
    let map = document.root().open_map(&Words::new("the theme's settings", "teeman asetusten"), diags)?;
    let settings: Vec<_> = map
        .entries()
        .into_iter()
        .map(|(name, cursor)| {
            let entry = cursor.shape(&shape::SETTING, diags)?;
            // An empty default is written as "": a key without value is a slip.
            let default = entry.must("default", diags)?;
            Ok((name.value, setting(&default, diags)?))
        })
        .collect();
    settings.into_iter().collect()
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
