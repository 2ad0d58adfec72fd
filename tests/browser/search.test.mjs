// The search page in the browser: what is loaded when, what is shown and said, and what works without a script.
import assert from 'node:assert/strict';
import {statSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {listen, said} from './aloud.mjs';
import {launch, open} from './browser.mjs';
import {accessibility, accessibilityEverywhere, edges, focus, print, reflow, targets, PHONE} from './checks.mjs';
import {golden} from './golden.mjs';
import {none} from './none.mjs';
import {build, serve} from './site.mjs';

const site = build('/');
const KB = 1000;
const PAGES = {fi: '/etsi/', sv: '/sv/sok/', en: '/en/search/'};
let browser;
let server;
let page;

before(async () => {
  browser = await launch();
  server = await serve(site);
  page = await open(browser, server.origin);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

const visit = async url => {
  page.requests.length = 0;
  await page.goto(server.origin + url, {waitUntil: 'load'});
};

const field = () => page.locator('#q');
const titles = () => page.locator('.hits h3').allTextContents();
const type = async text => {
  await field().click();
  await field().fill('');
  await page.keyboard.type(text);
};
const settled = () => page.waitForFunction(() => document.querySelector('#search-said').textContent);

const isOfSearch = path => /\/find[.-]|\/index(\.js|\/)/.test(path);

test('nothing of the search is loaded before it is used', async () => {
  await visit(PAGES.fi);
  assert.deepEqual(page.requests.filter(isOfSearch), []);
  await field().focus();
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(x => x.name.endsWith('/etsi/index.js')));
  // The texts of pages come with the first results.
  assert.deepEqual(page.requests.filter(path => path.includes('/index/')), []);
  none(page.troubles());
});

test('script and index of a language are small', t => {
  for (const [language, url] of Object.entries(PAGES)) {
    const names = [...site.files.keys()];
    const scripts = names.filter(name => new RegExp(`^/assets/(search|find|find-${language})\\.[0-9a-f]+\\.js$`).test(name));
    assert.equal(scripts.length, 3);
    const all = [...scripts, `${url}index.js`];
    const raw = all.reduce((sum, name) => sum + statSync(site.files.get(name)).size, 0);
    const gzipped = all.reduce((sum, name) => sum + site.gzipped(name), 0);
    const texts = names.filter(name => name.startsWith(`${url}index/`)).reduce((sum, name) => sum + site.gzipped(name), 0);
    t.diagnostic(`${language}: script and index ${raw} bytes, gzipped ${gzipped}; all texts for results gzipped ${texts}`);
    assert.ok(raw < 42 * KB, `${raw}`);
    assert.ok(gzipped < 24 * KB, `${gzipped}`);
    assert.ok(gzipped + texts < 80 * KB, `${gzipped + texts}`);
  }
});

test('results come as one types, with the words marked', async () => {
  await visit(PAGES.fi);
  await type('talkootyöstä');
  await settled();
  assert.equal((await titles())[0], 'Talkootyö');
  assert.ok((await page.locator('.hits mark').allTextContents()).some(x => /^talkootyö/i.test(x)));
  assert.match(await page.locator('#search-count').textContent(), /^\d+ sivua löytyi$/);
  assert.equal(await page.locator('#search-all').isVisible(), false);
  await page.waitForURL(/\?q=talkooty%C3%B6st%C3%A4$/);
  // Each hit leads to its page and to the section with the words.
  const links = await page.locator('.hits a').evaluateAll(all => all.map(x => new URL(x.href)).map(x => x.pathname + x.hash));
  for (const link of links) {
    const [path, anchor] = link.split('#');
    const there = site.page(path);
    assert.ok(there && (!anchor || there.ids.includes(decodeURIComponent(anchor))), link);
  }
  assert.ok(links.some(link => link.includes('#')));
  none(page.troubles());
});

test('the number of results is said once, when nobody types any more', async () => {
  await visit(PAGES.fi);
  await page.evaluate(() => {
    window.said = [];
    new MutationObserver(() => window.said.push(document.querySelector('#search-said').textContent)).observe(document.querySelector('#search-said'), {childList: true, characterData: true, subtree: true});
  });
  await field().click();
  await page.keyboard.type('palkka', {delay: 150});
  await settled();
  assert.equal((await page.evaluate(() => window.said)).length, 1);
});

test('inflected words, compounds and typing errors find pages in each language', async () => {
  for (const [language, query, title] of [
    ['fi', 'tuki maksetaan', 'Leader-rahoitus hankkeisiin'],
    ['fi', 'työkone', 'Talkootyö'],
    ['fi', 'rakennuslupa', 'Hakemuksen liitteet'],
    ['fi', 'kustanusmallit', 'Kustannusmallit'],
    ['sv', 'talkoarbetet', 'Talkoarbete'],
    ['sv', 'bilagorna', 'Bilagor till ansökan'],
    ['en', 'attachment', 'Attachments'],
    ['en', 'voluntary hours', 'How many hours of voluntary work'],
  ]) {
    await visit(PAGES[language]);
    await type(query);
    await settled();
    const found = (await titles()).slice(0, 3);
    assert.ok(found.some(x => x.includes(title)), `${query}: ${found.join(', ')}`);
  }
  none(page.troubles());
});

test('keys move through the results, which are plain links', async () => {
  await visit(PAGES.fi);
  await type('liitteet');
  await settled();
  await page.keyboard.press('ArrowDown');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
  const first = page.locator('.hits a').first();
  // Past the button of the form.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.href), await first.evaluate(x => x.href));
  await page.keyboard.press('Enter');
  await page.waitForURL(/hakeminen\/liitteet/);
  await page.goBack();
  await page.waitForSelector('.hits li');
  assert.equal(await field().inputValue(), 'liitteet');
  none(page.troubles());
});

test('while one types a few results come, and the others when one rests', async () => {
  await visit(PAGES.fi);
  const counts = page.evaluate(
    () =>
      new Promise(done => {
        const seen = [];
        const list = document.querySelector('.hits');
        new MutationObserver(() => {
          seen.push(list.childElementCount);
          if (list.childElementCount === 10) done(seen);
        }).observe(list, {childList: true});
      }),
  );
  await type('hanke');
  assert.ok((await counts).includes(3));
  assert.equal(await page.locator('#search-more').isVisible(), true);
  none(page.troubles());
});

test('it says what was sought in place of a word with a typing error', async () => {
  const note = page.locator('#search-mended');
  await visit(`${PAGES.fi}?q=${encodeURIComponent('yhdistyksen rahotus')}`);
  await settled();
  assert.match(await note.textContent(), /yhdistyksen rahoitus\S*$/);
  assert.match(await page.locator('#search-said').textContent(), /löytyi.*rahoitus/);
  await type('rahoitus');
  await note.waitFor({state: 'hidden'});
  none(page.troubles());
});

test('a search that takes long says that it is under way', async () => {
  await page.route('**/etsi/index.js', async route => {
    await new Promise(done => setTimeout(done, 1500));
    await route.continue();
  });
  await visit(PAGES.fi);
  await type('hanke');
  await page.locator('#search-waits').waitFor({state: 'visible'});
  await settled();
  assert.equal(await page.locator('#search-waits').isVisible(), false);
  await page.unroute('**/etsi/index.js');
  none(page.troubles());
});

test('an address with words searches at once, and the field in the header leads to it', async () => {
  await visit('/rahoitus/');
  const header = page.locator('#find');
  await header.fill('omarahoituksen');
  await header.press('Enter');
  await page.waitForURL(/\/etsi\/\?q=omarahoituksen$/);
  await settled();
  assert.equal(await field().inputValue(), 'omarahoituksen');
  assert.ok((await titles()).length > 2);
  none(page.troubles());
});

test('more results come when asked for, and the first new one has the focus', async () => {
  await visit(`${PAGES.fi}?q=hanke`);
  await settled();
  assert.equal((await titles()).length, 10);
  await page.locator('#search-more').click();
  await page.waitForFunction(() => document.querySelectorAll('.hits li').length > 10);
  const at = await page.evaluate(() => [...document.querySelectorAll('.hits li')].indexOf(document.activeElement.closest('li')));
  assert.equal(at, 10);
});

test('where nothing is found it says what to try', async () => {
  await visit(PAGES.fi);
  await type('xyzzyq');
  await settled();
  assert.equal(await page.locator('#search-none').isVisible(), true);
  assert.equal(await page.locator('#search-all').isVisible(), true);
  assert.equal(await page.locator('#search-said').textContent(), 'Sivuja ei löytynyt');
  golden('search-none', (await Promise.all(['#search', '#search-none'].map(x => page.locator(x).ariaSnapshot()))).join('\n'));
  none(await accessibilityEverywhere(page));
  await field().fill('');
  await page.waitForFunction(() => document.querySelector('#search-none').hidden);
  await page.waitForURL(/\/etsi\/$/);
});

test('results are in order for everybody', async () => {
  await visit(`${PAGES.sv}?q=${encodeURIComponent('stöd')}`);
  await settled();
  none(await accessibilityEverywhere(page));
  none(await reflow(page));
  none(await targets(page));
  none(await focus(page));
  none(await edges(page));
  none(await print(page));
  // A section that is called what it is, a list, and in each of its items a heading that is a link.
  const region = page.getByRole('region', {name: /^\d+ sidor hittades$/});
  const items = region.getByRole('list').first().getByRole('listitem');
  assert.equal(await items.count(), 10);
  assert.equal(await items.getByRole('heading', {level: 3}).getByRole('link').count(), 10);
  assert.equal(await region.getByRole('heading', {level: 2}).count(), 1);
  none(page.troubles());
});

test('when the index does not come it says so once, and the list of all pages is there', async () => {
  const other = await open(browser, server.origin);
  await other.route(/\/etsi\/index\.js/, route => route.abort());
  await other.goto(`${server.origin}${PAGES.fi}`);
  golden('search-empty', await other.locator('#search').ariaSnapshot());
  await other.locator('#q').focus();
  await listen(other);
  await other.keyboard.type('tuki');
  await other.waitForFunction(() => window.said.length);
  assert.deepEqual(await said(other), [await other.locator('#search-failed').innerText()]);
  assert.equal(await other.evaluate(() => document.activeElement.id), 'q');
  golden('search-failed', (await Promise.all(['#search', '#search-failed'].map(x => other.locator(x).ariaSnapshot()))).join('\n'));
  assert.ok(await other.locator('#search-all').isVisible());
  none(await accessibility(other));
  // And once it comes, it is searched.
  await other.unroute(/\/etsi\/index\.js/);
  await other.keyboard.press('Enter');
  await other.locator('.hits li').first().waitFor();
  assert.equal(await other.locator('#search-failed').isVisible(), false);
  await other.context().close();
});

test('without a script there is a list of all pages', async () => {
  const other = await open(browser, server.origin, {javaScriptEnabled: false});
  for (const [language, url] of Object.entries(PAGES)) {
    await other.goto(`${server.origin}${url}?q=tuki`);
    assert.equal(await other.locator('#search').isVisible(), false);
    const links = new Set(await other.locator('#search-all a').evaluateAll(all => all.map(x => x.getAttribute('href'))));
    const prefix = language === 'fi' ? /^\/(?!sv\/|en\/)/ : new RegExp(`^/${language}/`);
    const pages = site.pages.filter(x => !x.isAlone).map(x => x.url).filter(x => prefix.test(x) && !x.endsWith('404.html'));
    none(pages.filter(x => !links.has(x)));
  }
  await other.context().close();
});

test('on a phone the header leads to the search', async () => {
  await page.setViewportSize(PHONE);
  await visit('/');
  await page.locator('.find-link').click();
  await page.waitForURL(/\/etsi\/$/);
  assert.equal(await field().isVisible(), true);
  none(await accessibility(page));
});
