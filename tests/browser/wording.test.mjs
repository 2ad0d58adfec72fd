// What the words of the pages owe their readers: whoever names a place elsewhere leads there, words in another language
// are marked as such, and words that few know lead to what they mean.
import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {test} from 'node:test';
import {none} from './none.mjs';
import {build, root} from './site.mjs';

const site = build('/');
const settings = readFileSync(join(root, 'content/site.yaml'), 'utf8');
const LANGUAGES = ['fi', 'sv', 'en'];

/** What stands in the settings under a key, without the lines of others. */
const under = key => new RegExp(`^${key}:\n((?:[ #].*\n|\n)*)`, 'm').exec(settings)[1];

/** The places elsewhere by their ids, each with the text of its entry. */
const places = [...under('links').matchAll(/^ {2}(\w+):\n((?: {4}.*\n)+)/gm)].map(([, id, entry]) => ({
  id,
  urls: [...entry.matchAll(/https:\/\/[^\s,}]+/g)].map(x => x[0]),
}));

const languageOf = page => page.all('html')[0].lang;
const written = site.pages.filter(page => !page.kind && !page.isAlone && !page.url.endsWith('404.html') && languageOf(page));
const hrefs = page => page.all('a').map(x => x.href).filter(Boolean);

/** The text of a page's own part, piece by piece, each with the language that its elements give it. */
const pieces = page => {
  const found = [];
  const read = (node, lang) => {
    if (node.value) found.push({text: node.value, lang});
    const own = node.attrs?.find(x => x.name === 'lang')?.value ?? lang;
    if (!['script', 'style', 'template', 'svg'].includes(node.tagName)) for (const child of node.childNodes ?? []) read(child, own);
  };
  const [main] = page.all('main');
  if (main) read(main.node, languageOf(page));
  return found;
};

/** The pages that somebody wrote, without what lists and search results show of them: [{path, language, text}]. */
const sources = LANGUAGES.flatMap(language =>
  readdirSync(join(root, 'content', language), {recursive: true})
    .filter(name => name.endsWith('.md'))
    .map(name => ({path: `${language}/${name}`, language, text: readFileSync(join(root, 'content', language, name), 'utf8').replace(/^---\n[^]*?\n---\n/, '')})),
);

test('every place of the settings is led to in each language', () => {
  assert.ok(places.length > 5);
  none(
    LANGUAGES.flatMap(language => {
      const here = new Set(written.filter(page => languageOf(page) === language).flatMap(hrefs));
      return places.filter(({urls}) => !urls.some(url => here.has(url))).map(({id}) => `${language}: ${id}`);
    }),
  );
});

test('a page that names a place elsewhere leads there', () => {
  // How each is named, in whatever form.
  const named = {
    hyrra: /Hyrrä/,
    associations: /yhdistysrekister|föreningsregist|Register of Associations/i,
    ytj: /\bYTJ\b|\bFODS\b/,
    form_2023avt: /2023AVT/,
  };
  none(
    sources.flatMap(({path, text}) =>
      Object.entries(named)
        .filter(([id, name]) => name.test(text) && !text.includes(`(link:${id})`) && !text.includes(`{{ link.${id} }}`))
        .map(([id]) => `${path}: ${id}`),
    ),
  );
});

test('words in another language are marked', () => {
  const plain = text => text.replaceAll('’', "'").replace(/\s+/g, ' ');
  const phrases = [...under('phrases').matchAll(/^ {2}(\w+): \[(.*)\]$/gm)].flatMap(([, code, list]) => list.split(', ').map(words => ({code, words})));
  assert.ok(phrases.length > 1);
  let marked = 0;
  none(
    written.flatMap(page =>
      pieces(page).flatMap(({text, lang}) =>
        phrases
          .filter(({words}) => new RegExp(`(?<!\\p{L})${words}(?!\\p{L})`, 'u').test(plain(text)))
          .filter(({code}) => (lang === code ? (marked += 1) && false : true))
          .map(({words}) => `${page.url}: ${words}`),
      ),
    ),
  );
  // Once on the page of each language that tells of the name, at least.
  assert.ok(marked >= LANGUAGES.length);
});

// Words of officials that a page may not leave unexplained, with the anchor of each in the glossary.
const HARD = {
  fi: ['sanasto.md', {tarveharkinta: 'tarveharkinta', hankevalintakriteeri: 'hankevalintakriteerit', tukikelpoinen: 'tukikelpoinen', väliaikaisrahoitus: 'valiaikaisrahoitus'}],
  sv: ['ordlista.md', {behovsprövning: 'behovsprovning', urvalskriterier: 'urvalskriterier', anhängig: 'anhangig', stödberättigande: 'stodberattigande', mellanfinansiering: 'mellanfinansiering'}],
  en: ['glossary.md', {discretion: 'discretion', 'selection criteria': 'selection-criteria', eligible: 'eligible', pending: 'pending', 'interim financing': 'interim-financing'}],
};

test('a word that few know leads to what it means', async () => {
  const missing = [];
  let explained = 0;
  for (const {path, language, text} of sources) {
    const [glossary, words] = HARD[language];
    if (path.endsWith(glossary)) continue;
    const {keys} = await import(`${root}themes/leader/static/find-${language}.js`);
    // Neither the names of files nor of anchors.
    const read = text.replace(/\]\([^)]*\)|\{#[^}]*\}/g, ']').toLowerCase();
    for (const [word, anchor] of Object.entries(words)) {
      const isIn = word.includes(' ') ? read.includes(word) : read.match(/\p{L}+/gu)?.some(x => x === word || keys(x).includes(word));
      if (!isIn) continue;
      if (text.includes(`${glossary}#${anchor})`)) explained += 1;
      else missing.push(`${path}: ${word}`);
    }
  }
  none(missing);
  assert.ok(explained > 20);
});
