// What the search finds: the tables of tests/search, each form on a page of its own, and the questions of residents on
// this site's pages, found by the real scripts in an index that the program made.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {gzipSync} from 'node:zlib';
import {DAY, build, program, root} from './site.mjs';

const LANGUAGES = ['fi', 'sv', 'en'];

/** The rows of a table: {found: [[query, form]], 'not found': …, slips: …}. */
const table = language => {
  const rows = {};
  let kind;
  for (const line of readFileSync(`${root}tests/search/${language}.txt`, 'utf8').split('\n')) {
    const [, query, forms] = /^(\S[^:]*): (.+)$/.exec(line) ?? [];
    if (query && kind) rows[kind].push(...forms.split(' ').map(form => [query, form]));
    else if (/^(found|not found|slips)$/.test(line)) rows[(kind = line)] = [];
  }
  return rows;
};

const tables = Object.fromEntries(LANGUAGES.map(language => [language, table(language)]));
const formsOf = language => [...new Set(Object.values(tables[language]).flat().map(([, form]) => form))];

const write = (path, text) => {
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, text);
};

const page = (front, text = '') => `---\n${front}\n---\n\n${text}\n`;

/** Builds a site from Markdown files by their paths below content/; gives the folder of its output. */
const built = files => {
  const folder = mkdtempSync(join(tmpdir(), 'leader-site-words-'));
  process.on('exit', () => rmSync(folder, {recursive: true, force: true}));
  cpSync(join(root, 'themes'), join(folder, 'themes'), {recursive: true});
  const languages = LANGUAGES.map(code => `  - {code: ${code}, name: ${code}}\n`).join('');
  write(join(folder, 'content/site.yaml'), `name: Koe\nbase_url: https://example.org/\ntheme: leader\nlanguages:\n${languages}`);
  for (const [path, text] of Object.entries(files)) write(join(folder, 'content', path), text);
  const out = join(folder, 'public');
  execFileSync(program(), ['build', '--site', folder, '--out', out, '--date', DAY], {stdio: 'pipe'});
  return out;
};

const module = path => import(pathToFileURL(path)).then(x => x.default);

/** The search of a built site in one language, with what it loads. */
const open = async (out, language, place = 'search') => {
  const folder = join(out, language === 'fi' ? '' : language, place);
  const loaded = [join(folder, 'index.js')];
  const load = name => {
    loaded.push(join(folder, `index/${name}.js`));
    return module(loaded.at(-1));
  };
  const {searcher} = await import(`${root}themes/leader/static/find.js`);
  const rules = await import(`${root}themes/leader/static/find-${language}.js`);
  const {parts} = await import(`${root}themes/leader/static/find-parts.js`);
  const start = await module(loaded[0]);
  return {...searcher(start, load, rules, start.starts && parts), loaded};
};

const heads = language => ({
  [`${language}/index.md`]: page('title: Koe\nlist: false'),
  [`${language}/search.md`]: page('title: Haku\ntemplate: search'),
});

const out = built(
  Object.assign(
    {},
    ...LANGUAGES.map(language => ({
      ...heads(language),
      ...Object.fromEntries(formsOf(language).map((form, i) => [`${language}/w${i}.md`, page(`title: "#${i}"`, form)])),
    })),
  ),
);

for (const language of LANGUAGES) {
  test(`words of ${language}`, async t => {
    const search = await open(out, language);
    const numbers = new Map(formsOf(language).map((form, i) => [form, `#${i}`]));
    const isFound = async ([query, form]) => {
      const result = await search.find(query);
      const titles = await Promise.all(result.pages.map(async x => (await search.show(x, result)).title.map(y => y.text).join('')));
      return titles.includes(numbers.get(form));
    };
    const split = async rows => {
      const found = [];
      const lost = [];
      for (const row of rows) ((await isFound(row)) ? found : lost).push(row.join(' – '));
      return {found, lost, share: (found.length / rows.length) * 100};
    };
    const rows = tables[language];
    const [forms, others, slips] = [await split(rows.found), await split(rows['not found']), await split(rows.slips)];
    const told = (what, all, some, share, list) => t.diagnostic(`${what}: ${some} of ${all} (${share.toFixed(1)} %); ${list.join(', ')}`);
    told('forms found', rows.found.length, forms.found.length, forms.share, forms.lost);
    told('other words found', rows['not found'].length, others.found.length, others.share, others.found);
    told('found in spite of typing errors', rows.slips.length, slips.found.length, slips.share, slips.lost);
    assert.ok(forms.share >= 95, forms.lost.join(', '));
    assert.ok(others.share <= 5, others.found.join(', '));
    assert.ok(slips.share >= 95, slips.lost.join(', '));
    const least = {fi: [300, 200, 40], sv: [200, 60, 40], en: [200, 60, 40]}[language];
    assert.ok(rows.found.length >= least[0] && rows['not found'].length >= least[1] && rows.slips.length >= least[2]);
  });
}

