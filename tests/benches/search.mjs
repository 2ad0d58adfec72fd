// What a search of a built site transfers: all files of it, packed as a host packs them.
//
//   node tests/benches/search.mjs generate PAGES FOLDER [fi|sv|en]   writes a site with as many words as people write
//   leader-site build --site FOLDER --out OUT --date 2026-11-21      builds it
//   node tests/benches/search.mjs OUT [HOW MANY] [--list]            measures each language of it
//
// The figures are of searches of one to five words, of words with typing errors, and of words that are typed letter by
// letter, with a search and the first results after each. Their words are drawn from the index, the common ones more often, the same each
// time. All that a search loads is counted once: the scripts, the index, and the texts of the pages that it shows.
// `found` is how many of the searches show a page that has the words, or the words that were meant.
import {cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {gzipSync} from 'node:zlib';

const root = fileURLToPath(new URL('../../', import.meta.url));
const {searcher, wordsIn, folded} = await import(`${root}themes/leader/static/find.js`);
const {parts} = await import(`${root}themes/leader/static/find-parts.js`);

/** Numbers from 0 to 1 that look like chance and are the same each time. */
const chance = seed => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let x = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
  return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
};

// The generated site ---------------------------------------------------------------------------------

const LANGUAGES = {
  // How many different words there are, and the endings of names.
  fi: {words: 150_000, compounds: true, endings: ['', 'n', 'ssa', 'sta', 'lla', 'lle', 'lta', 'a', 'an', 'laiset']},
  sv: {words: 90_000, compounds: true, endings: ['', 's', 'en', 'ens', 'er', 'erna']},
  en: {words: 50_000, compounds: false, endings: ['', 's', 'ian', 'ians']},
};
const SYLLABLES = 'ka ki ko la li lo ma mi mo na ni no pa pi po ra ri ro sa si so ta ti to va vi vo hau kui lei mun ner pol ruk sel tun'.split(' ');

const filesBelow = folder => readdirSync(folder, {recursive: true}).map(x => join(folder, x)).filter(x => statSync(x).isFile()).sort();

/** The words of this repository's own pages, the commonest first. */
const ownWords = language => {
  const texts = filesBelow(`${root}content/${language}`).filter(x => x.endsWith('.md')).concat(`${root}content/rules/texts/${language}.yaml`);
  const counts = new Map();
  for (const path of texts) {
    const text = readFileSync(path, 'utf8').replace(/\{\{.*?\}\}|\{[^}\n]*\}|\]\([^)]*\)|^[ -]*[\w.-]+:/gm, ' ');
    for (const {word} of wordsIn(text)) {
      if (/^\p{L}+$/u.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([word]) => word);
};

/** As many words as a large site has: those of this one, what can be put together of them, and names. */
const vocabulary = (language, draw) => {
  const {words, compounds, endings} = LANGUAGES[language];
  const own = ownWords(language);
  const known = new Set(own);
  const heads = own.filter(x => x.length > 3 && x.length < 10 && own.some(y => y.length > x.length + 3 && y.startsWith(x)));
  const tails = own.filter(x => x.length > 4);
  const some = list => list[Math.floor(draw() * list.length)];
  // Common words make more compounds than rare ones.
  const common = list => list[Math.floor(draw() ** 2 * list.length)];
  while (known.size < words) {
    if (compounds && draw() < 0.7) {
      known.add(common(heads) + common(tails));
    } else {
      const name = Array.from({length: 2 + Math.floor(draw() * 3)}, () => some(SYLLABLES)).join('');
      for (const ending of endings) if (draw() < 0.5) known.add(name + ending);
    }
  }
  return [...known];
};

const generate = (pages, folder, language) => {
  const draw = chance(1);
  const words = vocabulary(language, draw);
  // How often words are used falls with their rank (Zipf).
  const sums = [];
  words.reduce((sum, _, rank) => (sums[rank] = sum + 1 / (rank + 2.7) ** 1.05), 0);
  const word = () => {
    const wanted = draw() * sums.at(-1);
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return words[low];
  };
  const capital = text => text[0].toUpperCase() + text.slice(1);
  const sentence = (length, own) => capital(Array.from({length}, () => (draw() < 0.25 ? own[Math.floor(draw() * own.length)] : word())).join(' '));
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), {recursive: true});
    writeFileSync(join(folder, path), text);
  };
  cpSync(`${root}themes`, join(folder, 'themes'), {recursive: true});
  write('content/site.yaml', `name: Koesivusto\nbase_url: https://example.org/\ntheme: leader\nlanguages: [{code: ${language}, name: ${language}}]\nshare_pictures: false\n`);
  write(`content/${language}/index.md`, '---\ntitle: Koesivusto\nlist: false\n---\n');
  write(`content/${language}/search.md`, '---\ntitle: Search\ntemplate: search\n---\n');
  for (let section = 0; section * 50 < pages; section += 1) {
    // What the pages of a section are about.
    const own = Array.from({length: 200}, () => words[Math.floor(draw() ** 3 * words.length)]);
    for (let page = 0; page < 50; page += 1) {
      const parts = Array.from({length: 5}, () => {
        const lines = Array.from({length: 4}, () => `${sentence(5 + Math.floor(draw() * 12), own)}.`);
        return `## ${sentence(2 + Math.floor(draw() * 2), own)}\n\n${lines.slice(0, 2).join(' ')}\n\n${lines.slice(2).map(x => `- ${x}`).join('\n')}\n`;
      });
      const front = page ? `title: ${sentence(2 + Math.floor(draw() * 3), own)}\ndescription: ${sentence(10, own)}.` : `title: ${sentence(2, own)}`;
      write(`content/${language}/s${section}/${page ? `p${page}` : 'index'}.md`, `---\n${front}\n---\n\n${sentence(40, own)}.\n\n${parts.join('\n')}`);
    }
  }
};

