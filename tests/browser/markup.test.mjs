// Every page as it was written: valid, complete, light, and with links that lead somewhere.
import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {basename} from 'node:path';
import {test} from 'node:test';
import {gzipSync} from 'node:zlib';
import {HtmlValidate} from 'html-validate';
import {minify} from 'terser';
import {none} from './none.mjs';
import {build, isInternal, root} from './site.mjs';

const KIB = 1024;

// One round trip for a page of text; the calculator brings its rules and its script. The picture at the head of a page
// comes beside these, and the text does not wait for it.
const PICTURE = 8 * KIB;
const LIMITS = {
  content: {bytes: 14 * KIB, requests: 4},
  calculator: {bytes: 30 * KIB, requests: 6},
  finder: {bytes: 21 * KIB, requests: 6},
  // Style and script of its own; what a search needs comes with the first word.
  search: {bytes: 14 * KIB, requests: 5},
  // The calculator, and what it is to other sites.
  alone: {bytes: 30 * KIB, requests: 9},
};

/** Runs a check of one page on all pages of all sites, and tells everything that it found. */
const everywhere = (check, sites = [site, below]) =>
  none(sites.flatMap(x => x.pages).flatMap(page => check(page).map(what => ({what, where: page.url}))));

const kindOf = page =>
  page.isAlone ? 'alone' : page.isCalculator ? 'calculator' : page.isFinder ? 'finder' : page.isSearch || page.hasFrame ? 'search' : 'content';

const site = build('/');
const below = build('/leader/');

test('the site has its pages, and below a path the same ones', () => {
  const urls = site.pages.map(page => page.url);
  for (const url of ['/', '/rahoitus/pienhanke/', '/hakeminen/liitteet/', '/laskuri/', '/laskuri/saannot/', '/ajankohtaista/', '/404.html']) {
    assert.ok(urls.includes(url), url);
  }
  assert.deepEqual(below.pages.map(page => page.url), urls.map(url => `/leader${url}`));
  assert.deepEqual(site.pages.filter(page => page.isCalculator && !page.isAlone).map(page => page.url).toSorted(), ['/en/calculator/', '/laskuri/', '/sv/raknare/']);
});

// What stands on one page of rules in Finnish stands on its counterparts, by the ids on the index.
test('every rule and value has a page in every language, and the receipts lead to them', () => {
  const indexes = ['/laskuri/saannot/', '/sv/raknare/regler/', '/en/calculator/rules/'];
  const counts = indexes.map(index => {
    const things = site.page(index).elements.filter(x => /^(rule|param)-\w+$/.test(x.id ?? '') && ['section', 'tr'].includes(x.tag));
    const under = site.pages.filter(page => page.kind && page.url.startsWith(index));
    const named = new Set(site.page(index).all('a').map(x => x.href));
    none(under.map(page => page.url).filter(url => !named.has(url)));
    assert.equal(under.length, things.length, index);
    return under.length;
  });
  assert.ok(counts[0] > 25 && new Set(counts).size === 1, counts.join());
  const receipts = site.pages.flatMap(page => page.elements.filter(x => x.tag === 'a' && /\bcalc-line\b/.test(x.class ?? '')));
  assert.ok(receipts.length > 30);
  none(receipts.map(x => x.href).filter(url => site.page(url)?.kind !== 'rule'));
});

test('HTML is valid', () => {
  const validator = new HtmlValidate({
    extends: ['html-validate:standard', 'html-validate:a11y'],
    rules: {
      'no-inline-style': 'error',
      // Soft hyphens, no-break spaces and the rest are written as they are.
      'no-raw-characters': ['error', {relaxed: true}],
      // The areas in which wide tables scroll are no sections of the text.
      'prefer-native-element': ['error', {exclude: ['region']}],
      // Buttons outside of forms do not need to say that they send nothing; the calculator has nothing to send.
      'no-implicit-button-type': 'off',
      'wcag/h32': 'off',
      // Matters of style, not of HTML.
      'long-title': 'off',
      'doctype-style': 'off',
      'void-style': 'off',
      'no-trailing-whitespace': 'off',
      'attribute-boolean-style': 'off',
      'attribute-empty-style': 'off',
    },
  });
  everywhere(page => {
    const report = validator.validateStringSync(page.html);
    return report.results.flatMap(x => x.messages).map(x => `${x.line}:${x.column} ${x.message} (${x.ruleId})`);
  });
});