/** The questions of a file in tests/search: {fi: [[query, [addresses]]]}. */
const questions = name => {
  const rows = {};
  let language;
  for (const line of readFileSync(`${root}tests/search/${name}`, 'utf8').split('\n')) {
    const [, query, pages] = /^(\S[^:]*): (\/.*)$/.exec(line) ?? [];
    if (query) rows[language].push([query, pages.split(' ')]);
    else if (LANGUAGES.includes(line)) rows[(language = line)] = [];
  }
  return rows;
};

/** Whether a result leads to one of the addresses; one with `#` names the section, too. */
const leadsTo = ({url, anchor}, addresses) =>
  addresses.some(address => {
    const [page, section] = address.split('#');
    return url === page && (!section || anchor === section);
  });

test('what residents ask is answered by one of the first three pages', async t => {
  const site = build('/');
  const place = {fi: 'etsi', sv: 'sok', en: 'search'};
  const least = {'questions.txt': 30, 'others.txt': 15};
  let all = 0;
  const lost = [];
  for (const [name, count] of Object.entries(least)) {
    for (const [language, rows] of Object.entries(questions(name))) {
      assert.ok(rows.length >= count);
      const search = await open(site.folder, language, place[language]);
      const wrong = [];
      let first = 0;
      for (const [query, addresses] of rows) {
        for (const address of addresses) {
          const [path, section] = address.split('#');
          assert.ok(site.page(path) && (!section || site.page(path).ids.includes(section)), address);
        }
        const result = await search.find(query);
        const found = await Promise.all(result.pages.slice(0, 3).map(x => search.show(x, result)));
        if (found[0] && leadsTo(found[0], addresses)) first += 1;
        if (!found.some(x => leadsTo(x, addresses))) wrong.push(`${query}: ${found.map(x => `${x.url}#${x.anchor ?? ''}`).join(' ')}`);
      }
      all += rows.length;
      lost.push(...wrong);
      t.diagnostic(`${name}, ${language}: ${rows.length - wrong.length} of ${rows.length}, first ${first}; ${wrong.join(', ')}`);
    }
  }
  assert.ok(lost.length <= all / 20, lost.join(', '));
});

// Words that are none, always the same, in numbers as a large site has them.
const SYLLABLES = 'ka ki ko la li lo ma mi mo na ni no pa pi po ra ri ro sa si so ta ti to va vi vo hau kui lei mun ner pol ruk sel tun'.split(' ');
const wordOf = number => [0, 1, 2].map(i => SYLLABLES[Math.floor(number / SYLLABLES.length ** i) % SYLLABLES.length]).join('') + SYLLABLES[(number * 7) % SYLLABLES.length];

test('a large site has its words in parts, of which a search loads few', async t => {
  const special = ['Tukea saa kylätaloon.', 'Rahoitusta on haettu hankkeeseen.', 'Töitä tehtiin talkoilla.', 'Aikaa on, ajan voi sopia.'];
  const many = Object.fromEntries(
    [...Array(300).keys()].map(i => [
      `fi/s${i}.md`,
      page(`title: "#${i}"`, `Yleinen. ${special[i] ?? ''} ${[...Array(40).keys()].map(j => wordOf((i * 40 + j) * 31)).join(' ')}`),
    ]),
  );
  const large = built({...heads('fi'), ...heads('sv'), ...heads('en'), ...many});
  const found = async query => {
    const search = await open(large, 'fi');
    const result = await search.find(query);
    const shown = await Promise.all(result.pages.slice(0, 10).map(x => search.show(x, result)));
    const bytes = search.loaded.reduce((sum, path) => sum + gzipSync(readFileSync(path), {level: 9}).length, 0);
    return {titles: shown.map(x => x.title.map(y => y.text).join('')), bytes, files: search.loaded.length, shown};
  };
  for (const [query, title] of [['tuki', '#0'], ['kylätalo', '#0'], ['kylataloon', '#0'], ['rahoitus', '#1'], ['rahotus', '#1'], ['hanke', '#1'], ['haku', undefined], ['hakea', '#1'], ['työ', '#2'], ['aika', '#3'], ['rhaoitusta', '#1'], ['hankkeet rahoitus', '#1'], ['yleinen hakea', '#1'], ['yleinen aika', '#3']]) {
    const {titles, bytes, files, shown} = await found(query);
    t.diagnostic(`${query}: ${bytes} bytes in ${files} files`);
    if (title) assert.ok(titles.includes(title), `${query}: ${titles}`);
    if (title) assert.ok(shown.some(x => x.excerpt.some(y => y.isMarked)), query);
    assert.ok(bytes < 80_000, `${query}: ${bytes}`);
  }
  // Of a word on all pages not all are told: it hides no page that has the rarer one.
  const search = await open(large, 'fi');
  const common = await search.find('yleinen');
  assert.ok(common.isMore && common.pages.length < 300, `${common.pages.length}`);
  assert.equal((await search.find('yleinen aika')).isMore, false);
  const start = await module(join(large, 'search/index.js'));
  assert.ok(start.starts.match(/[A-Z]/g).length > 5);
});