// The measuring --------------------------------------------------------------------------------------

const module = path => import(pathToFileURL(path)).then(x => x.default);
const sizes = new Map();
const sizeOf = path => {
  if (!sizes.has(path)) sizes.set(path, gzipSync(readFileSync(path), {level: 9}).length);
  return sizes.get(path);
};

/** A search that begins with nothing loaded; `loaded` is all that it asks for. */
const open = async ({folder, scripts, language, start}) => {
  const loaded = new Set([...scripts, join(folder, 'index.js')]);
  const load = name => {
    const path = join(folder, `index/${name}.js`);
    loaded.add(path);
    return module(path);
  };
  const search = searcher(start, load, language, start.starts && parts);
  return {
    bytes: () => [...loaded].reduce((sum, path) => sum + sizeOf(path), 0),
    files: () => loaded.size,
    /** Of words, lists of pages, texts, and words for misspelt ones. */
    kinds: () => ['w', 'p', 't', 's'].map(kind => [...loaded].filter(path => path.includes(`/index/${kind}`)).reduce((sum, path) => sum + sizeOf(path), 0)),
    async shown(query, most) {
      const result = await search.find(query);
      return {...result, hits: await Promise.all(result.pages.slice(0, most).map(x => search.show(x, result)))};
    },
  };
};

