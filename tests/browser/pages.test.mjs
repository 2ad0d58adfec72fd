// Every page in the browser: for those who see, hear, enlarge, press keys or print.
import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {accessible} from './aloud.mjs';
import {launch, open} from './browser.mjs';
import {accessibility, accessibilityEverywhere, edges, focus, motion, print, reflow, targets, DESKTOP, PHONE} from './checks.mjs';
import {golden} from './golden.mjs';
import {none} from './none.mjs';
import {build, serve} from './site.mjs';

const site = build('/');
const below = build('/leader/');
let browser;
const servers = [];

// A page of the browser that looks at one site after the other page by page.
const reader = async site => {
  const server = await serve(site);
  servers.push(server);
  const page = await open(browser, server.origin);
  page.visit = async ({url}) => {
    page.requests.length = 0;
    const response = await page.goto(server.origin + url, {waitUntil: 'load'});
    if (response?.status() !== 200) throw new Error(`${url}: ${response?.status()}`);
  };
  return page;
};

let page;
before(async () => {
  browser = await launch();
  page = await reader(site);
});
after(async () => {
  await browser?.close();
  await Promise.all(servers.map(server => server.close()));
});

// What other sites see in their frames.
const framed = (of, one) => (one.hasFrame ? of.pages.filter(page => page.isAlone).flatMap(page => page.loads) : []);

const skips = async () => {
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
};

/** A list of contents is beside the text where all of it fits into a low window, and above the text elsewhere. */
const contents = async () => {
  const found = [];
  for (const height of [640, 600]) {
    await page.setViewportSize({width: 1280, height});
    const toc = await page.locator('.toc').evaluate(x => {
      const box = x.parentElement;
      const isBeside = x.getBoundingClientRect().left >= document.querySelector('.text').getBoundingClientRect().right;
      const isShown = [...x.querySelectorAll('li')].every(item => item.checkVisibility({contentVisibilityAuto: true}));
      return {sticks: getComputedStyle(box).position === 'sticky', isBeside, isShown, height: box.getBoundingClientRect().height};
    });
    if (toc.sticks && (height < 640 || toc.height > height - 32)) found.push(`sticks, ${toc.height} px high in a window of ${height} px`);
    if (!toc.isBeside) found.push('is not beside the text');
    if (!toc.isShown) found.push('is folded beside the text');
  }
  await page.setViewportSize(PHONE);
  const [fold, first] = [page.locator('.toc summary'), page.locator('.toc a').first()];
  if (await first.isVisible()) found.push('is not folded on a phone');
  await fold.click();
  if (!(await first.isVisible())) found.push('does not unfold on a phone');
  await fold.click();
  return found;
};

for (const one of site.representatives) {
  // The languages differ in their words alone, and words in their length.
  const isFirst = one.all('html')[0].lang === 'fi';
  test(`${one.url} is in order`, async t => {
    await page.visit(one);
    const known = [...one.loads, ...framed(site, one)];
    const unknown = page.requests.filter(path => !known.includes(path));
    await t.test('loads only what it names, without an error', () => none([...page.troubles(), ...unknown]));
    if (!one.isAlone) await t.test('the first stop leads past the menu', skips);
    if (one.all('nav').some(x => x.class?.split(' ').includes('toc'))) await t.test('the list of contents is in sight as a whole', async () => none(await contents()));
    await t.test('axe finds nothing', async () => none(await (isFirst ? accessibilityEverywhere : accessibility)(page)));
    await t.test('fits narrow windows and large text', async () => none(await reflow(page)));
    await t.test('has targets of 44 px', async () => none(await targets(page)));
    if (isFirst) await t.test('shows the focus', async () => none(await focus(page)));
    if (isFirst) await t.test('shows its edges, and nothing moves', async () => none([...(await edges(page)), ...(await motion(page))]));
    await t.test('prints its text', async () => none(await print(page)));
  });
}

test('on a phone the menu opens and closes by key, says so, and gives the focus back', async () => {
  await page.setViewportSize(PHONE);
  await page.visit(site.page('/rahoitus/'));
  const menu = page.locator('#menu');
  const focused = () => page.evaluate(() => document.activeElement.className || document.activeElement.textContent);
  const isOpen = async () => (await accessible(page, '.menu-button')).expanded;
  assert.equal(await menu.isVisible(), false);
  assert.equal(await isOpen(), false);
  await page.locator('.menu-button').focus();
  await page.keyboard.press('Enter');
  assert.equal(await menu.isVisible(), true);
  assert.equal(await isOpen(), true);
  none(await accessibility(page));
  none(await edges(page));
  await page.setViewportSize(PHONE);
  golden('frame-phone', await page.locator('header').ariaSnapshot());
  // The way to close it comes first, then the links; behind the last one the page goes on.
  const links = await menu.locator('a').allTextContents();
  const stops = [];
  for (let i = 0; i <= links.length; i += 1) {
    await page.keyboard.press('Tab');
    stops.push(await focused());
  }
  assert.deepEqual(stops, ['menu-close', ...links]);
  await page.keyboard.press('Escape');
  assert.equal(await menu.isVisible(), false);
  assert.equal(await focused(), 'menu-button');
  await page.keyboard.press('Space');
  assert.equal(await isOpen(), true);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await menu.isVisible(), false);
  assert.equal(await focused(), 'menu-button');
  assert.equal(await isOpen(), false);
  none(page.troubles());
});

test('the language switch leads to the same page and back, and each name is in its language', async () => {
  await page.setViewportSize(DESKTOP);
  await page.visit(site.page('/rahoitus/pienhanke/'));
  for (const [name, language, path] of [['Svenska', 'sv', '/sv/finansiering/litet-projekt/'], ['English', 'en', '/en/funding/small-project/'], ['Suomi', 'fi', '/rahoitus/pienhanke/']]) {
    const link = page.getByRole('navigation').getByRole('link', {name, exact: true});
    assert.equal(await link.getAttribute('lang'), language);
    await link.focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**${path}`);
    assert.equal(await page.evaluate(() => document.documentElement.lang), language);
  }
  // A new page begins at its beginning.
  assert.equal(await page.evaluate(() => document.activeElement.localName), 'body');
  none(page.troubles());
});

test('what a screen reader finds around a page, and where there is none', async () => {
  await page.setViewportSize(DESKTOP);
  await page.visit(site.page('/rahoitus/pienhanke/'));
  golden('frame', (await Promise.all(['.skip', 'header', '.crumbs', '.toc', 'footer'].map(x => page.locator(x).ariaSnapshot()))).join('\n'));
  // Each list of links has a name of its own, and there is one of each place.
  const places = await page.$$eval('body > :is(header, main, footer, nav), nav', list => list.filter(x => x.checkVisibility()).map(x => x.ariaLabel ?? document.getElementById(x.getAttribute('aria-labelledby'))?.textContent ?? x.localName));
  assert.equal(new Set(places).size, places.length, places.join());
  await page.visit(site.page('/404.html'));
  golden('not-there', await page.locator('main').ariaSnapshot());
});

test('below a path pages load without an error', async () => {
  const other = await reader(below);
  const found = [];
  for (const one of below.representatives) {
    await other.visit(one);
    const known = [...one.loads, ...framed(below, one)];
    const unknown = other.requests.filter(path => !known.includes(path));
    found.push(...[...other.troubles(), ...unknown].map(what => ({what, where: one.url})));
  }
  none(found);
});