test('one h1 comes first, and no level is skipped', () =>
  everywhere(page => {
    const levels = page.all('h1', 'h2', 'h3', 'h4', 'h5', 'h6').map(x => Number(x.tag[1]));
    const skipped = levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1);
    return [
      ...(levels.filter(x => x === 1).length === 1 && levels[0] === 1 ? [] : [`headings ${levels}`]),
      ...skipped.map(level => `h${level} is too deep`),
      ...page.all('h1', 'h2', 'h3', 'h4').filter(x => !page.text(x)).map(x => `empty ${x.tag}`),
    ];
  }));

/** The language that the address of a page says: Finnish lies at the root. */
const languageOf = page => page.url.slice(page.site.base.length).match(/^(sv|en)\//)?.[1] ?? 'fi';

test('language, title, description and canonical address', () => {
  everywhere(page => [
    ...(page.all('html')[0].lang === languageOf(page) ? [] : ['lang']),
    ...(page.text(page.all('title')[0]).length > 5 ? [] : ['title']),
    ...(page.meta('description')?.length > 20 || page.url.endsWith('/404.html') ? [] : ['description']),
    ...(page.meta('viewport') === 'width=device-width, initial-scale=1' ? [] : ['viewport']),
    ...(page.all('link').some(x => x.rel === 'canonical' && x.href === `https://example.org${page.url}`) || page.url.endsWith('/404.html') ? [] : ['canonical']),
  ]);
  for (const {pages} of [site, below]) {
    for (const told of [page => page.text(page.all('title')[0]), page => page.meta('description') ?? page.url]) {
      const all = pages.map(told);
      none(all.filter((x, i) => all.indexOf(x) !== i));
    }
  }
});

test('ids are unique, and what refers to an id finds it', () =>
  everywhere(page => {
    const {ids} = page;
    const named = page.elements.flatMap(x => [x.for, x['aria-labelledby'], x['aria-describedby'], x['aria-controls'], x.popovertarget].flatMap(y => y?.split(' ') ?? []));
    return [...ids.filter((id, i) => ids.indexOf(id) !== i).map(id => `${id} twice`), ...named.filter(id => !ids.includes(id)).map(id => `no ${id}`)];
  }));

test('links of the site resolve, their anchors too', () => {
  for (const one of [site, below]) {
    everywhere(page => page.links.filter(isInternal).filter(url => !leads(one, url)).map(String), [one]);
    const listed = ['sitemap.xml', 'ajankohtaista/atom.xml', 'robots.txt'].flatMap(name =>
      [...readFileSync(one.files.get(one.base + name), 'utf8').matchAll(/https:\/\/example\.org[^<"\s]*/g)].map(([url]) => new URL(url)),
    );
    none(listed.filter(url => !leads(one, url)).map(String));
    // A site map is of use only when it has all pages.
    assert.ok(listed.length >= one.pages.length);
  }
});

const leads = (one, {pathname, hash}) => {
  const page = one.page(pathname);
  const isState = (page?.isCalculator || page?.isFinder) && hash.includes('=');
  return one.files.has(pathname) && (!hash || isState || page.ids.includes(decodeURIComponent(hash.slice(1))));
};

test('every page can be reached from the front page', () => {
  for (const one of [site, below]) {
    const reached = new Set([one.base]);
    for (const url of reached) {
      for (const {pathname} of one.page(url)?.links.filter(isInternal) ?? []) reached.add(pathname);
    }
    none(one.pages.map(page => page.url).filter(url => !reached.has(url) && !url.endsWith('/404.html')));
  }
});

test('menu, help and accessibility statement are the same on every page', () =>
  everywhere(page => {
    if (page.isAlone) return [];
    const language = languageOf(page);
    const front = page.site.page(page.site.base + (language === 'fi' ? '' : `${language}/`));
    const told = (one, inside) => one.all('a').filter(x => isIn(x.node, inside)).map(x => [one.text(x), x.href].join(' '));
    return ['menu', 'foot-help'].filter(id => told(page, id).join('\n') !== told(front, id).join('\n') || !told(page, id).length)
      .concat(page.links.some(url => url.pathname.endsWith(`/${STATEMENTS[language]}/`)) ? [] : ['no statement']);
  }));

const STATEMENTS = {fi: 'saavutettavuusseloste', sv: 'tillganglighetsutlatande', en: 'accessibility'};

test('every page leads to the same page in the other languages, and back', () =>
  everywhere(page => {
    if (page.url.endsWith('/404.html') || page.isAlone) return [];
    const others = page.all('a').filter(x => x.hreflang).map(x => [x.hreflang, page.site.page(x.href)]);
    const told = page.all('link').filter(x => x.hreflang).map(x => x.hreflang).toSorted();
    return [
      ...(others.length === 2 && others.every(([lang, other]) => other && languageOf(other) === lang) ? [] : ['switch']),
      ...(others.every(([, other]) => other?.all('a').some(x => x.hreflang && x.href === page.url)) ? [] : ['no way back']),
      ...(told.join() === 'en,fi,sv' ? [] : [`hreflang ${told}`]),
    ];
  }));

const isIn = (node, id) => Boolean(node) && ((node.attrs ?? []).some(x => (x.name === 'id' || x.name === 'aria-labelledby') && x.value === id) || isIn(node.parentNode, id));

test('nothing inline, no script on pages of text, and nothing that gets in the way', () =>
  everywhere(page => [
    ...page.elements.filter(x => 'style' in x || x.tag === 'style' || Object.keys(x).some(name => /^on[a-z]/.test(name))).map(x => `inline: ${x.tag}`),
    ...page.all('script').filter(x => x.type !== 'application/ld+json' && (kindOf(page) === 'content' || (!x.src && x.type !== 'application/json'))).map(() => 'script'),
    ...page.elements.filter(x => Number(x.tabindex) > 0 || 'autofocus' in x || 'title' in x && !['link', 'leader-calculator'].includes(x.tag) || 'placeholder' in x).map(x => `${x.tag} with tabindex, autofocus, title or placeholder`),
    ...page.all('video', 'audio', 'iframe', 'object', 'embed').map(x => x.tag),
    ...page.all('img').filter(x => x.alt === undefined || !x.width || !x.height).map(x => `img ${x.src}`),
    ...page.all('table').filter(x => !/<caption/.test(page.html) || !page.all('th').every(y => y.scope)).map(() => 'table without caption or scope'),
    // What is typed into the calculator is sent nowhere, not even by a form.
    ...(new RegExp(`form-action '${page.isCalculator || page.isFinder ? 'none' : 'self'}'`).test(page.html) ? [] : ['form-action']),
    ...(/default-src 'none'/.test(page.all('meta').find(x => x['http-equiv'] === 'Content-Security-Policy')?.content) ? [] : ['no policy of its own']),
  ]));

// The order on the screen is that of the document; nothing happens before a press is complete, on a mere
// key, or by shaking the phone.
test('styles and scripts keep their hands off order, gestures and keys', () => {
  const sources = [...site.files.values()].filter(path => /\.(css|js)$/.test(path));
  // What is kept is kept when asked, and words are put in as the theme wrote them: more.test.mjs.
  const meant = ['calculator.js: localStorage', 'calculator.js: sessionStorage', 'more.js: localStorage', 'more.js: innerHTML', 'papers.js: innerHTML'];
  const unwanted = /\b(order:\s*-?[1-9]|row-reverse|column-reverse|mousedown|pointerdown|touchstart|touchmove|pointermove|dragstart|devicemotion|deviceorientation|localStorage|sessionStorage|indexedDB|document\.cookie|sendBeacon|fetch\(|XMLHttpRequest|innerHTML\s*=[^=])|(document|window)\.addEventListener\('key/g;
  const found = sources.flatMap(path => [...readFileSync(path, 'utf8').matchAll(unwanted)].map(([what]) => `${basename(path).replace(/\.[0-9a-f]{8}\./, '.')}: ${what.trim().replace(/\s*=.+/, '')}`));
  none(found.filter(what => !meant.includes(what)));
});

// What shows only under a mouse is lost to those who have none, and what moves by itself to those whom it disturbs.
test('styles show nothing by hovering, and move nothing', () => {
  const sheets = [...site.files.values()].filter(path => path.endsWith('.css'));
  assert.ok(sheets.length > 2);
  const unwanted = /:hover[^{]*\{[^}]*\b(?:display|visibility|opacity|content|clip-path)\s*:|\b(?:animation|transition|scroll-behavior)[\w-]*\s*:/g;
  none(sheets.flatMap(path => [...readFileSync(path, 'utf8').matchAll(unwanted)].map(([what]) => `${basename(path)}: ${what}`)));
});

// Where something is on the screen and in which colour is told to nobody who listens; above and below are those of the text.
const SEEN = {
  fi: /(?<!\p{L})(oikeal\p{L}+|oikeass\p{L}+|vasemm\p{L}+|vihre\p{L}+|punai\p{L}+|keltai\p{L}+|sini(?:nen|se)\p{L}*|pyöre\p{L}+|neliö\p{L}*|nuolesta)(?!\p{L})/giu,
  sv: /(?<!\p{L})(till höger|till vänster|högra|vänstra|grön\p{L}*|röd\p{L}*|gul|gula|gult|blå\p{L}*|rund|runda|kvadrat\p{L}*)(?!\p{L})/giu,
  en: /(?<!\p{L})(on the (?:right|left)|(?:right|left)-hand|green|red|yellow|blue|(?:round|square) (?:button|box|mark))(?!\p{L})/giu,
};

test('no text needs eyes to be understood', () =>
  everywhere(page => [...page.text(page.all('body')[0]).matchAll(SEEN[languageOf(page)])].map(([word]) => word), [site]));

test('pages are light', t => {
  for (const one of [site, below]) {
    const weighed = one.pages.map(page => {
      const [pictures, others] = [[], []];
      // What is loaded when one comes near it is none of what it takes to begin.
      for (const url of page.loads.filter(x => !page.loadsLater.includes(x))) (page.loadsPictures.includes(url) ? pictures : others).push(url);
      const sizes = others.map(url => one.gzipped(url));
      return {pictures: pictures.reduce((x, y) => x + one.gzipped(y), 0), url: page.url, bytes: sizes.reduce((x, y) => x + y), html: sizes[0], requests: sizes.length, limit: LIMITS[kindOf(page)]};
    });
    const heaviest = weighed.filter(x => x.limit === LIMITS.content).sort((x, y) => y.bytes - x.bytes)[0];
    for (const x of [heaviest, ...weighed.filter(y => y.limit !== LIMITS.content)]) {
      t.diagnostic(`${x.url}: ${kib(x.bytes)} in ${x.requests} requests, of it HTML ${kib(x.html)} (limit ${kib(x.limit.bytes)} in ${x.limit.requests})`);
    }
    const tooHeavy = weighed.filter(x => x.bytes > x.limit.bytes || x.requests > x.limit.requests);
    none(tooHeavy.map(x => `${x.url}: ${kib(x.bytes)} in ${x.requests} requests`));
    none(weighed.filter(x => x.pictures > PICTURE).map(x => `${x.url}: pictures of ${kib(x.pictures)} at the head`));
  }
});

const kib = bytes => `${(bytes / KIB).toFixed(1)} KiB`;

test('scripts are small', async t => {
  const sizes = {};
  for (const name of ['plan.js', 'budget.js', 'calculator.js']) {
    const source = readFileSync(`${root}themes/leader/static/${name}`, 'utf8');
    const {code} = await minify(source, {module: true, compress: {ecma: 2020, passes: 3, unsafe_arrows: true}});
    sizes[name] = gzipSync(code, {level: 9}).length;
  }
  const all = Object.values(sizes).reduce((x, y) => x + y);
  t.diagnostic(`minified and gzipped: ${Object.entries(sizes).map(([name, size]) => `${name} ${size}`).join(', ')}, together ${all} bytes`);
  assert.ok(sizes['plan.js'] <= 1.5 * KIB, `plan.js ${sizes['plan.js']}`);
  assert.ok(all <= 15 * KIB, `all ${all}`);
});