/** The words that a built site has, from the texts of its index, with how many pages have each. */
const wordsOf = async folder => {
  const counts = new Map();
  const names = readdirSync(join(folder, 'index')).filter(x => /^t\d+\.js$/.test(x)).sort();
  for (const name of names) {
    for (const [, title, , description, sections] of await module(join(folder, 'index', name))) {
      const text = [title, description, ...sections.flat()].join('\n');
      for (const word of new Set(wordsIn(text).map(x => x.word))) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([word]) => word);
};

/** A word with an error as hands make them: a letter left out, doubled, changed, or two swapped. */
const misspelt = (word, draw) => {
  const at = 1 + Math.floor(draw() * (word.length - 2));
  const kind = Math.floor(draw() * 4);
  if (kind === 0) return word.slice(0, at) + word.slice(at + 1);
  if (kind === 1) return word.slice(0, at) + word[at] + word.slice(at);
  if (kind === 2) return word.slice(0, at) + 'aeinst'[Math.floor(draw() * 6)] + word.slice(at + 1);
  return word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
};

const quantile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
const kb = bytes => (bytes / 1000).toFixed(1).padStart(6);

// What people ask, as a whole, and one by one below it with --list.
const ASKED = {
  fi: ['tuki', 'hanke', 'kunta', 'kylätalo', 'talkootyön arvo', 'paljonko tukea saa', 'milloin rahat maksetaan', 'hankkeen kustannusten enimmäismäärä vuodessa', 'hakemuksen liitteet yhdistyksen säännöt päätös', 'rahotus', 'yhdsityksen hakeums', 'kutsannusarvio talkotyö'],
  sv: ['stöd', 'projekt', 'kommun', 'bygdegård', 'talkoarbetets värde', 'hur mycket stöd', 'när betalas stödet ut', 'projektets kostnader och egen andel', 'bilagor till ansökan föreningens stadgar beslut', 'finasiering', 'föreninggens ansökn', 'kostandsförslag talkoarbte'],
  en: ['support', 'project', 'municipality', 'village hall', 'value of voluntary work', 'how much support', 'when is the money paid', 'project costs own share limit', 'attachments application association rules decision', 'fundng', 'asociation aplication', 'vollage attachement'],
};

const measure = async (place, {count, isListed}) => {
  const words = (await wordsOf(place.folder)).filter(x => x.length > 2 && !place.language.stop.has(x));
  const draw = chance(7);
  // From the common ones to the rare ones, each part of the way as often.
  const one = (least = 3) => {
    for (;;) {
      const word = words[Math.floor(words.length ** draw())] ?? words[0];
      if (word.length >= least && /^\p{L}+$/u.test(word)) return word;
    }
  };
  const some = (number, least) => Array.from({length: number}, () => one(least));
  const shapes = {};
  for (const number of [1, 2, 3, 4, 5]) shapes[`${number} word${number > 1 ? 's' : ''}`] = Array.from({length: count}, () => some(number)).map(x => ({steps: [x.join(' ')], words: x}));
  const slipped = number => Array.from({length: count}, () => some(number, 6)).map(x => ({steps: [x.map(word => misspelt(word, draw)).join(' ')], words: x}));
  shapes['1 misspelt'] = slipped(1);
  shapes['2 misspelt'] = slipped(2);
  shapes['1 right, 1 misspelt'] = Array.from({length: count}, () => some(2, 6)).map(x => ({steps: [`${x[0]} ${misspelt(x[1], draw)}`], words: x}));
  const letters = text => Array.from({length: text.length - 1}, (_, i) => text.slice(0, i + 2));
  shapes['letter by letter'] = Array.from({length: count}, () => some(1, 4)).map(x => ({steps: letters(x[0]), words: x}));
  shapes['asked by people'] = (ASKED[place.code] ?? []).map(x => ({steps: [x]}));
  console.log(`\n${place.code}: ${place.pages} pages, ${words.length} words; scripts ${kb(place.scripts.reduce((sum, x) => sum + sizeOf(x), 0))} kB, first file ${kb(sizeOf(join(place.folder, 'index.js')))} kB, packed`);
  console.log(`${''.padEnd(20)} median   95 %   most  files  found   of which words  lists  texts   mend    the most for`);
  for (const [name, searches] of Object.entries(shapes)) {
    const all = [];
    for (const {steps, words: meant} of searches) {
      const search = await open(place);
      let result;
      // As the page does: fewer results as long as one types.
      for (const step of steps) result = await search.shown(step, step === steps.at(-1) ? 10 : 3);
      const text = x => folded(JSON.stringify([x.title, x.heading, x.excerpt].flat().map(y => y?.text)).toLowerCase());
      const isFound = meant ? result.hits.some(x => meant.some(word => text(x).includes(folded(word)))) : result.hits.length > 0;
      all.push({bytes: search.bytes(), files: search.files(), kinds: search.kinds(), query: steps.at(-1), isFound});
    }
    all.sort((x, y) => x.bytes - y.bytes);
    const bytes = all.map(x => x.bytes);
    const files = all.map(x => x.files).sort((x, y) => x - y);
    const found = (all.filter(x => x.isFound).length / all.length) * 100;
    const kinds = [0, 1, 2, 3].map(i => kb(all.reduce((sum, x) => sum + x.kinds[i], 0) / all.length)).join(' ');
    console.log(`${name.padEnd(20)} ${[0.5, 0.95, 1].map(x => kb(quantile(bytes, x))).join(' ')} ${String(quantile(files, 0.5)).padStart(6)} ${found.toFixed(0).padStart(4)} %         ${kinds}    ${all.at(-1).query}`);
    if (isListed || name === 'asked by people') for (const x of isListed ? all : searches.map(y => all.find(z => z.query === y.steps[0]))) console.log(`    ${kb(x.bytes)} kB in ${String(x.files).padStart(2)} files${x.isFound ? '' : ', not found'}: ${x.query}`);
  }
};

/** The searches of a built site, by language. */
const searchesOf = async out => {
  const assets = filesBelow(join(out, 'assets'));
  const asset = name => assets.find(x => new RegExp(`/${name}\\.[0-9a-f]{8}\\.js$`).test(x));
  const found = [];
  const folders = readdirSync(out, {withFileTypes: true}).filter(x => x.isDirectory()).flatMap(x => [join(out, x.name), ...readdirSync(join(out, x.name), {withFileTypes: true}).filter(y => y.isDirectory()).map(y => join(out, x.name, y.name))]);
  for (const folder of folders) {
    if (!existsSync(join(folder, 'index.js')) || !existsSync(join(folder, 'index/t0.js'))) continue;
    const code = /<html[^>]* lang="?([a-z]+)/.exec(readFileSync(join(folder, 'index.html'), 'utf8'))[1];
    const start = await module(join(folder, 'index.js'));
    const language = await import(`${root}themes/leader/static/find-${code}.js`);
    found.push({folder, code, start, pages: start.pages, language, scripts: ['search', 'find', `find-${code}`, ...(start.starts ? ['find-parts'] : [])].map(asset)});
  }
  return found;
};

const given = process.argv.slice(2);
if (given[0] === 'generate') {
  generate(Number(given[1]), given[2], given[3] ?? 'fi');
} else {
  const [out, count = '300'] = given.filter(x => !x.startsWith('--'));
  for (const place of await searchesOf(out)) await measure(place, {count: Number(count), isListed: given.includes('--list')});
}
